"""Calendars of months away, month by month and row by row."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.derived.absence.months import covered, longest, runs, trailing

MONTH = st.integers(-30, 30).map(float)
SPELL = st.tuples(
    st.integers(0, 2), MONTH | st.just(-np.inf) | st.just(np.nan), MONTH | st.just(np.inf)
)
CALENDARS = st.integers(0, 8).flatmap(
    lambda width: st.lists(st.lists(st.booleans(), min_size=width, max_size=width), min_size=1)
)


@given(
    spells=st.lists(SPELL, max_size=6),
    at=st.lists(MONTH | st.just(np.nan), min_size=3, max_size=3),
    span=st.integers(0, 14),
)
def test_a_month_is_covered_by_a_spell_from_its_start_and_before_its_stop(spells, at, span):
    spells = [(row, start, stop) for row, start, stop in spells if not np.isnan(start)]
    rows = np.array([row for row, _, _ in spells], dtype=np.intp)
    start = np.array([start for _, start, _ in spells], dtype=float)
    stop = np.array([stop for _, _, stop in spells], dtype=float)
    found = covered(rows, start, stop, np.array(at), span)
    assert found.shape == (3, span + 1)
    for child, reference in enumerate(at):
        for place in range(span + 1):
            month = reference - span + place
            wanted = any(row == child and low <= month < high for row, low, high in spells)
            assert found[child, place] == wanted


@given(CALENDARS)
def test_runs_as_text_parts_them(rows):
    calendar = np.array(rows, dtype=bool)
    texts = ["".join("x" if month else " " for month in row) for row in rows]
    parts = [text.split() for text in texts]
    assert runs(calendar).tolist() == [len(part) for part in parts]
    assert longest(calendar).tolist() == [max(map(len, part), default=0) for part in parts]
    assert trailing(calendar).tolist() == [len(t) - len(t.rstrip("x")) for t in texts]


def test_a_spell_that_stops_before_it_starts_takes_nothing_from_another():
    rows, at = np.zeros(2, dtype=np.intp), np.array([12.0])
    found = covered(rows, np.array([2.0, 6.0]), np.array([9.0, 5.0]), at, 12)
    assert np.flatnonzero(found[0]).tolist() == [2, 3, 4, 5, 6, 7, 8]
