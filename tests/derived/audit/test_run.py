from __future__ import annotations

import json

import pandas as pd
import pytest

from kinpanel.codebook.accepted import Accepted
from kinpanel.derived.audit import RULES
from kinpanel.derived.audit.result import CORRECTION_COLUMNS

SEXES = """
wave pid sex birth_month died
w2 secret-a 2 1980-05 1
w1 secret-b 1 1980-05 1
w1 secret-a 1 1980-05 1
w3 secret-b 1 1980-06 0
w3 secret-a 1 1980-05 1
"""
LEVELS = """
wave pid eyes
w1 a 1
w2 a 3
"""


def test_examples_name_the_row_of_the_wave_and_no_key(panel):
    (one,) = panel.run({"person": SEXES}, "L02").rules
    assert one.examples == (
        "person.birth_month, wave w1, row 1",
        "person.birth_month, wave w3, row 1",
    )
    assert (one.checked, one.failed, one.by_wave) == (5, 2, {"w1": 1, "w3": 1})


def test_waves_are_told_in_the_order_of_the_study(panel):
    text = "wave pid age\nw1 a 30\nw2 a 20\nw10 a 10\n"
    (one,) = panel.run({"person": text}, "L03").rules
    assert list(one.by_wave) == ["w2", "w10"]


def test_three_examples_are_enough(panel):
    text = "wave pid age\n9* w1 a# 30\n9* w2 a# 20\n"
    (one,) = panel.run({"person": text}, "L03").rules
    assert one.failed == 9
    assert len(one.examples) == 3


def test_plain_values_hold_no_keys_and_no_answers(panel):
    text = json.dumps(panel.run({"person": SEXES}).as_dict())
    assert "secret" not in text
    assert "1980" not in text


def test_corrections_have_the_columns_of_the_codebook_and_say_why(panel):
    result = panel.run({"person": SEXES})
    rows = result.corrections()
    assert tuple(rows.columns) == CORRECTION_COLUMNS
    (sex,) = rows[rows["variable"] == "sex"].to_dict("records")
    assert {name: sex[name] for name in CORRECTION_COLUMNS[:7]} == {
        "table": "person",
        "key": "secret-a",
        "wave": "w2",
        "variable": "sex",
        "was": "2",
        "now": "1",
        "reason": "L01 sex-differs",
    }
    assert sex["evidence"] == RULES["L01"].sentence
    assert sex["by"] == sex["date"] == ""
    died = rows[rows["variable"] == "died"].iloc[0]
    assert (died["was"], died["now"]) == ("0", "")
    assert set(rows.loc[rows["variable"] == "birth_month", "was"]) == {"1980-05", "1980-06"}


def test_findings_on_whole_waves_propose_no_correction(panel):
    result = panel.run({"person": LEVELS}, "L60")
    assert result.rules[0].examples == (
        "person.eyes, wave w2: code 3 occurs here for the first time",
    )
    assert result.corrections().empty


def test_accepted_findings_are_counted_apart(panel):
    known = Accepted("sex-differs", "person", "secret-a", "w2", "", "the register says both")
    result = panel.run({"person": SEXES}, "L01", (known,))
    (one,) = result.rules
    assert (one.failed, one.accepted, one.examples) == (0, 1, ())
    assert result.failing == ()
    assert result.corrections().empty
    assert result.as_dict()["accepted"] == 1


@pytest.mark.parametrize(
    "known",
    [
        Accepted("L02", "person", "secret-a", "w2", "", "another rule"),
        Accepted("L01", "child", "secret-a", "w2", "", "another table"),
        Accepted("L01", "person", "secret-b", "w2", "", "another row"),
        Accepted("L01", "person", "secret-a", "w1", "", "another wave"),
        Accepted("L01", "person", "secret-a", "w2", "age", "another variable"),
        Accepted("L01", "person", "", "w2", "", "whole waves"),
    ],
    ids=lambda known: known.why,
)
def test_accepting_something_else_changes_nothing(panel, known):
    assert panel.run({"person": SEXES}, "L01", (known,)).rules[0].failed == 1


def test_a_whole_wave_is_accepted_by_its_variable(panel):
    known = Accepted("L60", "person", "", "w2", "eyes", "a new answer")
    assert panel.run({"person": LEVELS}, "L60", (known,)).rules[0].failed == 0


def test_notes_do_not_fail_a_run(panel):
    result = panel.run({"person": LEVELS}, "L60")
    assert result.rules[0].failed == 1
    assert result.failing == ()


def test_a_rule_without_its_roles_says_what_it_lacks(panel):
    text = "wave pid age\nw1 a 3\n"
    for rule, lacks in (
        ("L04", ("person.interviewed",)),
        ("L20", ("person.father or mother", "person.birth_month or birth_year")),
        ("L50", ("spells.table",)),
        ("L70", ("person.height", "a height with unit mm, cm, m")),
    ):
        (one,) = panel.run({"person": text}, rule).rules
        assert one.lacking[: len(lacks)] == lacks, rule
        assert one.checked == one.failed == 0
        assert one.as_dict()["applicable"] is False


def test_an_unknown_unit_makes_the_rule_not_applicable(panel):
    text = "wave pid age income weight\nw1 a 3 100 12\n"
    (one,) = panel.run({"person": text}, "L72", person={"height": "income"}).rules
    assert "a height with unit mm, cm, m" in one.lacking


def test_years_of_birth_alone_leave_half_a_year_of_doubt(panel):
    text = "wave pid age birth_year interview_month\nw1 a 9 2000 2010-01\nw1 b 7 2000 2010-01\n"
    result = panel.run({"person": text}, "L05")
    assert panel.found(result) == {"person w1 b age"}


def test_births_of_children_come_from_the_roster(panel):
    child = "wave pid age interview_month\nw1 c 7 2010-07\n"
    person = "wave pid birth_month\nw1 c 2000-01\n"
    assert panel.found(panel.run({"child": child, "person": person}, "L05")) == {
        "child w1 c age 10"
    }


def test_months_of_absence_of_someone_unknown_to_the_roster_are_no_failure(panel):
    spell = "wave parent_pid start_month end_month\nw1 x 2001-01 na\nw1 . 2001-01 na\n"
    result = panel.run({"spell": spell, "person": "wave pid birth_month\nw1 a 1980-01\n"})
    assert [one.rule.number for one in result.rules if one.failed] == []


def test_empty_tables_and_missing_answers_are_no_failure(panel):
    person = panel.table(
        "person", "wave pid hhid sex birth_month age father i1\nw1 . . . . . . .\n"
    )
    child = panel.table(
        "child", "wave pid hhid age interview_month father mother\nw1 a . . . . .\n"
    )
    spell = panel.table("spell", "wave parent_pid start_month end_month\nw1 . . .\n")
    for rows in (0, 1):
        frames = {"person": person[:rows], "child": child[:rows], "spell": spell[:rows]}
        result = panel.run(frames)
        assert [one.rule.number for one in result.rules if one.failed] == []
        assert isinstance(result.corrections(), pd.DataFrame)
