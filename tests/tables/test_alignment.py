"""Rows are paired by their key, whatever its type and their order."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.tables.alignment import align

PART = st.sampled_from(["a", "b", "aa", "", None])
KEYS = st.lists(st.tuples(PART, st.integers(-2, 3)), unique=True, max_size=12)


def columns(keys):
    return [
        pd.Series([key[0] for key in keys], dtype="string"),
        pd.Series([key[1] for key in keys], dtype="Int64"),
    ]


@given(KEYS, KEYS)
def test_pairs_are_those_of_equal_keys(old, new):
    rows = align(columns(old), columns(new))
    assert rows is not None
    assert [old[place] for place in rows.old] == [new[place] for place in rows.new]
    assert [key for key in new if key in old] == [new[place] for place in rows.new]
    assert [old[place] for place in rows.gone] == [key for key in old if key not in new]
    assert [new[place] for place in rows.added] == [key for key in new if key not in old]
    order = [old.index(key) for key in new if key in old]
    assert rows.reordered == (order != sorted(order))


@given(KEYS, st.integers(0, 11))
def test_a_key_that_names_two_rows_pairs_nothing(keys, place):
    if keys:
        twice = [*keys, keys[place % len(keys)]]
        assert align(columns(twice), columns(keys)) is None
        assert align(columns(keys), columns(twice)) is None


def test_a_key_whose_type_changed_still_pairs():
    rows = align([pd.Series([1, 2], dtype="Int64")], [pd.Series(["2", "3"], dtype="string")])
    assert rows is not None
    assert (rows.old.tolist(), rows.new.tolist()) == ([1], [0])
    assert (rows.gone.tolist(), rows.added.tolist()) == ([0], [1])


def test_without_a_key_nothing_pairs():
    assert align([], []) is None
