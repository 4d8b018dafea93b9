"""Exposures of whole clusters, and how they may be dealt out anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import factorial

import numpy as np
import pandas as pd

from kinpanel.errors import DataError, EstimationError, Finding, UsageError
from kinpanel.estimation.arrays import FloatArray, IntArray
from kinpanel.estimation.columns import coded, numeric

COUNTED = 10**15


@dataclass(frozen=True)
class Assignment:
    """Paths (G, T) of an exposure by cluster and wave, and the stratum (G,) of each cluster.

    cluster, wave: (n,) where each row of the sample stands in the paths. A path is NaN in a wave
    in which the cluster was not seen. T is 1 without waves.
    """

    paths: FloatArray
    strata: IntArray
    cluster: IntArray
    wave: IntArray

    def exposure(self, donor: IntArray) -> FloatArray:
        """The exposure of every row (n,) where each cluster has the path of its donor (G,)."""
        found: FloatArray = self.paths[donor[self.cluster], self.wave]
        return found

    def drawn(self, draws: int, seed: int) -> Iterator[IntArray]:
        """So many random donors of all clusters, (G,) each, within strata."""
        random = np.random.default_rng(seed)
        members = [np.flatnonzero(self.strata == one) for one in np.unique(self.strata)]
        for _ in range(draws):
            donor = np.arange(self.strata.size)
            for own in members:
                donor[own] = random.permutation(own)
            yield donor

    def every(self) -> Iterator[IntArray]:
        """Donors of every different assignment, once each, that of the data among them."""
        members = [np.flatnonzero(self.strata == one) for one in np.unique(self.strata)]
        for arranged in product(*(arrangements(self._alike(own)) for own in members)):
            donor = np.arange(self.strata.size)
            for own, order in zip(members, arranged, strict=True):
                donor[own] = own[list(order)]
            yield donor

    def _alike(self, members: IntArray) -> list[int]:
        """For each member the first member with the same path."""
        paths = np.nan_to_num(self.paths[members], nan=np.inf)
        _, first, inverse = np.unique(paths, axis=0, return_index=True, return_inverse=True)
        found: list[int] = first[inverse.reshape(-1)].tolist()
        return found

    def distinct(self) -> tuple[int, int]:
        """How many different assignments there are, at most 10^15 counted, and how many clusters
        have another path in their stratum."""
        ways, movable = 1, 0
        for stratum in range(int(self.strata.max()) + 1):
            paths = self.paths[self.strata == stratum]
            _, sizes = np.unique(np.nan_to_num(paths, nan=np.inf), axis=0, return_counts=True)
            movable += len(paths) if sizes.size > 1 else 0
            own = factorial(len(paths)) if len(paths) < 200 else COUNTED
            for size in sizes.tolist():
                own //= factorial(size) if len(paths) < 200 else 1
            ways = min(ways * own, COUNTED) if sizes.size > 1 else ways
        return ways, movable


def arrangements(items: list[int]) -> Iterator[tuple[int, ...]]:
    """Every different order of items of which some are alike."""
    if not items:
        yield ()
        return
    for first in sorted(set(items)):
        rest = list(items)
        rest.remove(first)
        for order in arrangements(rest):
            yield (first, *order)


def assignment(
    data: pd.DataFrame,
    rows: IntArray,
    exposure: str,
    cluster: str,
    wave: str | None,
    strata: str | None,
) -> Assignment:
    """The exposure by cluster (and wave) over all rows of the data, for the rows of a sample.

    Raises DataError where the exposure differs within a cluster (and wave), strata cut across
    clusters, or a cluster was not seen in a wave in which another of its stratum is used;
    EstimationError where no other assignment exists.
    """
    groups = coded(data, cluster)
    waves = np.zeros(len(data), dtype=np.int64) if wave is None else coded(data, wave).codes
    values = numeric(data, exposure)
    known = (groups.codes >= 0) & (waves >= 0) & ~np.isnan(values)
    present = np.unique(groups.codes[rows])
    place = np.full(groups.levels, -1, dtype=np.int64)
    place[present] = np.arange(present.size)
    known &= place[groups.codes] >= 0
    if wave is not None and np.any(waves[rows] < 0):
        raise DataError(f"{wave!r} is missing in rows of the model")
    cells = (place[groups.codes[known]], waves[known])
    paths = np.full((present.size, int(waves.max()) + 1), np.nan)
    paths[cells] = values[known]
    _refuse_within(paths[cells] != values[known], exposure, cluster, wave)
    stratum = _strata(data, rows, strata, place[groups.codes[rows]], present.size, cluster)
    made = Assignment(paths, stratum, place[groups.codes[rows]], waves[rows])
    _refuse_unseen(made, exposure, cluster, wave)
    if made.distinct()[0] < 2:
        within = "" if strata is None else f" within {strata}"
        raise EstimationError(
            f"all clusters of {cluster} have the same {exposure}{within}: there is no other "
            "assignment to compare with"
        )
    return made


def _refuse_within(differs: np.ndarray, exposure: str, cluster: str, wave: str | None) -> None:
    if not differs.any():
        return
    by = cluster if wave is None else f"{cluster} and {wave}"
    advice = "name wave= where it changes between waves" if wave is None else ""
    advice = advice or "what differs between children of a cluster is for the bootstrap: wild(fit)"
    finding = Finding(
        rule="not-of-clusters",
        message=f"{exposure} differs within {by}",
        variable=exposure,
        count=int(np.count_nonzero(differs)),
        advice=advice,
    )
    raise DataError("only an exposure of whole clusters can be dealt out anew", [finding])


def _strata(
    data: pd.DataFrame,
    rows: IntArray,
    strata: str | None,
    cluster_of: IntArray,
    clusters: int,
    cluster: str,
) -> IntArray:
    if strata is None:
        return np.zeros(clusters, dtype=np.int64)
    codes = coded(data, strata).codes[rows]
    stratum = np.full(clusters, -1, dtype=np.int64)
    stratum[cluster_of] = codes
    if np.any(stratum[cluster_of] != codes) or np.any(codes < 0):
        raise DataError(f"{strata!r} is missing or differs within clusters of {cluster}")
    return stratum


def _refuse_unseen(made: Assignment, exposure: str, cluster: str, wave: str | None) -> None:
    used = np.zeros(made.paths.shape, dtype=np.bool_)
    used[made.cluster, made.wave] = True
    lacking = 0
    for stratum in range(int(made.strata.max()) + 1):
        own = made.strata == stratum
        needed = used[own].any(axis=0)
        lacking += int(np.isnan(made.paths[own][:, needed]).any(axis=1).sum())
    if lacking:
        finding = Finding(
            rule="unseen-waves",
            message=f"{exposure} is not known in every {wave or 'row'} that its stratum uses",
            variable=exposure,
            count=lacking,
            advice=f"make strata of the waves in which a {cluster} was seen, or fill in {exposure} "
            "where it is known by design",
        )
        raise DataError(f"clusters of {cluster} cannot change places", [finding])


def exposure_terms(terms: tuple[tuple[str, ...], ...], exposure: str) -> list[int]:
    """Positions of the terms that hold the exposure, alone or in a product.

    Raises UsageError where none does.
    """
    found = [j for j, factors in enumerate(terms) if exposure in factors]
    if not found:
        raise UsageError(f"{exposure!r} is in no term of the formula")
    return found
