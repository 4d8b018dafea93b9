"""The sheets of a workbook as texts, cell by cell, in bounds."""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from kinpanel.labels import code_text

SHEETS = ("survey", "choices", "settings", "kinpanel_aside")
MAX_ROWS = 50_000
MAX_COLUMNS = 500

Line = tuple[int, tuple[str, ...]]
"""A row's number (from 1) and the texts of its cells, "" where blank."""


@dataclass(frozen=True)
class Workbook:
    """The rows of the sheets of a form that hold anything, and the names of all other sheets.

    `cut` names sheets with more rows than are read, `doubled` names that two sheets share.
    """

    sheets: dict[str, tuple[Line, ...]]
    others: tuple[str, ...]
    cut: tuple[str, ...]
    doubled: tuple[str, ...]


def open_workbook(payload: bytes) -> Workbook | None:
    """Read an .xlsx; None when it is not one, whatever the reason."""
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(payload), read_only=True, data_only=True)
            try:
                return _read(book)
            finally:
                book.close()
    except Exception:  # a library that parses foreign files can fail in any way
        return None


def _read(book: Any) -> Workbook:
    sheets: dict[str, tuple[Line, ...]] = {}
    others, cut, doubled = [], [], []
    for sheet in book.worksheets:
        name = str(sheet.title).strip().lower()
        if name not in SHEETS:
            others.append(str(sheet.title))
        elif name in sheets:
            doubled.append(name)
        else:
            lines, whole = _lines(sheet)
            sheets[name] = tuple(lines)
            cut += [] if whole else [name]
    return Workbook(sheets, tuple(others), tuple(cut), tuple(doubled))


def _lines(sheet: Any) -> tuple[list[Line], bool]:
    sheet.reset_dimensions()  # what a file says of its own size is not believed
    lines: list[Line] = []
    for number, values in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True), 1):
        if number > MAX_ROWS:
            return lines, False
        line = _texts(values)
        if line:
            lines.append((number, line))
    return lines, True


def _texts(values: Sequence[Any]) -> tuple[str, ...]:
    texts = ["" if value is None else cell_text(value) for value in values]
    while texts and not texts[-1].strip():
        texts.pop()
    return tuple(text if text.strip() else "" for text in texts)


def cell_text(value: Any) -> str:
    """A cell's value as the text people read: `1` for 1.0, `TRUE`, `2020-01-31`."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        whole_day = value.time() == time()
        return value.date().isoformat() if whole_day else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(code_text(value))
