"""What is known of children, their parents and the spells, before any definition is applied."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import pandas as pd

from kinpanel.derived.absence.bounds import Bounds, Mask
from kinpanel.derived.absence.months import Months, covered
from kinpanel.derived.absence.spells import Spells, spells_of
from kinpanel.presets import LADDER

Side = Literal["father", "mother"]
SIDES: tuple[Side, Side] = ("father", "mother")


@dataclass(frozen=True)
class Facts:
    """Facts of n children, each at its own reference month; columns left out are unknown.

    `children`: `at` and `birth` (month numbers), `at_day` and `birth_day` (days of the month;
    without them a birthday is reached with its month), `hukou` (rural, urban), `place` (origin,
    destination, elsewhere, institution), `in_school` (in compulsory education), `entrusted` (to
    another guardian).

    `father` and `mother`, one row per child in the same order: `alive`, `coresident` (in the
    child's household), `capable` (of looking after the child), `distance` (the highest boundary
    between the child's household and the parent) and `recorded` (whether the spells of this
    parent are on record; true where the column is left out).

    `spells`: see `spells_of`.
    """

    children: pd.DataFrame
    father: pd.DataFrame
    mother: pd.DataFrame
    spells: pd.DataFrame

    def __len__(self) -> int:
        return len(self.children)

    def parent(self, side: Side) -> pd.DataFrame:
        """The facts of one parent."""
        return self.father if side == "father" else self.mother

    def numbers(self, name: str) -> Months:
        """A column of numbers of the children, NaN where unknown."""
        if name not in self.children:
            return np.full(len(self), np.nan)
        return self.children[name].to_numpy(dtype=float, na_value=np.nan)

    def spells_of(self, side: Side) -> Spells:
        """The spells of one parent."""
        return spells_of(self.spells, side, self.numbers("at"))

    def truth(self, name: str) -> Bounds:
        """A yes or no of the children."""
        return truth(self.children, name)

    def word(self, name: str, wanted: str) -> Bounds:
        """Whether a word of the children is the wanted one."""
        return word(self.children, name, wanted)


def truth(frame: pd.DataFrame, name: str) -> Bounds:
    """A yes or no; unknown where the column is left out."""
    return Bounds.of(frame[name]) if name in frame else Bounds.nobody_knows(len(frame))


def word(frame: pd.DataFrame, name: str, wanted: str) -> Bounds:
    """Whether a word is the wanted one; unknown where the column is left out."""
    if name not in frame:
        return Bounds.nobody_knows(len(frame))
    values = frame[name].astype(object)
    unknown = values.isna().to_numpy(dtype=bool)
    same = (values == wanted).to_numpy(dtype=bool, na_value=False) & ~unknown
    return Bounds(same, same | unknown)


def recorded(frame: pd.DataFrame) -> Bounds:
    """Whether the spells of each parent are on record: for certain, or not known to be."""
    if "recorded" not in frame:
        return Bounds.known(np.ones(len(frame), dtype=bool))
    known = Bounds.of(frame["recorded"]).sure
    return Bounds(known, np.ones(len(frame), dtype=bool))


def completed(facts: Facts) -> Facts:
    """Facts with co-residence and distance, where they are unknown, as the spells have them.

    A parent in a dated spell without the child at the reference month lives elsewhere, as far
    away as the highest boundary of such spells; one in no possible spell, alive and on record,
    lives with the child where the child's place is the origin or the destination.
    """
    sides: dict[str, Any] = {side: _completed(facts, side) for side in SIDES}
    return replace(facts, **sides)


def _completed(facts: Facts, side: Side) -> pd.DataFrame:
    frame, at = facts.parent(side), facts.numbers("at")
    spells = facts.spells_of(side)
    apart = spells.calendars(spells.apart(), at, 0)
    away, maybe = apart.sure[:, -1], apart.possible[:, -1]
    family = facts.word("place", "origin").sure | facts.word("place", "destination").sure
    home = ~maybe & ~np.isnan(at) & family & recorded(frame).sure & truth(frame, "alive").sure
    known = pd.Series(Bounds(away, ~home).column(frame.index))
    distance = _highest(spells, at, away)
    given = {
        "coresident": ~known,
        "distance": pd.Series(distance, index=frame.index).mask(home, "none"),
    }
    for name, column in given.items():
        if name in frame:
            given[name] = frame[name].astype(object).where(frame[name].notna(), column)
    given["coresident"] = given["coresident"].astype("boolean")
    return frame.assign(**given)


def _highest(spells: Spells, at: Months, away: Mask) -> np.ndarray[Any, Any]:
    """The highest boundary of the spells at the reference month; None where one is unknown."""
    found: np.ndarray[Any, Any] = np.full(len(at), None, dtype=object)
    now = spells.calendars(spells.apart(), at, 0)
    if (now.possible[:, -1] & ~now.sure[:, -1]).any():
        away = away & now.sure[:, -1]
    for place, level in enumerate(LADDER):
        at_level = spells.without_child.sure & (spells.boundary == place)
        start, stop = spells.sure
        here = covered(spells.rows[at_level], start[at_level], stop[at_level], at, 0)[:, -1]
        found[here & away] = level
    vague = spells.without_child.possible & np.isnan(spells.boundary)
    low, high = spells.possible
    unclear = covered(spells.rows[vague], low[vague], high[vague], at, 0)[:, -1]
    found[unclear] = None
    return found
