"""Every real XLSForm is read without an error, loses nothing, and pyxform takes the export."""

from __future__ import annotations

import os
from pathlib import Path

import openpyxl
import pytest
from pyxform.xls2xform import convert

from kinpanel.errors import errors_in
from kinpanel.questionnaire.xlsform import read_xlsform, write_xlsform

pytestmark = pytest.mark.real

FOLDER = os.environ.get("KINPANEL_REAL_DATA")
if not FOLDER:
    pytest.skip("KINPANEL_REAL_DATA names no folder of real data", allow_module_level=True)
FILES = sorted((Path(FOLDER) / "xlsforms").glob("*.xlsx"))


def test_there_are_files():
    assert len(FILES) >= 2


def rows(path, sheet):
    book = openpyxl.load_workbook(path, data_only=True)
    heads, *lines = book[sheet].iter_rows(values_only=True)
    found = [dict(zip(heads, line, strict=True)) for line in lines]
    return [line for line in found if any(value not in (None, "") for value in line.values())]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_everything_in_the_sheets_is_in_the_form(path):
    form, findings = read_xlsform(path.read_bytes(), path.name)
    assert errors_in(findings) == []
    survey, choices = rows(path, "survey"), rows(path, "choices")
    asked = [row for row in survey if not str(row["type"]).startswith(("begin ", "end "))]
    assert [q.name for q in form.questions] == [row["name"].strip() for row in asked]
    assert len(form.survey.rows) == len(survey)
    assert [c.labels.get("") for c in form.choices.rows] == [row["label"] for row in choices]
    assert [c.name for c in form.choices.rows] == [str(row["value"]) for row in choices]
    assert sum(len(q.labels) for q in form.survey.rows) == sum(bool(r["label"]) for r in survey)
    assert len(form.lists) == len({row["list_name"] for row in choices})
    for ours, theirs in ((form.survey.rows, survey), (form.choices.rows, choices)):
        filled = [sum(value is not None for value in row.values()) for row in theirs]
        assert [len(row.cells) for row in ours] == filled


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_doubts_are_named(path):
    _, findings = read_xlsform(path.read_bytes(), path.name)
    found = [f for f in findings if f.rule == "xlsform-duplicate-code"]
    assert [(f.line, f.message) for f in found] == [(71, "code '21' stands twice in 'relation'")]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_export_is_taken_and_read_back_the_same(path):
    form, _ = read_xlsform(path.read_bytes(), path.name)
    payload = write_xlsform(form)
    assert read_xlsform(payload, path.name)[0] == form
    result = convert(payload, file_type=".xlsx", validate=False, warnings=[])
    for question in form.questions:
        assert f"{question.name}" in result.xform
