"""Equivalence: whether an effect is shown to be small."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from kinpanel.errors import UsageError
from kinpanel.estimation.inference.reference import term_row
from kinpanel.estimation.statistic import known

if TYPE_CHECKING:
    from kinpanel.estimation.fit import Fit


@dataclass(frozen=True)
class Equivalence:
    """Two one-sided tests of one term against the bounds low and high.

    p_low: of effects at or below low; p_high: of effects at or above high; p_value: the larger,
    which rejects that the effect lies outside. conf_low, conf_high: the 1 - 2 alpha interval;
    equivalent: it lies within the bounds, which is the same as p_value < alpha.
    """

    formula: str
    term: str
    estimate: float
    std_error: float
    df: float
    low: float
    high: float
    alpha: float
    p_low: float
    p_high: float
    p_value: float
    conf_low: float
    conf_high: float
    equivalent: bool
    vcov: str
    n_obs: int

    def tidy(self) -> pd.DataFrame:
        """The test in one row."""
        return pd.DataFrame([asdict(self)])

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {k: known(v) if isinstance(v, float) else v for k, v in asdict(self).items()}

    def summary(self) -> str:
        """The test as text."""
        verdict = "equivalent" if self.equivalent else "not shown to be equivalent"
        return (
            f"{self.formula}\n{self.term}: {self.estimate:.6g} ({self.std_error:.6g}), "
            f"{1 - 2 * self.alpha:.0%} interval {self.conf_low:.6g} to {self.conf_high:.6g}, "
            f"bounds {self.low:g} to {self.high:g}: {verdict} (two one-sided tests, p = "
            f"{self.p_value:.4g}, t({self.df:.1f}))\nstandard errors: {self.vcov}\n"
            f"rows: {self.n_obs:,}"
        )


def tost(fit: Fit, term: str, low: float, high: float, *, alpha: float = 0.05) -> Equivalence:
    """Two one-sided tests that an effect lies between low and high, in units of the outcome.

    By t with the fit's degrees of freedom for the term. The bounds are to be chosen before the
    data are seen. Raises UsageError for an unknown term or bounds that enclose nothing,
    EstimationError where the term has no standard error. Schuirmann (1987).
    """
    from scipy.special import stdtr, stdtrit

    if not low < high:
        raise UsageError(f"low must be below high: {low} and {high}")
    if not 0.0 < alpha < 0.5:
        raise UsageError(f"alpha must lie between 0 and 0.5, not {alpha}")
    estimate, error, df = term_row(fit, term)
    p_low = float(stdtr(df, -(estimate - low) / error))
    p_high = float(stdtr(df, (estimate - high) / error))
    half = float(stdtrit(df, 1 - alpha)) * error
    return Equivalence(
        formula=fit.formula,
        term=term,
        estimate=estimate,
        std_error=error,
        df=df,
        low=float(low),
        high=float(high),
        alpha=alpha,
        p_low=p_low,
        p_high=p_high,
        p_value=max(p_low, p_high),
        conf_low=estimate - half,
        conf_high=estimate + half,
        equivalent=max(p_low, p_high) < alpha,
        vcov=fit.vcov.describe(),
        n_obs=fit.n_obs,
    )
