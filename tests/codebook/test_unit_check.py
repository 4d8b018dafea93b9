"""Declared units of question and variable against what the rule does to the number."""

from __future__ import annotations

from fractions import Fraction

import pytest

from kinpanel.codebook.crosswalk import CrosswalkRow
from kinpanel.codebook.model import Variable
from kinpanel.codebook.rules import parse_rule
from kinpanel.codebook.unit_check import check_units, times
from kinpanel.questionnaire import Question


def found(rule, asked, held, status="compatible", kind="decimal", type_="decimal"):
    parsed = parse_rule(rule)
    assert not isinstance(parsed, str), parsed
    row = CrosswalkRow("t", "v", "w1", ("q",), parsed, status, "", "crosswalk.csv", 2)
    question = Question(*("q", "w1", "f", "Q", kind, {}, "v"), unit=asked)
    variable = Variable(name="v", type=type_, label={}, unit=held)
    return [(f.message, f.advice) for f in check_units(row, variable, question)]


@pytest.mark.parametrize(
    ("rule", "asked", "held", "status"),
    [
        ("unit", "jin", "kg", "compatible"),
        ("unit jin", None, "kg", "compatible"),
        ("unit 斤", "jin", "公斤", "approximate"),
        ("unit", "kg", "kg", "identical"),
        ("scale 0.5", "jin", "kg", "compatible"),
        ("scale 0.0667", "mu", "ha", "compatible"),
        ("scale 3", None, "kg", "compatible"),
        ("scale 3", "steps", "kg", "compatible"),
        ("scale 0.03", "days", "months", "compatible"),
        ("behind 0=0 0.5", "jin", "kg", "compatible"),
        ("behind 0=0 3", "steps", "kg", "compatible"),
        ("behind 0=0", "kg", "kg", "compatible"),
        ("same", "kg", "公斤", "identical"),
        ("same", "Words", "words ", "identical"),
        ("same", None, "kg", "identical"),
        ("first", "kg", None, "identical"),
    ],
)
def test_nothing_against_what_agrees(rule, asked, held, status):
    assert found(rule, asked, held, status) == []


@pytest.mark.parametrize(
    ("rule", "asked", "held", "status", "message", "advice"),
    [
        ("unit", None, "kg", "compatible", "rule unit, but 'q' has no unit", "unit jin"),
        ("unit jin", None, None, "compatible", "but the variable has no unit", "declare"),
        ("unit", "kgs", "kg", "compatible", "knows no unit 'kgs'", "did you mean 'kg'?"),
        ("unit", "kg", "metre", "compatible", "knows no unit 'metre'", "known: "),
        ("unit", "m", "kg", "compatible", "cannot make kg of m", "m is length, kg is mass"),
        ("unit", "days", "months", "compatible", "cannot make months of days", "no number of days"),
        ("unit jin", "kg", "g", "compatible", "says 'jin', but the unit of 'q' is 'kg'", "alone"),
        ("unit", "jin", "kg", "identical", "kg are made from jin (x 0.5)", "compatible"),
        ("scale 0.5", "kg", "kg", "compatible", "0.5 does not make kg of kg", "rule same"),
        ("behind 0=0 2", "jin", "kg", "compatible", "2 does not make kg of jin", "scale (x 0.5)"),
        ("behind 0=0", "jin", "kg", "compatible", "taken as it is", "rule unit (x 0.5)"),
        ("behind 0=0 2", "m", "kg", "compatible", "rule behind cannot make kg of m", "m is length"),
        ("scale 2", "jin", "kg", "compatible", "2 does not make kg of jin", "scale (x 0.5)"),
        ("scale -0.5", "jin", "kg", "compatible", "-0.5 does not make", "x 0.5"),
        ("scale 0.06", "mu", "ha", "compatible", "0.06 does not make ha of mu", "x 1/15"),
        ("scale 2", "m", "kg", "compatible", "scale cannot make kg of m", "length"),
        ("same", "jin", "kg", "identical", "its unit is 'kg' and that of", "rule unit (x 0.5)"),
        ("first", "cm", "m", "approximate", "is taken as it is", "rule unit (x 0.01)"),
        ("same", "words", "pages", "identical", "is taken as it is", "one unit for both"),
    ],
)
def test_what_contradicts(rule, asked, held, status, message, advice):
    ((told, remedy),) = found(rule, asked, held, status)
    assert message in told
    assert advice in remedy


def test_only_numbers_have_units_that_count():
    assert found("same", "jin", "kg", kind="select_one") == []
    assert found("same", "jin", "kg", type_="text") == []


def test_each_unknown_unit_is_told():
    assert len(found("unit", "kgs", "stone")) == 2
    assert len(found("unit", "kgs", "kgs")) == 1


def test_factors_for_people():
    assert times(Fraction(1, 2)) == "x 0.5"
    assert times(Fraction(1, 15)) == "x 1/15"
    assert times(Fraction(10_000)) == "x 10000"


def test_one_finding_where_the_units_of_waves_differ(problems):
    changes = {
        "child.yaml": {
            10: "  - {name: income, type: decimal, unit: yuan, range: [0, 100], label: {en: I}}"
        },
        "w1.yaml": {
            7: "  - {id: cash, raw: child.CASH, type: decimal, unit: wan_yuan, concept: income, "
            "label: {en: Cash}}"
        },
    }
    (finding,) = problems(changes)
    assert (finding.file, finding.line, finding.wave) == ("codebooks/crosswalk.csv", 5, "w1")
    assert finding.advice.startswith("rule unit (x 10000)")
