"""Slots as written, one by one, and the columns that are named after them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.questionnaire.slots import (
    MAX_SLOTS,
    SlotsError,
    are_numbers,
    column_of,
    is_slotted,
    slot_names,
)


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("1-3", ("1", "2", "3")),
        ("1 - 3", ("1", "2", "3")),
        ("0-1", ("0", "1")),
        ("7-7", ("7",)),
        ("8-10", ("8", "9", "10")),
        ("08-10", ("08", "09", "10")),
        (("a", "B", "x_1"), ("a", "B", "x_1")),
        (("1", "3"), ("1", "3")),
    ],
)
def test_spans_and_lists(written, names):
    assert slot_names(written) == names


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("12-1", "no span"),
        ("01-012", "no span"),
        ("001-12", "no span"),
        ("5", "neither a span nor a list"),
        ("1-", "neither a span nor a list"),
        ("a-c", "neither a span nor a list"),
        ("-1-3", "neither a span nor a list"),
        ((), "there is no slot"),
        (("a", "a"), "'a' stands twice"),
        (("1", "01"), "'01' stands twice"),
        (("a b",), "cannot be a slot"),
        (("",), "cannot be a slot"),
        ("1-501", "more than 500"),
        ("0-999999", "more than 500"),
    ],
)
def test_what_are_no_slots_is_said_with_advice(written, said):
    with pytest.raises(SlotsError, match=said) as caught:
        slot_names(written)
    assert caught.value.advice


@given(st.integers(0, 2000), st.integers(1, MAX_SLOTS), st.booleans())
def test_a_span_holds_every_number_once_in_order(low, count, padded):
    high = low + count - 1
    width = len(str(high)) if padded else 1
    names = slot_names(f"{str(low).zfill(width)}-{high}")
    assert [int(name) for name in names] == list(range(low, high + 1))
    if padded and len(str(low)) < width:
        assert {len(name) for name in names} == {width}
    else:
        assert not any(name.startswith("0") and name != "0" for name in names)


def test_names_and_numbers():
    assert are_numbers(("1", "02"))
    assert not are_numbers(("1", "b"))
    assert not are_numbers(("²",))


def test_columns():
    assert column_of("a{slot}_age", "03") == "a03_age"
    assert is_slotted("a{slot}_age")
    assert not is_slotted("{slot}")
    assert not is_slotted("hhid")
