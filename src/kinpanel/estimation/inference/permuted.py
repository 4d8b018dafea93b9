"""The record of a randomisation test."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

import pandas as pd

from kinpanel.estimation.statistic import Statistic, known

StatisticKind = Literal["t", "estimate"]


@dataclass(frozen=True)
class PermutationTest:
    """A test of no effect on anybody, by reassignment of the exposure.

    statistic: the t by cluster without small-sample factor, or the estimate. assignments: how
    many different ones there are, 10^15 for that many and more. movable: clusters whose exposure
    differs from another's in the stratum. enumerated: every assignment was taken once, and seed
    is None. degenerate: draws in which the term could not be
    estimated; they count as more extreme. rows_offered, n_obs: rows before and after missing
    values and singletons.
    """

    formula: str
    term: str
    exposure: str
    kind: StatisticKind
    estimate: float
    statistic: float
    p_value: float
    draws: int
    enumerated: bool
    seed: int | None
    assignments: int
    movable: int
    degenerate: int
    cluster: str
    n_clusters: int
    strata: str | None
    n_strata: int
    rows_offered: int
    n_obs: int

    @property
    def test(self) -> Statistic:
        """The test as one of a fit's."""
        name = f"reassignment of {self.exposure}, {self.kind} of {self.term}"
        return Statistic(
            name, self.statistic, (self.draws,), self.p_value, "permutation", self.note()
        )

    def note(self) -> str:
        """How it was made, for a table note."""
        strata = "" if self.strata is None else f" within {self.n_strata:,} {self.strata}"
        lost = f", {self.degenerate:,} of them not estimable" if self.degenerate else ""
        ways = "10^15 or more" if self.assignments >= 10**15 else f"{self.assignments:,}"
        how = f"{self.draws:,} draws (seed {self.seed}){lost} of {ways} assignments"
        how = f"all {ways} assignments{lost}" if self.enumerated else how
        return (
            f"{self.exposure} reassigned over {self.n_clusters:,} clusters of "
            f"{self.cluster}{strata}, {how}"
        )

    def tidy(self) -> pd.DataFrame:
        """The test in one row."""
        return pd.DataFrame([asdict(self)])

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {k: known(v) if isinstance(v, float) else v for k, v in asdict(self).items()}

    def summary(self) -> str:
        """The test and how it was made, as text."""
        return (
            f"{self.formula}\n{self.term}: {self.estimate:.6g}\n{self.test.describe()}\n"
            f"rows: {self.n_obs:,} used of {self.rows_offered:,} offered"
        )
