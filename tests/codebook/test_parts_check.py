"""The sources of rule `parts` against the date that is wanted."""

from __future__ import annotations

import pytest

from kinpanel.codebook.crosswalk import CrosswalkRow
from kinpanel.codebook.model import Variable
from kinpanel.codebook.parts import Lunar, parse_lunar
from kinpanel.codebook.parts_check import check_parts
from kinpanel.codebook.rules import parse_rule
from kinpanel.questionnaire import Choice, Question, Questionnaire
from kinpanel.study import StudyDefinition

STUDY = StudyDefinition.model_validate(
    {
        "title": {},
        "languages": ("en",),
        "missing": {"lunar_date": {"kind": "design", "label": {}}},
        "waves": ({"id": "w1", "year": 2014},),
    }
)
CHOICES = (Choice(code="1", label={}), Choice(code="2", label={}))


def found(rule, sources, type_="date"):
    parsed = parse_rule(rule)
    assert not isinstance(parsed, str), parsed
    row = CrosswalkRow(
        *("t", "v", "w1", tuple(sources.split()), parsed, "identical", "", "crosswalk.csv", 2)
    )
    asked = [Question(*(name, "w1", "f", name, "integer", {}, name)) for name in "ymd"]
    asked.append(Question(*("yy", "w1", "f", "YY", "integer", {}, "yy"), range=(0, 99)))
    asked.append(Question(*("born", "w1", "f", "B", "integer", {}, "b"), range=(1990, 2014)))
    asked.append(Question(*("flag", "w1", "f", "F", "select_one", {}, "flag"), choices=CHOICES))
    wave = Questionnaire("w1", "", {}, tuple(asked))
    variable = Variable(name="v", type=type_, label={})
    return [(f.message, f.advice) for f in check_parts(row, variable, wave, STUDY)]


@pytest.mark.parametrize(
    ("rule", "sources", "kind"),
    [
        ("parts", "y m d", "date"),
        ("parts", "y m", "month"),
        ("parts", "born m", "month"),
        ("parts", "y m d", "month"),
        ("parts lunar=2:lunar_date", "y m d flag", "date"),
        ("parts lunar=2:lunar_date", "y m flag", "month"),
        ("parts lunar=2:inapplicable", "y m flag", "month"),
        ("first", "y", "date"),
    ],
)
def test_nothing_against_what_makes_a_date(rule, sources, kind):
    assert found(rule, sources, kind) == []


@pytest.mark.parametrize(
    ("rule", "sources", "kind", "message", "advice"),
    [
        ("parts", "y m", "date", "a day of 3 sources, not of 2", "write year month day"),
        ("parts", "y", "month", "a month of 2 or 3 sources, not of 1", "year month day"),
        ("parts", "y m d y", "date", "not of 4", "year month day"),
        ("parts lunar=2:lunar_date", "y m flag", "date", "3 sources, not of 2", "day flag"),
        ("parts lunar=3:lunar_date", "y m flag", "month", "'flag' has no answer '3'", "known"),
        ("parts", "yy m d", "date", "'yy', ranges to 99", "four digits"),
        ("parts lunar=2:lunar_dat", "y m flag", "month", "unknown reason", "'lunar_date'"),
        ("parts lunar=2:lunar_date", "y m d", "month", "'d', is integer", "select_one"),
    ],
)
def test_what_makes_none(rule, sources, kind, message, advice):
    ((told, remedy),) = found(rule, sources, kind)
    assert message in told
    assert advice in remedy


def test_the_argument():
    assert parse_lunar("lunar=2:lunar_date") == Lunar("2", "lunar_date")
    for wrong in ("", "lunar", "lunar=2", "lunar=2:", "lunar=2:X", "solar=1:x", "lunar=2:a b"):
        assert parse_lunar(wrong) is None
        assert wrong == "" or isinstance(parse_rule(f"parts {wrong}"), str)


def test_parts_of_a_date_may_be_identical_whatever_each_part_is_about(load, problems):
    born = "  - {name: born, type: date, label: {en: Born}}"
    asked = "\n".join(
        f"  - {{id: {name}, raw: child.{name}, type: integer, label: {{en: {name}}}}}"
        for name in ("year", "month", "day")
    )
    rows = "child.born,w1,year month day,parts,identical,,,\nchild.born,w2,,,not_asked,,,"
    changes = {"child.yaml": {0: born}, "w1.yaml": {0: asked}, "crosswalk.csv": {0: rows}}
    row = load(changes).row("child", "born", "w1")
    assert row is not None
    assert row.sources == ("year", "month", "day")
    (finding,) = problems({**changes, "crosswalk.csv": {0: rows.replace(" day", "")}})
    assert finding.message == "rule parts makes a day of 3 sources, not of 2"
