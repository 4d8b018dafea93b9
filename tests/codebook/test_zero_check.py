"""The sources of rule `zero`: a number, and the gate that leads to it."""

from __future__ import annotations

import pytest

from kinpanel.codebook.crosswalk import CrosswalkRow
from kinpanel.codebook.rules import parse_rule
from kinpanel.codebook.zero_check import check_zero
from kinpanel.questionnaire import Choice, Question, Questionnaire
from kinpanel.questionnaire.routing import parse_condition

CHOICES = (Choice(code="1", label={}), Choice(code="0", label={}))
GATED = parse_condition("gate = 1")


def found(rule, sources):
    parsed = parse_rule(rule)
    assert not isinstance(parsed, str), parsed
    row = CrosswalkRow(
        *("t", "v", "w1", tuple(sources.split()), parsed, "compatible", "", "crosswalk.csv", 2)
    )
    asked = (
        Question(*("gate", "w1", "f", "G", "select_one", {}, "gate"), choices=CHOICES),
        Question(*("chosen", "w1", "f", "C", "select_one", {}, "c"), CHOICES, ask_if=GATED),
        Question(*("n", "w1", "f", "N", "integer", {}, "n"), ask_if=GATED),
        Question(*("open", "w1", "f", "O", "integer", {}, "o")),
    )
    return [(f.message, f.advice) for f in check_zero(row, Questionnaire("w1", "", {}, asked))]


@pytest.mark.parametrize(
    ("rule", "sources"),
    [("zero 0", "n gate"), ("zero 0 0.5", "n gate"), ("zero 0", "n other"), ("first", "n")],
)
def test_nothing_against_a_number_and_its_gate(rule, sources):
    assert found(rule, sources) == []


@pytest.mark.parametrize(
    ("rule", "sources", "message"),
    [
        ("zero 0", "n", "2 sources, not 1"),
        ("zero 0", "n gate gate", "2 sources, not 3"),
        ("zero 0", "chosen gate", "'chosen', is a choice and no number"),
        ("zero 0", "n open", "the gate, 'open', is integer and has no codes"),
        ("zero 0", "open gate", "ask_if of 'open' does not name 'gate'"),
        ("zero 5", "n gate", "'gate' has no answer '5'"),
    ],
)
def test_sources_that_cannot_be(rule, sources, message):
    (one,) = found(rule, sources)
    assert message in one[0]
    assert one[1]
