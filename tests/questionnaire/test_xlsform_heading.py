"""Headings: every known spelling becomes one, and that one stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.questionnaire.xlsform.heading import canonical, is_known

PARTS = st.sampled_from(
    (" ", ":", "::", "_", "label", "Hint", "media", "image", "jr", "count", "relevance", "en", "x")
)


@given(st.lists(PARTS, min_size=1, max_size=6), st.sampled_from(["survey", "choices", "settings"]))
def test_what_is_canonical_stays(parts, sheet):
    once = canonical("".join(parts), sheet)
    assert canonical(once, sheet) == once


@pytest.mark.parametrize(
    ("heading", "sheet", "expected"),
    [
        ("Relevance", "survey", "relevant"),
        ("jr:count", "survey", "repeat_count"),
        ("constraint message:en", "survey", "constraint_message::en"),
        ("media:Image", "survey", "media::image"),
        ("media::image::en", "survey", "media::image::en"),
        ("value", "choices", "name"),
        ("list name", "choices", "list_name"),
        ("title", "settings", "form_title"),
    ],
)
def test_spellings(heading, sheet, expected):
    assert canonical(heading, sheet) == expected
    assert is_known(expected, sheet)


@pytest.mark.parametrize("heading", ["Note to self", "bind::odk:length", "Filter2", "a:b"])
def test_unknown_headings_stay_as_they_are(heading):
    assert canonical(heading, "survey") == heading
    assert not is_known(heading, "survey")
