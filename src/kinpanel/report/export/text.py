"""A .csv file: codes or labels as text, reasons in columns beside, after RFC 4180."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from kinpanel.report.export.columns import Column, Say, companion
from kinpanel.report.export.names import FREE, names_for
from kinpanel.report.export.sheet import Entry, Sheet, any_reason, occurring
from kinpanel.study import StudyDefinition

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""Text that begins like this is run as a formula by spreadsheet programs."""
MARK = "\ufeff"
"""What spreadsheet programs need to know UTF-8."""


def to_text(
    columns: Sequence[Column],
    label: str,
    study: StudyDefinition,
    say: Say,
    *,
    labels: bool,
    for_people: bool,
) -> Sheet:
    """The sheet of a .csv file: codes, or with `labels` their texts; all cells are text.

    With `for_people` text that a spreadsheet program would take for a formula gets a leading
    apostrophe; files for programs are left as they are.
    """
    full: list[Column] = []
    for column in columns:
        full.append(column)
        if any_reason(column):
            full.append(companion(column, occurring(column, list(study.reasons)), say, study))
    names, notes = names_for(full, FREE)
    entries = []
    for column, name in zip(full, names, strict=True):
        cells = _cells(column, labels=labels)
        if for_people and (column.codes or column.kind == "text"):
            tame = [f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells]
            cells = np.array([*tame, None], dtype=object)[:-1]
        shown = {column.codes[code]: text for code, text in column.labels.items() if text}
        entries.append(Entry(name, column, column.kind, cells, labels=shown, label=column.label))
    return Sheet(label, tuple(entries), tuple(notes))


def write_text(sheet: Sheet, *, for_people: bool) -> bytes:
    """The bytes of a .csv file: UTF-8, commas, CRLF, quotes where needed; missing cells empty.

    With `for_people` the byte order mark comes first.
    """
    sink = io.StringIO(newline="")
    writer = csv.writer(sink, lineterminator="\r\n")
    writer.writerow([entry.name for entry in sheet.entries])
    writer.writerows(zip(*(entry.cells for entry in sheet.entries), strict=True))
    return ((MARK if for_people else "") + sink.getvalue()).encode("utf-8")


def _cells(column: Column, *, labels: bool) -> npt.NDArray[Any]:
    values = column.values
    texts: list[str]
    if column.codes:
        shown = _shown(column) if labels else column.codes
        texts = [shown.get(value, "") for value in values.tolist()]
    elif column.kind in ("date", "month"):
        unit = "datetime64[D]" if column.kind == "date" else "datetime64[M]"
        texts = values.astype(unit).astype(str).tolist()
    elif column.kind == "text":
        texts = list(values)
    else:
        texts = [repr(value) for value in values.tolist()]
    cells = np.array([*texts, None], dtype=object)[:-1]
    cells[column.missing] = ""
    return cells


def _shown(column: Column) -> dict[int, str]:
    """Labels of the codes; the code in brackets behind where two codes share a label."""
    texts = {number: column.labels.get(number) or code for number, code in column.codes.items()}
    used = list(texts.values())
    return {
        number: text if used.count(text) == 1 else f"{text} [{column.codes[number]}]"
        for number, text in texts.items()
    }
