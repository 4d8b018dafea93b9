"""The sources of rule `behind`: a number and the gate before it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from kinpanel.codebook.behind import Behind, parse_behind
from kinpanel.codebook.behind_check import check_behind
from kinpanel.codebook.crosswalk import CrosswalkRow
from kinpanel.codebook.model import Variable
from kinpanel.codebook.rules import parse_rule
from kinpanel.questionnaire import Choice, Question, Questionnaire
from kinpanel.questionnaire.routing import parse_condition

CHOICES = (Choice(code="1", label={}), Choice(code="5", label={}))
GATED = parse_condition("gate = 1")


def found(rule, sources, kind="integer"):
    parsed = parse_rule(rule)
    assert not isinstance(parsed, str), parsed
    row = CrosswalkRow(
        *("t", "v", "w1", tuple(sources.split()), parsed, "compatible", "why", "crosswalk.csv", 2)
    )
    asked = (
        Question(*("months", "w1", "f", "M", "integer", {}, "months"), ask_if=GATED),
        Question(*("gate", "w1", "f", "G", "select_one", {}, "gate"), choices=CHOICES),
        Question(*("chosen", "w1", "f", "C", "select_one", {}, "c"), CHOICES, ask_if=GATED),
        Question(*("open", "w1", "f", "O", "integer", {}, "o")),
    )
    variable = Variable(name="v", type=kind, label={}, range=(0, 12))
    findings = list(check_behind(row, variable, Questionnaire("w1", "", {}, asked)))
    assert all(finding.advice for finding in findings)
    return [finding.message for finding in findings]


def test_the_argument_is_a_code_a_number_and_perhaps_a_factor():
    assert parse_behind("5=0") == Behind("5", 0.0)
    assert parse_behind("-8=2.5") == Behind("-8", 2.5)
    assert parse_behind("5=2 0.5") == Behind("5", 2.0, Fraction(1, 2))
    for text in ("", "5", "=0", "5=", "5=x", "5=0 6=1", "5=1e9", "5=0 0", "5=0 x", "5=0 1 2"):
        assert parse_behind(text) is None
        assert isinstance(parse_rule(f"behind {text}"), str)


@pytest.mark.parametrize(
    ("rule", "sources"),
    [
        *(("behind 5=0", "months gate"), ("behind 5=0 0.5", "months gate")),
        *(("behind 5=0", "months other"), ("first", "months gate"), ("first", "months")),
    ],
)
def test_nothing_against_a_number_and_its_gate(rule, sources):
    assert found(rule, sources) == []


@pytest.mark.parametrize(
    ("rule", "sources", "words"),
    [
        ("behind 5=0", "months", "not 1 sources"),
        ("behind 5=0", "months gate gate", "not 3 sources"),
        ("behind 5=0", "chosen gate", "'chosen', is select_one and no number"),
        ("behind 5=0", "months open", "'open', is integer and no gate"),
        ("behind 5=0", "open gate", "ask_if of 'open' does not name 'gate'"),
        ("behind 2=0", "months gate", "no answer '2'"),
        ("behind 5=13", "months gate", "outside the range"),
        ("behind 5=0.5", "months gate", "outside the range"),
    ],
)
def test_what_cannot_be_is_found(rule, sources, words):
    (message,) = found(rule, sources)
    assert words in message


def test_sources_that_are_both_wrong_are_both_found():
    assert len(found("behind 5=0", "gate months")) == 2
