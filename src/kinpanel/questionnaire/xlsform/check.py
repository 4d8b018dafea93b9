"""What is doubtful in the survey sheet of a form; an error is what a converter would refuse."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kinpanel.errors import Finding, nearest
from kinpanel.questionnaire.xlsform.form import Form, Question, references
from kinpanel.questionnaire.xlsform.kind import KNOWN
from kinpanel.questionnaire.xlsform.lists import check_lists
from kinpanel.questionnaire.xlsform.nesting import Scope, nesting
from kinpanel.questionnaire.xlsform.place import at

NAME = re.compile(r"[A-Za-z_\u00c0-\u02ff\u0370-\u1fff\u3040-\ud7ff][\w.\-]*")
_SILENT = frozenset(
    {"calculate", "hidden", "start", "end", "today", "audit", "deviceid", "csv-external"}
)
_SILENT |= {
    "phonenumber",
    "simserial",
    "subscriberid",
    "username",
    "email",
    "caseid",
    "xml-external",
}
_SILENT |= {"start-geopoint", "background-audio", "background-geopoint", "calculate_here"}


def check_form(form: Form, name: str) -> list[Finding]:
    """Everything doubtful in a form, sheet by sheet; `name` is shown in the findings."""
    rows = [row for row in form.survey.rows if not row.disabled]
    found = nesting(rows)
    findings = [*_balance(rows, found.unclosed, found.unopened, name)]
    for row in rows:
        findings += _type(row, name)
        findings += _name(row, name)
    findings += _twice(rows, found.scopes, name)
    findings += _references(rows, name)
    findings += _labels(form, rows, name)
    findings += _again(rows, name)
    return findings + check_lists(form, rows, name)


def _balance(
    rows: list[Question], unclosed: tuple[int, ...], unopened: tuple[int, ...], name: str
) -> Iterator[Finding]:
    for place in unclosed:
        row, kind = rows[place], rows[place].type.kind
        message, advice = f"this {kind} is never closed", f"add a row 'end {kind}'"
        yield at(name, "survey", row.number, "nesting", message, advice, question=row.name)
    for place in unopened:
        row, kind = rows[place], rows[place].type.kind
        message, advice = f"this end closes no open {kind}", "remove it, or open one above"
        yield at(name, "survey", row.number, "nesting", message, advice, question=row.name)


def _type(row: Question, name: str) -> Iterator[Finding]:
    if row.type.is_foreign:
        message = f"type {row.cell('type')!r} is SurveyCTO's; an export keeps it beside 'hidden'"
        yield at(
            *(name, "survey", row.number, "type", message, ""), severity="note", question=row.name
        )
    elif not row.type.is_known:
        message = f"unknown type {row.cell('type')!r}" if row.cell("type") else "no type"
        advice = nearest(row.type.kind, [*KNOWN, "select_one", "select_multiple"])
        yield at(name, "survey", row.number, "type", message, advice, question=row.name)


def _name(row: Question, name: str) -> Iterator[Finding]:
    if row.type.edge == "end" or (row.type.kind == "note" and not row.name):
        return
    if not NAME.fullmatch(row.name):
        message = f"{row.name!r} cannot be a name" if row.name else "no name"
        advice = "begin with a letter or _; letters, digits, _, - and . may follow"
        yield at(name, "survey", row.number, "name", message, advice, question=row.name)


def _twice(rows: list[Question], scopes: tuple[Scope, ...], name: str) -> Iterator[Finding]:
    first: dict[tuple[Scope, str], int] = {}
    for row, scope in zip(rows, scopes, strict=True):
        if row.type.edge == "end" or not row.name:
            continue
        key = (scope, row.name)
        if key in first:
            message = f"name {row.name!r} stands twice here (first in row {first[key]})"
            yield at(
                *(name, "survey", row.number, "duplicate-name", message, "rename one of them"),
                question=row.name,
            )
        first.setdefault(key, row.number)


def _references(rows: list[Question], name: str) -> Iterator[Finding]:
    known = {row.name for row in rows if row.type.edge != "end"}
    for row in rows:
        for heading, text in row.cells.items():
            for target in dict.fromkeys(references(text)):
                if target not in known:
                    message = f"{heading} refers to an unknown question {target!r}"
                    yield at(
                        *(name, "survey", row.number, "reference", message),
                        nearest(target, known),
                        question=row.name,
                    )


def _labels(form: Form, rows: list[Question], name: str) -> Iterator[Finding]:
    languages = form.survey.languages("label") or ("",)
    for row in rows:
        if row.type.edge or row.type.kind in _SILENT or row.type.is_foreign:
            continue
        if row.cell("calculation") or row.cell("appearance") == "label" or row.cell("media::image"):
            continue
        if lacking := [tag or "any language" for tag in languages if not row.labels.get(tag)]:
            yield at(
                *(name, "survey", row.number, "label", f"no label in {', '.join(lacking)}"),
                "write one",
                severity="warning",
                question=row.name,
            )


def _again(rows: list[Question], name: str) -> Iterator[Finding]:
    first: dict[tuple[str, str], Question] = {}
    for row in rows:
        if row.type.edge:
            continue
        for language, label in row.labels.items():
            key = (language, " ".join(label.split()))
            if key in first:
                other = first[key]
                message = f"the same label as {other.name!r} (row {other.number})"
                yield at(
                    *(name, "survey", row.number, "duplicate-label", message),
                    "make them differ if they ask different things",
                    severity="note",
                    question=row.name,
                )
                break
            first[key] = row
