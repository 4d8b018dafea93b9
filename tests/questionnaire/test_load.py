"""All questionnaires of a study at once."""

from __future__ import annotations

import pytest

from kinpanel.errors import DefinitionError
from kinpanel.questionnaire import load_questionnaires
from kinpanel.study import load_study

X = "{id: x, raw: child.X, type: select_one yesno@1, label: {en: X}}"


def test_waves_come_in_the_order_of_the_study_and_may_lack_a_questionnaire(load):
    waves = load(w3=[X], w1=[X])
    assert list(waves.waves) == ["w1", "w3"]
    with pytest.raises(KeyError, match="w2"):
        waves["w2"]


def test_a_study_may_have_no_questionnaire_yet(load):
    assert load().waves == {}


def test_everything_wrong_in_every_file_is_reported_at_once(problems, root):
    (root / "questionnaires" / "w2.yaml").write_bytes(b"\xff")
    (root / "questionnaires" / "w9.yaml").write_text("wave: w9\nfiles: {}\n", encoding="utf-8")
    found = problems(
        choices="choices:\n  a@1: [{code: 1, label: {en: A}}, {code: 1, label: {en: B}}]\n",
        w1=["{id: a, raw: child.A, like: w2.a}", "{id: b, raw: child.B, like: w4.a}"],
        w3=["{id: x, raw: child.X, type: select_one a@2, label: {en: X}}"],
    )
    assert [(f.file.removeprefix("questionnaires/"), f.line, f.rule) for f in found] == [
        ("choices.yaml", 2, "duplicate-code"),
        ("w2.yaml", 1, "yaml"),
        ("w9.yaml", 2, "form"),
        ("w9.yaml", 1, "form"),
        ("w1.yaml", 6, "like"),
        ("w3.yaml", 5, "type"),
    ]


def test_unreadable_response_sets_are_not_held_against_questions(problems):
    found = problems(choices="choices: [\n", w1=[X])
    assert {finding.file for finding in found} == {"questionnaires/choices.yaml"}


def test_the_error_says_it_all_in_words(root, load):
    with pytest.raises(DefinitionError) as caught:
        load(w1=["{id: x, raw: child.X, type: intgr, label: {en: X}}"])
    assert str(caught.value) == (
        "the questionnaires cannot be used\n"
        "  questionnaires/w1.yaml:5, wave w1, x: unknown type 'intgr'\n"
        "    -> did you mean 'integer'?"
    )
    (root / "questionnaires" / "w1.yaml").unlink()
    assert load_questionnaires(root, load_study(root)).waves == {}
