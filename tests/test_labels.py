"""Texts in several languages, and codes as text."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from kinpanel.labels import Code, code_text, text


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1, "1"),
        (-8, "-8"),
        (2.5, "2.5"),
        (7.0, "7"),
        (-9.0, "-9"),
        (-0.0, "0"),
        (".a", ".a"),
        ("0101", "0101"),
        ("1.0", "1.0"),
        (2.0**53 - 1, "9007199254740991"),
        (2.0**53, "9007199254740992.0"),
        (math.inf, "inf"),
        (math.nan, "nan"),
        (np.int16(-8), "-8"),
        (np.uint64(2**64 - 1), "18446744073709551615"),
        (np.float64(2.5), "2.5"),
        (np.float32(3.0), "3"),
    ],
)
def test_codes_are_written_as_people_read_them(value, expected):
    assert code_text(value) == expected


@pytest.mark.parametrize("value", [None, True, False, np.True_, (1,), b"1"])
def test_what_is_not_a_number_is_returned_unchanged(value):
    assert code_text(value) is value


@given(st.integers(-(2**53) + 1, 2**53 - 1))
def test_whole_numbers_have_one_text_in_every_storage(number):
    assert code_text(number) == code_text(float(number)) == code_text(np.int64(number))


@given(st.floats(allow_nan=False))
def test_no_digit_of_a_float_is_lost(number):
    assert float(code_text(number)) == number


@pytest.mark.parametrize("value", [True, None, [1]])
def test_a_code_is_a_number_or_a_text(value):
    with pytest.raises(ValidationError):
        TypeAdapter(Code).validate_python(value, strict=True)


def test_text_falls_back_from_language_to_order_to_any():
    labels = {"fr": "refus", "zh": "拒答", "en": "refused"}
    assert text(labels, "en") == "refused"
    assert text(labels, "de", ["es", "zh", "en"]) == "拒答"
    assert text(labels, "de", ["es"]) == "refus"
    assert text({}, "en", ["zh"]) == ""
    assert text({"en": "", "zh": "拒答"}, "en") == ""
