from string import Formatter

import pytest

from kinpanel.report.setting import Setting
from kinpanel.report.words import WORDS
from kinpanel.roles import STATES


def test_labels_fall_back_to_other_languages_then_to_the_name():
    setting = Setting(waves=(), language="zh", labels={"a": {"zh": "甲"}, "b": {"en": "B"}})
    assert [setting.label(name) for name in "abc"] == ["甲", "B", "c"]
    assert setting.label("pid") == "儿童"


def test_a_variable_cannot_take_the_name_of_a_state():
    setting = Setting(waves=(), labels={"M": {"en": "Mathematics"}})
    assert setting.word("M") == "Mother away"
    assert setting.label("M") == "Mathematics"


def test_a_hostile_label_is_put_in_as_it_is():
    setting = Setting(waves=(), labels={"x": {"en": "{0.__class__} {name}"}})
    assert setting.word("switchers", name=setting.label("x")) == "Switchers, {0.__class__} {name}"


@pytest.mark.parametrize("key", sorted(WORDS))
def test_every_word_has_the_same_parts_in_both_languages(key):
    def parts(text):
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    assert set(WORDS[key]) == {"en", "zh"}
    assert parts(WORDS[key]["en"]) == parts(WORDS[key]["zh"])


def test_every_state_has_its_word():
    assert set(STATES) <= set(WORDS)
