"""The effect that a design could have detected."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from kinpanel.errors import UsageError
from kinpanel.estimation.inference.reference import term_row

if TYPE_CHECKING:
    from kinpanel.estimation.fit import Fit


@dataclass(frozen=True)
class Detectable:
    """The smallest true effect, in units of the outcome, found with this power by a t test.

    effect: (t(1 - alpha/2) + t(power)) x std_error, t with the term's df. It uses the standard
    error reached, so it speaks of the design and not of the estimate.
    """

    formula: str
    term: str
    effect: float
    std_error: float
    df: float
    power: float
    alpha: float
    vcov: str
    n_obs: int

    def tidy(self) -> pd.DataFrame:
        """The result in one row."""
        return pd.DataFrame([asdict(self)])

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)

    def summary(self) -> str:
        """The result as text."""
        return (
            f"{self.formula}\n{self.term}: effects of {self.effect:.6g} or more are found with "
            f"power {self.power:.0%} at the {self.alpha:.0%} level (t({self.df:.1f}))\n"
            f"standard errors: {self.vcov}\nrows: {self.n_obs:,}"
        )


def mde(fit: Fit, term: str, *, power: float = 0.8, alpha: float = 0.05) -> Detectable:
    """The minimum detectable effect of a term, two-sided, with the fit's variance and df.

    Raises UsageError for an unknown term, power or alpha outside 0 to 1, or power not above
    alpha; EstimationError where the term has no standard error. Bloom (1995).
    """
    from scipy.special import stdtrit

    if not 0.0 < alpha < power < 1.0:
        raise UsageError(f"alpha and power must lie between 0 and 1, alpha below: {alpha}, {power}")
    _, error, df = term_row(fit, term)
    reach = float(stdtrit(df, 1 - alpha / 2) + stdtrit(df, power))
    return Detectable(
        formula=fit.formula,
        term=term,
        effect=reach * error,
        std_error=error,
        df=df,
        power=power,
        alpha=alpha,
        vcov=fit.vcov.describe(),
        n_obs=fit.n_obs,
    )
