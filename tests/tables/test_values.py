"""Values before they are typed: codes by index, and none where they are missing."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.tables.values import Values


@given(st.lists(st.none() | st.integers(-5, 5) | st.text(max_size=3)))
def test_objects_come_back_as_they_went_in(objects):
    array = np.empty(len(objects), dtype=object)
    array[:] = objects
    values = Values.of(array)
    assert values.objects.tolist() == objects
    assert values.missing.tolist() == [one is None for one in objects]


def test_cells_of_missing_rows_mean_nothing_whatever_they_hold():
    missing = np.array([False, True, True])
    coded = Values(np.array([1, 0, 2]), missing, ("no", "yes"))
    assert coded.objects.tolist() == ["yes", None, None]
    assert Values(np.array([0.5, np.nan, 9.0]), missing).objects.tolist() == [0.5, None, None]


def test_objects_are_a_copy():
    cells = np.array(["a", "b"], dtype=object)
    Values(cells, np.array([True, False])).objects[1] = "c"
    assert cells.tolist() == ["a", "b"]


def test_no_values():
    assert Values.none(2).objects.tolist() == [None, None]
