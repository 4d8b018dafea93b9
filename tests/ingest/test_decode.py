"""Raw cells to answers: a value, or exactly one reason, by rules in their documented order."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kinpanel.study import UNEXPLAINED

CANARY = "CNRY7f3a"
ERRORS = {"undeclared-code", "out-of-range", "not-whole", "not-a-number"}


def rules(findings):
    return [finding.rule for finding in findings]


def test_the_question_comes_first(column, question, decode):
    """9 is a choice, and a code of the wave, and a code of the question: the question wins."""
    asked = question(kind="select_one", choices=["1", "9"], missing_codes={"9": "refused"})
    answers, findings = decode([column([1.0, 9.0])], [asked], wave={"9": "dont_know"})
    assert answers["v"].reason.tolist() == ["", "refused"]
    assert answers["v"].codes.tolist() == ["1", ""]
    assert findings == []


def test_choices_come_before_file_and_wave(column, question, decode):
    asked = question(kind="select_one", choices=["1", "9"])
    answers, _ = decode([column([1.0, 9.0])], [asked], wave={"9": "dont_know"}, file={"9": "x"})
    assert answers["v"].reason.tolist() == ["", ""]


def test_range_comes_before_file_and_wave(column, question, decode):
    asked = question(range=(0, 99))
    answers, findings = decode([column([98.0, 999.0])], [asked], wave={"98": "a", "999": "b"})
    assert answers["v"].reason.tolist() == ["", "b"]
    assert findings == []


def test_file_comes_before_wave(column, question, decode):
    asked = question(range=(0, 9))
    answers, _ = decode(
        [column([1.0, -1.0, -2.0])], [asked], wave={"-1": "w", "-2": "w"}, file={"-1": "f"}
    )
    assert answers["v"].reason.tolist() == ["", "f", "w"]


def test_tags_follow_the_same_order(column, question, decode):
    asked = question(missing_codes={".a": "q"})
    cells = [".a", ".b", ".c", ".", 1.0]
    answers, findings = decode(
        [column(cells)], [asked], wave={".a": "w", ".b": "w", ".c": "w"}, file={".b": "f"}
    )
    assert answers["v"].reason.tolist() == ["q", "f", "w", UNEXPLAINED, ""]
    assert rules(findings) == ["unexplained-blank"]
    assert (findings[0].severity, findings[0].count) == ("warning", 1)


def test_a_declared_blank_is_explained(column, question, decode):
    answers, findings = decode([column([".", 1.0])], [question()], wave={".": "no_answer"})
    assert answers["v"].reason.tolist() == ["no_answer", ""]
    assert findings == []


def test_undeclared_codes_are_named_and_counted(column, question, decode):
    asked = question(kind="select_one", choices=["1"], column="tc9")
    cells = [1.0, 7.0, 7.0, -3.0, 99999998.0, ".d"]
    _, findings = decode([column(cells, name="tc9")], [asked])
    by_examples = {finding.examples: finding for finding in findings}
    assert set(by_examples) == {(".d",), ("-3", "7", "99999998")} or len(findings) == 1
    assert sum(finding.count for finding in findings) == 5
    assert {code for f in findings for code in f.examples} == {".d", "-3", "7", "99999998"}
    assert {(f.rule, f.severity, f.file, f.variable, f.wave) for f in findings} == {
        ("undeclared-code", "error", "f.dta", "tc9", "w1")
    }


def test_values_the_file_calls_missing_must_be_declared(column, question, decode):
    declared = column([-5.0, 5.0], declared=((-9.0, -1.0),))
    _, findings = decode([declared], [question()])
    assert (rules(findings), findings[0].examples) == (["undeclared-code"], ("-5",))
    _, findings = decode([declared], [question()], wave={"-5": "refused"})
    assert findings == []


def test_texts_the_file_calls_missing_must_be_declared(column, question, decode):
    declared = column(["ZZ", "x"], declared=(("ZZ", "ZZ"),))
    _, findings = decode([declared], [question(kind="text")])
    assert findings[0].examples == ("ZZ",)
    answers, findings = decode([declared], [question(kind="text")], wave={"ZZ": "refused"})
    assert findings == []
    assert answers["v"].codes.tolist() == ["", "x"]


@pytest.mark.parametrize(
    ("kind", "cells", "rule", "count"),
    [
        ("integer", [1.0, 1.5, 2.5], "not-whole", 2),
        ("integer", [-1.0, 12.0, 3.0], "out-of-range", 2),
        ("decimal", ["a", "b"], "not-a-number", 2),
    ],
)
def test_values_that_do_not_fit(column, question, decode, kind, cells, rule, count):
    limits = (0, 9) if rule == "out-of-range" else None
    _, findings = decode([column(cells)], [question(kind=kind, range=limits)])
    assert [(f.rule, f.count, f.examples) for f in findings] == [(rule, count, ())]


def test_a_fraction_within_a_range(column, question, decode):
    _, findings = decode([column([1.5])], [question(range=(0, 9))])
    assert rules(findings) == ["not-whole"]
    _, findings = decode([column([1.5])], [question(kind="decimal", range=(0, 9))])
    assert findings == []


@pytest.mark.parametrize("kind", ["select_one", "integer", "decimal"])
@pytest.mark.parametrize(
    "cells",
    [
        [f"{CANARY}{i}" for i in range(3)],
        [11000110.0, 11000111.0],
        [float(i) + 100 for i in range(30)],
    ],
)
def test_ids_are_never_shown_as_codes(column, question, decode, kind, cells):
    asked = question(kind=kind, choices=["1"], range=(0, 9) if kind != "select_one" else None)
    _, findings = decode([column(cells)], [asked])
    assert [finding.count for finding in findings] == [len(cells)]
    assert findings[0].severity == "error"
    assert findings[0].examples == ()
    for cell in cells:
        assert str(cell).removesuffix(".0") not in str(findings[0])


@pytest.mark.parametrize(
    ("storage", "limit"), [("float", 2**24), ("double", 2**53), ("integer", None)]
)
@pytest.mark.parametrize("kind", ["integer", "text"])
def test_ids_too_long_for_their_storage(column, question, decode, storage, limit, kind):
    cells = [2.0**24 - 1, 2.0**24, 2.0**53 - 1, 2.0**53, -(2.0**54)]
    _, findings = decode([column(cells, storage=storage)], [question(kind=kind)])
    expected = [] if limit is None else [("digits-lost", sum(abs(c) >= limit for c in cells))]
    assert [(f.rule, f.count) for f in findings] == expected
    assert not any(str(int(cells[0])) in str(finding) for finding in findings)


def test_the_neighbour_of_the_limit_is_caught(column, question, decode):
    """2^24 + 1 is stored as 2^24 in a float: two ids have already become one."""
    stored = float(np.float32(2**24 + 1))
    assert stored == 2**24
    _, findings = decode([column([stored], storage="float")], [question(kind="text")])
    assert rules(findings) == ["digits-lost"]


def test_long_missing_codes_lose_nothing(column, question, decode):
    cells = column([1.0, 99999999.0], storage="float")
    code = str(int(cells.values[1]))
    _, findings = decode([cells], [question(kind="text")], wave={code: "refused"})
    assert findings == []


def test_decimals_may_be_large(column, question, decode):
    _, findings = decode([column([1e300])], [question(kind="decimal")])
    assert findings == []


def test_no_rows(column, question, decode):
    answers, findings = decode([column([])], [question(kind="select_one", choices=["1"])])
    assert findings == []
    assert len(answers["v"].reason) == 0


def test_a_question_without_its_column_is_left_out(column, question, decode):
    answers, _ = decode([column([1.0])], [question(), question("gone")])
    assert list(answers) == ["v"]


CELLS = st.sampled_from([1.0, 2.0, 3.0, 9.0, -1.0, -8.0, 77.0, 0.5, ".", ".a", ".b"])
MEANINGS = st.dictionaries(
    st.sampled_from(["1", "2", "9", "-1", "-8", "77", ".", ".a", ".b"]),
    st.sampled_from(["r1", "r2", "r3"]),
)


def slow(cell, question, file, wave, declared):
    """One cell, one verdict: the reason ("" for a value) and whether it is an error."""
    text = cell if isinstance(cell, str) else f"{cell:g}"
    wide = {**wave, **file}
    if text in question.missing_codes:
        return question.missing_codes[text], False
    if isinstance(cell, str):
        if text in wide:
            return wide[text], False
        return (UNEXPLAINED, False) if text == "." else ("", True)
    if question.kind == "select_one":
        if text in [choice.code for choice in question.choices]:
            return "", False
        return (wide[text], False) if text in wide else ("", True)
    whole = cell == int(cell)
    if question.range and question.range[0] <= cell <= question.range[1]:
        return "", question.kind == "integer" and not whole
    if text in wide:
        return wide[text], False
    if declared and declared[0] <= cell <= declared[1]:
        return "", True
    if question.range:
        return "", True
    return "", question.kind == "integer" and not whole


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    cells=st.lists(CELLS, max_size=12),
    kind=st.sampled_from(["select_one", "integer", "decimal"]),
    limits=st.sampled_from([None, (0, 3), (-1, 9)]),
    own=MEANINGS,
    file=MEANINGS,
    wave=MEANINGS,
    declared=st.sampled_from([None, (-9.0, -1.0), (70.0, 80.0)]),
)
def test_every_cell_has_a_value_or_one_reason(
    column, question, decode, cells, kind, limits, own, file, wave, declared
):
    asked = question(
        kind=kind,
        choices=["1", "2", "9"] if kind == "select_one" else [],
        range=None if kind == "select_one" else limits,
        missing_codes=own,
    )
    read = column(cells, storage="double", declared=(declared,) if declared else ())
    answers, findings = decode([read], [asked], wave, file)
    expected = [slow(cell, asked, file, wave, declared) for cell in cells]
    found = answers["v"]
    stopped = [wrong for _, wrong in expected]
    good = [place for place, wrong in enumerate(stopped) if not wrong]
    assert [found.reason[i] for i in good] == [expected[i][0] for i in good]
    assert sum(f.count for f in findings if f.rule in ERRORS) == sum(stopped)
    for place in good:
        given = found.reason[place] == ""
        assert (found.codes[place] != "") == given
        assert not given or found.values[place] == cells[place]


@pytest.mark.parametrize("kind", ["integer", "month", "decimal", "text"])
def test_codes_that_are_missing_elsewhere_are_values_here(column, question, decode, kind):
    cells = ["-1", "-2", "5"] if kind == "text" else [-1.0, -2.0, 5.0]
    wave = {"-1": "refused", "-2": "refused"}
    asked = [question(kind=kind, not_missing=("-1",)), question("w", kind)]
    columns = [column(cells), column(cells, "w")]
    for where in ({"wave": wave}, {"file": wave}):
        answers, findings = decode(columns, asked, **where)
        assert answers["v"].reason.tolist() == ["", "refused", ""]
        assert answers["v"].codes.tolist() == ["-1", "", "5"]
        assert answers["w"].reason.tolist() == ["refused", "refused", ""]
        assert findings == []


def test_nor_are_they_missing_because_the_file_says_so(column, question, decode):
    declared = column([-5.0, -6.0, 5.0], declared=((-9.0, -1.0),))
    wave = {"-5": "refused", "-6": "refused"}
    answers, findings = decode([declared], [question(not_missing=("-5",))], wave=wave)
    assert answers["v"].reason.tolist() == ["", "refused", ""]
    assert findings == []


def test_a_range_still_holds(column, question, decode):
    asked = question(range=(0, 9), not_missing=("-1",))
    _, findings = decode([column([-1.0, 5.0])], [asked], wave={"-1": "refused"})
    assert rules(findings) == ["out-of-range"]
