"""Multi-response cells to answers: three layouts, every mixture of blank, missing and chosen."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kinpanel.study import UNEXPLAINED

CODES = ["1", "2", "3", "9"]
WAVE = {"-1": "dont_know", "-2": "refused", "-8": "inapplicable", ".b": "refused"}
CANARY = "CNRY7f3a went home"


@pytest.fixture
def several(column, question, decode):
    """Decode rows of cells, one list per column; the columns are those of the template."""

    def run(template, *rows, wave=WAVE, **more):
        given = {"choices": CODES, "missing_codes": {"9": "dont_know"}, **more}
        asked = question("q", "select_multiple", column=template, **given)
        cells = list(zip(*rows, strict=True))
        columns = [column(c, name) for c, name in zip(cells, asked.columns, strict=True)]
        answers, findings = decode(columns, [asked], wave=wave)
        found = answers["q"]
        assert found.values.tolist() == found.codes.tolist()
        assert all(code == "" for code in found.codes[found.missing])
        return found.codes.tolist(), found.reason.tolist(), findings

    return run


def said(findings):
    return [(f.rule, f.severity, f.examples, f.count) for f in findings]


BLANK = ("unexplained-blank", "warning", (), 1)


def test_text(several):
    rows = [["1 3"], ["3 1"], ["2"], [" 2  1 "], ["-1"], ["9"], [".b"], ["."]]
    codes, reason, findings = several("q", *rows)
    assert codes == ["1 3", "3 1", "2", "2 1", "", "", "", ""]
    assert reason == ["", "", "", "", "dont_know", "dont_know", "refused", UNEXPLAINED]
    assert said(findings) == [BLANK]


@pytest.mark.parametrize("separator", [",", ";", "|"])
def test_text_with_another_separator(several, separator):
    cells = [["1,3"], ["3, 1 ,"], [",2"], ["1,,2"], [" , "], ["1 3"]]
    rows = [[cell.replace(",", separator)] for (cell,) in cells]
    codes, reason, findings = several("q", *rows, separator=separator)
    assert codes[:5] == ["1 3", "3 1", "2", "1 2", ""]
    assert reason[:5] == ["", "", "", "", UNEXPLAINED]
    assert said(findings) == [("undeclared-code", "error", (), 1), BLANK]


def test_text_stored_as_numbers(several):
    codes, reason, _ = several("q", [2.0], [-2.0], ["."])
    assert (codes, reason) == (["2", "", ""], ["", "refused", UNEXPLAINED])


def test_indicators(several):
    rows = [
        [1.0, 0.0, 1.0, 0.0],
        [0.0, 0.0, 0.0, 0.0],
        [0.0, 0.0, 0.0, 1.0],
        [".", ".", ".", "."],
        [-2.0, -2.0, -2.0, -2.0],
        [0.0, -1.0, 0.0, 0.0],
        [".b", ".", ".", "."],
    ]
    codes, reason, findings = several("q_{choice}", *rows)
    assert codes == ["1 3", "", "", "", "", "", ""]
    expected = ["", "", "dont_know", UNEXPLAINED, "refused", "dont_know", "refused"]
    assert reason == expected
    assert said(findings) == [BLANK]


def test_partly_blank_indicators_are_never_not_chosen(several):
    rows = [[1.0, ".", 0.0, 0.0], [".", 0.0, 0.0, 0.0], [1.0, 0.0, 0.0, 0.0]]
    codes, reason, findings = several("q_{choice}", *rows)
    assert codes == ["", "", "1"]
    assert reason == [UNEXPLAINED, UNEXPLAINED, ""]
    assert said(findings) == [("partly-blank", "warning", (), 2), (*BLANK[:3], 2)]
    assert 'unchosen: "."' in findings[0].advice


def test_a_blank_declared_unchosen_needs_a_chosen_one_beside_it(several):
    rows = [[1.0, ".", 1.0, "."], [".", ".", ".", "."], [".", ".", ".", 1.0], [0.0, 1.0, ".", "."]]
    codes, reason, findings = several("q_{choice}", *rows, unchosen=".")
    assert codes[:3] == ["1 3", "", ""]
    assert reason[:3] == ["", UNEXPLAINED, "dont_know"]
    assert said(findings) == [("undeclared-code", "error", ("0",), 1), BLANK]


def test_chosen_and_unchosen_count_before_missing_codes(several):
    """1 is the code of "don't know" among the choices, and what a chosen indicator holds."""
    rows = [[0.0, 1.0, 0.0, 0.0], [1.0, 0.0, 0.0, 0.0]]
    codes, reason, findings = several("q_{choice}", *rows, missing_codes={"1": "dont_know"})
    assert (codes, reason, findings) == (["2", ""], ["", "dont_know"], [])


def test_mentioned_and_not_mentioned(several):
    rows = [[1.0, 2.0, 1.0, 2.0], [2.0, 2.0, 2.0, 2.0]]
    codes, reason, findings = several("q_{choice}", *rows, chosen="1", unchosen="2")
    assert (codes, reason, findings) == (["1 3", ""], ["", ""], [])
    _, _, findings = several("q_{choice}", [0.0, 1.0, 2.0, 2.0], unchosen="2")
    assert said(findings) == [("undeclared-code", "error", ("0",), 1)]


def test_texts_as_indicators(several):
    codes, _, findings = several(
        "q_{choice}", ["Yes", "No", "Yes", "No"], chosen="Yes", unchosen="No"
    )
    assert (codes, findings) == (["1 3"], [])


def test_mentions(several):
    rows = [
        [3.0, 1.0, "."],
        [2.0, ".", "."],
        [".", ".", "."],
        [-1.0, ".", "."],
        [9.0, ".", "."],
        [".b", ".b", "."],
        [2.0, 1.0, 3.0],
    ]
    codes, reason, findings = several("q{1-3}", *rows, unchosen=".")
    assert codes == ["3 1", "2", "", "", "", "", "2 1 3"]
    assert reason == ["", "", UNEXPLAINED, "dont_know", "dont_know", "refused", ""]
    assert said(findings) == [BLANK]


def test_mentions_filled_up_with_a_code(several):
    """-8 is a missing code: alone it says why; 0 is none: alone it is an answer without any."""
    rows = [[3.0, -8.0], [-8.0, -8.0], [".", "."]]
    codes, reason, _ = several("q{1-2}", *rows, unchosen="-8")
    assert (codes, reason) == (["3", "", ""], ["", "inapplicable", UNEXPLAINED])
    rows = [[3.0, 0.0], [0.0, 0.0], [".", "."], [0.0, "."]]
    codes, reason, findings = several("q{1-2}", *rows, unchosen="0")
    assert (codes, reason) == (["3", "", "", ""], ["", "", UNEXPLAINED, ""])
    assert said(findings) == [BLANK]


def test_a_mention_after_a_blank_keeps_its_order(several):
    codes, reason, findings = several("q{1-3}", [".", 2.0, 1.0], unchosen=".")
    assert (codes, reason) == (["2 1"], [""])
    assert said(findings) == [("mention-after-blank", "warning", (), 1)]


@pytest.mark.parametrize(
    ("template", "row", "more"),
    [
        ("q", ["1 3 1"], {}),
        ("q{1-3}", [1.0, 3.0, 1.0], {"unchosen": "."}),
    ],
)
def test_twice_counts_once(several, template, row, more):
    codes, _, findings = several(template, row, row, **more)
    assert codes == ["1 3", "1 3"]
    assert said(findings) == [("chosen-twice", "warning", ("1",), 2)]


@pytest.mark.parametrize(
    ("template", "row", "more", "codes"),
    [
        ("q", ["1 -1"], {}, ("-1",)),
        ("q", ["9 1"], {}, ("9",)),
        ("q_{choice}", [1.0, 0.0, 0.0, 1.0], {}, ("9",)),
        ("q_{choice}", [1.0, ".b", 0.0, 0.0], {}, (".b",)),
        ("q{1-2}", [1.0, -8.0], {"unchosen": "."}, ("-8",)),
    ],
)
def test_a_missing_code_beside_a_chosen_one_stops(several, template, row, more, codes):
    _, _, findings = several(template, row, row, **more)
    assert said(findings) == [("missing-and-chosen", "error", codes, 2)]
    assert findings[0].variable == template


def test_two_missing_codes_of_one_meaning_are_one(several):
    codes, reason, findings = several("q{1-2}", [-1.0, 9.0], unchosen=".")
    assert (codes, reason, findings) == ([""], ["dont_know"], [])
    _, _, findings = several("q{1-2}", [-1.0, -2.0], unchosen=".")
    assert said(findings) == [("missing-twice", "error", ("-1", "-2"), 2)]


def test_unknown_codes_stop_and_answers_are_not_shown(several):
    _, _, findings = several("q", ["1 7"], ["7"], [CANARY])
    assert said(findings) == [("undeclared-code", "error", ("7",), 3)]
    assert "CNRY" not in str(findings[0])
    _, _, findings = several("q_{choice}", [1.0, 3.0, 0.0, 0.0])
    assert said(findings)[0] == ("undeclared-code", "error", ("3",), 1)
    _, _, findings = several("q{1-2}", [1.0, ".z"], unchosen=".")
    assert said(findings) == [("undeclared-code", "error", (".z",), 1)]


def test_a_choice_comes_before_wave_and_not_missing_before_both(several):
    more = {"choices": ["1", "-2"], "missing_codes": {}}
    codes, _, findings = several("q", ["1 -2"], **more)
    assert (codes, findings) == (["1 -2"], [])
    _, _, findings = several("q", ["-1"], not_missing=("-1",), **more)
    assert said(findings) == [("undeclared-code", "error", ("-1",), 1)]


def test_a_declared_blank_is_explained(several):
    for template, row in (("q", ["."]), ("q_{choice}", ["."] * 4), ("q{1-2}", [".", "."])):
        _, reason, findings = several(template, row, wave={".": "no_answer"}, unchosen=".")
        assert (reason, findings) == (["no_answer"], [])
    rows = [[1.0, ".", 0.0, 0.0]]
    _, reason, _ = several("q_{choice}", *rows, wave={".": "no_answer"})
    assert reason == [UNEXPLAINED]


def test_routing_explains_what_is_all_blank(column, question, decode):
    gate = question("g", range=(0, 1))
    asked = question(
        "q", "select_multiple", column="q_{choice}", choices=["1", "2"], ask_if="g = 1"
    )
    columns = [
        column([0.0, 1.0, 0.0], "g"),
        column([".", ".", 1.0], "q_1"),
        column([".", ".", 0.0], "q_2"),
    ]
    answers, findings = decode(columns, [gate, asked])
    assert answers["q"].reason.tolist() == ["inapplicable", UNEXPLAINED, ""]
    assert [f.rule for f in findings] == ["out-of-turn", "unexplained-blank"]


def test_a_selection_opens_a_question(column, question, decode):
    q = question("q", "select_multiple", column="q", choices=CODES)
    other = question("o", "text", ask_if="selected(q, 3)")
    cells = [["1 3", "1", ".", "13"], [".", ".", ".", "."]]
    columns = [column(c, name) for c, name in zip(cells, "qo", strict=True)]
    answers, _ = decode(columns, [question("q", "select_multiple", choices=[*CODES, "13"]), other])
    assert answers["o"].reason.tolist() == [
        *(UNEXPLAINED, "inapplicable", UNEXPLAINED, "inapplicable")
    ]
    assert q.columns == ("q",)


def test_a_missing_column_is_left_to_the_audit(column, question, decode):
    asked = question("q", "select_multiple", column="q_{choice}", choices=["1", "2"])
    answers, findings = decode([column([1.0], "q_1")], [asked])
    assert (answers, findings) == ({}, [])


def test_no_rows(several, column, question, decode):
    asked = question("q", "select_multiple", column="q{1-2}", choices=["1"])
    columns = [column([], "q1"), column([], "q2")]
    answers, findings = decode(columns, [asked])
    assert (len(answers["q"].codes), findings) == (0, [])
    del several


MANY = [str(code) for code in range(1, 8)]


@settings(max_examples=80, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.lists(st.sampled_from(MANY), unique=True), min_size=1, max_size=12),
    st.sampled_from([" ", ",", ";", "|"]),
)
def test_the_three_layouts_say_the_same(column, question, decode, rows, separator):
    asked = {
        "t": question("t", "select_multiple", choices=MANY, separator=separator),
        "i": question("i", "select_multiple", column="i_{choice}", choices=MANY),
        "m": question("m", "select_multiple", column="m{1-7}", choices=MANY, unchosen="."),
    }
    columns = [column([separator.join(row) or "." for row in rows], "t", storage="text")]
    columns += [column([float(code in row) for row in rows], f"i_{code}") for code in MANY]
    columns += [
        column([float(row[place]) if place < len(row) else "." for row in rows], f"m{place + 1}")
        for place in range(7)
    ]
    answers, findings = decode(columns, list(asked.values()))
    given_rows = np.array([bool(row) for row in rows])
    assert answers["t"].codes.tolist() == [" ".join(row) for row in rows]
    assert answers["m"].codes.tolist() == [" ".join(row) for row in rows]
    assert answers["i"].codes.tolist() == [" ".join(sorted(row, key=int)) for row in rows]
    for name in "tm":
        expected = ["" if row else UNEXPLAINED for row in rows]
        assert answers[name].reason.tolist() == expected
    assert not answers["i"].missing.any()
    assert {f.rule for f in findings} == ({"unexplained-blank"} if not given_rows.all() else set())


CELL = st.sampled_from([0.0, 1.0, ".", -1.0, -2.0, ".b", 5.0])


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(st.lists(CELL, min_size=3, max_size=3), st.sampled_from(["0", "."]))
def test_every_mixture_of_indicators(column, question, decode, row, unchosen):
    """A value, one reason, or a finding: nothing falls between, and no blank becomes a no."""
    asked = question(
        "q", "select_multiple", column="q_{choice}", choices=["1", "2", "3"], unchosen=unchosen
    )
    columns = [column([cell], f"q_{place}") for place, cell in enumerate(row, start=1)]
    answers, findings = decode(columns, [asked], wave=WAVE)
    code, reason = answers["q"].codes[0], answers["q"].reason[0]
    rules = {f.rule for f in findings}
    chosen = " ".join(str(place) for place, cell in enumerate(row, start=1) if cell == 1.0)
    reasons = {WAVE[str(cell).removesuffix(".0")] for cell in row if cell in (-1.0, -2.0, ".b")}
    strange = 5.0 in row or (unchosen == "." and 0.0 in row)
    assert ("undeclared-code" in rules) == strange
    assert ("missing-and-chosen" in rules) == bool(reasons and chosen)
    assert ("missing-twice" in rules) == (len(reasons) > 1 and not chosen)
    if strange or (reasons and chosen):
        return
    if reasons:
        assert reason in reasons
    elif set(row) == {"."}:
        assert (reason, rules) == (UNEXPLAINED, {"unexplained-blank"})
    elif "." in row and unchosen == "0":
        assert (reason, rules) == (UNEXPLAINED, {"partly-blank", "unexplained-blank"})
    else:
        assert (code, reason, rules) == (chosen, "", set())
