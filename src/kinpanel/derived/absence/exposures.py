"""Exposure to a parent's absence, from spells: how long, how often, since when, in which years.

Measures follow Meng and Yamauchi (share of life) and Akezhuoli 2024 (never, previous, current by
parent); life-course patterns follow Zhang N. et al. 2015.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinpanel.derived.absence.bounds import Bounds, Mask
from kinpanel.derived.absence.facts import SIDES, Facts, Side, recorded
from kinpanel.derived.absence.measures import HISTORY, measures, stretches
from kinpanel.derived.absence.months import Months, covered, runs

WHO = ("father", "mother", "either", "both")
"""Whose absence: of one parent, of at least one at a time, of both at a time."""
_BLOCK = 20_000


def exposures(facts: Facts) -> pd.DataFrame:
    """One row per child and `who` of `WHO`, indexed by (index of the children, who).

    Months are counted from the month of birth up to the reference month, which itself is not
    counted; a spell covers its first month and not its last; overlapping spells are one. Spells
    with the child do not count.

    Every measure has bounds `_low` and `_high`, and a value where they agree, else NA:
    `months_last_12`, `longest_last_12`, `longest_ever` (longest spell), `spells` (stretches of
    months away, the present one included), `months` (cumulative, months), `share_of_life`
    (months by age), `age_first` (in months, NA for never), `months_before_first` (lived with the
    parent before the first separation, or until now), `months_since_return` (from the end of the
    last absence, NA for never, and where the parent is or may be away now). `history`, `pattern`
    and `course` are categories (see `measures`), NA where unknown. Everything is NA where birth
    or reference month is unknown, or birth is after it.
    """
    size = len(facts)
    blocks = [
        _block(facts, np.arange(first, min(first + _BLOCK, size)))
        for first in range(0, max(size, 1), _BLOCK)
    ]
    found = pd.concat(blocks, ignore_index=True)
    order = found["row"].to_numpy()
    who = pd.Index(pd.Categorical(found["who"], categories=list(WHO)))
    table = found.drop(columns=["row", "who"])
    table.index = pd.MultiIndex.from_arrays(
        [facts.children.index[order], who], names=["child", "who"]
    )
    return table.iloc[np.lexsort((found["who"].map(WHO.index).to_numpy(dtype=int), order))]


def histories(table: pd.DataFrame) -> pd.Series[Any]:
    """The 3 x 3 of both parents, `father-mother` as in `never-current`; NA if one is unknown."""
    father, mother = (table.xs(side, level="who")["history"] for side in SIDES)
    both = father.astype("string") + "-" + mother.astype("string")
    names = [f"{one}-{other}" for one in HISTORY for other in HISTORY]
    return both.astype(pd.CategoricalDtype(names)).rename("histories")


def _block(facts: Facts, rows: npt.NDArray[np.intp]) -> pd.DataFrame:
    age = (facts.numbers("at") - facts.numbers("birth"))[rows]
    age = np.where(age >= 0, age, np.nan)
    span = int(np.nanmax(age)) if np.isfinite(age).any() else 0
    lived = np.arange(-span, 1) >= -np.nan_to_num(age, nan=-1)[:, None]
    one, two = (_calendar(facts, side, rows, span, lived) for side in SIDES)
    vague = [_undated(facts, side, rows) for side in SIDES]
    together = vague[0] + vague[1]
    either = Bounds(one.sure | two.sure, one.possible | two.possible)
    both = Bounds(one.sure & two.sure, one.possible & two.possible)
    # A spell of one parent can meet many of the other.
    crossing = together + runs(one.sure) + runs(two.sure)
    undated = (*vague, together, crossing)
    parts = [
        measures(calendar, age, stretches(calendar, age, more)).assign(row=rows, who=who)
        for who, calendar, more in zip(WHO, (one, two, either, both), undated, strict=True)
    ]
    return pd.concat(parts, ignore_index=True)


def _calendar(
    facts: Facts, side: Side, rows: npt.NDArray[np.intp], span: int, lived: Mask
) -> Bounds:
    spells = facts.spells_of(side)
    at = facts.numbers("at")[rows]
    place = spells.rows - (rows[0] if len(rows) else 0)
    inside = (place >= 0) & (place < len(rows))
    counts = spells.without_child

    def months(use: Mask, bounds: tuple[Months, Months]) -> Mask:
        chosen = inside & use
        return covered(place[chosen], bounds[0][chosen], bounds[1][chosen], at, span)

    known = recorded(facts.parent(side)).sure[rows][:, None]
    sure = months(counts.sure, spells.sure) & lived & known
    return Bounds(sure, (months(counts.possible, spells.possible) | ~known) & lived)


def _undated(facts: Facts, side: Side, rows: npt.NDArray[np.intp]) -> npt.NDArray[np.float64]:
    """How many spells of each child are not certain; infinite where none is on record."""
    spells = facts.spells_of(side)
    uncertain = spells.without_child.possible & ~(spells.without_child.sure & spells.dated)
    counted = np.bincount(spells.rows[uncertain], minlength=len(facts)).astype(float)
    return np.where(recorded(facts.parent(side)).sure, counted, np.inf)[rows]
