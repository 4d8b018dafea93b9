"""Dates as the file stores them: counts from an epoch, told apart by the column's format."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

YEARS = (1850, 2150)
"""First and last year that a date of a survey can have."""

STATA_EPOCH_YEAR = 1960
_STATA = re.compile(r"%-?(t[dmcC]|d)")
_SPSS = re.compile(r"([AESJ]?DATE|DATETIME|YMDHMS|MOYR|QYR|WKYR)[0-9.]*")
_COUNT = re.compile(r"-?[0-9]{1,15}(\.[0-9]+)?")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?")
_WRITTEN = {
    "YYYYMMDD": re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})"),
    **{
        form: re.compile(
            re.escape(form)
            .replace("YYYY", "(?P<year>[0-9]{4})")
            .replace("MM", "(?P<month>[0-9]{1,2})")
            .replace("DD", "(?P<day>[0-9]{1,2})")
        )
        for form in (
            *("YYYY-MM-DD", "YYYY/MM/DD", "YYYY.MM.DD"),
            *("DD.MM.YYYY", "DD/MM/YYYY", "MM/DD/YYYY", "YYYY年MM月DD日"),
        )
    },
}
_COUNTED = {"stata": "%td", "spss": "DATE"}
WRITTEN = (*_WRITTEN, *_COUNTED)
"""Formats that a date can be written in; the last two are counts of days, or of seconds."""
_MONTHS = {
    form: re.compile(
        re.escape(form).replace("YYYY", "(?P<year>[0-9]{4})").replace("MM", "(?P<month>[0-9]{1,2})")
    )
    for form in ("YYYY-MM", "YYYY/MM", "YYYY.MM", "YYYY年MM月")
}
MONTHS_WRITTEN = (*_MONTHS,)
"""Formats that a month can be written in with signs."""
_DAY = 86_400
_FAR = 10**6
"""More days, or months, than lie between an epoch and any date of a survey."""


def from_counts(counts: npt.NDArray[Any], form: str) -> npt.NDArray[Any]:
    """Numbers under a Stata or SPSS date format as `datetime.date`; None where they are no date.

    Reads %td, %tm, %tc and %tC, and the SPSS formats that hold dates; the time of day is dropped.
    """
    days = days_from_counts(counts, form)
    dates = days.astype(object)
    dates[np.isnat(days)] = None
    return np.asarray(dates, dtype=object)


def days_from_counts(counts: npt.NDArray[Any], form: str) -> npt.NDArray[np.datetime64]:
    """The same as days of numpy, NaT where they are no date."""
    days = np.full(len(counts), np.datetime64("NaT"), dtype="datetime64[D]")
    epoch, divisor = _epoch(form)
    if epoch is None:
        return days
    whole = np.floor(counts / divisor)
    good = np.isfinite(whole) & (np.abs(whole) < _FAR)
    days[good] = epoch + whole[good].astype("int64")
    first, last = np.datetime64(f"{YEARS[0]}-01-01"), np.datetime64(f"{YEARS[1]}-12-31")
    days[(days < first) | (days > last)] = np.datetime64("NaT")
    return days


def days_of(dates: npt.NDArray[Any]) -> npt.NDArray[np.datetime64]:
    """Dates as objects to days of numpy, NaT for None."""
    return np.array(dates, dtype="datetime64[D]")


def calendar(form: str) -> str:
    """What numbers under a format count, and from when; "" where they are no dates.

    Formats that differ in looks only have the same calendar: %td and %tdCCYY-NN-DD.
    """
    epoch, divisor = _epoch(form)
    return "" if epoch is None else f"{epoch} / {divisor}"


def from_text(texts: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Texts YYYY-MM-DD or YYYY-MM (its first day) as `datetime.date`, None for anything else."""
    return _plausible(np.array([*map(_iso, texts), None], dtype=object)[:-1])


def from_written(texts: npt.NDArray[Any], form: str) -> npt.NDArray[Any]:
    """Texts in one of the formats `WRITTEN` as `datetime.date`; None for what is no date in it.

    `stata` are days since 1960-01-01 (%td), `spss` seconds since 1582-10-14. Between signs, days
    and months may have one digit. Days that no calendar has, and years out of bounds, are None.
    """
    if form in _COUNTED:
        numbers = [float(text) if _COUNT.fullmatch(text.strip()) else np.nan for text in texts]
        return from_counts(np.array(numbers, dtype=float), _COUNTED[form])
    pattern = _WRITTEN[form]
    return _plausible(np.array([*(_day(pattern, text) for text in texts), None], dtype=object)[:-1])


def months_from_written(texts: npt.NDArray[Any], form: str) -> npt.NDArray[Any]:
    """Texts in one of `MONTHS_WRITTEN` as the first day of their month; None for anything else."""
    days = [_day(_MONTHS[form], text) for text in texts]
    return _plausible(np.array([*days, None], dtype=object)[:-1])


def _day(pattern: re.Pattern[str], text: str) -> date | None:
    match = pattern.fullmatch(text.strip())
    if match is None:
        return None
    try:
        return date(**{"day": 1, **{part: int(n) for part, n in match.groupdict().items()}})
    except ValueError:
        return None


def _epoch(form: str) -> tuple[np.datetime64 | None, int]:
    """What a count counts from, in days or months, and how many counts make one of them."""
    if stata := _STATA.match(form):
        if stata[1] == "tm":
            return np.datetime64("1960-01", "M"), 1
        return np.datetime64("1960-01-01", "D"), 1 if stata[1] in ("td", "d") else _DAY * 1000
    if _SPSS.fullmatch(form):
        return np.datetime64("1582-10-14", "D"), _DAY
    return None, 1


def _iso(text: str) -> date | None:
    if not _ISO.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text if len(text) == 10 else f"{text}-01")
    except ValueError:
        return None


def _plausible(dates: npt.NDArray[Any]) -> npt.NDArray[Any]:
    for place, day in enumerate(dates):
        if day is not None and not YEARS[0] <= day.year <= YEARS[1]:
            dates[place] = None
    return dates
