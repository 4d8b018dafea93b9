"""Which variance a fit has: kind, clusters, multiplier, degrees of freedom."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import Literal

from kinpanel.errors import EstimationError, UsageError
from kinpanel.estimation.inference.conventions import SmallSample, small_sample

VcovKind = Literal["iid", "hetero", "CRV1", "CRV2", "CRV3"]
KINDS: tuple[VcovKind, ...] = ("iid", "hetero", "CRV1", "CRV2", "CRV3")
CLUSTERED: tuple[VcovKind, ...] = ("CRV1", "CRV2", "CRV3")


@dataclass(frozen=True)
class Counts:
    """What the conventions count. `nested`: the effects nested in a cluster, by name.

    n_clusters: with two clusters the smaller number. groups: name and number of both, () else.
    """

    n_obs: int
    n_terms: int
    n_entities: int
    absorbed: str | None
    indicators: dict[str, int]
    n_clusters: int | None
    nested: frozenset[str]
    groups: tuple[tuple[str, int], ...] = ()

    @property
    def rank(self) -> int:
        """Every parameter: terms, entities, further effects."""
        return self.n_terms + self.n_entities + sum(self.indicators.values())


@dataclass(frozen=True)
class VcovRecord:
    """Which variance: kind, cluster, convention, the multiplier of the raw variance, K, G, df.

    df_terms: the degrees of freedom of each term where they differ (CRV2), in order of the
    terms. groups: name and number of both clusters where there are two.
    """

    kind: VcovKind
    cluster: str | None
    ssc: str
    multiplier: float
    n_parameters: int
    n_clusters: int | None
    df: int
    df_terms: tuple[float, ...] | None = None
    groups: tuple[tuple[str, int], ...] = ()

    def describe(self) -> str:
        """One line for a table note."""
        if self.kind == "CRV2":
            return (
                f"CRV2 by {self.cluster} (Bell-McCaffrey, G = {self.n_clusters:,}), "
                f"t of Satterthwaite's df per term ({_span(self.df_terms)})"
            )
        if self.kind == "CRV3":
            return (
                f"CRV3 by {self.cluster} (jackknife over clusters, factor (G-1)/G = "
                f"{self.multiplier:.6g}, G = {self.n_clusters:,}), t({self.df:,})"
            )
        by = f" by {self.cluster}" if self.kind == "CRV1" else ""
        groups = f", G = {self.n_clusters:,}" if self.kind == "CRV1" else ""
        if self.groups:
            groups = ", " + " and ".join(f"{size:,} {name}" for name, size in self.groups)
            groups += f", smaller G = {self.n_clusters:,} in every part"
        return (
            f"{self.kind}{by}, ssc={self.ssc} (multiplier {self.multiplier:.6g}, "
            f"K = {self.n_parameters:,}{groups}), t({self.df:,})"
        )


def _span(df: tuple[float, ...] | None) -> str:
    known = [value for value in df or () if not isnan(value)]
    if not known:
        return "none"
    low, high = min(known), max(known)
    return f"{low:.1f}" if high - low < 0.05 else f"{low:.1f} to {high:.1f}"


def vcov_kind(name: str) -> VcovKind:
    """The kind of variance of that name. Raises UsageError for an unknown one."""
    for kind in KINDS:
        if kind == name:
            return kind
    raise UsageError(f"unknown vcov {name!r}; known: {', '.join(KINDS)}")


def vcov_record(kind: VcovKind, cluster: str | None, ssc: str, counts: Counts) -> VcovRecord:
    """Multiplier and degrees of freedom of a variance under a convention.

    CRV2 has multiplier 1 and CRV3 (G-1)/G, whatever the convention; both have df G-1, and CRV2
    is referred to df per term beside. Raises EstimationError when no residual degree of freedom,
    or no second cluster, is left.
    """
    rule = small_sample(ssc)
    n, groups = counts.n_obs, counts.n_clusters
    if n <= counts.rank:
        raise EstimationError(
            f"{n:,} rows for {counts.rank:,} parameters leave no degree of freedom; "
            "use fewer terms or more waves"
        )
    if kind == "iid" or kind == "hetero":  # noqa: PLR1714  mypy narrows by equality only
        k = counts.rank
        factor = {"iid": 1.0 / (n - k), "hetero": n / (n - k)}[kind]
        plain = {"iid": 1.0 / n, "hetero": 1.0}[kind]
        return VcovRecord(kind, None, ssc, factor if rule.correct else plain, k, None, n - k)
    if groups is None or cluster is None:
        raise UsageError(f"vcov {kind!r} needs cluster=, for a model without effects")
    if groups < 2:
        raise EstimationError(f"one cluster of {cluster!r} only; {kind} needs at least two")
    k = _counted(rule, counts)
    if kind != "CRV1":
        factor = 1.0 if kind == "CRV2" else (groups - 1) / groups
        return VcovRecord(kind, cluster, ssc, factor, k, groups, groups - 1)
    factor = groups / (groups - 1) * (n - 1) / (n - k) if rule.correct else 1.0
    df = min(groups - 1, n - k) if rule.residual_df else groups - 1
    return VcovRecord(kind, cluster, ssc, factor, k, groups, df, None, counts.groups)


def _counted(rule: SmallSample, counts: Counts) -> int:
    """K of the cluster factor; a constant inside the effects counts once."""
    if counts.absorbed is None:
        return counts.n_terms
    leave_out = rule.count_absorbed == "never" or counts.absorbed in counts.nested
    k = counts.n_terms + 1 + (0 if leave_out else counts.n_entities - 1)
    return k + sum(d for name, d in counts.indicators.items() if name not in counts.nested)
