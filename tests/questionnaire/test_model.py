"""Questions, questionnaires and how to find things in them."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest
from pydantic import ValidationError

from kinpanel.questionnaire.model import Choice, FileSpec, Question, QuestionEntry, Questionnaire

YES = Choice(code=1, label={"en": "Yes"})
Q = Question("x", "w1", "child", "X", "select_one", {}, "x", choices=(YES,))


def test_a_choice_is_found_by_its_code_as_text():
    assert Q.choice("1") is YES
    assert Q.choice("2") is None


def test_questions_are_found_by_id_and_by_file():
    other = Question("y", "w1", "home", "Y", "text", {}, "y")
    questionnaire = Questionnaire("w1", "w1.yaml", {}, (Q, other))
    assert questionnaire.question("y") is other
    assert questionnaire.question("z") is None
    assert questionnaire.in_file("child") == (Q,)
    assert questionnaire.in_file("none") == ()


def test_what_is_resolved_is_frozen():
    with pytest.raises(FrozenInstanceError):
        Q.id = "z"


@pytest.mark.parametrize(("code", "text"), [(1, "1"), (1.0, "1"), (2.5, "2.5"), ("01", "01")])
def test_codes_are_text(code, text):
    assert Choice(code=code, label={}).code == text


@pytest.mark.parametrize("path", ["w1_child*.dta", "a b.sav", ".hidden.csv", "调查.dta"])
def test_a_file_is_a_name_in_the_folder_of_the_wave(path):
    assert FileSpec(path=path, unit="child", key=("pid",)).path == path


@pytest.mark.parametrize("path", ["", ".", "..", "...", "a/b.dta", "../a.dta", "a\\b.dta", "/a"])
def test_a_file_is_never_elsewhere(path):
    with pytest.raises(ValidationError):
        FileSpec(path=path, unit="child", key=("pid",))


@pytest.mark.parametrize("name", ["", "1a", "a b", "a" * 33, "年龄", "_a"])
def test_ids_are_what_stata_takes(name):
    with pytest.raises(ValidationError):
        QuestionEntry(id=name, raw="child.X")
