"""The type of an open question, from how its column is stored, shown and filled."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kinpanel.ingest.raw import RawColumn
from kinpanel.questionnaire.model import Kind

_STATA = re.compile(r"%-?(t[dmcC]|d)(.*)")
_SPSS_DAY = re.compile(r"([AESJ]?DATE)[0-9.]*")
_SPSS_TIME = re.compile(r"(DATETIME|YMDHMS)[0-9.]*")
_DECIMALS = re.compile(r"F[0-9]+\.[1-9]|%-?0?[0-9]+\.[1-9][0-9]*f")
_ISO = {
    "date": re.compile(r"(1[89]|20)[0-9]{2}-[01][0-9]-[0-3][0-9]"),
    "month": re.compile(r"(1[89]|20)[0-9]{2}-[01][0-9]"),
}
_MONTH_NUMBER = re.compile(r"(1[89]|20)[0-9]{2}(0[1-9]|1[0-2])")
FEW = 3
"""Fewer distinct values than this say nothing about their form."""


def kind_of(column: RawColumn, values: Sequence[float | str]) -> tuple[Kind, tuple[str, ...]]:
    """The type and what to look at; `values` are the distinct values that are no missing code."""
    if column.storage == "text":
        return _text([str(value) for value in values])
    shown = _shown(column.format)
    if shown is not None:
        return shown
    if not values:
        kind: Kind = "decimal" if _DECIMALS.fullmatch(column.format) else "integer"
        return kind, ("TODO: no value in this file tells the type",)
    if not all(float(value).is_integer() for value in values):
        return "decimal", ()
    if _all(_MONTH_NUMBER, [f"{float(value):.0f}" for value in values]):
        return "month", ("TODO: read as YYYYMM; confirm",)
    return "integer", ()


def _shown(form: str) -> tuple[Kind, tuple[str, ...]] | None:
    """What a date format says, or None where there is none."""
    if stata := _STATA.fullmatch(form):
        word, rest = stata.groups()
        if word == "tm":
            return "month", ()
        if word in ("td", "d"):
            return "date", ()
        if "HH" in rest and not re.search("[CYND]|[Mm]on|MONTH", rest):
            return "decimal", ("TODO: a time of day, in milliseconds",)
        return "date", ("TODO: a date and time; only the date is read",)
    if _SPSS_DAY.fullmatch(form):
        return "date", ()
    if _SPSS_TIME.fullmatch(form):
        return "date", ("TODO: a date and time; only the date is read",)
    if form.startswith("MOYR"):
        return "date", ("TODO: a month, stored as the date of its first day",)
    return None


def _text(values: Sequence[str]) -> tuple[Kind, tuple[str, ...]]:
    if _all(_ISO["date"], values):
        return "date", ("TODO: text read as YYYY-MM-DD; confirm",)
    if _all(_ISO["month"], values):
        return "month", ("TODO: text read as YYYY-MM; confirm",)
    return "text", ()


def _all(form: re.Pattern[str], values: Sequence[str]) -> bool:
    return len(values) >= FEW and all(form.fullmatch(value) for value in values)
