"""The sources of rule `factors` against its flags."""

from __future__ import annotations

import pytest

from kinpanel.codebook.crosswalk import CrosswalkRow
from kinpanel.codebook.factors_check import check_factors
from kinpanel.codebook.rules import parse_rule
from kinpanel.questionnaire import Choice, Question, Questionnaire

CHOICES = tuple(Choice(code=code, label={}) for code in ("1", "2", "9"))


def found(rule, sources, status="compatible"):
    parsed = parse_rule(rule)
    assert not isinstance(parsed, str), parsed
    row = CrosswalkRow(
        *("t", "v", "w1", tuple(sources.split()), parsed, status, "", "crosswalk.csv", 2)
    )
    asked = [
        Question(*("amount", "w1", "f", "A", "decimal", {}, "a")),
        *(
            Question(
                *(name, "w1", "f", name, "select_one", {}, name),
                choices=CHOICES,
                missing_codes={"9": "dont_know"},
            )
            for name in ("per", "unit")
        ),
    ]
    wave = Questionnaire("w1", "", {}, tuple(asked))
    return [(f.message, f.advice) for f in check_factors(row, wave)]


@pytest.mark.parametrize(
    ("rule", "sources"),
    [
        ("factors 1=12,2=1", "amount per"),
        ("factors 1=12,2=1 1=1,2=10000", "amount per unit"),
        ("factors 1=12,2=1", "amount nowhere"),
        ("first", "amount per"),
    ],
)
def test_nothing_against_flags_with_all_their_factors(rule, sources):
    assert found(rule, sources) == []


@pytest.mark.parametrize(
    ("rule", "sources", "message", "advice"),
    [
        ("factors 1=12", "amount per", "answers of 'per' have no factor", "a factor for every"),
        ("factors 1=1,2=1,3=1", "amount per", "'per' has no answer '3'", ""),
        ("factors 1=1,2=1,9=1", "amount per", "'per' has no answer '9'", ""),
        ("factors 1=1,2=1", "amount", "needs a number and 1 flag, not 1 sources", "a group"),
        ("factors 1=1 1=1", "amount per", "needs a number and 2 flags, not 2 sources", "a group"),
        ("factors 1=1,2=1", "per unit", "the first source, 'per', is select_one", "the number"),
        ("factors 1=1,2=1", "amount amount", "'amount' is decimal and flags no unit", "select_one"),
    ],
)
def test_flags_that_do_not_fit(rule, sources, message, advice):
    (said, do), *more = found(rule, sources)
    assert message in said and advice in do and more == []


def test_a_number_that_its_flags_change_is_not_identical():
    (said, do), *more = found("factors 1=12,2=1", "amount per", "identical")
    assert said.startswith("status identical") and do.startswith("status compatible") and not more
