"""Months as numbers, and months drawn by season."""

from __future__ import annotations

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.simulate.months import DEPARTURES, RETURNS, draw_month, month_index, season, yyyymm


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_months_are_written_as_people_write_them(day):
    months = month_index(day.year, day.month)
    assert yyyymm(months) == int(f"{day:%Y}{day:%m}")
    assert yyyymm(np.array([months])).tolist() == [int(f"{day:%Y}{day:%m}")]


def test_the_count_begins_with_january_1960():
    assert month_index(1960, 1) == 0
    assert month_index(1959, 12) == -1


def test_seasons_are_shares_of_a_year():
    weights = season((((2, 3), 0.5), ((7,), 0.2)))
    assert weights[[1, 2]].tolist() == [0.25, 0.25]
    assert weights[6] == 0.2
    np.testing.assert_allclose(np.delete(weights, [1, 2, 6]), 0.3 / 9)
    for shares in (DEPARTURES, RETURNS):
        np.testing.assert_allclose(shares.sum(), 1)


@given(
    ends=st.lists(st.tuples(st.integers(-20, 700), st.integers(0, 15)), min_size=1, max_size=9),
    seed=st.integers(0, 99),
)
def test_drawn_months_lie_inside_both_ends(ends, seed):
    first = np.array([low for low, _ in ends])
    last = first + np.array([more for _, more in ends])
    drawn = draw_month(np.random.default_rng(seed), first, last, DEPARTURES)
    assert ((first <= drawn) & (drawn <= last)).all()


def test_months_are_drawn_by_their_weight():
    january = np.full(20_000, month_index(2014, 1))
    drawn = draw_month(np.random.default_rng(1), january, january + 11, DEPARTURES)
    shares = np.bincount(drawn % 12, minlength=12) / len(drawn)
    np.testing.assert_allclose(shares, DEPARTURES, atol=0.01)
