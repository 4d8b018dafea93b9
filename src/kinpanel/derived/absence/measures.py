"""Measures of a calendar of months away that may be known only within bounds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinpanel.derived.absence.bounds import Bounds, Mask
from kinpanel.derived.absence.months import Months, longest, runs

Kind = Literal["Float64", "Int64"]
HISTORY = ("never", "previous", "current")
PATTERNS = ("never", "early", "late", "both")
"""Life course: away in no year of life, at ages 0 to 5 only, from 6 on only, in both."""
COURSES = ("never", "previous", "first", "repeat")
"""Never away; before and not now; now for the first time; now and before."""
MEASURES = (
    "months_last_12", "longest_last_12", "longest_ever", "spells", "months", "share_of_life",
    "age_first", "months_before_first", "months_since_return",
)  # fmt: skip
SCHOOL_MONTH = 72
"""The month of life in which a child turns six."""


def measures(calendar: Bounds, age: Months, spells: tuple[Months, Months]) -> pd.DataFrame:
    """Every measure with its bounds, and the categories; one row per row of the calendar.

    The last column of the calendar is the reference month, earlier ones lead up to it; `age` is
    in months, NaN where nothing can be said; `spells` are bounds on the number of stretches.
    """
    usable = ~np.isnan(age)
    columns: dict[str, object] = {}
    numbers = {**dict(_numbers(calendar, age)), "spells": spells}
    for name in MEASURES:
        low, high = (np.where(usable, side, np.nan) for side in numbers[name])
        kind: Kind = "Float64" if name == "share_of_life" else "Int64"
        columns[name] = _column(np.where(low == high, low, np.nan), kind)
        columns[f"{name}_low"], columns[f"{name}_high"] = _column(low, kind), _column(high, kind)
    return pd.DataFrame({**columns, **dict(_categories(calendar, age, spells))})


def _column(numbers: Months, kind: Kind) -> pd.Series[Any]:
    column: pd.Series[Any] = pd.Series(numbers, dtype="Float64")
    return column.astype(kind)


def stretches(calendar: Bounds, age: Months, undated: Months) -> tuple[Months, Months]:
    """Bounds on the number of stretches away; each of `undated` spells can add one, or join."""
    vague = (calendar.sure != calendar.possible).any(axis=1)
    count = runs(calendar.sure).astype(float)
    most = np.minimum(count + undated, np.floor(np.nan_to_num(age) / 2) + 1)
    low = np.where(vague, calendar.sure.any(axis=1), count)
    return low, np.where(vague, np.maximum(most, low), count)


def _numbers(calendar: Bounds, age: Months) -> Iterator[tuple[str, tuple[Months, Months]]]:
    sure, possible = calendar.sure[:, :-1], calendar.possible[:, :-1]
    yield "months_last_12", _pair(_total, sure[:, -12:], possible[:, -12:])
    yield "longest_last_12", _pair(longest, sure[:, -12:], possible[:, -12:])
    yield "longest_ever", _pair(longest, sure, possible)
    months = _pair(_total, sure, possible)
    yield "months", months
    life = np.where(age > 0, age, np.nan)
    yield "share_of_life", (months[0] / life, months[1] / life)
    born = sure.shape[1] - age
    early, late = (_first(side) - born for side in (calendar.possible, calendar.sure))
    yield "age_first", (early, late)
    home = np.where(np.isnan(early), age, early), np.where(np.isnan(late), age, late)
    yield "months_before_first", home
    away = calendar.possible[:, -1]
    low, high = (np.where(away, np.nan, _since(side)) for side in (possible, sure))
    yield "months_since_return", (low, high)


def _pair(
    count: Callable[[Mask], npt.NDArray[np.int64]], sure: Mask, possible: Mask
) -> tuple[Months, Months]:
    return count(sure).astype(float), count(possible).astype(float)


def _total(calendar: Mask) -> npt.NDArray[np.int64]:
    return np.asarray(calendar.sum(axis=1), dtype=np.int64)


def _first(calendar: Mask) -> Months:
    """The first month away, as a column; NaN for none."""
    return np.where(calendar.any(axis=1), calendar.argmax(axis=1), np.nan)


def _since(past: Mask) -> Months:
    """Months from the end of the last one away to the reference month; NaN for none."""
    if past.shape[1] == 0:
        return np.full(len(past), np.nan)
    return np.where(past.any(axis=1), past[:, ::-1].argmax(axis=1), np.nan)


def _categories(
    calendar: Bounds, age: Months, spells: tuple[Months, Months]
) -> Iterator[tuple[str, pd.Series[Any]]]:
    now = Bounds(calendar.sure[:, -1], calendar.possible[:, -1])
    ever, usable = _any(calendar), ~np.isnan(age)
    previous = ever.sure & now.never
    yield "history", _category(HISTORY, usable, ever.never, previous, now.sure)
    width = calendar.sure.shape[1]
    month = np.arange(width) - (width - 1 - np.nan_to_num(age))[:, None]
    young, old = (_any(calendar, part) for part in (month < SCHOOL_MONTH, month >= SCHOOL_MONTH))
    yield (
        "pattern",
        _category(
            PATTERNS,
            usable,
            ever.never,
            young.sure & old.never,
            old.sure & young.never,
            young.sure & old.sure,
        ),
    )
    first, repeat = now.sure & (spells[1] == 1), now.sure & (spells[0] > 1)
    yield "course", _category(COURSES, usable, ever.never, previous, first, repeat)


def _any(calendar: Bounds, part: Mask | None = None) -> Bounds:
    sure = calendar.sure if part is None else calendar.sure & part
    possible = calendar.possible if part is None else calendar.possible & part
    return Bounds(np.asarray(sure.any(axis=1)), np.asarray(possible.any(axis=1)))


def _category(names: tuple[str, ...], usable: Mask, *conditions: Mask) -> pd.Series[Any]:
    codes = np.select([c & usable for c in conditions], list(range(len(names))), -1)
    return pd.Series(pd.Categorical.from_codes(codes, categories=pd.Index(names)))
