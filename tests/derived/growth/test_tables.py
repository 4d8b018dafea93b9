"""Curves of growth tables: rows, what lies between them, and where they end."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.derived.growth.ages import whole_days
from kinpanel.derived.growth.tables import Curve, GrowthTables, curve_of

FLAT = (1.0, 100.0, 0.04)


def heights(*medians):
    return np.array([[1.0, median, 0.04] for median in medians])


def medians(lms):
    return lms[:, 1].tolist()


def test_between_rows_all_three_are_interpolated():
    curve = Curve(61.0, 1.0, np.array([[1.0, 100.0, 0.04], [0.0, 110.0, 0.06]]))
    assert curve.at(np.array([61.25])).round(12).tolist() == [[0.75, 102.5, 0.045]]
    assert curve.last == 62


def test_outside_of_the_rows_there_is_nothing():
    found = Curve(61.0, 1.0, heights(100, 110)).at(np.array([60.99, 61, 62, 62.01, np.nan]))
    assert np.isnan(found[:, 1]).tolist() == [True, False, False, True, True]
    assert medians(found[1:3]) == [100, 110]


def test_a_size_that_floating_point_moved_is_still_its_row():
    curve = Curve(45.0, 0.1, heights(*range(651)))
    assert curve.at(np.array([109.3 + 0.7]))[0, 1] == 650
    assert curve.at(np.array([45.7 - 0.7]))[0, 1] == 0


def test_rows_in_any_order_make_a_curve():
    curve = curve_of({45.1: (1, 3, 0.1), 45.0: (1, 2, 0.1), 45.2: (1, 4, 0.1)}, "cm")
    assert (curve.first, medians(curve.rows)) == (45.0, [2, 3, 4])


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ({}, "no rows"),
        ({1: FLAT, 3: FLAT}, "1 day apart, but 3 follows 1"),
        ({1: (1, 0, 0.04)}, "at 1 day cannot be"),
        ({1: (1, 100, -0.04)}, "at 1 day cannot be"),
        ({1: FLAT, 2: (4, 100, 0.1)}, "at 2 day cannot be"),
        ({1: (float("nan"), 100, 0.1)}, "at 1 day cannot be"),
    ],
)
def test_what_is_no_curve(rows, words):
    with pytest.raises(ValueError, match=words):
        curve_of(rows, "day")


def tables(first_month=61, last_day=1856):
    """Days have a median of their number, months of 10,000 and theirs."""
    by_day = Curve(0.0, 1.0, heights(*range(last_day + 1)))
    by_month = Curve(float(first_month), 1.0, heights(*range(10_000 + first_month, 10_229)))
    return GrowthTables(
        {
            ("height_for_age", "day", "female"): by_day,
            ("height_for_age", "month", "female"): by_month,
        },
        "made up",
    )


def test_under_five_years_by_day_then_by_month():
    ages = np.array([0, 1, 24, 59.999, 61, 61.5, 228])
    found = tables().by_age("height_for_age", "female", ages)
    assert medians(found) == [0, 30, 731, 1826, 10_061, 10_061.5, 10_228]


def test_the_month_before_the_rows_by_month_begin_is_read_by_day():
    ages = np.array([60, 60.5, 60.98, 60.999])
    found = tables().by_age("height_for_age", "female", ages)
    assert medians(found) == [1826, 1841, 1856, 1856]
    assert medians(tables(first_month=60).by_age("height_for_age", "female", ages[:2])) == [
        10_060,
        10_060.5,
    ]


def test_no_other_gap_is_bridged():
    late = tables(first_month=62).by_age("height_for_age", "female", np.array([60.5, 61, 61.9]))
    assert np.isnan(late).all()
    short = tables(last_day=1800).by_age("height_for_age", "female", np.array([59.5, 60.5]))
    assert np.isnan(short).all()
    assert np.isnan(tables().by_age("height_for_age", "male", np.array([30.0, 70.0]))).all()
    assert np.isnan(tables().by_size("weight_for_height", "female", np.array([80.0]))).all()


def test_one_step_alone():
    both = tables().curves
    days = GrowthTables({key: c for key, c in both.items() if key[1] == "day"}, "days")
    months = GrowthTables({key: c for key, c in both.items() if key[1] == "month"}, "months")
    ages = np.array([10.0, 70.0])
    assert np.isnan(days.by_age("height_for_age", "female", ages)[:, 0]).tolist() == [False, True]
    assert np.isnan(months.by_age("height_for_age", "female", ages)[:, 0]).tolist() == [True, False]


@given(st.integers(0, 6935))
def test_days_survive_months(days):
    assert whole_days(np.array([days / 30.4375]))[0] == days


@given(st.lists(st.floats(-5, 250), min_size=1, max_size=20))
def test_every_age_has_a_row_or_nothing(ages):
    found = tables().by_age("height_for_age", "female", np.array(ages))
    inside = [np.floor(age * 30.4375 + 0.5) >= 0 and age <= 228 for age in ages]
    assert (~np.isnan(found).any(axis=1)).tolist() == inside
