"""Questions that are items of instruments: names, answers, and what may be printed of them."""

from __future__ import annotations

import pytest

from kinpanel.instruments import instruments
from kinpanel.questionnaire.item import item_name, parse_item, public_choices, public_label

CHOICES = """\
choices:
  three@1: [{code: 0, label: {en: N}}, {code: 1, label: {en: S}}, {code: 2, label: {en: C}}]
  three@2: [{code: 1, label: {en: N}}, {code: 2, label: {en: S}}, {code: 3, label: {en: C}},
            {code: 8, label: {en: No idea}}]
  four@1: [{code: 0, label: {en: A}}, {code: 1, label: {en: B}}, {code: 2, label: {en: C}},
           {code: 3, label: {en: D}}]
"""
SDQ = "Strengths and Difficulties Questionnaire (SDQ)"


@pytest.fixture(autouse=True)
def choices(root):
    (root / "questionnaires" / "choices.yaml").write_text(CHOICES, encoding="utf-8")


def asked(line: str) -> str:
    return "{id: a, raw: child.A, " + line + "}"


def only(questionnaires, wave="w1", name="a"):
    return questionnaires[wave].question(name)


def test_an_item_that_may_not_be_printed_needs_no_label_and_gets_a_neutral_one(load):
    question = only(load(w1=[asked("type: select_one three@1, item: sdq.13")]))
    assert question.item == "sdq.13"
    assert question.text_policy == "forbid"
    assert question.concept == "a"
    assert question.label == {"en": f"Item 13 of {SDQ}"} == public_label(question, ["en"])
    assert item_name(question) == f"Item 13 of {SDQ}"
    assert [choice.code for choice in public_choices(question)] == ["0", "1", "2"]
    assert all(choice.label == {} for choice in public_choices(question))


def test_its_label_is_refused(problems):
    (finding,) = problems(w1=[asked("type: select_one three@1, item: sdq.13, label: {en: Sad}")])
    assert (finding.rule, finding.line) == ("item", 5)
    assert finding.message == "item 13 of sdq may not be printed here"
    assert finding.advice == "leave the label out"
    assert "Sad" not in str(finding)


def test_a_placeholder_may_have_a_label_of_its_own_that_stays_in_the_study(load):
    question = only(load(w1=[asked("type: select_one three@1, item: smfq.6, label: {en: Cried}")]))
    assert question.text_policy == "placeholder"
    assert question.label == {"en": "Cried"}
    public = public_label(question, ["en"])["en"]
    assert public == "Item 6 of Short Mood and Feelings Questionnaire (SMFQ): crying"
    assert public_choices(question) == question.choices


def test_a_placeholder_without_a_label_gets_the_neutral_one(load):
    question = only(load(w1=[asked("type: select_one three@1, item: smfq.6")]))
    assert question.label == public_label(question, ["en"])


def test_what_may_be_shipped_needs_a_label_and_is_shipped(load, problems):
    line = "type: select_one four@1, item: cesd8.1"
    assert only(load(w1=[asked(line + ", label: {en: Low}")])).label == {"en": "Low"}
    question = only(load(w1=[asked(line + ", label: {en: Low}")]))
    assert public_label(question, ["en"]) == {"en": "Low"}
    (finding,) = problems(w1=[asked(line)])
    assert finding.message == "the question has no label"


@pytest.mark.parametrize(
    ("item", "message", "advice"),
    [
        ("sqd.1", "unknown instrument 'sqd'", "did you mean 'sdq'?"),
        ("sdq.26", "sdq has no item '26'", "write sdq.1 to sdq.25"),
        ("sdq.0", "sdq has no item '0'", "write sdq.1 to sdq.25"),
        ("sdq.01", "sdq has no item '01'", "write sdq.1 to sdq.25"),
        ("sdq", "sdq has no item ''", "write sdq.1 to sdq.25"),
        ("sdq.³", "sdq has no item '³'", "write sdq.1 to sdq.25"),
    ],
)
def test_items_that_are_not_there(problems, item, message, advice):
    line = f"type: select_one three@1, label: {{en: X}}, item: {item}"
    (finding,) = problems(w1=[asked(line)])
    assert (finding.rule, finding.line, finding.variable) == ("item", 5, "a")
    assert (finding.message, finding.advice) == (message, advice)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("type: select_one four@1, item: sdq.1", "4 answers, but an item of sdq has 3"),
        ("type: select_one three@2, item: sdq.1", "4 answers, but an item of sdq has 3"),
        ("type: integer, range: [0, 4], item: sdq.1", "5 answers, but an item of sdq has 3"),
        ("type: text, item: sdq.1", "an item of sdq cannot be text"),
        ("type: select_one three@1, label: {en: X}, item: cesd8.1",
         "3 answers, but an item of cesd8 has 2 or 4"),
        ("type: select_one three@1, item: sdq_impact.2",
         "3 answers, but an item of sdq_impact has 4"),
    ],
)  # fmt: skip
def test_answers_that_no_form_of_the_instrument_has(problems, line, message):
    (finding,) = problems(w1=[asked(line)])
    assert (finding.rule, finding.message) == ("item", message)
    assert finding.advice


