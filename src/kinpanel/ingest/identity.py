"""Whether the rows of a table belong to its wave: by interviews, keys and answers of other waves.

What is usual for a table is read off waves that landed: a roster says the same again for almost
everybody, a test score for almost nobody. Nothing is judged from fewer than `MIN_ROWS` rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import pandas as pd

from kinpanel.ingest.fieldwork import Months, Window, best_window, inside
from kinpanel.ingest.guard import MIN_ROWS
from kinpanel.ingest.likeness import Hashes, Overlap, overlap, same_rows

MOST, FEW = 0.8, 0.2
"""Interviews are of another wave when most lie in its fieldwork and few in that of their own."""
CONTAINED = 0.9
"""Keys come from another wave when that share of them stands there, ..."""
REPEATED, USUAL_REPEATS = 0.5, 0.25
"""... and rows say the same as there in that share, while between other waves few do; or ..."""
IDENTICAL, USUAL_OVERLAP = 0.98, 0.95
"""... keys and rows are all but identical, which between other waves they are not."""
STRANGERS, RELATED = 0.02, 0.3
"""Nobody is known: keys of no wave, although those of other waves overlap that much."""
RENEWED = 0.1
"""Of the keys of an earlier release of the same wave, at least that share must come again."""
FEWER, MORE = 0.55, 1.8
"""Rows against those of the earlier release: outside of these, a warning."""

Read = Callable[[str], pd.DataFrame]
"""The whole table of a wave that landed."""


@dataclass(frozen=True)
class Landed:
    """What is known of one table: keys by wave as hashes, and how to read a wave of it whole.

    `own` are the keys of the earlier release of the wave that is judged; `strangers` the keys of
    other tables, by (wave, file) as messages name them.
    """

    keys: Mapping[str, Hashes]
    read: Read
    own: Hashes | None = None
    strangers: Mapping[str, Hashes] = field(default_factory=dict)


@dataclass(frozen=True)
class Interviews:
    """The dated rows of a table, and the fieldwork of every wave."""

    months: Months
    windows: Mapping[str, Window]


@dataclass(frozen=True)
class Belongs:
    """What the rows look like: another wave's or file's name and why; or only a warning."""

    looks: str
    why: str
    certain: bool = True


def belongs(
    wave: str,
    frame: pd.DataFrame,
    keys: Hashes,
    key: Sequence[str],
    landed: Landed,
    interviews: Interviews | None = None,
) -> list[Belongs]:
    """Why the rows of a table may not be those of `wave`; empty when nothing speaks against it.

    The first refusal is the only one; warnings come when there is none.
    """
    if len(frame) < MIN_ROWS:
        return _rows(len(frame), landed)
    for found in (
        _by_dates(wave, interviews),
        _by_answers(frame, keys, key, landed),
        _by_other_table(keys, landed),
    ):
        if found is not None:
            return [found]
    stranger = _by_strangers(keys, key, landed)
    warnings = [] if stranger is None else [stranger]
    if stranger is not None and stranger.certain:
        return warnings
    return warnings + _rows(len(frame), landed)


def _by_dates(wave: str, interviews: Interviews | None) -> Belongs | None:
    if interviews is None or len(interviews.months) < MIN_ROWS or wave not in interviews.windows:
        return None
    months, own = interviews.months, interviews.windows[wave]
    others = {other: window for other, window in interviews.windows.items() if other != wave}
    best = best_window(months, others)
    at_home = inside(months, own)
    if best is None or best[1] < MOST * len(months) or at_home > FEW * len(months):
        return None
    other, count = best
    first, last = others[other]
    return Belongs(
        other,
        f"{count:,} of {len(months):,} interviews lie in the fieldwork of {other} "
        f"({first} to {last}), {at_home:,} in that of {wave} ({own[0]} to {own[1]})",
    )


def _by_answers(
    frame: pd.DataFrame, keys: Hashes, key: Sequence[str], landed: Landed
) -> Belongs | None:
    """The same people with the same answers as in another wave."""
    for other, theirs in landed.keys.items():
        shared = overlap(keys, theirs)
        if shared.within < CONTAINED or len(theirs) < MIN_ROWS:
            continue
        same = same_rows(frame, landed.read(other), key)
        if same is None or same < REPEATED:
            continue
        usual, repeats = _usual(other, key, landed)
        repeated = repeats is not None and repeats <= USUAL_REPEATS
        identical = shared.jaccard >= IDENTICAL and same >= IDENTICAL
        if repeated or (identical and (usual is None or usual.jaccard <= USUAL_OVERLAP)):
            return Belongs(
                other,
                f"{shared.within:.0%} of its keys are those of {other}, and {same:.0%} of these "
                f"rows give the same answers as in {other}",
            )
    return None


def _usual(other: str, key: Sequence[str], landed: Landed) -> tuple[Overlap | None, float | None]:
    """The overlap, and the share of rows that repeat, between `other` and a wave beside it."""
    for one, two in pairwise(landed.keys):
        if other in (one, two):
            shared = overlap(landed.keys[one], landed.keys[two])
            return shared, same_rows(landed.read(one), landed.read(two), key)
    return None, None


def _by_other_table(keys: Hashes, landed: Landed) -> Belongs | None:
    """Keys of another table, and not of this one."""
    known = [*landed.keys.values(), *([] if landed.own is None else [landed.own])]
    if not known or max(overlap(keys, one).within for one in known) > RENEWED:
        return None
    for name, theirs in landed.strangers.items():
        shared = overlap(keys, theirs)
        if shared.jaccard >= CONTAINED:
            why = f"{shared.within:.0%} of its keys are those of {name}, next to none its own"
            return Belongs(name, why)
    return None


def _by_strangers(keys: Hashes, key: Sequence[str], landed: Landed) -> Belongs | None:
    """Keys that no wave knows, of a table whose rows are known from wave to wave."""
    if landed.own is not None and len(landed.own) >= MIN_ROWS:
        if overlap(landed.own, keys).within < RENEWED:
            why = f"of {len(landed.own):,} keys of the release that landed, next to none come again"
            return Belongs("other people", why)
        return None
    known = [theirs for theirs in landed.keys.values() if len(theirs) >= MIN_ROWS]
    if len(key) > 1 or not known:
        return None
    if max(overlap(keys, theirs).within for theirs in known) > STRANGERS:
        return None
    why = f"none of its keys, or next to none, is known from {_listed(list(landed.keys))}"
    if len(known) == 1:
        return Belongs("other people", why, certain=False)
    related = max(overlap(one, two).within for one, two in pairwise(known)) >= RELATED
    return Belongs("other people", why) if related else None


def _rows(rows: int, landed: Landed) -> list[Belongs]:
    if landed.own is None or len(landed.own) < MIN_ROWS:
        return []
    before = len(landed.own)
    if FEWER * before < rows < MORE * before:
        return []
    why = f"{rows:,} rows, where the release that landed has {before:,}"
    return [Belongs("a part, or more than the wave", why, certain=False)]


def _listed(waves: Sequence[str]) -> str:
    return waves[0] if len(waves) == 1 else f"{', '.join(waves[:-1])} or {waves[-1]}"
