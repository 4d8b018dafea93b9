"""The wild cluster bootstrap of a fit: p values and intervals that hold with few clusters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kinpanel.errors import UsageError, nearest
from kinpanel.estimation.arrays import FloatArray
from kinpanel.estimation.inference.bootstrap import (
    as_large,
    joint,
    observed,
    refuse_hopeless,
    single,
)
from kinpanel.estimation.inference.draws import Draws, draw
from kinpanel.estimation.inference.interval import inverted, studentised
from kinpanel.estimation.inference.record import vcov_record
from kinpanel.estimation.inference.system import ClusterSystem, system_of
from kinpanel.estimation.statistic import Statistic, known

if TYPE_CHECKING:
    from kinpanel.estimation.fit import Fit


@dataclass(frozen=True)
class WildTest:
    """A test by the wild cluster bootstrap.

    statistic: the CRV1 t of one term, or the Wald statistic over q of several, with the factor of
    the fit's convention. conf_low, conf_high: at `level`, NaN for several terms; infinite where
    the draws reject no value. seed: None where all combinations of signs were taken.
    """

    formula: str
    terms: tuple[str, ...]
    null: tuple[float, ...]
    estimates: tuple[float, ...]
    statistic: float
    p_value: float
    conf_low: float
    conf_high: float
    level: float
    weights: str
    impose_null: bool
    draws: int
    enumerated: bool
    seed: int | None
    cluster: str
    n_clusters: int
    n_obs: int

    @property
    def test(self) -> Statistic:
        """The test as one of a fit's."""
        name = f"wild bootstrap of {', '.join(self.terms)}"
        distribution = "bootstrap"
        return Statistic(
            name, self.statistic, (self.draws,), self.p_value, distribution, self.note()
        )

    def note(self) -> str:
        """How it was made, for a table note."""
        how = "all sign combinations" if self.enumerated else f"seed {self.seed}"
        kind = "null imposed" if self.impose_null else "null not imposed"
        return (
            f"wild cluster bootstrap by {self.cluster} (G = {self.n_clusters:,}), {self.weights} "
            f"weights, {kind}, {self.draws:,} draws ({how})"
        )

    def tidy(self) -> pd.DataFrame:
        """One row per term; statistic and p value of several terms are joint."""
        return pd.DataFrame(
            {
                "term": list(self.terms),
                "null": list(self.null),
                "estimate": list(self.estimates),
                "statistic": self.statistic,
                "p_value": self.p_value,
                "conf_low": self.conf_low,
                "conf_high": self.conf_high,
            }
        )

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON; numbers that do not exist, and infinite limits, are None."""
        return {
            "formula": self.formula,
            "terms": list(self.terms),
            "null": list(self.null),
            "estimates": list(self.estimates),
            "statistic": known(self.statistic),
            "p_value": self.p_value,
            "conf_low": known(self.conf_low),
            "conf_high": known(self.conf_high),
            "level": self.level,
            "weights": self.weights,
            "impose_null": self.impose_null,
            "draws": self.draws,
            "enumerated": self.enumerated,
            "seed": self.seed,
            "cluster": self.cluster,
            "n_clusters": self.n_clusters,
            "n_obs": self.n_obs,
        }

    def summary(self) -> str:
        """The test and how it was made, as text."""
        lines = [self.formula, self.test.describe()]
        if len(self.terms) == 1:
            lines.append(
                f"estimate {self.estimates[0]:.6g}, {self.level:.0%} interval "
                f"{self.conf_low:.6g} to {self.conf_high:.6g}"
            )
        return "\n".join([*lines, f"rows: {self.n_obs:,}"])


def wild(
    fit: Fit,
    terms: str | Sequence[str],
    *,
    null: float | Sequence[float] = 0.0,
    draws: int = 9_999,
    weights: str = "rademacher",
    impose_null: bool = True,
    seed: int = 0,
    level: float = 0.95,
) -> WildTest:
    """Test one term, or several at once, by the wild cluster bootstrap; no row is needed.

    fit: linear, with one cluster, whichever variance it has. weights: "rademacher" (all
    combinations of signs where those are no more than `draws`), "webb" (for fewer than about 12
    clusters) or "mammen". impose_null: residuals of the restricted model (WCR, the better choice
    with few clusters), or of the full one. p values are symmetric: the share of draws whose
    absolute t is at least as large. The interval of one term holds the values that the same draws
    do not reject at 1 - level.

    Raises UsageError for unknown terms or weights, EstimationError where cluster moments do not
    suffice or a term rests on one cluster. Cameron, Gelbach and Miller (2008); Roodman, Nielsen,
    MacKinnon and Webb (2019).
    """
    names = (terms,) if isinstance(terms, str) else tuple(terms)
    at = positions(fit, names)
    values = _null(null, len(names))
    if not 0.0 < level < 1.0:
        raise UsageError(f"level must lie between 0 and 1, not {level}")
    system = system_of(fit)
    taken = draw(system.n_clusters, draws, weights, seed)
    refuse_hopeless(fit, system, at)
    estimates = fit.coefficients.to_numpy(dtype=float)[at]
    difference = estimates - values
    square = observed(system, system.loadings[at], difference)
    if len(names) == 1:
        p_value, low, high = _one(system, at[0], float(difference[0]), taken, impose_null, level)
    else:
        shift = difference if impose_null else np.zeros_like(difference)
        drawn = joint(system, system.loadings[at], shift, taken)
        p_value, low, high = taken.p_value(as_large(drawn, square)), np.nan, np.nan
    return WildTest(
        formula=fit.formula,
        terms=names,
        null=tuple(values.tolist()),
        estimates=tuple(estimates.tolist()),
        statistic=_statistic(fit, square, difference),
        p_value=p_value,
        conf_low=float(estimates[0] - low),
        conf_high=float(estimates[0] + high),
        level=level,
        weights=weights,
        impose_null=impose_null,
        draws=len(taken),
        enumerated=taken.enumerated,
        seed=None if taken.enumerated else seed,
        cluster=system.cluster,
        n_clusters=system.n_clusters,
        n_obs=fit.n_obs,
    )


def _null(null: float | Sequence[float], terms: int) -> FloatArray:
    values = np.asarray(null, dtype=float)
    if values.shape not in ((), (terms,)) or not np.isfinite(values).all():
        raise UsageError("null must be one known number, or one for each term")
    return np.broadcast_to(values, (terms,))


def _statistic(fit: Fit, square: float, difference: FloatArray) -> float:
    """The t of one term, or Wald statistic over q, with the factor of the fit's convention."""
    scaled = square / vcov_record("CRV1", fit.cluster, fit.vcov.ssc, fit.counts).multiplier
    if difference.size > 1:
        return scaled / difference.size
    return float(np.sign(difference[0]) * np.sqrt(scaled))


def positions(fit: Fit, names: tuple[str, ...]) -> list[int]:
    """Where the terms stand in a fit. Raises UsageError for unknown, repeated or no terms."""
    if not names or len(set(names)) < len(names):
        raise UsageError("name one term of the fit, or several different ones")
    for name in names:
        if name not in fit.terms:
            why = "was dropped as collinear" if name in fit.collinear else nearest(name, fit.terms)
            raise UsageError(f"the fit has no term {name!r}; {why}")
    return [fit.terms.index(name) for name in names]


def _one(
    system: ClusterSystem,
    at: int,
    difference: float,
    draws: Draws,
    impose_null: bool,
    level: float,
) -> tuple[float, float, float]:
    """p value of one term, and how far its interval reaches below and above the estimate."""
    loading: FloatArray = system.loadings[at]
    curve = single(system, loading, draws)
    error = float(np.linalg.norm(system.scores @ loading))
    free = curve.at(0.0)

    def p_value(d: float) -> float:
        drawn = curve.at(d) if impose_null else free
        return draws.p_value(as_large(drawn, (d / error) ** 2))

    if impose_null:
        low, high = inverted(p_value, error, 1 - level)
    else:
        low = high = studentised(curve, draws, error, 1 - level)
    return p_value(difference), low, high
