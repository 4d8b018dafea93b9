"""A roster delivered wide, in Stata and in SPSS: checked, ingested, traced, described."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.folders import deliver, edit, write

from kinpanel.errors import DataError, UsageError
from kinpanel.pipeline.archive import write_codebook
from kinpanel.pipeline.check import check
from kinpanel.pipeline.compare import compare_waves
from kinpanel.pipeline.form import export_form
from kinpanel.pipeline.handle import Study
from kinpanel.pipeline.ingest import ingest
from kinpanel.pipeline.register import register
from kinpanel.pipeline.status import status
from kinpanel.pipeline.trace import trace

CANARY = "CNRY7f3a"
STUDY = """\
title: {en: Rosters}
languages: [en]
missing:
  inapplicable: {kind: design, label: {en: Not applicable}}
  not_asked: {kind: design, label: {en: Not asked}}
  dont_know: {kind: item, label: {en: Don't know}}
  refused: {kind: item, label: {en: Refused}}
waves:
  - {id: w1, year: 2014, missing_codes: {.b: dont_know, .c: refused, .i: inapplicable}}
  - {id: w2, year: 2016, missing_codes: {-1: dont_know, -2: refused, -8: inapplicable}}
"""
WAVE = """\
wave: w1
files:
  home: {path: "hh*.dta", unit: household, key: [hid]}
  member: {repeat: home, slots: 1-3, unit: person, key: [m_hid, m_line]}
questions:
  - {id: hid, raw: home.hhid, type: text, label: {en: Id}}
  - {id: farm, raw: home.farm, type: select_one yesno@1, label: {en: Farm}}
  - {id: m_hid, raw: member.hhid, type: text, label: {en: Id}}
  - {id: m_line, raw: "member.{slot}", type: integer, label: {en: Line}}
  - {id: m_name, raw: "member.name_{slot}", type: text, label: {en: Name}}
  - {id: m_sex, raw: "member.sex_{slot}", type: select_one sex@1, label: {en: Sex}}
  - {id: m_age, raw: "member.a{slot}_age", type: integer, range: [0, 120], label: {en: Age}}
  - {id: m_job, raw: "member.job{slot}", type: select_one yesno@1, ask_if: m_age >= 16,
     label: {en: Job}}
  - {id: m_field, raw: "member.field{slot}", type: integer, ask_if: farm = 1 and m_age >= 16,
     label: {en: Days in the field}}
"""
LATER = """\
wave: w2
files:
  home: {path: hh.sav, unit: household, key: [hid]}
  member: {repeat: home, slots: 1-3, unit: person, key: [m_hid, m_line]}
questions:
  - {id: hid, raw: home.hhid, like: w1.hid}
  - {id: farm, raw: home.farm, like: w1.farm}
  - {id: m_hid, raw: member.hhid, like: w1.m_hid}
  - {id: m_line, raw: "member.{slot}", like: w1.m_line}
  - {id: m_name, raw: "member.name_{slot}", like: w1.m_name}
  - {id: m_sex, raw: "member.sex_{slot}", like: w1.m_sex}
  - {id: m_age, raw: "member.a{slot}_age", like: w1.m_age}
  - {id: m_job, raw: "member.job{slot}", like: w1.m_job}
  - {id: m_field, raw: "member.field{slot}", like: w1.m_field}
"""
CHOICES = """\
choices:
  yesno@1: [{code: 1, label: {en: "Yes"}}, {code: 0, label: {en: "No"}}]
  sex@1: [{code: 1, label: {en: Male}}, {code: 2, label: {en: Female}}]
"""
HOME = """\
table: home
label: {en: Households}
unit: household
key: [hid]
variables:
  - {name: hid, type: text, sensitivity: identifier, concept: hid, label: {en: Id}}
"""
MEMBER = """\
table: member
label: {en: Members}
unit: person
key: [hid, line]
variables:
  - {name: hid, type: text, sensitivity: identifier, concept: m_hid, label: {en: Id}}
  - {name: line, type: integer, concept: m_line, label: {en: Line}}
  - {name: name, type: text, sensitivity: identifier, concept: m_name, label: {en: Name}}
  - {name: woman, type: boolean, concept: m_sex, label: {en: Woman}}
  - {name: age, type: integer, concept: m_age, label: {en: Age}}
  - {name: field, type: integer, concept: m_field, label: {en: Days in the field}}
"""
SOURCES = {
    **{"home.hid": "hid,same", "member.hid": "m_hid,same", "member.line": "m_line,same"},
    **{"member.name": "m_name,same", "member.woman": "m_sex,map", "member.age": "m_age,same"},
    "member.field": "m_field,same",
}
CODES = """\
variable,target,label,w1,w2
member.woman,1,Woman,2,2
member.woman,0,Man,1,1
"""
FILES = {
    "study.yaml": STUDY,
    "questionnaires/choices.yaml": CHOICES,
    "questionnaires/w1.yaml": WAVE,
    "questionnaires/w2.yaml": LATER,
    "codebooks/home.yaml": HOME,
    "codebooks/member.yaml": MEMBER,
    "codebooks/codes.csv": CODES,
    "codebooks/crosswalk.csv": "variable,wave,source,rule,status,why,by,reviewed\n"
    + "".join(
        f"{name},{wave},{source},identical,,,\n"
        for name, source in SOURCES.items()
        for wave in ("w1", "w2")
    ),
}
NAN = np.nan


def households(*, refused: Any, unknown: Any, routed: Any) -> pd.DataFrame:
    """Three households: members in slots 1 and 3; one who refused; nobody at all."""
    return pd.DataFrame(
        {
            "hhid": [f"{CANARY}1", f"{CANARY}2", f"{CANARY}3"],
            "farm": [1.0, 0.0, 1.0],
            "extra": [0.0, 0.0, 0.0],
            **{"name_1": ["Ann", "", ""], "name_2": ["", "", ""], "name_3": ["Bo", "", ""]},
            **{"sex_1": [2.0, refused, NAN], "sex_2": [NAN] * 3, "sex_3": [1.0, NAN, NAN]},
            "a1_age": [40.0, unknown, NAN],
            "a2_age": [NAN, NAN, NAN],
            "a3_age": [9.0, NAN, routed],
            **{"job1": [1.0, NAN, NAN], "job2": [NAN] * 3, "job3": [routed, NAN, routed]},
            **{"field1": [20.0, NAN, NAN], "field2": [NAN] * 3, "field3": [NAN] * 3},
        }
    )


class Rosters:
    """The study on disk, its two deliveries, and its verbs."""

    def __init__(self, root: Path) -> None:
        self.root = root
        write(root, FILES)
        self.deliver("w1", households(refused="c", unknown="b", routed="i"))
        self.deliver("w2", households(refused=-2.0, unknown=-1.0, routed=-8.0))

    def deliver(self, wave: str, frame: pd.DataFrame) -> None:
        options: dict[str, Any] = {
            "variable_value_labels": {f"sex_{n}": {1: "Male", 2: "Female"} for n in (1, 2, 3)}
        }
        if wave == "w1":
            tagged = {c: ["b", "c", "i"] for c in frame if frame[c].isin(["b", "c", "i"]).any()}
            deliver(self.root, "w1/hh_v1.dta", frame, missing_user_values=tagged, **options)
        else:
            ranges = {name: [{"lo": -9, "hi": -1}] for name in frame if frame[name].dtype == float}
            deliver(self.root, f"{wave}/hh.sav", frame, missing_ranges=ranges, **options)

    def edit(self, name: str, old: str, new: str) -> None:
        edit(self.root, name, old, new)

    @property
    def study(self) -> Study:
        return Study.open(self.root)

    def ingest(self) -> list[Any]:
        register(self.study, replace=True)
        return ingest(self.study)


@pytest.fixture
def rosters(tmp_path: Path) -> Rosters:
    return Rosters(tmp_path / "study")


def refused(rosters: Rosters) -> list[Any]:
    with pytest.raises(DataError) as caught:
        rosters.ingest()
    assert CANARY not in str(caught.value)
    return list(caught.value.findings)


def test_definitions_are_checked_and_only_delivered_files_registered(rosters):
    counts = check(rosters.root).waves
    assert [(wave.files, wave.questions) for wave in counts] == [(2, 9), (2, 9)]
    assert [entry.file for entry in register(rosters.study)] == ["w1/hh_v1.dta", "w2/hh.sav"]


def test_rows_values_and_reasons(rosters):
    outcomes = rosters.ingest()
    assert [dict(outcome.rows) for outcome in outcomes] == [{"home": 3, "member": 3}] * 2
    for outcome in outcomes:
        assert {f.rule for f in outcome.findings} <= {"undeclared-column", "unexplained-blank"}
        notes = [f for f in outcome.findings if f.rule == "undeclared-column"]
        assert [note.examples for note in notes] == [("extra",)]
    member = rosters.study.table("member", labels=None)
    reasons = rosters.study.reasons("member")
    assert member["line"].tolist() == [1, 3, 1] * 2
    assert member["hid"].str[-1].tolist() == ["1", "1", "2"] * 2
    assert member["age"].fillna(-1).tolist() == [40, 9, -1] * 2
    assert member["woman"].astype(object).where(member["woman"].notna(), None).tolist() == [
        *([True, False, None] * 2)
    ]
    assert reasons["age"].astype(object).tolist()[2::3] == ["dont_know"] * 2
    assert reasons["woman"].astype(object).tolist()[2::3] == ["refused"] * 2
    assert reasons["name"].astype(object).tolist()[2::3] == ["unexplained"] * 2
    # The household of the last row has no farm; the second member is nine years old.
    assert member["field"].fillna(-1).tolist() == [20, -1, -1] * 2
    assert reasons["field"].astype(object).tolist()[1:3] == ["inapplicable"] * 2
    assert {entry.state for entry in status(rosters.study)} == {"current"}


def test_a_cell_is_traced_to_its_delivered_row_and_column(rosters):
    rosters.ingest()
    study = rosters.study
    (answer,) = trace(study, "member", "woman", [f"{CANARY}1", "3"], "w2").answers
    assert (answer.file, answer.row, answer.column) == ("w2/hh.sav", 1, "sex_3")
    assert (answer.raw, answer.label_in_file, answer.target) == ("1", "Male", "0")
    cell = trace(study, "member", "age", [f"{CANARY}2", "1"], "w1")
    (answer,) = cell.answers
    assert (answer.row, answer.column, answer.raw) == (2, "a1_age", ".b")
    assert cell.reason == "dont_know"
    (answer,) = trace(study, "member", "line", [f"{CANARY}1", "3"], "w1").answers
    assert (answer.row, answer.column, answer.raw) == (1, "{slot}", "3")
    (answer,) = trace(study, "member", "hid", [f"{CANARY}2", "1"], "w1").answers
    assert (answer.row, answer.column) == (2, "hhid")
    with pytest.raises(UsageError, match="no row"):
        trace(study, "member", "age", [f"{CANARY}3", "1"], "w1")


def test_an_undeclared_code_names_the_delivered_column(rosters):
    frame = households(refused=-2.0, unknown=-1.0, routed=-8.0)
    frame.loc[0, "sex_3"] = 7.0
    rosters.deliver("w2", frame)
    (finding,) = refused(rosters)
    assert (finding.rule, finding.file) == ("undeclared-code", "data/raw/w2/hh.sav")
    assert (finding.variable, finding.examples, finding.count) == ("sex_3", ("7",), 1)


def test_a_repeated_key_names_row_and_slot(rosters):
    for wave in ("w1", "w2"):
        rosters.edit(f"questionnaires/{wave}.yaml", "key: [m_hid, m_line]", "key: [m_hid]")
    findings = refused(rosters)
    assert {f.rule for f in findings} == {"duplicate-key"}
    assert findings[0].examples == ("row 1, slot 1", "row 1, slot 3")
    rosters.edit("questionnaires/w1.yaml", "key: [m_hid]", "key: [m_hid, m_line]")
    rosters.edit("questionnaires/w2.yaml", "key: [m_hid]", "key: [m_hid, m_line]")
    rosters.edit("codebooks/member.yaml", "key: [hid, line]", "key: [hid]")
    findings = refused(rosters)
    assert {f.message for f in findings} == {"rows share a key after harmonisation"}
    assert findings[0].examples == ("row 1, slot 1", "row 1, slot 3")


def test_a_column_missing_for_every_slot_and_one_missing_for_some(rosters):
    frame = households(refused=-2.0, unknown=-1.0, routed=-8.0)
    rosters.deliver("w2", frame.drop(columns=["sex_1", "sex_2", "sex_3", "job2"]))
    found = {f.rule: f for f in refused(rosters)}
    assert found["missing-column"].variable == "sex_{slot}"
    assert found["slot-columns"].variable == "job{slot}"
    assert found["slot-columns"].examples == ("job2",)


def test_last_slots_without_columns_are_a_note(rosters):
    frame = households(refused=-2.0, unknown=-1.0, routed=-8.0)
    last = ["name_3", "sex_3", "a3_age", "job3", "field3"]
    rosters.deliver("w2", frame.drop(columns=last))
    outcome = rosters.ingest()[1]
    assert outcome.rows["member"] == 2
    assert ("note", ("3",)) in {
        (f.severity, f.examples) for f in outcome.findings if f.rule == "slot-columns"
    }


def test_warnings_name_the_columns_of_the_slots(rosters):
    frame = households(refused=-2.0, unknown=-1.0, routed=-8.0)
    frame.loc[0, "field3"] = 4.0
    rosters.deliver("w2", frame)
    findings = rosters.ingest()[1].findings
    assert [(f.rule, f.variable, f.count) for f in findings if f.severity == "warning"] == [
        ("unexplained-blank", "name_1", 1),
        ("unexplained-blank", "job1", 1),
        ("out-of-turn", "field3", 1),
    ]


def test_archives_forms_and_comparison_know_repeats(rosters, tmp_path):
    for landed in (False, True):
        if landed:
            rosters.ingest()
        paths = write_codebook(rosters.study, folder=tmp_path / f"out{landed}")
        ddi, package = (path.read_text(encoding="utf-8") for path in paths)
        assert 'name="a{slot}_age"' in ddi
        assert "One row for each slot (1, 2, 3)" in ddi
        assert ddi.count("<fileName>w1/hh_v1.dta</fileName>") == (2 if landed else 0)
        fields = json.loads(package)["resources"][1]["schema"]["fields"]
        (age,) = [field for field in fields if field["name"] == "age"]
        assert age["origin"][0]["questions"][0]["column"] == "member.a{slot}_age"
    compared = compare_waves(rosters.study, "w1", "w2")
    assert set(compared["status"]) == {"unchanged"}
    assert export_form(rosters.study, "w1", tmp_path / "w1.xlsx") == 7
