"""Files as declared, from files as delivered: repeats unfolded, gates and findings in place."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kinpanel.ingest.decode import decode_file
from kinpanel.ingest.delivered import above, declared_files, decode_declared
from kinpanel.ingest.raw import RawFile
from kinpanel.ingest.unfold import Unfolded
from kinpanel.questionnaire import FileSpec, Questionnaire
from kinpanel.study import Wave

WAVE = Wave(id="w1", year=2014, missing_codes={"-1": "dont_know"})


@pytest.fixture
def asked(question):
    """A household with its size, and its members with their age, asked where there are several."""
    files = {
        "person": FileSpec(repeat="f", slots="1-3", unit="person", key=("line",)),
        "f": FileSpec(path="hh.dta", unit="household", key=("hid",)),
    }
    questions = (question("hid"), question("size"), question("line"), question("age"))
    placed = {"hid": "hid", "size": "size", "line": "{slot}", "age": "age{slot}"}
    gated = question("age", ask_if="size > 1", range=(0.0, 120.0))
    made = [gated if known.id == "age" else known for known in questions]
    return Questionnaire(
        "w1",
        "questionnaires/w1.yaml",
        files,
        tuple(
            type(known)(
                **{
                    **vars(known),
                    "column": placed[known.id],
                    "file": "f" if known.id in ("hid", "size") else "person",
                }
            )
            for known in made
        ),
    )


@pytest.fixture
def home(column):
    def make(*ages):
        cells = {"hid": [1.0, 2.0], "size": [3.0, -1.0]}
        cells |= {f"age{slot}": list(found) for slot, found in enumerate(ages, start=1)}
        columns = {name: column(found, name=name) for name, found in cells.items()}
        return {"f": RawFile("data/raw/w1/hh.dta", "", 2, columns)}

    return make


def test_delivered_files_first_then_repeats(asked, home):
    files, findings = declared_files(home([1.0, "."], [".", "."], [3.0, 5.0]), asked, WAVE)
    assert findings == []
    assert list(files) == ["f", "person"]
    assert isinstance(files["person"], Unfolded)
    assert files["person"].parents.tolist() == [0, 0, 1]


def test_a_repeat_whose_file_was_not_read_is_left_out(asked):
    assert declared_files({}, asked, WAVE) == ({}, [])


def test_gates_of_the_delivered_file_count_once_for_every_row(asked, home):
    files, _ = declared_files(home([1.0, "."], [".", "."], [3.0, 5.0]), asked, WAVE)
    answers = {"f": decode_file(files["f"], "f", asked, WAVE)[0]}
    gates = above(files["person"], "person", asked, answers)
    assert list(gates) == ["size"]
    assert gates["size"].codes.tolist() == ["3", "3", ""]
    assert gates["size"].reason.tolist() == ["", "", "dont_know"]
    assert len(gates["size"].values) == 3
    assert above(files["f"], "f", asked, answers) == {}
    assert above(files["person"], "person", asked, {}) == {}


def test_findings_name_the_delivered_columns_in_which_they_arise(asked, home):
    files, _ = declared_files(home([400.0, "."], [7.0, 8.0], [3.0, 500.0]), asked, WAVE)
    answers, (finding,) = decode_declared(files["person"], "person", asked, WAVE)
    assert list(answers) == ["line", "age"]
    assert (finding.rule, finding.variable, finding.count) == ("out-of-range", "age1, age3", 2)
    files, _ = declared_files(home([np.inf, "."], [7.0, 8.0], [3.0, 5.0]), asked, WAVE)
    _, findings = decode_declared(files["person"], "person", asked, WAVE)
    assert {(f.rule, f.variable, f.count) for f in findings} == {
        ("out-of-range", "age1", 1),
        ("digits-lost", "age1", 1),
    }


def test_findings_on_a_delivered_file_stay_as_they_are(asked, home):
    files, _ = declared_files(home([1.0, "."], [".", "."], [3.0, 5.0]), asked, WAVE)
    broken = {**files["f"].columns}
    broken["size"] = replace(broken["size"], cells=np.array([1.5, 2.0]))
    raw = RawFile("f.dta", "", 2, broken)
    assert decode_declared(raw, "f", asked, WAVE)[1] == decode_file(raw, "f", asked, WAVE)[1]
    assert decode_declared(raw, "f", asked, WAVE)[1][0].variable == "size"
