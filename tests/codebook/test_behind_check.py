"""The sources of rule `behind`: a number and the gate before it."""

from __future__ import annotations

import pytest

from kinpanel.codebook.behind import Behind, parse_behind
from kinpanel.codebook.behind_check import check_behind
from kinpanel.codebook.crosswalk import CrosswalkRow
from kinpanel.codebook.model import Variable
from kinpanel.codebook.rules import parse_rule
from kinpanel.questionnaire import Choice, Question, Questionnaire

CHOICES = (Choice(code="1", label={}), Choice(code="5", label={}))


def found(rule, sources, kind="integer"):
    parsed = parse_rule(rule)
    assert not isinstance(parsed, str), parsed
    row = CrosswalkRow(
        *("t", "v", "w1", tuple(sources.split()), parsed, "compatible", "why", "crosswalk.csv", 2)
    )
    asked = (
        Question(*("months", "w1", "f", "M", "integer", {}, "months")),
        Question(*("gate", "w1", "f", "G", "select_one", {}, "gate"), choices=CHOICES),
    )
    variable = Variable(name="v", type=kind, label={}, range=(0, 12))
    return [f.message for f in check_behind(row, variable, Questionnaire("w1", "", {}, asked))]


def test_the_argument_is_a_code_and_a_number():
    assert parse_behind("5=0") == Behind("5", 0.0)
    assert parse_behind("-8=2.5") == Behind("-8", 2.5)
    for text in ("", "5", "=0", "5=", "5=x", "5=0 6=1", "5=1e9"):
        assert parse_behind(text) is None
        assert isinstance(parse_rule(f"behind {text}"), str)


def test_nothing_against_a_number_and_its_gate():
    assert found("behind 5=0", "months gate") == []
    assert found("first", "months gate") == []


@pytest.mark.parametrize(
    ("rule", "sources", "words"),
    [
        ("behind 5=0", "months", "not 1 sources"),
        ("behind 5=0", "gate months", "no number"),
        ("behind 5=0", "months months", "no gate"),
        ("behind 2=0", "months gate", "no answer '2'"),
        ("behind 5=13", "months gate", "outside the range"),
        ("behind 5=0.5", "months gate", "outside the range"),
    ],
)
def test_what_cannot_be_is_found(rule, sources, words):
    messages = found(rule, sources)
    assert any(words in message for message in messages)
