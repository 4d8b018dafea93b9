"""Rows that do not count are dropped by declaration, and counted; all others stay."""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kinpanel.ingest.audit import audit_key
from kinpanel.ingest.decode import decode_file
from kinpanel.ingest.delivered import declared_files
from kinpanel.ingest.one_row import Counted
from kinpanel.ingest.raw import RawFile
from kinpanel.questionnaire import FileSpec, Questionnaire
from kinpanel.questionnaire.model import OneRow
from kinpanel.study import Wave

WAVE = Wave(id="w1", year=2014, missing_codes={"-1": "dont_know"})


@pytest.fixture
def sent(column, question):
    """A file of children and visits, and what the questionnaire makes of it."""

    def make(rows, keep="lowest", lacking=()):
        rule = OneRow(by="visit", keep=keep) if keep else None
        spec = FileSpec(path="x.dta", unit="child", key=("pid",), one_row=rule)
        asked = (question("pid", "text"), question("visit"), question("answer"))
        questionnaire = Questionnaire("w1", "questionnaires/w1.yaml", {"f": spec}, asked)
        names = ("pid", "visit", "answer")
        cells = dict(zip(names, zip(*rows, strict=True), strict=True))
        columns = {
            name: column(list(found), name=name)
            for name, found in cells.items()
            if name not in lacking
        }
        raw = RawFile("data/raw/w1/x.dta", "", len(rows), columns)
        files, findings = declared_files({"f": raw}, questionnaire, WAVE)
        answers, _ = decode_file(files["f"], "f", questionnaire, WAVE)
        return files["f"], findings, audit_key(files["f"], "f", questionnaire, answers)

    return make


TWICE = [("a", 1.0, 7.0), ("b", 2.0, 8.0), ("c", 1.0, 9.0), ("b", 1.0, 6.0)]


@pytest.mark.parametrize(
    ("keep", "answers", "dropped"), [("lowest", [7, 9, 6], 1), ("highest", [7, 8, 9], 3)]
)
def test_the_row_that_counts(sent, keep, answers, dropped):
    raw, (finding,), stops = sent(TWICE, keep)
    assert raw.columns["answer"].values.tolist() == answers
    assert (raw.rows, stops) == (3, [])
    assert (finding.rule, finding.severity, finding.count) == ("one-row", "warning", 1)
    assert finding.examples == (f"row {dropped + 1}",)
    assert finding.variable == "visit"


def test_rows_are_named_as_they_were_delivered(sent):
    raw, _, _ = sent(TWICE)
    assert isinstance(raw, Counted)
    assert [raw.origin(row, "answer") for row in range(3)] == [
        (0, "answer"),
        (2, "answer"),
        (3, "answer"),
    ]
    assert [raw.place(row) for row in range(3)] == ["row 1", "row 3", "row 4"]


def test_without_a_declaration_they_stop_the_wave(sent):
    raw, findings, (stop,) = sent(TWICE, keep=None)
    assert (raw.rows, findings) == (4, [])
    assert (stop.rule, stop.count) == ("duplicate-key", 2)


@pytest.mark.parametrize("second", [2.0, -1.0, "."])
def test_what_cannot_be_decided_stops_the_wave(sent, second):
    raw, findings, (stop,) = sent([("a", 2.0, 7.0), ("a", second, 8.0), ("b", -1.0, 9.0)])
    assert (raw.rows, findings) == (3, [])
    assert (stop.rule, stop.count, stop.severity) == ("duplicate-key", 2, "error")


def test_a_column_that_is_not_there_is_left_to_the_audit_of_columns(sent):
    raw, findings, _ = sent(TWICE, lacking=("visit",))
    assert (raw.rows, findings) == (4, [])


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 4)), min_size=1, max_size=15),
    st.sampled_from(["lowest", "highest"]),
)
def test_a_row_goes_only_where_a_better_one_of_its_key_stays(sent, pairs, keep):
    rows = [(key, float(visit), float(place)) for place, (key, visit) in enumerate(pairs)]
    raw, findings, _ = sent(rows, keep)
    best = defaultdict(list)
    for key, visit in pairs:
        best[key].append(visit)
    choose = min if keep == "lowest" else max
    expected = [place for place, (key, visit) in enumerate(pairs) if visit == choose(best[key])]
    assert raw.columns["answer"].values.tolist() == expected
    assert sum(one.count for one in findings) == len(pairs) - len(expected)
    assert np.isin(list(Counter(raw.columns["pid"].values)), list(best)).all()
