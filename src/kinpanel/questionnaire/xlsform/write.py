"""A form as an .xlsx that every converter of XLSForm takes, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kinpanel.errors import DefinitionError, Finding, errors_in
from kinpanel.questionnaire.xlsform.aside import PLACE, SHEET, put_choices, put_settings, put_types
from kinpanel.questionnaire.xlsform.check import check_form
from kinpanel.questionnaire.xlsform.form import TRIMMED, Form, R, Row, Sheet
from kinpanel.questionnaire.xlsform.heading import ADDED, TYPE, canonical
from kinpanel.questionnaire.xlsform.package import pack
from kinpanel.questionnaire.xlsform.place import at

LONGEST = 32767
"""A cell of a spreadsheet holds no longer text."""

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write_xlsform(form: Form, name: str = "form") -> bytes:
    """The form as the bytes of an .xlsx; same form, same bytes, and what is read back equals it.

    A type that only SurveyCTO knows is written as `hidden`, with itself in a column of ours; where
    codes stand twice in a list the setting that allows it is added; choices of unused lists that
    refer to questions which the form lacks stand in a sheet of ours.
    Raises DefinitionError when a converter would refuse the form or a cell cannot hold a text.
    """
    findings = errors_in(check_form(form, name))
    findings += _unwritable(form.survey, "survey", name)
    findings += _unwritable(form.choices, "choices", name)
    findings += _unwritable(form.settings, "settings", name)
    if findings:
        raise DefinitionError("this form cannot be written as XLSForm", findings)
    choices, aside = put_choices(form)
    sheets = {"survey": _grid(put_types(form.survey))}
    if choices.columns:
        sheets["choices"] = _grid(choices)
    sheets["settings"] = _grid(put_settings(form))
    if aside.rows:
        sheets[SHEET] = _grid(aside)
    return pack(sheets)


def _unwritable(sheet: Sheet[R], title: str, name: str) -> Iterator[Finding]:
    headings = Row({column: column for column in sheet.columns}, 1)
    rows: tuple[Row, ...] = (headings, *sheet.rows)
    for row in rows:
        for heading, text in row.cells.items():
            why = _why_not(heading, text, sheet.columns)
            if why or (row is headings and (why := _misspelled(heading, title, sheet.columns))):
                message = f"the text of {heading!r} {why}"
                yield at(name, title, row.number, "text", message, "mend it", question=row.name)


def _why_not(heading: str, text: str, columns: tuple[str, ...]) -> str:
    if heading not in columns:
        return "stands under no column of its sheet"
    if not text.strip():
        return "is blank; leave it out"
    if heading in TRIMMED and text != " ".join(text.split()):
        return "holds spaces too many"
    if _UNWRITABLE.search(text):
        return "holds a character that no spreadsheet can"
    return f"is longer than {LONGEST:,} characters" if len(text) > LONGEST else ""


def _misspelled(heading: str, title: str, columns: tuple[str, ...]) -> str:
    if heading in (TYPE, ADDED, PLACE):
        return "is a heading that exports use"
    if columns.count(heading) > 1:
        return "stands above two columns"
    known = canonical(heading, title)
    return "" if known == heading else f"is {known!r} in XLSForm"


def _grid(sheet: Sheet[R]) -> list[list[str]]:
    return [
        list(sheet.columns),
        *([row.cell(name) for name in sheet.columns] for row in sheet.rows),
    ]
