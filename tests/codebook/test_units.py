"""The table of units: exact, closed, and the same there and back."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.codebook.units import ALIASES, UNITS, conversion, like, unit_of, unknown_unit

NAMES = st.sampled_from([*UNITS, *ALIASES])


@pytest.mark.parametrize(
    ("source", "target", "factor"),
    [
        ("jin", "kg", "1/2"),
        ("斤", "公斤", "1/2"),
        ("liang", "jin", "1/10"),
        ("liang", "g", "50"),
        ("lb", "g", "453.59237"),
        ("cm", "m", "1/100"),
        ("chi", "m", "1/3"),
        ("inch", "cm", "2.54"),
        ("mu", "ha", "1/15"),
        ("mu", "m2", "10000/15"),
        ("万元", "yuan", "10000"),
        ("fen", "jiao", "1/10"),
        ("minutes", "hours", "1/60"),
        ("weeks", "days", "7"),
        ("days", "hours", "24"),
        ("years", "months", "12"),
    ],
)
def test_conversions(source, target, factor):
    assert conversion(source, target) == Fraction(factor)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("days", "months"),
        ("weeks", "years"),
        ("kg", "m"),
        ("m", "m2"),
        ("kg", "stone"),
        ("words", "words"),
        (None, "kg"),
        ("kg", None),
        ("", ""),
        ("KG", "kg"),
    ],
)
def test_what_cannot_be_converted(source, target):
    assert conversion(source, target) is None


@given(NAMES, NAMES, st.fractions())
def test_there_and_back_is_the_same_number(one, two, value):
    there, back = conversion(one, two), conversion(two, one)
    first, second = unit_of(one), unit_of(two)
    assert first is not None
    assert second is not None
    assert (there is None) == (first.dimension != second.dimension)
    if there is not None:
        assert back is not None
        assert value * there * back == value


@given(NAMES, NAMES, NAMES)
def test_by_way_of_a_third_unit_is_the_same(one, two, three):
    first, second = conversion(one, two), conversion(two, three)
    if first is not None and second is not None:
        assert conversion(one, three) == first * second


def test_units_by_how_many_make_one():
    assert [*like("kg", Fraction(2))] == ["jin"]
    assert [*like("m", Fraction(100))] == ["cm"]
    assert [*like("yuan", Fraction(1, 10_000))] == ["wan_yuan"]
    assert [*like("kg", Fraction(3))] == [*like("words", Fraction(1))] == []


def test_aliases_are_of_known_units():
    assert set(ALIASES.values()) <= set(UNITS)
    assert not set(ALIASES) & set(UNITS)
    assert unknown_unit("kgs") == "did you mean 'kg'?"
