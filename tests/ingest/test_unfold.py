"""Wide columns to the rows of a repeat, and back to the delivered row and column."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.ingest.raw import RawColumn, RawFile
from kinpanel.ingest.unfold import Unfolded, unfold
from kinpanel.questionnaire import Choice, FileSpec, Question, Questionnaire
from kinpanel.study import Wave

WAVE = Wave(id="w1", year=2014, missing_codes={"-1": "dont_know", "-8": "inapplicable"})
SLOTS = ("1", "2", "3")


def question(name: str, template: str, kind: str = "integer", **more: Any) -> Question:
    return Question(
        *(name, "w1", "person", template, kind, {"en": name}, name),  # type: ignore[arg-type]
        **more,
    )


QUESTIONS = (
    question("hid", "hid", "text"),
    question("line", "{slot}"),
    question("name", "name_{slot}", "text"),
    question("age", "a{slot}_age", missing_codes={"-2": "refused"}),
)


def asked(questions=QUESTIONS, slots: Any = "1-3", **codes: str) -> Questionnaire:
    files = {
        "home": FileSpec(path="hh.dta", unit="household", key=("hid",)),
        "person": FileSpec(repeat="home", slots=slots, unit="person", key=("hid", "line")),
    }
    return Questionnaire("w1", "questionnaires/w1.yaml", files, tuple(questions))


def column(name: str, cells: list[Any], *, text: bool = False) -> RawColumn:
    tags = [c if isinstance(c, str) and c.startswith(".") else "" for c in cells]
    blank: Any = "" if text else 0
    values = [blank if tag else cell for cell, tag in zip(cells, tags, strict=True)]
    return RawColumn.of(
        name=name,
        storage="text" if text else "double",
        format="",
        values=np.array(values, dtype=object if text else float),
        tags=np.array(tags, dtype=object),
        value_labels={},
    )


def home(rows: int, **columns: list[Any]) -> RawFile:
    made = {
        name: column(name, cells, text=name == "hid" or name.startswith("name"))
        for name, cells in columns.items()
    }
    return RawFile("data/raw/w1/hh.dta", "0" * 64, rows, made)


def wide(**changed: list[Any] | None) -> RawFile:
    """Two households: one with members in slots 1 and 3, one with none."""
    columns: dict[str, list[Any] | None] = {
        **{"hid": ["h1", "h2"], "other": [1.0, 1.0]},
        **{"name_1": ["Ann", "."], "name_2": [".", "."], "name_3": ["Bo", "."]},
        **{"a1_age": [40.0, "."], "a2_age": [".", "."], "a3_age": [".b", "."]},
    }
    given = {name: cells for name, cells in {**columns, **changed}.items() if cells is not None}
    return home(2, **given)


def long(file: Unfolded) -> list[tuple[str, ...]]:
    return [
        tuple(column.code_at(row) for column in file.columns.values()) for row in range(file.rows)
    ]


def test_one_row_for_each_slot_that_is_used_with_its_delivered_place():
    file, findings = unfold(wide(), "person", asked(), WAVE)
    assert findings == []
    assert list(file.columns) == ["hid", "{slot}", "name_{slot}", "a{slot}_age"]
    assert long(file) == [("h1", "1", "Ann", "40"), ("h1", "3", "Bo", ".b")]
    assert (file.name, file.sha256, file.rows) == ("data/raw/w1/hh.dta", "0" * 64, 2)
    assert file.origin(1, "a{slot}_age") == (0, "a3_age")
    assert file.origin(1, "hid") == (0, "hid")
    assert file.origin(1, "{slot}") == (0, "{slot}")
    assert file.place(1) == "row 1, slot 3"


@pytest.mark.parametrize(
    ("cell", "row"),
    [
        (".", False),
        (-8.0, False),  # the wave says inapplicable
        (".i", False),  # and so does this tag
        (-1.0, True),
        (-2.0, True),
        (".b", True),
        (77.0, True),
        (0.0, True),
        (".z", True),  # nobody declared it: the row is there, so that ingest stops at it
    ],
)
def test_what_makes_a_row(cell, row):
    wave = Wave(id="w1", year=2014, missing_codes={**WAVE.missing_codes, ".i": "inapplicable"})
    file, _ = unfold(wide(a2_age=[".", cell]), "person", asked(), wave)
    assert ("row 2, slot 2" in [file.place(place) for place in range(file.rows)]) is row


def test_a_blank_makes_no_row_whatever_it_means():
    wave = Wave(id="w1", year=2014, missing_codes={".": "no_answer"})
    file, _ = unfold(wide(), "person", asked(), wave)
    assert file.rows == 2


def test_an_answer_that_looks_inapplicable_is_an_answer_where_the_question_says_so():
    within = question("age", "a{slot}_age", range=(-10.0, 100.0))
    file, _ = unfold(wide(a2_age=[".", -8.0]), "person", asked([*QUESTIONS[:3], within]), WAVE)
    assert file.place(2) == "row 2, slot 2"


def test_slots_with_names_and_zeros_keep_them_in_columns():
    columns = {"hid": ["h1"], "name_01": ["Ann"], "name_02": ["."], "a01_age": [1.0]}
    file, findings = unfold(home(1, **columns, a02_age=[2.0]), "person", asked(slots="01-02"), WAVE)
    assert findings == []
    assert long(file) == [("h1", "1", "Ann", "1"), ("h1", "2", ".", "2")]
    assert file.origin(1, "a{slot}_age") == (0, "a02_age")
    columns = {"hid": ["h1"], "name_pa": ["Ann"], "name_ma": ["."], "apa_age": ["."]}
    file, _ = unfold(home(1, **columns, ama_age=[2.0]), "person", asked(slots=("ma", "pa")), WAVE)
    assert long(file) == [("h1", "ma", ".", "2"), ("h1", "pa", "Ann", ".")]


def test_several_answers_in_a_slot_make_a_row_too():
    choices = tuple(Choice(code=code, label={"en": code}) for code in ("1", "2"))
    speaks = question("speaks", "s{slot}_{choice}", "select_multiple", choices=choices)
    columns = {"s1_1": [".", 1.0], "s1_2": [".", 0.0], "s2_1": [".", "."], "s2_2": [".", "."]}
    file, findings = unfold(
        home(2, hid=["h1", "h2"], **columns), "person", asked([QUESTIONS[0], speaks], "1-2"), WAVE
    )
    assert findings == []
    assert list(file.columns) == ["hid", "s{slot}_1", "s{slot}_2"]
    assert [file.place(row) for row in range(file.rows)] == ["row 2, slot 1"]
    assert file.origin(0, "s{slot}_2") == (1, "s1_2")


def test_a_column_that_is_there_for_no_slot_is_left_to_the_audit():
    file, findings = unfold(wide(name_1=None, name_2=None, name_3=None), "person", asked(), WAVE)
    assert findings == []
    assert "name_{slot}" not in file.columns
    assert file.rows == 2


def test_a_column_that_is_there_for_some_slots_only_is_an_error():
    _, (finding,) = unfold(wide(a2_age=None), "person", asked(), WAVE)
    assert (finding.rule, finding.severity) == ("slot-columns", "error")
    assert (finding.variable, finding.examples, finding.count) == ("a{slot}_age", ("a2_age",), 1)
    assert (finding.file, finding.wave) == ("data/raw/w1/hh.dta", "w1")


def test_last_slots_without_any_column_are_a_note():
    file, (finding,) = unfold(wide(a3_age=None, name_3=None), "person", asked(), WAVE)
    assert (finding.severity, finding.examples) == ("note", ("3",))
    assert long(file) == [("h1", "1", "Ann", "40")]
    _, findings = unfold(wide(a1_age=None, name_1=None), "person", asked(), WAVE)
    assert {(f.severity, f.examples) for f in findings} == {
        **{("error", ("name_1",)): 0, ("error", ("a1_age",)): 0}
    }.keys()


def test_columns_of_a_further_slot_are_a_warning_unless_somebody_reads_them():
    _, (finding,) = unfold(wide(name_4=[".", "x"]), "person", asked(), WAVE)
    assert (finding.severity, finding.examples) == ("warning", ("name_4",))
    other = Question("n4", "w1", "home", "name_4", "text", {"en": "N"}, "n4")
    _, findings = unfold(wide(name_4=[".", "x"]), "person", asked([*QUESTIONS, other]), WAVE)
    assert findings == []


def test_messages_name_delivered_columns():
    file, _ = unfold(wide(), "person", asked(), WAVE)
    both, last = np.array([True, True]), np.array([False, True])
    assert file.named("a{slot}_age", both) == "a1_age, a3_age"
    assert file.named("a{slot}_age", last) == "a3_age"
    assert file.named("hid", last) == "hid"
    many = {f"name_{n}": ["x"] for n in range(1, 6)}
    file, _ = unfold(home(1, hid=["h"], **many), "person", asked(QUESTIONS[:3], "1-5"), WAVE)
    assert file.named("name_{slot}", np.ones(5, bool)) == "name_1, name_2, name_3 and 2 more"


def test_a_file_without_rows():
    empty = {name: [] for name in wide().columns}
    file, findings = unfold(home(0, **empty), "person", asked(), WAVE)
    assert (file.rows, findings) == (0, [])


SAID = st.sampled_from([40.0, 0.0, 7.5, -1.0, -2.0, ".a", ".z"])
SILENT = st.sampled_from([".", -8.0])
TEXT = st.sampled_from(["Ann", "x y", "0101", ".b", "."])
ROW = st.one_of(
    st.tuples(TEXT.filter(lambda cell: cell != "."), st.one_of(SAID, SILENT)),
    st.tuples(st.just("."), SAID),
)
MEMBERS = st.lists(st.dictionaries(st.sampled_from(SLOTS), ROW), max_size=5)


@given(MEMBERS)
def test_a_long_table_written_wide_and_unfolded_is_the_long_table(members):
    expected = [
        (f"h{row}", slot, *(str(cell).removesuffix(".0") for cell in found[slot]))
        for row, found in enumerate(members)
        for slot in SLOTS
        if slot in found
    ]
    columns: dict[str, list[Any]] = {"hid": [f"h{row}" for row in range(len(members))]}
    for slot in SLOTS:
        cells = [found.get(slot, (".", ".")) for found in members]
        columns[f"name_{slot}"] = [name for name, _ in cells]
        columns[f"a{slot}_age"] = [age for _, age in cells]
    raw = home(len(members), **columns)
    file, findings = unfold(raw, "person", asked(), WAVE)
    assert findings == []
    assert long(file) == expected
    for place, cells in enumerate(long(file)):
        for template, cell in zip(file.columns, cells, strict=True):
            if template != "{slot}":
                at, name = file.origin(place, template)
                assert raw.columns[name].code_at(at) == cell
