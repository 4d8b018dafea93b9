"""Measures of months away: bounds that hold in every world, and are tight where all is known."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.derived.absence.bounds import Bounds
from kinpanel.derived.absence.measures import MEASURES, measures, stretches
from kinpanel.derived.absence.months import runs

WIDTH = 15
MONTHS = st.lists(st.sampled_from([True, False, None]), min_size=WIDTH, max_size=WIDTH)


def measured(months, age=WIDTH - 1):
    """Measures of one child, months before birth being at home."""
    sure = np.array([[month is True for month in months]])
    possible = np.array([[month is not False for month in months]])
    calendar, ages = Bounds(sure, possible), np.array([float(age)])
    undated = np.array([float(sum(month is None for month in months))])
    return measures(calendar, ages, stretches(calendar, ages, undated)).iloc[0]


def expected(months):
    """The same by hand, for months that are all known and a life that began with the first."""
    past, now = months[:-1], months[-1]
    text = "".join("x" if month else "." for month in past)
    lengths = [len(part) for part in text.split(".") if part]
    last = [len(part) for part in text[-12:].split(".") if part]
    return {
        "months_last_12": text[-12:].count("x"),
        "longest_last_12": max(last, default=0),
        "longest_ever": max(lengths, default=0),
        "spells": int(runs(np.array([months]))[0]),
        "months": text.count("x"),
        "share_of_life": text.count("x") / len(past),
        "age_first": text.find("x") if "x" in text else None,
        "months_before_first": text.find("x") if "x" in text else len(past),
        "months_since_return": None if now or "x" not in text else len(text) - 1 - text.rfind("x"),
    }


@given(st.lists(st.booleans(), min_size=WIDTH, max_size=WIDTH))
def test_known_months_give_known_measures(months):
    found = measured(months)
    for name, value in expected(months).items():
        for side in (name, f"{name}_low", f"{name}_high"):
            got = (
                None if np.isnan(float(found.astype(object).fillna(np.nan)[side])) else found[side]
            )
            assert got == value, side


@given(MONTHS)
def test_bounds_hold_however_the_unknown_months_turn_out(months):
    unknown = [place for place, month in enumerate(months) if month is None][:4]
    months = [False if m is None and p not in unknown else m for p, m in enumerate(months)]
    found = measured(months).astype(object).fillna(np.nan)
    for world in product((True, False), repeat=len(unknown)):
        settled = list(months)
        for place, month in zip(unknown, world, strict=True):
            settled[place] = month
        for name in ("months_last_12", "longest_last_12", "longest_ever", "months", "spells"):
            value = expected(settled)[name]
            assert found[f"{name}_low"] <= value <= found[f"{name}_high"], name
        if found["history"] == found["history"]:
            assert found["history"] == measured(settled)["history"]


@pytest.mark.parametrize(
    ("months", "history", "course"),
    [
        ([False] * WIDTH, "never", "never"),
        ([True] + [False] * (WIDTH - 1), "previous", "previous"),
        ([False] * (WIDTH - 1) + [True], "current", "first"),
        ([True] + [False] * (WIDTH - 2) + [True], "current", "repeat"),
    ],
)
def test_histories(months, history, course):
    found = measured(months)
    assert (found["history"], found["course"], found["pattern"]) == (
        history,
        course,
        "never" if history == "never" else "early",
    )


def test_nothing_is_said_without_an_age():
    found = measured([True] * WIDTH, np.nan)
    assert found[[*MEASURES, "history", "pattern", "course"]].isna().all()


def test_from_school_age_on_absence_is_late():
    months = [False] * 72 + [False, True]
    assert measured(months, 73)["pattern"] == "late"
    assert measured([True, *months[1:]], 73)["pattern"] == "both"
    assert measured([False] * 71 + [True, False], 72)["pattern"] == "early"
