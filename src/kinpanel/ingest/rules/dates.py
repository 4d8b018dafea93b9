"""Rules that read days and months from one number or text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from kinpanel.ingest.dates import (
    MONTHS_WRITTEN,
    STATA_EPOCH_YEAR,
    YEARS,
    days_of,
    from_written,
    months_from_written,
)
from kinpanel.ingest.rules.numbers import number
from kinpanel.ingest.rules.task import Harmonised, Task, counted, spread
from kinpanel.tables.values import Values


def month(task: Task) -> Harmonised:
    """The first day of the month that a number or text says in the format.

    Missing answers keep their reason. Wrong are months outside 1 to 12 and years out of bounds.
    """
    _, texts = task.source.distinct
    if task.argument in MONTHS_WRITTEN:
        days = days_of(months_from_written(np.array(texts, dtype=object), task.argument))
    else:
        numbers = np.array([number(text) for text in texts], dtype=float)
        if task.argument == "stata":
            months = numbers + (STATA_EPOCH_YEAR - 1970) * 12
        else:
            year, part = np.divmod(numbers, 100)
            months = np.where((part >= 1) & (part <= 12), (year - 1970) * 12 + part - 1, np.nan)
        days = first_days(months)
    return _dated(task, spread(task.source, days), "months")


def date(task: Task) -> Harmonised:
    """The day that a number or text says in the format. Missing answers keep their reason.

    Wrong are answers in another format, days that no calendar has, and years out of bounds.
    """
    _, texts = task.source.distinct
    days = days_of(from_written(np.array(texts, dtype=object), task.argument))
    return _dated(task, spread(task.source, days), "dates")


def first_days(months: npt.NDArray[np.float64]) -> npt.NDArray[np.datetime64]:
    """The first days of months counted from January 1970; NaT for what is no month of a survey."""
    first, last = (YEARS[0] - 1970) * 12, (YEARS[1] - 1970) * 12 + 11
    good = (months >= first) & (months <= last) & (months == np.floor(months))
    days = np.full(len(months), np.datetime64("NaT"), dtype="datetime64[D]")
    days[good] = months[good].astype("int64").astype("datetime64[M]").astype("datetime64[D]")
    return days


def _dated(task: Task, days: npt.NDArray[Any], what: str) -> Harmonised:
    missing = task.source.missing
    held = Values(days, missing | np.isnat(days))
    bad = int((held.missing & ~missing).sum())
    return Harmonised(held, task.source.why.copy(), _not_in(what, task, bad))


def _not_in(what: str, task: Task, bad: int) -> Mapping[str, int]:
    return counted(f"are not {what} written as {task.argument}", bad)
