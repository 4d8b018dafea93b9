"""What is written is read back as it was, is the same every time, and pyxform takes it."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyxform.xls2xform import convert

from kinpanel.errors import DefinitionError, errors_in
from kinpanel.questionnaire.xlsform import (
    Choice,
    Form,
    Question,
    Row,
    Sheet,
    read_xlsform,
    write_xlsform,
)

HOSTILE = [
    *(
        '=HYPERLINK("http://x","y")',
        "+1",
        "-1",
        "@SUM(A1)",
        "=1+1",
        '"',
        "'",
        "a\nb",
        " a ",
        "<b>&amp;",
    ),
    *("年龄？", "a\r\nb", "\ta", "1.0", "0101", "TRUE", "]]>", "_x0041_", "#N/A", "😀"),
]
COLUMNS = (
    "type",
    "name",
    "label::English (en)",
    "label::中文 (zh)",
    "hint",
    "minimum_seconds",
    "Note to self",
)
TEXTS = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(
        st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff${}"),
        min_size=1,
        max_size=20,
    ).filter(lambda text: text.strip()),
)
TYPES = (
    "integer",
    "text",
    "decimal",
    "date",
    "note",
    "select_one l1",
    "select_multiple l2",
    "text audit",
)


@st.composite
def rows(draw, depth=0, counter=None):
    counter = [0] if counter is None else counter
    made = []
    for _ in range(draw(st.integers(1, 3))):
        counter[0] += 1
        name = f"n{counter[0]}"
        cells = draw(st.fixed_dictionaries({}, optional=dict.fromkeys(COLUMNS[2:], TEXTS)))
        if depth < 3 and draw(st.booleans()):
            kind = draw(st.sampled_from(["group", "repeat"]))
            mark = draw(st.sampled_from(" _"))
            made.append(Question({"type": f"begin{mark}{kind}", "name": name, **cells}))
            made += draw(rows(depth=depth + 1, counter=counter))
            made.append(Question({"type": f"end{mark}{kind}"}))
        else:
            cells.setdefault(COLUMNS[2], "L")
            made.append(Question({"type": draw(st.sampled_from(TYPES)), "name": name, **cells}))
    return made


@st.composite
def forms(draw):
    columns = tuple(draw(st.permutations(COLUMNS)))
    lists = ("list_name", "name", "label::English (en)", "label::中文 (zh)", "filter")
    choices = [
        Choice(
            {
                "list_name": name,
                "name": str(draw(st.integers(-9, 9))),
                lists[2]: draw(TEXTS),
                lists[3]: draw(TEXTS),
            }
        )
        for name in ("l1", "l2", "l3")
        for _ in range(draw(st.integers(1, 4)))
    ]
    if draw(st.booleans()):
        choices.insert(
            draw(st.integers(0, len(choices))),
            Choice({"list_name": "l3", "name": "77", lists[2]: "${gone}"}),
        )
    heads = draw(
        st.sampled_from([(), ("form_title", "form_id"), ("form_id", "allow_choice_duplicates")])
    )
    settings_rows = ()
    if heads:
        settings_rows = (
            Row({"form_id": "f", **({"form_title": draw(TEXTS)} if "form_title" in heads else {})}),
        )
    survey = Sheet(columns, tuple(draw(rows())))
    return Form(survey, Sheet(lists, tuple(choices)), Sheet(heads, settings_rows))


@settings(deadline=None, max_examples=100)
@given(forms())
def test_nothing_is_lost(form):
    payload = write_xlsform(form)
    again, findings = read_xlsform(payload, "f.xlsx")
    assert again == form
    assert errors_in(findings) == []
    assert write_xlsform(again) == payload


@settings(deadline=None, max_examples=30)
@given(forms())
def test_pyxform_takes_it(form):
    result = convert(write_xlsform(form), file_type=".xlsx", validate=False, warnings=[])
    assert "<h:html" in result.xform


def small(*choices, **cells):
    question = Question({"type": "select_one l", "name": "q", "label": "Q", **cells})
    columns = tuple(question.cells)
    made = tuple(
        Choice({"list_name": "l", "name": code, "label": f"{n}"}) for n, code in enumerate(choices)
    )
    return Form(Sheet(columns, (question,)), Sheet(("list_name", "name", "label"), made))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_is_a_formula(text):
    payload = write_xlsform(small("1", label=text, hint=text))
    for sheet in openpyxl.load_workbook(io.BytesIO(payload)):
        assert {cell.data_type for row in sheet for cell in row if cell.value} <= {"s"}
    with zipfile.ZipFile(io.BytesIO(payload)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_codes_that_stand_twice_are_allowed_by_a_setting():
    payload = write_xlsform(small("1", "1"))
    sheet = openpyxl.load_workbook(io.BytesIO(payload))["settings"]
    assert [[cell.value for cell in row] for row in sheet] == [
        ["allow_choice_duplicates", "kinpanel_added"],
        ["yes", "allow_choice_duplicates"],
    ]
    convert(payload, file_type=".xlsx", warnings=[])
    assert read_xlsform(payload, "f")[0] == small("1", "1")
    plain = openpyxl.load_workbook(io.BytesIO(write_xlsform(small("1", "2"))))["settings"]
    assert [cell.value for row in plain for cell in row if cell.value] == []


def test_a_foreign_type_stands_beside_hidden():
    form = Form(Sheet(("type", "name"), (Question({"type": "text audit", "name": "a"}),)))
    sheet = openpyxl.load_workbook(io.BytesIO(write_xlsform(form)))["survey"]
    assert [cell.value for cell in sheet[2]] == ["hidden", "a", "text audit"]


@pytest.mark.parametrize(
    ("form", "part"),
    [
        (small("1", relevant="${nobody} = 1"), "unknown question 'nobody'"),
        (small(), "not in sheet"),
        (small("1", name="1q"), "cannot be a name"),
        (small("1", hint="a\x00b"), "no spreadsheet can"),
        (small("1", hint="a" * 32768), "longer than 32,767"),
        (small("1", hint=" "), "is blank"),
        (small("1", type="select_one  l"), "spaces too many"),
        (small("1", relevance="1 = 1"), "is 'relevant' in XLSForm"),
        (small("1", kinpanel_type="x"), "a heading that exports use"),
        (Form(Sheet(("type",), (Question({"type": "note", "name": "n"}),))), "under no column"),
    ],
)
def test_what_converters_refuse_is_not_written(form, part):
    with pytest.raises(DefinitionError, match=part):
        write_xlsform(form)
