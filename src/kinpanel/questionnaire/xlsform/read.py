"""An .xlsx as a form: any order of columns, any known spelling, every doubt a finding."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from kinpanel.errors import Finding
from kinpanel.questionnaire.xlsform.archive import examine
from kinpanel.questionnaire.xlsform.aside import (
    SHEET,
    bring_choices,
    bring_settings,
    bring_types,
)
from kinpanel.questionnaire.xlsform.check import check_form
from kinpanel.questionnaire.xlsform.form import TRIMMED, Choice, Form, Question, R, Row, Sheet
from kinpanel.questionnaire.xlsform.heading import ADDED, TYPE, canonical, is_known
from kinpanel.questionnaire.xlsform.place import at
from kinpanel.questionnaire.xlsform.workbook import Line, Workbook, open_workbook

_LOSSY = frozenset({"external_choices", "entities", "osm"})


def read_xlsform(payload: bytes, name: str) -> tuple[Form, list[Finding]]:
    """Read the bytes of an .xlsx as a form; everything doubtful is a finding, nothing is raised.

    `name` is shown in findings, as `name[sheet]:row`. What cannot be opened is an empty form and
    one finding.
    """
    found = examine(payload, name)
    if found is not None and found.severity == "error":
        return Form(), [found]
    book = open_workbook(payload)
    if book is None:
        message = "cannot be read as XLSForm: not an .xlsx workbook"
        advice = "save the form as .xlsx and try again"
        return Form(), [Finding(rule="xlsform-file", message=message, file=name, advice=advice)]
    findings = [] if found is None else [found]
    findings += _about_sheets(book, name)
    survey = _sheet(book.sheets.get("survey", ()), "survey", Question, name, findings)
    choices = _sheet(book.sheets.get("choices", ()), "choices", Choice, name, findings)
    settings = _sheet(book.sheets.get("settings", ()), "settings", Row, name, findings)
    aside = _sheet(book.sheets.get(SHEET, ()), "choices", Choice, name, [])
    form = Form(bring_types(survey), bring_choices(choices, aside), bring_settings(settings))
    return form, findings + (check_form(form, name) if "survey" in book.sheets else [])


def _about_sheets(book: Workbook, name: str) -> list[Finding]:
    findings = []
    if "survey" not in book.sheets:
        advice = "name the sheet with the questions 'survey'"
        message = "there is no sheet 'survey'"
        findings.append(Finding(rule="xlsform-sheet", message=message, file=name, advice=advice))
    for sheet in book.doubled:
        findings.append(at(name, sheet, None, "sheet", "two sheets have this name", "remove one"))
    for sheet in book.cut:
        findings.append(at(name, sheet, None, "sheet", "too many rows; not all read", "split it"))
    for sheet in book.others:
        lossy = sheet.strip().lower() in _LOSSY
        findings.append(
            at(
                *(name, sheet, None, "sheet", "this sheet is not read"),
                "keep the original: an export does not hold it",
                severity="warning" if lossy else "note",
            )
        )
    return findings


def _sheet(
    lines: Sequence[Line], sheet: str, make: type[R], name: str, findings: list[Finding]
) -> Sheet[R]:
    if not lines:
        return Sheet()
    columns = _columns(lines[0], sheet, name, findings)
    rows, astray = [], 0
    for number, texts in lines[1:]:
        astray += sum(bool(text) for place, text in enumerate(texts) if place not in columns)
        cells = {
            columns[place]: " ".join(text.split()) if columns[place] in TRIMMED else text
            for place, text in enumerate(texts)
            if text and place in columns
        }
        if cells:
            rows.append(make(cells, number))
    if astray:
        advice = "give the column a heading, or clear it"
        message = "cells under no heading are not read"
        findings.append(
            at(
                name,
                sheet,
                lines[0][0],
                "column",
                message,
                advice,
                severity="warning",
                count=astray,
            )
        )
    return Sheet(tuple(columns.values()), tuple(rows))


def _columns(line: Line, sheet: str, name: str, findings: list[Finding]) -> dict[int, str]:
    number, texts = line
    columns: dict[int, str] = {}
    for place, text in enumerate(texts):
        if not text:
            continue
        heading = canonical(text, sheet)
        if heading in columns.values():
            message = f"two columns are {heading!r}"
            advice = "merge them, or rename one"
            findings.append(at(name, sheet, number, "column", message, advice))
            heading = _free(" ".join(text.split()), columns.values())
        elif not is_known(heading, sheet) and heading not in (TYPE, ADDED):
            message = f"column {heading!r} is not one of XLSForm; it is kept as it stands"
            findings.append(at(name, sheet, number, "column", message, "", severity="note"))
        columns[place] = heading
    return columns


def _free(heading: str, taken: Collection[str]) -> str:
    count, free = 1, heading
    while free in taken:
        count += 1
        free = f"{heading} ({count})"
    return free
