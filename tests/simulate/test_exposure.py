"""Months away are those of the spells."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.simulate.exposure import exposure
from kinpanel.simulate.households import FATHER, Population
from kinpanel.simulate.journeys import FOREVER, Absences


def household(interview: int) -> Population:
    """One household interviewed in that month in every wave."""
    none = np.zeros(1)
    zero = np.zeros(1, dtype=np.int64)
    return Population(
        village=zero,
        hhid=["01101001"],
        village_code=["01101"],
        disadvantage=none,
        network=none,
        weight=none,
        interview=np.full((5, 1), interview, dtype=np.int64),
        household=zero,
        line=zero,
        age=zero,
        girl=np.zeros(1, dtype=bool),
    )


def spells(*periods: tuple[int, int]) -> Absences:
    start, end = (np.array(side, dtype=np.int64) for side in zip(*periods, strict=True))
    home = np.zeros(len(periods), dtype=np.int64)
    return Absences(home, np.zeros(len(periods), dtype=bool), start, end)


@pytest.mark.parametrize(
    ("periods", "months", "longest"),
    [
        ([(80, FOREVER)], 12, 12),
        ([(80, 88)], 0, 0),
        ([(80, 89)], 1, 1),
        ([(94, FOREVER)], 6, 6),
        ([(88, 93), (95, FOREVER)], 10, 5),
        ([(100, FOREVER)], 0, 0),
    ],
)
def test_the_twelve_months_before_the_interview_are_counted(periods, months, longest):
    found = exposure(household(100), spells(*periods))
    assert found.months[0, 0] == months
    assert found.longest[0, 0] == longest


@given(st.integers(60, 99), st.integers(1, 60))
def test_months_by_calendar_month_add_up(start, length):
    found = exposure(household(100), spells((start, start + length)))
    inside = {month % 12 for month in range(max(start, 88), min(start + length, 100))}
    assert set(np.flatnonzero(found.away[0, :, 0])) == inside
    assert found.months[0, 0] == len(inside)


def test_parents_away_at_the_interview_have_been_so_for_six_months(baseline):
    waves = baseline.child_waves
    for parent, states in (("f", ("F", "FM")), ("m", ("M", "FM"))):
        months = waves[f"months_away_{parent}"]
        assert months.between(0, 12).all()
        assert (waves[f"longest_{parent}"] <= months).all()
        assert months[waves["state"].isin(states)].min() >= 6
        assert months[~waves["state"].isin(states)].mean() < 2


def test_only_the_parent_asked_for_is_counted():
    places = spells((80, FOREVER))
    assert len(places.of(FATHER).home) == 1
