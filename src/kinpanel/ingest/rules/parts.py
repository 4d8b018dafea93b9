"""The rule that puts a date together from a year, a month and a day."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kinpanel.codebook.parts import parse_lunar
from kinpanel.ingest.decoded import Decoded
from kinpanel.ingest.rules.dates import first_days
from kinpanel.ingest.rules.numbers import number
from kinpanel.ingest.rules.task import Harmonised, Task, counted, picked, spread
from kinpanel.tables.values import Values

TWO_DIGITS = 100
"""Years below are years of a century that nobody wrote down."""


def parts(task: Task) -> Harmonised:
    """The day, or first day of a month, that year, month and day say together, in that order.

    Missing answers keep their reason: the year's before the month's before the day's, which a
    month variable does not need, before that of the lunar flag. Lunar dates are not converted:
    they are missing for the declared reason. Wrong are years of two digits and dates that the
    calendar does not have.
    """
    lunar = parse_lunar(task.argument)
    dated = task.sources if lunar is None else task.sources[:-1]
    by_day = task.variable is not None and task.variable.type == "date"
    needed = dated if by_day else dated[:2]
    why = needed[0].why.copy()
    for source in (*needed[1:], *(task.sources[-1:] if lunar is not None else ())):
        why.put_from(~why.missing & source.missing, source.why)
    if lunar is not None:
        why.put(~why.missing & picked(task.sources[-1], {lunar.code}), lunar.reason)
    year, month = (_numbers(source) for source in dated[:2])
    inside = (month >= 1) & (month <= 12) & (year >= TWO_DIGITS)
    days = first_days(np.where(inside, (year - 1970) * 12 + month - 1, np.nan))
    if len(dated) > 2:
        days = _moved(days, dated[2], by_day=by_day)
    short = ~why.missing & (year >= 0) & (year < TWO_DIGITS)
    bad = ~why.missing & ~short & np.isnat(days)
    wrong = {
        **counted("have years of two digits", int(short.sum())),
        **counted("are no dates of the calendar", int(bad.sum())),
    }
    return Harmonised(Values(days, why.missing | np.isnat(days)), why, wrong)


def _numbers(source: Decoded) -> npt.NDArray[np.float64]:
    """Whole numbers row by row; NaN for any other answer."""
    _, texts = source.distinct
    table = np.array([number(text) for text in texts], dtype=float)
    return spread(source, np.where(table == np.floor(table), table, np.nan))


def _moved(
    firsts: npt.NDArray[np.datetime64], source: Decoded, *, by_day: bool
) -> npt.NDArray[np.datetime64]:
    """First days moved to the day of their month; NaT where the month has no such day.

    Of a month variable they stay first days, and a missing day is no matter.
    """
    day = _numbers(source)
    good = (day >= 1) & (day <= 31) & ~np.isnat(firsts)
    moved = np.full(len(firsts), np.datetime64("NaT"), dtype="datetime64[D]")
    moved[good] = firsts[good] + (day[good].astype("int64") - 1)
    same = moved.astype("datetime64[M]") == firsts.astype("datetime64[M]")
    moved[~same] = np.datetime64("NaT")
    if by_day:
        return moved
    stands = source.missing | ~np.isnat(moved)
    return np.where(stands, firsts, np.datetime64("NaT"))
