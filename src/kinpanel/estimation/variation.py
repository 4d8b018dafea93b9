"""Variation within children: who identifies a fixed-effects coefficient, and how many they are."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from kinpanel.errors import Finding
from kinpanel.estimation.arrays import FloatArray, IntArray, stable_order
from kinpanel.estimation.inference.few import few_clusters
from kinpanel.estimation.moments import Moments
from kinpanel.estimation.sample import Sample

FEW_SWITCHERS = 50


@dataclass(frozen=True)
class Variation:
    """Variation of one term within the units of the panel, or else of the absorbed effect.

    switchers: entities whose value ever changes over the rows used. For 0/1 terms with a wave:
    up and down, changes between consecutive observed waves, and the entities that make them;
    None otherwise. sd and sd_within have denominator n - 1; share_within is the ratio of the
    variances (weighted where the model is); None without an absorbed effect.
    """

    term: str
    binary: bool
    switchers: int | None
    up: int | None
    down: int | None
    switchers_up: int | None
    switchers_down: int | None
    sd: float
    sd_within: float | None
    share_within: float | None

    def as_dict(self) -> dict[str, Any]:
        """The record as plain values."""
        return asdict(self)


def variation(sample: Sample, moments: Moments) -> dict[str, Variation]:
    """The variation of every term of a sample, by name."""
    offset = 1 + int(sample.intercept)
    within = _Within(sample)
    per_row = max(sample.n_obs - 1, 1)
    centred = sample.absorbed is not None or sample.intercept
    found = {}
    for j, term in enumerate(sample.terms):
        values = sample.columns[1 + j]
        spread = float(moments.spread[offset + j])
        if not centred:
            spread = float(np.square(values - values.mean()).sum())
        inside: float | None = None
        if sample.unit is not None:
            inside = within.sum_of_squares(values)
        elif sample.absorbed is not None:
            inside = max(float(moments.within[offset + j]), 0.0)
        binary = bool(np.all((values == 0.0) | (values == 1.0)))
        found[term] = Variation(
            term=term,
            binary=binary,
            sd=float(np.sqrt(spread / per_row)),
            sd_within=None if inside is None else float(np.sqrt(inside / per_row)),
            share_within=None if inside is None else (inside / spread if spread > 0 else 0.0),
            **within.counts(values, binary),
        )
    return found


class _Within:
    """Rows in order of unit and wave, whichever effect the model absorbs."""

    def __init__(self, sample: Sample) -> None:
        self.weights = sample.weights
        if sample.unit is None:
            unit, self.time, self.order = sample.absorbed, sample.time, None
        else:
            unit, self.time = sample.unit, sample.unit_time
            self.order = stable_order(unit.codes, *([] if self.time is None else [self.time.codes]))
        self.codes = None if unit is None else self._sorted(unit.codes)
        self.same = None if self.codes is None else self.codes[1:] == self.codes[:-1]

    def _sorted(self, values: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        return values if self.order is None else values[self.order]

    def counts(self, values: FloatArray, binary: bool) -> dict[str, int | None]:
        """Switchers and switches of one term; None where there is no unit."""
        names = ("switchers", "up", "down", "switchers_up", "switchers_down")
        counts: dict[str, int | None] = dict.fromkeys(names)
        if self.codes is not None and self.same is not None:
            directed = binary and self.time is not None
            counts |= _switches(self._sorted(values), self.codes, self.same, directed)
        return counts

    def sum_of_squares(self, values: FloatArray) -> float:
        """The (weighted) sum of squares about the means of the units."""
        assert self.codes is not None  # noqa: S101  asked only where there is a unit
        sorted_values = self._sorted(values)
        weights = np.ones(values.size) if self.weights is None else self._sorted(self.weights)
        total = np.bincount(self.codes, weights)
        mean = np.bincount(self.codes, weights * sorted_values) / np.where(total > 0, total, 1.0)
        return float((weights * np.square(sorted_values - mean[self.codes])).sum())


def _switches(
    values: FloatArray, entity: IntArray, same: np.ndarray[Any, Any], directed: bool
) -> dict[str, int | None]:
    step = np.diff(values)
    counts: dict[str, int | None] = {"switchers": _entities(entity, same & (step != 0.0))}
    if directed:
        for name, moved in (("up", same & (step > 0.0)), ("down", same & (step < 0.0))):
            counts[name] = int(np.count_nonzero(moved))
            counts[f"switchers_{name}"] = _entities(entity, moved)
    return counts


def _entities(entity: IntArray, moved: np.ndarray[Any, Any]) -> int:
    """How many entities have a marked step; rows are in entity order."""
    codes = entity[1:][moved]
    return int(codes.size > 0) + int(np.count_nonzero(codes[1:] != codes[:-1]))


def thin_variation(
    found: dict[str, Variation], clusters: int | None, cluster: str | None
) -> list[Finding]:
    """Warnings where few switchers in a direction, or few clusters, carry the estimate."""
    findings = []
    for record in found.values():
        few = [
            f"{count:,} {direction}"
            for direction, count in (("up", record.switchers_up), ("down", record.switchers_down))
            if count is not None and count < FEW_SWITCHERS
        ]
        if few:
            findings.append(
                Finding(
                    rule="few-switchers",
                    severity="warning",
                    message=f"{record.term}: few children switch ({', '.join(few)}; "
                    f"{FEW_SWITCHERS} or more in each direction are wanted)",
                    variable=record.term,
                    advice="report the number, and do not read the coefficient as an average "
                    "over all children",
                )
            )
    return [*findings, *few_clusters(clusters, cluster)]
