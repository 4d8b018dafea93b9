"""Addresses of what is written but cannot be used."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kinpanel.documents import Unusable

NAMES = st.sampled_from(["a", "b", "c"])
ADDRESSES = st.lists(NAMES, min_size=1, max_size=4).map(tuple)


def test_a_thing_covers_all_that_it_holds_and_nothing_else():
    unusable = Unusable()
    unusable.add("wave", "w1")
    unusable.add("wave", "w2", "sex")
    assert unusable.covers("wave", "w1")
    assert unusable.covers("wave", "w1", "age")
    assert unusable.covers("wave", "w2", "sex")
    assert not unusable.covers("wave", "w2")
    assert not unusable.covers("wave", "w2", "age")
    assert not unusable.covers("table", "w1")
    assert unusable.named("wave") == {"w1"}


def test_none_stands_for_any_name():
    unusable = Unusable()
    unusable.add("row", None, "child", "sex")
    assert unusable.covers("row", "w1", "child", "sex")
    assert not unusable.covers("row", "w1", "child", "age")
    assert unusable.named("row") == set()


def test_what_holds_something_unusable_is_touched_but_not_covered():
    unusable = Unusable()
    unusable.add("code", "child", "sex", "w1", "9")
    assert unusable.touches("code", "child", "sex", "w1")
    assert not unusable.covers("code", "child", "sex", "w1")
    assert not unusable.touches("code", "child", "sex", "w2")


@given(st.lists(ADDRESSES), ADDRESSES)
def test_what_is_covered_is_touched_and_so_is_all_below(added, address):
    unusable = Unusable()
    for one in added:
        unusable.add(*one)
    assert unusable.covers(*address) == any(address[: len(one)] == one for one in added)
    if unusable.covers(*address):
        assert unusable.touches(*address)
        assert unusable.covers(*address, "a")
