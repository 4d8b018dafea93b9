"""What a status must say: a reason where something differs, one unit where nothing does."""

from __future__ import annotations

import pytest

from kinpanel.codebook.codes import CodeGrid
from kinpanel.codebook.crosswalk import CrosswalkRow, Status
from kinpanel.codebook.model import Codebook
from kinpanel.codebook.rules import parse_rule
from kinpanel.codebook.statuses import check_statuses
from kinpanel.questionnaire import Question, Questionnaire, Questionnaires


def row(wave: str, rule: str = "same", status: Status = "identical", why: str = "") -> CrosswalkRow:
    parsed = parse_rule(rule)
    assert not isinstance(parsed, str)
    line = int(wave[1:]) + 1
    return CrosswalkRow("child", "height", wave, ("q",), parsed, status, why, "crosswalk.csv", line)


def found(rows: list[CrosswalkRow], units: list[str | None], kind: str = "decimal"):
    waves = {}
    for place, unit in enumerate(units, start=1):
        question = Question(*("q", f"w{place}", "child", "Q", kind, {}, "height"), unit=unit)
        waves[f"w{place}"] = Questionnaire(f"w{place}", "", {}, (question,))
    crosswalk = {(r.table, r.variable, r.wave): r for r in rows}
    codebook = Codebook({}, crosswalk, CodeGrid("codes.csv", {}))
    return list(check_statuses(codebook, Questionnaires(waves)))


@pytest.mark.parametrize("status", ["compatible", "approximate", "impossible"])
def test_a_status_that_admits_a_difference_says_which(status):
    (finding,) = found([row("w1", status=status, why=" ")], ["cm"])
    assert finding.message == f"status {status}, but no word on why"
    assert (finding.line, finding.wave) == (2, "w1")
    assert found([row("w1", status=status, why="other months")], ["cm"]) == []


@pytest.mark.parametrize("status", ["identical", "not_asked", "undetermined"])
def test_other_statuses_need_no_word(status):
    assert found([row("w1", status=status)], ["cm"]) == []


def test_identical_numbers_have_one_unit():
    rows = [row("w1"), row("w2"), row("w3")]
    (finding,) = found(rows, ["cm", None, "m"])
    assert (finding.wave, finding.line) == ("w3", 4)
    assert finding.message == "status identical, but the unit is 'm', and 'cm' in wave w1"
    assert "scale" in finding.advice
    assert found(rows, ["cm", None, "cm"]) == []
    assert found(rows, ["cm", None, "m"], kind="select_one") == []
    assert found([row("w1"), row("w3", "scale 100")], ["cm", "cm", "m"]) == []
    assert found([row("w1"), row("w3", status="compatible", why="y")], ["cm", "cm", "m"]) == []
