"""Variances of the coefficients, and the small-sample conventions by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from kinpanel.errors import EstimationError, UsageError, nearest
from kinpanel.estimation.arrays import FloatArray

VcovKind = Literal["iid", "hetero", "CRV1"]
KINDS: tuple[VcovKind, ...] = ("iid", "hetero", "CRV1")


@dataclass(frozen=True)
class SmallSample:
    """A named convention: what the raw variance is multiplied by, and the reference t.

    N rows used, G clusters, K parameters counted. With `correct` the iid variance is
    rss/(N-K) and the hetero one has N/(N-K), K counting every effect; CRV1 has
    G/(G-1) x (N-1)/(N-K), with K as `count_absorbed` says. Without it no factor is applied.
    count_absorbed: "nested" leaves out of K, but for one constant, every effect nested in the
    cluster; "never" leaves the absorbed effect out whether it is nested or not.
    residual_df: CRV1 refers to t(min(G-1, N-K)) when true, to t(G-1) otherwise.

    reghdfe (default): nested effects not counted, t(min(G-1, N-K)), as reghdfe 6 (Correia 2017).
    fixest: the same factor, t(G-1), as fixest up to 0.12 and pyfixest from 0.30.
    stata: xtreg, fe and regress: K is terms, waves and the constant, t(G-1). xtreg keeps
    singletons (say singletons="keep") and its vce(robust) is CRV1 by the panel variable.
    none: no factor (CR0); the iid variance is rss/N; t as reghdfe.
    """

    name: str
    correct: bool
    count_absorbed: Literal["nested", "never"]
    residual_df: bool
    note: str


SMALL_SAMPLE: dict[str, SmallSample] = {
    record.name: record
    for record in (
        SmallSample(
            "reghdfe",
            True,
            "nested",
            True,
            "G/(G-1) x (N-1)/(N-K), nested effects not counted, t(min(G-1, N-K)): reghdfe 6",
        ),
        SmallSample(
            "fixest",
            True,
            "nested",
            False,
            "as reghdfe, but t(G-1): fixest up to 0.12 and pyfixest",
        ),
        SmallSample(
            "stata",
            True,
            "never",
            False,
            "G/(G-1) x (N-1)/(N-K), K the terms, the waves and the constant, t(G-1): "
            "Stata's xtreg, fe and regress; for xtreg's rows say singletons='keep', and for "
            "its vce(robust) CRV1 by the panel variable",
        ),
        SmallSample("none", False, "nested", True, "no factor (CR0); iid is rss/N"),
    )
}


@dataclass(frozen=True)
class Counts:
    """What the conventions count. `nested`: the effects nested in the cluster, by name."""

    n_obs: int
    n_terms: int
    n_entities: int
    absorbed: str | None
    indicators: dict[str, int]
    n_clusters: int | None
    nested: frozenset[str]

    @property
    def rank(self) -> int:
        """Every parameter: terms, entities, further effects."""
        return self.n_terms + self.n_entities + sum(self.indicators.values())


@dataclass(frozen=True)
class VcovRecord:
    """Which variance: kind, cluster, convention, the multiplier of the raw variance, K, G, df."""

    kind: VcovKind
    cluster: str | None
    ssc: str
    multiplier: float
    n_parameters: int
    n_clusters: int | None
    df: int

    def describe(self) -> str:
        """One line for a table note."""
        by = f" by {self.cluster}" if self.kind == "CRV1" else ""
        groups = f", G = {self.n_clusters:,}" if self.kind == "CRV1" else ""
        return (
            f"{self.kind}{by}, ssc={self.ssc} (multiplier {self.multiplier:.6g}, "
            f"K = {self.n_parameters:,}{groups}), t({self.df:,})"
        )


def small_sample(name: str) -> SmallSample:
    """The convention of that name. Raises UsageError for an unknown one."""
    if name not in SMALL_SAMPLE:
        raise UsageError(f"unknown ssc {name!r}; {nearest(name, SMALL_SAMPLE)}")
    return SMALL_SAMPLE[name]


def vcov_kind(name: str) -> VcovKind:
    """The kind of variance of that name. Raises UsageError for an unknown one."""
    for kind in KINDS:
        if kind == name:
            return kind
    raise UsageError(f"unknown vcov {name!r}; known: {', '.join(KINDS)}")


def vcov_record(kind: VcovKind, cluster: str | None, ssc: str, counts: Counts) -> VcovRecord:
    """Multiplier and degrees of freedom of a variance under a convention.

    Raises EstimationError when no residual degree of freedom, or no second cluster, is left.
    """
    rule = small_sample(ssc)
    n, groups = counts.n_obs, counts.n_clusters
    if n <= counts.rank:
        raise EstimationError(
            f"{n:,} rows for {counts.rank:,} parameters leave no degree of freedom; "
            "use fewer terms or more waves"
        )
    if kind != "CRV1":
        k = counts.rank
        factor = {"iid": 1.0 / (n - k), "hetero": n / (n - k)}[kind]
        plain = {"iid": 1.0 / n, "hetero": 1.0}[kind]
        return VcovRecord(kind, None, ssc, factor if rule.correct else plain, k, None, n - k)
    if groups is None or cluster is None:
        raise UsageError("vcov 'CRV1' needs cluster=, for a model without effects")
    if groups < 2:
        raise EstimationError(f"one cluster of {cluster!r} only; CRV1 needs at least two")
    k = _counted(rule, counts)
    factor = groups / (groups - 1) * (n - 1) / (n - k) if rule.correct else 1.0
    df = min(groups - 1, n - k) if rule.residual_df else groups - 1
    return VcovRecord(kind, cluster, ssc, factor, k, groups, df)


def _counted(rule: SmallSample, counts: Counts) -> int:
    """K of the cluster factor; a constant inside the effects counts once."""
    if counts.absorbed is None:
        return counts.n_terms
    leave_out = rule.count_absorbed == "never" or counts.absorbed in counts.nested
    k = counts.n_terms + 1 + (0 if leave_out else counts.n_entities - 1)
    return k + sum(d for name, d in counts.indicators.items() if name not in counts.nested)


def t_table(
    estimates: FloatArray, covariance: FloatArray, df: int, level: float = 0.95
) -> dict[str, FloatArray]:
    """Standard errors, t statistics, two-sided p values and confidence limits, each (k,)."""
    from scipy.special import stdtr, stdtrit

    errors = np.sqrt(np.diagonal(covariance).clip(min=0.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = estimates / errors
    half = float(stdtrit(df, 0.5 + level / 2)) * errors
    return {
        "std_error": errors,
        "statistic": statistic,
        "p_value": 2.0 * np.asarray(stdtr(df, -np.abs(statistic))),
        "conf_low": estimates - half,
        "conf_high": estimates + half,
    }
