"""Reasons of a column: set in place, handed on, and kept apart in copies."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.ingest.reasons import Reasons

WORDS = ("", "refused", "dont_know", "inapplicable")
TEXTS = st.lists(st.tuples(*[st.sampled_from(WORDS)] * 2, st.booleans()), max_size=20)


def reasons(texts, order=WORDS):
    """The reasons, their words numbered in an order of their own."""
    made = Reasons.none(len(texts))
    for word in order:
        if word:
            made.code(word)
    for place, text in enumerate(texts):
        made.put(np.arange(len(texts)) == place, text)
    return made


@given(TEXTS)
def test_put_from_sets_some_rows_by_word_and_not_by_number(rows):
    here, there = [row[0] for row in rows], [row[1] or "refused" for row in rows]
    chosen = np.array([row[2] for row in rows], dtype=bool)
    own, other = reasons(here), reasons(there, WORDS[::-1])
    own.put_from(chosen, other)
    wanted = [two if take else one for one, two, take in zip(here, there, chosen, strict=True)]
    assert own.texts.tolist() == wanted
    assert own.missing.tolist() == [bool(text) for text in wanted]
    assert other.texts.tolist() == there


def test_put_each_takes_the_words_in_the_order_of_the_chosen_rows():
    own = reasons(["refused", "", "", "dont_know"])
    rows = np.array([True, False, True, True])
    own.put_each(rows, np.array([1, 0, 1]), ["", "inapplicable"])
    assert own.texts.tolist() == ["inapplicable", "", "", "inapplicable"]


def test_rows_with_a_reason_are_found_by_its_word():
    own = reasons(["refused", "", "dont_know", "refused"])
    assert own.at("refused").tolist() == [True, False, False, True]
    assert not own.at("never heard of").any()
    assert "never heard of" not in own.words


@pytest.mark.parametrize("way", [Reasons.copy, lambda own: own.taken(np.array([0, 1]))])
def test_what_is_copied_or_taken_changes_apart(way):
    own = reasons(["refused", ""])
    apart = way(own)
    apart.put(np.array([True, True]), "a new one")
    assert own.texts.tolist() == ["refused", ""]
    assert "a new one" not in own.words
    assert apart.texts.tolist() == ["a new one"] * 2


def test_taken_follows_places_and_masks():
    own = reasons(["refused", "", "dont_know"])
    assert own.taken(np.array([2, 0])).texts.tolist() == ["dont_know", "refused"]
    assert own.taken(np.array([False, True, True])).texts.tolist() == ["", "dont_know"]


def test_all_and_none():
    assert Reasons.all(2, "not_asked").texts.tolist() == ["not_asked"] * 2
    assert Reasons.none(2).texts.tolist() == ["", ""]
    assert not Reasons.none(2).missing.any()