@pytest.mark.parametrize(
    "line",
    [
        "type: select_one three@2, item: sdq.1, missing_codes: {8: refused}",
        "type: integer, item: sdq.1",
        "type: integer, range: [1, 3], item: sdq.1",
        "type: select_one four@1, item: sdq_impact.2",
        "type: select_one four@1, item: cesd8.1, label: {en: X}",
    ],
)
def test_answers_that_fit(load, line):
    assert only(load(w1=[asked(line)])).item


def test_a_stricter_policy_holds_and_a_looser_one_is_refused(load, problems):
    line = "type: select_one four@1, item: cesd8.1, text_policy: placeholder, label: {en: Low}"
    question = only(load(w1=[asked(line)]))
    assert question.text_policy == "placeholder"
    assert public_label(question, ["en"]) == {"en": "Item 1 of CES-D, 8-item short form"}
    (finding,) = problems(w1=[asked("type: select_one three@1, item: sdq.1, text_policy: ship")])
    assert finding.message == "text_policy ship is looser than the licence of sdq"
    assert finding.advice == "text_policy: forbid, or leave it out"


def test_wording_can_be_kept_back_without_an_instrument(load):
    question = only(load(w1=[asked("type: integer, text_policy: placeholder, label: {en: Own}")]))
    assert question.label == {"en": "Own"}
    assert public_label(question, ["en", "zh"]) == {"en": "Question a", "zh": "问题a"}
    assert item_name(question) == ""
    question = only(load(w1=[asked("type: integer, text_policy: forbid")]))
    assert question.label == {"en": "Question a"}


def test_item_policy_and_sensitivity_are_taken_over(load):
    waves = load(
        w1=[asked("type: select_one three@1, item: sdq.13, sensitivity: restricted")],
        w2=["{id: b, raw: child.B, like: w1.a}"],
        w3=["{id: c, raw: child.C, like: w1.a, item: sdq.14, sensitivity: public}"],
    )
    second, third = only(waves, "w2", "b"), only(waves, "w3", "c")
    assert (second.item, second.text_policy, second.sensitivity) == (
        "sdq.13", "forbid", "restricted"
    )  # fmt: skip
    assert second.label == {"en": f"Item 13 of {SDQ}"}
    assert (third.label["en"], third.sensitivity) == (f"Item 14 of {SDQ}", "public")


def test_what_is_taken_over_is_reported_once_where_it_is_written(problems):
    found = problems(
        w1=[asked("type: select_one four@1, item: sdq.13, label: {en: Sad}")],
        w2=["{id: b, raw: child.B, like: w1.a}"],
    )
    assert {finding.wave for finding in found} == {"w1"}
    assert len(found) == 2


def test_a_label_that_is_taken_over_can_be_given_up(load, problems):
    first = asked("type: select_one three@1, label: {en: Sad}")
    (finding,) = problems(w1=[first], w2=["{id: b, raw: child.B, like: w1.a, item: sdq.13}"])
    assert finding.advice == "write `label: {}`"
    line = "{id: b, raw: child.B, like: w1.a, item: sdq.13, label: {}}"
    assert only(load(w1=[first], w2=[line]), "w2", "b").label == {"en": f"Item 13 of {SDQ}"}


def test_a_question_is_public_where_nothing_is_said(load):
    question = only(load(w1=[asked("type: integer, label: {en: X}")]))
    assert (question.sensitivity, question.text_policy, question.item) == ("public", "ship", None)
    assert public_choices(question) == ()


@pytest.mark.parametrize("one", instruments(), ids=lambda one: one.id)
def test_every_item_of_the_registry_has_a_name_to_be_called_by(one):
    for number in range(1, one.size + 1):
        assert parse_item(f"{one.id}.{number}") == (one, number)
    assert parse_item(f"{one.id}.{one.size + 1}") is None
