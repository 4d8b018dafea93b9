"""Foreign forms: every spelling is read, every doubt is a finding, nothing is raised."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time

import openpyxl
import pytest

from kinpanel.errors import errors_in
from kinpanel.questionnaire.xlsform import Form, Sheet, read_xlsform

SETTINGS = [["form_title", "form_id"], ["A form", "a_form"]]
YESNO = [["list_name", "value", "label"], ["yesno", 1, "Yes"], ["yesno", 0.0, "No"]]


def workbook(survey, choices=YESNO, settings=SETTINGS, **others):
    book = openpyxl.Workbook()
    book.remove(book.active)
    sheets = {"survey": survey, "choices": choices, "settings": settings, **others}
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read(*args, **others):
    return read_xlsform(workbook(*args, **others), "f.xlsx")


def survey(*rows):
    first = ["select_one yesno", "first", "First?"]
    return [["type", "name", "label"], first, *(list(row) for row in rows)]


def test_a_clean_form_has_no_findings():
    form, findings = read(survey(["integer", "age", "Age?"]))
    assert findings == []
    assert [(q.type.kind, q.type.choices, q.name) for q in form.questions] == [
        ("select_one", "yesno", "first"),
        ("integer", "", "age"),
    ]
    assert [(c.name, c.labels) for c in form.lists["yesno"]] == [
        ("1", {"": "Yes"}),
        ("0", {"": "No"}),
    ]
    assert form.setting("form_id") == "a_form"


def test_spellings_are_brought_to_one():
    heads = ["label:en", "Label::中文 (zh)", "constraint message", "relevance", "Name", "TYPE"]
    heads += ["calculate", "read only", "minimum_seconds", "Hint::English (en)"]
    row = ["Age?", "年龄？", "no", "1 = 1", " age ", "int", "2", "yes", 3.0, "h"]
    form, findings = read([heads, row], choices=[["list_name", "name"]])
    assert form.survey.columns == (
        *("label::en", "label::中文 (zh)", "constraint_message", "relevant", "name", "type"),
        *("calculation", "read_only", "minimum_seconds", "hint::English (en)"),
    )
    question = form.questions[0]
    assert question.labels == {"en": "Age?", "中文 (zh)": "年龄？"}
    assert question.hints == {"English (en)": "h"}
    assert (question.name, question.type.kind, question.relevant) == ("age", "integer", "1 = 1")
    assert question.cell("minimum_seconds") == "3"
    assert form.languages == ("en", "中文 (zh)")
    assert [(f.rule, f.severity) for f in findings] == [("xlsform-column", "note")]


def test_values_become_texts():
    heads = ["type", "name", "label", "default", "a", "b", "c"]
    values = [True, 2.5, datetime.combine(date(2020, 1, 31), time()), date(2020, 2, 1)]
    form, _ = read([heads, ["text", "x", "X", *values]])
    assert list(form.questions[0].cells.values())[3:] == ["TRUE", "2.5", "2020-01-31", "2020-02-01"]


def test_blank_rows_keep_the_numbers_of_others():
    form, _ = read(survey([None, "  "], ["text", "x", "X"]))
    assert [row.number for row in form.survey.rows] == [2, 4]


def test_both_spellings_of_groups():
    rows = [["begin_group", "g", "G"], ["begin repeat", "r", "R"], ["text", "x", "X"]]
    form, findings = read(survey(*rows, ["end_repeat"], ["end group"]))
    assert findings == []
    assert [(r.type.edge, r.type.kind) for r in form.survey.rows if r.type.edge] == [
        ("begin", "group"),
        ("begin", "repeat"),
        ("end", "repeat"),
        ("end", "group"),
    ]


ZOO = {
    "name twice": (survey(["text", "x", "X"], ["text", "x", "Y"]), "duplicate-name", 4, "error"),
    "type": (survey(["txet", "x", "X"]), "type", 3, "error"),
    "foreign type": (survey(["text audit", "x", "X"]), "type", 3, "note"),
    "name": (survey(["text", "1x", "X"]), "name", 3, "error"),
    "no name": (survey(["text", None, "X"]), "name", 3, "error"),
    "unclosed": (survey(["begin group", "g", "G"]), "nesting", 3, "error"),
    "unopened": (survey(["end repeat"]), "nesting", 3, "error"),
    "no label": (survey(["text", "x"]), "label", 3, "warning"),
    "label twice": (survey(["text", "x", "First?"]), "duplicate-label", 3, "note"),
    "list": (survey(["select_one yseno", "x", "X"]), "list", 3, "error"),
    "reference": (survey(["note", "x", "Hello ${frist}"]), "reference", 3, "error"),
    "column twice": ([["type", "name", "label", "caption"], *survey()[1:]], "column", 1, "error"),
    "no heading": ([["type", "name", "label"], ["text", "x", "X", "?"]], "column", 1, "warning"),
}


@pytest.mark.parametrize("case", ZOO)
def test_the_zoo_of_the_survey(case):
    rows, rule, row, severity = ZOO[case]
    _, findings = read(rows)
    found = [f for f in findings if f.rule == f"xlsform-{rule}"]
    assert [(f.file, f.line, f.severity) for f in found] == [("f.xlsx[survey]", row, severity)]


def test_relevant_names_the_nearest_question():
    rows = [["type", "name", "label", "relevance"], ["text", "x", "X", None]]
    _, findings = read([*rows, ["text", "y", "Y", "${xx} = 1"]])
    found = [f for f in findings if f.rule == "xlsform-reference"]
    assert [(f.line, f.variable, f.advice) for f in found] == [(3, "y", "did you mean 'x'?")]


def test_one_name_may_stand_in_two_groups():
    group = [["begin group", "g", "G"], ["text", "x", "X"], ["end group"]]
    other = [["begin group", "h", "H"], ["text", "x", "Z"], ["end group"]]
    assert read(survey(*group, *other))[1] == []


@pytest.mark.parametrize(
    ("row", "rule", "severity"),
    [
        (["yesno", 1, "Perhaps"], "duplicate-code", "warning"),
        (["yesno", 2, "Yes"], "duplicate-label", "warning"),
        (["yesno", None, "Perhaps"], "code", "error"),
        (["yesno", "a b", "Perhaps"], "code", "warning"),
        (["yesno", 2, None], "label", "warning"),
        (["yesno", 2, "${nobody}"], "reference", "error"),
        (["other", 2, "Perhaps"], "list", "warning"),
    ],
)
def test_the_zoo_of_the_choices(row, rule, severity):
    _, findings = read(survey(), choices=[*YESNO, row])
    assert [(f.rule, f.file, f.line, f.severity) for f in findings] == [
        (f"xlsform-{rule}", "f.xlsx[choices]", 4, severity)
    ]


def test_codes_twice_where_the_setting_forbids_them():
    settings = [["form_id", "allow_choice_duplicates"], ["a", "no"]]
    _, findings = read(survey(), choices=[*YESNO, ["yesno", 1, "Perhaps"]], settings=settings)
    assert [f.severity for f in findings] == ["error"]


def test_other_sheets_are_named_and_left():
    _, findings = read(survey(), **{"help": [["?"]], "entities": [["?"]]})
    assert [(f.file, f.severity) for f in findings] == [
        ("f.xlsx[help]", "note"),
        ("f.xlsx[entities]", "warning"),
    ]


def test_formulas_are_noted():
    rules = [f.rule for f in read(survey(["text", "x", '="a"&"b"']))[1]]
    assert "xlsform-formula" in rules


def archive(members):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"type,name\n",
        b"PK\x03\x04 cut",
        archive({"a.txt": "no workbook"}),
        archive({"[Content_Types].xml": "<Types/>"}),
        archive({"[Content_Types].xml": "<!DOCTYPE x><Types/>"}),
        archive({"[Content_Types].xml": "<Types/>", "xl/x.xml": b"0" * 30_000_000}),
        archive({"[Content_Types].xml": "", **{f"{n}.xml": "" for n in range(1001)}}),
        workbook(survey())[:-200],
    ],
    ids=["empty", "csv", "cut", "zip", "bare", "doctype", "bomb", "many", "torn"],
)
def test_what_is_no_workbook_is_one_finding(payload):
    form, findings = read_xlsform(payload, "f.xlsx")
    assert form == Form()
    assert [(f.rule, f.file, f.severity) for f in findings] == [("xlsform-file", "f.xlsx", "error")]


def test_a_bomb_is_refused_before_it_is_parsed():
    payload = archive({"[Content_Types].xml": "<Types/>", "xl/x.xml": b"0" * 30_000_000})
    assert "times its size" in read_xlsform(payload, "f.xlsx")[1][0].message


def test_a_workbook_without_survey():
    book = openpyxl.Workbook()
    stream = io.BytesIO()
    book.save(stream)
    form, findings = read_xlsform(stream.getvalue(), "f.xlsx")
    assert form.survey == Sheet()
    assert [f.message for f in errors_in(findings)] == ["there is no sheet 'survey'"]
