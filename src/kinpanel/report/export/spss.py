"""A .sav file: reasons as codes in one declared range of user-missing values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from kinpanel.errors import Finding
from kinpanel.report.export.columns import Column, Say, companion
from kinpanel.report.export.names import SPSS, names_for
from kinpanel.report.export.sheet import (
    Entry,
    Sheet,
    any_reason,
    as_text,
    check_text,
    cut,
    occurring,
)
from kinpanel.study import UNEXPLAINED, StudyDefinition

LABEL, VALUE_LABEL, FILE_LABEL, TEXT = 256, 120, 64, 32_767
"""Bytes of a variable's label, a value label, the file's label and a text cell."""
WHOLE = 2**53
LARGEST = 1.79e308
"""SPSS keeps the largest doubles for itself."""
FORMATS = {"date": "DATE11", "month": "MOYR8", "decimal": "F16.6"}
EPOCH = np.datetime64("1582-10-14", "D")
DAY = 86_400.0
Block = tuple[int, int]


def to_spss(columns: Sequence[Column], label: str, study: StudyDefinition, say: Say) -> Sheet:
    """The sheet of a .sav file.

    Reasons become negative codes that no value of the variable comes near: the first declared
    reason -91, the next -92, or a block of larger ones where these are taken. Text keeps its
    reasons in a companion `x__why`; a blank without a reason is system-missing.
    """
    findings: list[Finding] = []
    reasons = [reason for reason in study.reasons if reason != UNEXPLAINED]
    full: list[Column] = []
    blocks: dict[int, Block] = {}
    for column in columns:
        fitting = _fitting(column, findings)
        block = _block(fitting, len(reasons)) if any_reason(fitting) else None
        if block is not None:
            blocks[len(full)] = block
        full.append(fitting)
        if block is None and any_reason(fitting):
            named = occurring(fitting, list(study.reasons))
            full.append(companion(fitting, named, say, study))
    names, notes = names_for(full, SPSS)
    entries = [
        _entry(column, name, blocks.get(place), reasons, findings)
        for place, (column, name) in enumerate(zip(full, names, strict=True))
    ]
    entries = [_labelled(entry, study, say, findings) for entry in entries]
    label = cut(label, FILE_LABEL, findings, "the label of the table", "", "bytes")
    return Sheet(label, tuple(entries), (*notes, *findings))


def _fitting(column: Column, findings: list[Finding]) -> Column:
    values = column.given
    if column.kind == "integer" and (np.abs(values) > WHOLE).any():
        return as_text(column, "its whole numbers have more digits than a double", findings)
    if column.kind == "decimal" and (np.abs(values) > LARGEST).any():
        return as_text(column, "its numbers are so large that SPSS keeps them for itself", findings)
    return column


def _block(column: Column, reasons: int) -> Block | None:
    """A range of negative codes clear of values, levels and the declared range; None for text.

    -99 to -91 for up to nine reasons (-999 to -901 for up to 99), else the same end of a larger
    power of ten. None, too, where every such range is taken.
    """
    if column.kind == "text":
        return None
    digits = len(str(reasons))
    width = 10**digits - 1
    numbers = np.concatenate([_numbers(column)[~column.missing], np.array([*column.codes], float)])
    span = column.variable.span if column.variable is not None else None
    for power in range(digits + 1, 16):
        low, high = -(10**power) + 1, -(10**power) + width
        declared = span is not None and span[0] <= high and low <= span[1]
        if not declared and not ((numbers >= low) & (numbers <= high)).any():
            return low, high
    return None


def _numbers(column: Column) -> npt.NDArray[Any]:
    """Cells as doubles; days and months as seconds since 14 October 1582."""
    if column.kind in ("date", "month"):
        return (column.values - EPOCH).astype("int64").astype("float64") * DAY
    return column.values.astype("float64")


def _entry(
    column: Column,
    name: str,
    block: Block | None,
    reasons: Sequence[str],
    findings: list[Finding],
) -> Entry:
    label = cut(column.label, LABEL, findings, "the label", column.name, "bytes")
    if column.kind == "text":
        return Entry(name, column, "text", _texts(column, findings), label=label)
    cells = _numbers(column)
    cells[column.missing] = np.nan
    missing: Mapping[Any, str] = {}
    if block is not None:
        high = block[1]
        codes = {reason: high - place for place, reason in enumerate(reasons)}
        missing = {codes[reason]: reason for reason in occurring(column, reasons)}
        for code, reason in missing.items():
            cells[column.reasons == reason] = code
    written = FORMATS.get(column.kind) or f"F{_width(cells)}.0"
    return Entry(
        name,
        column,
        column.kind,
        cells,
        labels=dict(column.numbered),
        missing=missing,
        label=label,
        format=written,
        block=block,
    )


def _width(cells: npt.NDArray[Any]) -> int:
    there = cells[~np.isnan(cells)]
    ends = (there.min(), there.max()) if there.size else ()
    return max([8, *(len(f"{number:.0f}") for number in ends)])


def _texts(column: Column, findings: list[Finding]) -> npt.NDArray[Any]:
    cells = check_text(column, TEXT, ".sav", findings)
    blanks = sum(cell.endswith(" ") for cell in cells)
    if blanks:
        findings.append(
            Finding(
                rule="export-text",
                message="blanks at the end of texts are lost in SPSS",
                severity="note",
                variable=column.name,
                count=blanks,
            )
        )
    return cells


def _labelled(entry: Entry, study: StudyDefinition, say: Say, findings: list[Finding]) -> Entry:
    """The entry with the labels of its missing codes, none longer than SPSS takes."""
    labels = dict(entry.labels)
    labels |= {code: say(study.reasons[reason]) for code, reason in entry.missing.items()}
    what = "a value label"
    short = {
        code: cut(label, VALUE_LABEL, findings, what, entry.column.name, "bytes")
        for code, label in labels.items()
        if label
    }
    return replace(entry, labels=short)
