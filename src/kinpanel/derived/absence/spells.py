"""Spells of absence as intervals of months: what they surely cover and what they possibly do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinpanel.derived.absence.bounds import Bounds, Mask
from kinpanel.derived.absence.months import Months, covered
from kinpanel.presets import LADDER, Definition

_PREFECTURE = LADDER.index("prefecture")


@dataclass(frozen=True)
class Spells:
    """The spells of one parent, one entry each, sides of the intervals in months.

    `boundary` is a place on the ladder (NaN unknown), `reason` a word or NA.
    """

    rows: npt.NDArray[np.intp]
    sure: tuple[Months, Months]
    possible: tuple[Months, Months]
    boundary: Months
    reason: npt.NDArray[np.object_]
    without_child: Bounds
    intra_city: Bounds

    @property
    def dated(self) -> Mask:
        """Spells whose months are all known."""
        same = (a == b for a, b in zip(self.sure, self.possible, strict=True))
        return np.asarray(np.logical_and.reduce(list(same)))

    def apart(self) -> Bounds:
        """Whether the spell was spent without the child."""
        return self.without_child

    def for_reason(self, definition: Definition) -> Bounds:
        """Whether the reason is one that counts."""
        if "any" in definition.reason:
            return Bounds.known(np.ones(len(self.rows), dtype=bool))
        unknown = pd.isna(self.reason)
        counts = np.isin(self.reason.astype(str), sorted(definition.reasons)) & ~unknown
        return Bounds(counts, counts | unknown)

    def far_enough(self, definition: Definition) -> Bounds:
        """Whether it crossed the boundary, and was no move within a city where those are out.

        Who has crossed the boundary of a prefecture has left the city.
        """
        least = LADDER.index(definition.boundary)
        unknown = np.isnan(self.boundary)
        crossed = Bounds(self.boundary >= least, (self.boundary >= least) | unknown)
        if least == 0:
            crossed = Bounds.known(np.ones(len(self.rows), dtype=bool))
        if not definition.exclude_intra_city:
            return crossed
        left = Bounds(self.boundary >= _PREFECTURE, (self.boundary >= _PREFECTURE) | unknown)
        return crossed & (left | ~self.intra_city)

    def calendars(self, counts: Bounds, at: Months, span: int, dated: bool = True) -> Bounds:
        """Months away in the spells that count: surely and possibly, as in `months.covered`.

        Without `dated`, possible months of spells that surely count are taken for sure.
        """
        use, may = counts.sure, counts.possible
        start, stop = self.sure if dated else self.possible
        low, high = self.possible
        return Bounds(
            covered(self.rows[use], start[use], stop[use], at, span),
            covered(self.rows[may], low[may], high[may], at, span),
        )


def spells_of(spells: pd.DataFrame, parent: str, at: Months) -> Spells:
    """The spells of one parent (`father`, `mother`) from a table of facts.

    Columns: `child` (place of the child, from 0), `parent`, `start`, `end` (month numbers, NA
    unknown), and optionally `ongoing` (a spell without an end goes on; without the column every
    one does; NA unknown; false means that it was over by the reference month; one that goes on
    is under way in the reference month, unless its start is known to be later), `boundary`,
    `reason`, `with_child` (false without the column) and `intra_city`. The months of a spell
    that ends before it starts are unknown.
    """
    own = spells[(spells["parent"] == parent).to_numpy(dtype=bool, na_value=False)]
    rows = own["child"].to_numpy(dtype=np.intp)
    start = own["start"].to_numpy(dtype=float, na_value=np.nan)
    end = own["end"].to_numpy(dtype=float, na_value=np.nan)
    ends = ~np.isnan(end)
    backwards = end < start
    none = pd.Series(pd.NA, index=own.index, dtype="boolean")
    ongoing = Bounds.of(own["ongoing"]) if "ongoing" in own else Bounds.known(np.ones_like(ends))
    goes_on = ongoing.sure & ~ends
    over = ongoing.never & ~ends
    now = at[rows]
    last = np.select([backwards, ends, over], [np.inf, end, now], np.inf)
    early = np.where(np.isnan(start) | backwards, -np.inf, start)
    # Surely away: every month of a dated spell, and the present month of one that goes on.
    known = ~np.isnan(start) & ~backwards & (ends | goes_on)
    late = np.select([known, goes_on & np.isnan(start)], [start, now], np.inf)
    levels = {level: place for place, level in enumerate(LADDER)}
    boundary = own["boundary"].astype(object).map(levels) if "boundary" in own else none
    with_child = Bounds.of(own["with_child"]) if "with_child" in own else None
    return Spells(
        rows=rows,
        sure=(late, np.where(known & ends, end, np.inf)),
        possible=(early, last),
        boundary=np.asarray(boundary.astype("Float64").to_numpy(dtype=float, na_value=np.nan)),
        reason=_words(own, "reason"),
        without_child=~with_child if with_child else Bounds.known(np.ones(len(own), dtype=bool)),
        intra_city=Bounds.of(own.get("intra_city", none)),
    )


def _words(spells: pd.DataFrame, name: str) -> npt.NDArray[Any]:
    if name not in spells:
        return np.full(len(spells), None, dtype=object)
    return np.asarray(spells[name].astype(object).to_numpy(), dtype=object)
