"""A .dta file (format 118): extended missings .a to .z for reasons, days and months as numbers."""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from kinpanel.errors import Finding, UsageError
from kinpanel.report.export.columns import Column, Say, companion
from kinpanel.report.export.names import STATA, names_for
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

LABEL = 80
"""Characters of a variable's label and of the file's."""
LONG = (-2_147_483_647, 2_147_483_620)
"""What a long holds; above that are the missings."""
DOUBLE = 2.0**1023
"""Doubles from here on are missings."""
WHOLE = 2**53
FORMATS = {"date": "%td", "month": "%tm"}


def tags(study: StudyDefinition) -> dict[str, str]:
    """The letter of each reason, in declared order; a blank without a reason stays `.`.

    Raises UsageError for a study with more reasons than Stata has letters.
    """
    reasons = [reason for reason in study.reasons if reason != UNEXPLAINED]
    if len(reasons) > len(string.ascii_lowercase):
        raise UsageError("the study has more than 26 reasons; Stata has letters .a to .z only")
    return dict(zip(reasons, string.ascii_lowercase, strict=False))


def to_stata(columns: Sequence[Column], label: str, study: StudyDefinition, say: Say) -> Sheet:
    """The sheet of a .dta file.

    Numbers, days and months carry their reasons as .a to .z, text in a companion `x__why`. Whole
    numbers beyond a long become doubles, and text where a double would round them.
    """
    findings: list[Finding] = []
    letters = tags(study)
    reasons = list(study.reasons)
    full: list[Column] = []
    for column in columns:
        fitting = _fitting(column, findings)
        full.append(fitting)
        if fitting.kind == "text" and any_reason(fitting):
            full.append(companion(fitting, occurring(fitting, reasons), say, study))
    names, notes = names_for(full, STATA)
    entries = [
        _entry(column, name, letters, study, say, findings)
        for column, name in zip(full, names, strict=True)
    ]
    label = cut(label, LABEL, findings, "the label of the table", "")
    return Sheet(label, tuple(entries), (*notes, *findings))


def _fitting(column: Column, findings: list[Finding]) -> Column:
    values = column.given
    if column.kind == "integer" and (np.abs(values) > WHOLE).any():
        return as_text(column, "its whole numbers have more digits than a double", findings)
    if column.kind == "decimal" and (np.abs(values) >= DOUBLE).any():
        return as_text(
            column, "its numbers are so large that Stata takes them for missing", findings
        )
    return column


def _entry(
    column: Column,
    name: str,
    letters: Mapping[str, str],
    study: StudyDefinition,
    say: Say,
    findings: list[Finding],
) -> Entry:
    label = cut(column.label, LABEL, findings, "the label", column.name)
    if column.kind == "text":
        cells = check_text(column, None, ".dta", findings)
        return Entry(name, column, "text", cells, label=label)
    cells = _numbers(column).astype(object)
    cells[column.missing] = None
    missing = {}
    for reason in occurring(column, list(letters)):
        cells[column.reasons == reason] = letters[reason]
        missing[letters[reason]] = reason
    labels: dict[Any, str] = dict(column.numbered)
    labels |= {letter: say(study.reasons[reason]) for letter, reason in missing.items()}
    return Entry(
        name,
        column,
        column.kind,
        cells,
        labels={code: text for code, text in labels.items() if text},
        missing=missing,
        label=label,
        format=FORMATS.get(column.kind),
    )


def _numbers(column: Column) -> npt.NDArray[Any]:
    """Days or months since 1960, whole numbers as longs where all fit, else doubles."""
    if column.kind == "date":
        numbers = (column.values - np.datetime64("1960-01-01", "D")).astype("int64")
    elif column.kind == "month":
        months = column.values.astype("datetime64[M]")
        numbers = (months - np.datetime64("1960-01", "M")).astype("int64")
    else:
        numbers = column.values
    given = numbers[~column.missing]
    if numbers.dtype == np.int64 and given.size:
        fits = LONG[0] <= given.min() and given.max() <= LONG[1]
        return numbers if fits else numbers.astype("float64")
    return numbers
