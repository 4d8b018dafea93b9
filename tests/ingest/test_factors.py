"""Numbers in the unit that other answers tell, against plain arithmetic."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.codebook.factors import parse_factors
from kinpanel.codebook.rules import Rule, parse_rule
from kinpanel.ingest.decode import decode_file
from kinpanel.ingest.raw import RawColumn, RawFile
from kinpanel.ingest.rules import apply_rule
from kinpanel.questionnaire import Choice, FileSpec, Question, Questionnaire
from kinpanel.study import Wave

CODES = {"-1": "dont_know", "-2": "refused", "-8": "inapplicable"}
RULE = "factors 1=12,2=1 1=1,2=10000"


def made(rule, *sources):
    """Apply a rule to an amount and its flags, -1, -2 and -8 missing."""
    parsed = parse_rule(rule)
    assert isinstance(parsed, Rule), parsed
    columns, questions = {}, []
    for place, cells in enumerate(sources):
        name = f"v{place}"
        columns[name] = RawColumn.of(
            name=name,
            storage="double",
            format="",
            values=np.array(cells, dtype=float),
            tags=np.array([""] * len(cells), dtype=object),
            value_labels={},
        )
        kind = "select_one" if place else "decimal"
        choices = tuple(Choice(code=code, label={}) for code in "12") if place else ()
        questions.append(Question(*(name, "w1", "f", name, kind, {}, name), choices=choices))
    spec = FileSpec(path="f.dta", unit="x", key=("v0",))
    wave = Questionnaire("w1", "w1.yaml", {"f": spec}, tuple(questions))
    raw = RawFile("f.dta", "0" * 64, len(sources[0]), columns)
    answers, _ = decode_file(raw, "f", wave, Wave(id="w1", year=2014, missing_codes=CODES))
    result = apply_rule(parsed, list(answers.values()), {})
    return result.values.tolist(), result.reason.tolist(), dict(result.wrong)


def test_amounts_per_month_and_in_ten_thousand():
    values, reason, wrong = made(RULE, [500, 500, 0.5, 0.5], [1, 2, 1, 2], [1, 1, 2, 2])
    assert values == [6000, 500, 60_000, 5000]
    assert (reason, wrong) == ([""] * 4, {})


def test_the_amount_gives_the_reason_before_its_flags():
    values, reason, wrong = made(RULE, [-1, 5, 5, -8], [-2, -2, 1, -8], [1, -1, -1, -8])
    assert (values, wrong) == ([None] * 4, {})
    assert reason == ["dont_know", "refused", "dont_know", "inapplicable"]


def test_nothing_is_nothing_in_every_unit():
    assert made(RULE, [0, 0], [-1, 1], [-2, -2]) == ([0, 0], ["", ""], {})


def test_an_answer_without_a_factor_stops():
    values, _, wrong = made("factors 1=12", [5, 5, 0, -1], [2, 1, 2, 2])
    assert values == [None, 60, 0, None]
    assert wrong == {"have a flag without a factor": 1}


amounts = st.integers(1, 10**6)


@given(st.lists(st.tuples(amounts, st.sampled_from("12"), st.sampled_from("12")), min_size=1))
def test_any_answers_come_back_in_yuan_a_year(rows):
    months, units = {"1": 12, "2": 1}, {"1": 1, "2": 10_000}
    told = [amount / months[per] / units[unit] for amount, per, unit in rows]
    flags = [[int(row[place]) for row in rows] for place in (1, 2)]
    values, reason, wrong = made(RULE, told, *flags)
    assert values == pytest.approx([amount for amount, _, _ in rows], rel=1e-12)
    assert (set(reason), wrong) == ({""}, {})


def test_factors_as_written():
    assert parse_factors("1=12,2=0.5 a=3") == ({"1": 12, "2": Fraction(1, 2)}, {"a": 3})


@pytest.mark.parametrize("text", ["", "12", "1=0", "1=-2", "1=x", "1=2,1=3", "1=2,", "1=1e9"])
def test_what_are_no_factors(text):
    assert parse_factors(text) is None
    assert "needs factors by code" in str(parse_rule(f"factors {text}"))
