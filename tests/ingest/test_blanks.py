"""Blanks by routing, blanks nobody explains, and answers out of turn."""

from __future__ import annotations

import pytest

from kinpanel.study import INAPPLICABLE, UNEXPLAINED

CANARY = "CNRY7f3a"


def test_blanks_of_those_not_asked(column, question, decode):
    """Age 5 was not asked, 7 was asked and left it blank, and of one the age is unknown."""
    answers, findings = decode(
        [column([5.0, 7.0, 8.0, ".b"], "age"), column([".", ".", 4.0, "."], "read")],
        [question("age"), question("read", ask_if="age >= 6")],
        wave={".b": "refused"},
    )
    assert answers["read"].reason.tolist() == [INAPPLICABLE, UNEXPLAINED, "", UNEXPLAINED]
    assert [(f.rule, f.severity, f.variable, f.count) for f in findings] == [
        ("unexplained-blank", "warning", "read", 2)
    ]


def test_answers_out_of_turn_are_kept(column, question, decode):
    answers, findings = decode(
        [column([5.0, 9.0], "age"), column([3.0, 4.0], "read")],
        [question("age"), question("read", ask_if="age >= 6")],
    )
    assert answers["read"].reason.tolist() == ["", ""]
    assert [(f.rule, f.severity, f.count) for f in findings] == [("out-of-turn", "warning", 1)]
    assert "age >= 6" in findings[0].message


def test_codes_win_over_routing(column, question, decode):
    answers, _ = decode(
        [column([5.0], "age"), column([".b"], "read")],
        [question("age"), question("read", ask_if="age >= 6")],
        wave={".b": "refused"},
    )
    assert answers["read"].reason.tolist() == ["refused"]


def test_what_a_closed_gate_would_open_is_closed(column, question, decode):
    answers, findings = decode(
        [column([0.0, 1.0], "a"), column([".", 1.0], "b"), column([".", 2.0], "c")],
        [question("a"), question("b", ask_if="a = 1"), question("c", ask_if="b = 1")],
    )
    assert answers["c"].reason.tolist() == [INAPPLICABLE, ""]
    assert findings == []


@pytest.mark.parametrize("gate", ["g = 1", "g in (1, 3)", "g <= 1"])
@pytest.mark.parametrize("cells", [[1.0, 2.0, "."], ["1", "2", "."]])
def test_a_choice_stored_as_text_is_still_a_number(column, question, decode, cells, gate):
    answers, findings = decode(
        [column(cells, "g"), column([5.0, ".", "."], "v")],
        [question("g", kind="select_one", choices=["1", "2"]), question("v", ask_if=gate)],
        wave={},
    )
    assert answers["v"].reason.tolist() == ["", INAPPLICABLE, UNEXPLAINED]
    assert [f.rule for f in findings] == ["unexplained-blank", "unexplained-blank"]


def test_choices_that_are_words(column, question, decode):
    answers, _ = decode(
        [column(["yes", "no"], "g"), column([5.0, "."], "v")],
        [
            question("g", kind="select_one", choices=["yes", "no"]),
            question("v", ask_if="g = 'yes'"),
        ],
    )
    assert answers["v"].reason.tolist() == ["", INAPPLICABLE]


@pytest.mark.parametrize("kind", ["integer", "text", "select_one"])
def test_text_against_a_number_is_unknown_and_quotes_nobody(column, question, decode, kind):
    answers, findings = decode(
        [column([CANARY, "7", "5"], "g"), column([".", ".", "."], "v")],
        [question("g", kind=kind, choices=["5", "7", CANARY]), question("v", ask_if="g >= 6")],
    )
    assert answers["v"].reason.tolist() == [UNEXPLAINED, UNEXPLAINED, INAPPLICABLE]
    assert CANARY not in "".join(map(str, findings))


def test_a_text_stored_as_a_number_is_still_a_text(column, question, decode):
    answers, _ = decode(
        [column([101.0, 102.0], "g"), column([".", "."], "v")],
        [question("g", kind="text"), question("v", ask_if="g = '101'")],
    )
    assert answers["v"].reason.tolist() == [UNEXPLAINED, INAPPLICABLE]
