"""Neutral labels of items, and what a licence allows when it is not verified."""

from __future__ import annotations

import pytest

from kinpanel.instruments import instrument, instruments
from kinpanel.instruments.neutral import STRICTNESS, neutral_label, text_policy


def test_an_item_by_number_and_name_in_every_language():
    labels = neutral_label(instrument("sdq"), 13, ["en", "zh"])
    assert labels == {
        "en": "Item 13 of Strengths and Difficulties Questionnaire (SDQ)",
        "zh": "长处与困难问卷第13题",
    }


def test_the_own_word_of_the_registry_follows_in_its_language():
    labels = neutral_label(instrument("smfq"), 6, ["en", "zh"])
    assert labels["en"].endswith(": crying")
    assert labels["zh"] == "简版情绪与感受问卷第6题"


def test_a_language_that_the_registry_does_not_speak():
    labels = neutral_label(instrument("sdq"), 2, ["fr", "en"])
    assert labels["fr"] == "Strengths and Difficulties Questionnaire (SDQ): 2"


@pytest.mark.parametrize("one", instruments(), ids=lambda one: one.id)
def test_no_neutral_label_holds_the_text_of_an_item(one):
    for item in one.items:
        for language, text in item.text.items():
            assert text not in neutral_label(one, item.number, [language])[language]


def test_an_unverified_licence_allows_no_more_than_a_placeholder():
    cesd8 = instrument("cesd8")
    assert text_policy(cesd8) == "ship"
    doubtful = cesd8.model_copy(update={"to_verify": ("licence",)})
    assert text_policy(doubtful) == "placeholder"
    assert text_policy(instrument("sdq")) == "forbid"
    assert STRICTNESS == ("ship", "placeholder", "forbid")
