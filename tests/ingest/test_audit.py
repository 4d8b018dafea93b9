"""A delivered file against its questionnaire."""

from __future__ import annotations

import pytest

from kinpanel.ingest.audit import audit_columns, audit_key
from kinpanel.ingest.raw import RawFile
from kinpanel.questionnaire import FileSpec, Questionnaire
from kinpanel.study import Wave

CANARY = "CNRY7f3a"


@pytest.fixture
def columns():
    """Findings of `audit_columns` on some columns and questions."""

    def run(columns, questions, wave=None, file=None):
        spec = FileSpec(path="f.dta", unit="x", key=("v",), missing_codes=file or {})
        asked = Questionnaire("w1", "w1.yaml", {"f": spec}, tuple(questions))
        rows = len(columns[0].tags) if columns else 0
        raw = RawFile("f.dta", "", rows, {column.name: column for column in columns})
        return audit_columns(raw, "f", asked, Wave(id="w1", year=2014, missing_codes=wave or {}))

    return run


@pytest.fixture
def keys(column, question, decode):
    """Findings of `audit_key` on the cells of the key's columns."""

    def run(*cells):
        names = [f"k{i}" for i in range(len(cells))]
        asked = [question(name, kind="text") for name in names]
        made = [column(list(c), n) for c, n in zip(cells, names, strict=True)]
        answers, _ = decode(made, asked, wave={"-1": "refused"})
        spec = FileSpec(path="f.dta", unit="x", key=tuple(names))
        raw = RawFile("f.dta", "", len(cells[0]), {})
        return audit_key(
            raw, "f", Questionnaire("w1", "w1.yaml", {"f": spec}, tuple(asked)), answers
        )

    return run


def test_nothing_to_say(columns, column, question):
    assert columns([column([1.0])], [question()]) == []


def test_a_missing_column_and_the_nearest_name(columns, column, question):
    findings = columns(
        [column([1.0], "TCA1"), column([1.0], "x")], [question(column="tca1"), question("x")]
    )
    by_rule = {finding.rule: finding for finding in findings}
    assert set(by_rule) == {"missing-column", "undeclared-column"}
    missing = by_rule["missing-column"]
    assert (missing.severity, missing.file, missing.variable) == ("error", "f.dta", "tca1")


def test_columns_no_question_declares(columns, column, question):
    extra = [column([1.0], f"e{i}") for i in range(5)]
    (finding,) = columns([column([1.0]), *extra], [question()])
    assert (finding.rule, finding.severity, finding.count) == ("undeclared-column", "note", 5)
    assert finding.examples == ("e0", "e1", "e2")


@pytest.mark.parametrize("kind", ["integer", "decimal"])
def test_numbers_stored_as_text(columns, column, question, kind):
    (finding,) = columns([column([CANARY, "2"])], [question(kind=kind)])
    assert (finding.rule, finding.severity) == ("type", "error")
    assert CANARY not in str(finding)


@pytest.mark.parametrize("cells", [[], [".", "."]])
def test_an_empty_column_may_be_stored_as_text(columns, column, question, cells):
    """Exports turn a column nobody answered into text."""
    assert columns([column(cells, storage="text")], [question()]) == []


def test_labelled_codes_nobody_declared(columns, column, question):
    labels = {"1": "Yes", "3": "Other", "-7": "?", "9": "n/a", "99": "n/a", ".a": "n/a", ".z": "?"}
    asked = question(kind="select_one", choices=["1"], missing_codes={"9": "refused"})
    (finding,) = columns(
        [column([1.0], value_labels=labels)], [asked], wave={".a": "x"}, file={"99": "x"}
    )
    assert (finding.rule, finding.severity) == ("labelled-code", "note")
    assert finding.examples == ("-7", ".z", "3")
    assert finding.count == 3


def test_labels_of_numbers_do_not_matter(columns, column, question):
    assert columns([column([1.0], value_labels={"7": "x"})], [question()]) == []


def test_keys_that_are_fine(keys):
    assert keys(["a", "b", "c"]) == []
    assert keys(["a", "a"], ["1", "2"]) == []
    assert keys([]) == []


def test_keys_that_are_missing_or_twice(keys):
    missing, twice = keys([CANARY, ".", CANARY, "x", "-1", CANARY, CANARY])
    assert (missing.rule, missing.count, missing.examples) == ("missing-key", 2, ("row 2", "row 5"))
    assert (twice.rule, twice.count) == ("duplicate-key", 4)
    assert twice.examples == ("row 1", "row 3", "row 6")
    assert (twice.severity, twice.file, twice.variable) == ("error", "f.dta", "k0")
    assert CANARY not in str(missing) + str(twice)


def test_two_blanks_do_not_share_a_key(keys):
    (finding,) = keys([".", "."], ["1", "1"])
    assert (finding.rule, finding.variable) == ("missing-key", "k0+k1")


def test_keys_are_compared_as_written(keys):
    assert keys(["01", "1"]) == []


def test_the_columns_of_a_multi_response_question(columns, column, question):
    """All are declared; those that the file lacks are one finding."""
    asked = question("v", "select_multiple", column="v_{choice}", choices=["1", "2", "3", "4", "5"])
    there = [column([1.0], f"v_{code}") for code in (1, 2, 3, 4, 5)]
    assert columns(there, [asked]) == []
    (finding,) = columns(there[:1], [asked])
    assert (finding.rule, finding.severity, finding.variable) == (
        *("missing-column", "error"),
        "v_{choice}",
    )
    assert (finding.examples, finding.count) == (("v_2", "v_3", "v_4"), 4)
    split = [*there, column(["1 2"], "v")]
    (finding,) = columns(split, [question("v", "select_multiple", choices=["1", "2"])])
    assert (finding.rule, finding.count) == ("undeclared-column", 5)


def test_labels_of_indicators_and_of_mentions(columns, column, question):
    more = {"choices": ["5", "6"], "unchosen": "2"}
    labels = {"1": "Yes", "2": "No", "3": "?"}
    there = [column([1.0], f"v_{code}", value_labels=labels) for code in (5, 6)]
    found = columns(there, [question("v", "select_multiple", column="v_{choice}", **more)])
    assert [(f.rule, f.variable, f.examples) for f in found] == [
        ("labelled-code", "v_5", ("3",)),
        ("labelled-code", "v_6", ("3",)),
    ]
    labels = {"5": "Work", "7": "?", "2": "-"}
    there = [column([5.0], f"v{place}", value_labels=labels) for place in (1, 2)]
    found = columns(there, [question("v", "select_multiple", column="v{1-2}", **more)])
    assert [(f.variable, f.examples) for f in found] == [("v1", ("7",)), ("v2", ("7",))]


def test_texts_that_were_cut_within_a_character(columns, column, question):
    made = column(["甲", "乙"], cut=2)
    (finding,) = columns([made], [question(kind="text")])
    assert (finding.rule, finding.severity, finding.count) == ("cut-text", "warning", 2)
    assert (finding.variable, finding.examples) == ("v", ())
    assert columns([column(["甲"])], [question(kind="text")]) == []
