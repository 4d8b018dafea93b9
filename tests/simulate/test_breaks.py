"""Breaks of absences: where they lie, what they leave as it was, what they tell apart."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from kinpanel.simulate import draw, simulate
from kinpanel.simulate.breaks import BROKEN, SHORTEST
from kinpanel.simulate.parameters import BreakParameters, parameters_of

FOREVER = 10**6
AWAY = {"f": ("F", "FM"), "m": ("M", "FM")}


@pytest.fixture
def unbroken(monkeypatch):
    """The same panel drawn without any break."""
    never = BreakParameters(apart=np.inf, earlier=0.0)
    monkeypatch.setattr(
        draw, "parameters_of", lambda name: replace(parameters_of(name), breaks=never)
    )
    return simulate(1)


def inside(spells: pd.DataFrame) -> pd.DataFrame:
    """Every break: the absence, the month of return, the month of the next departure."""
    again = spells.groupby("run")["start_month"].shift(-1)
    found = spells.assign(again=again).dropna(subset=["again"])
    return found.assign(stay=found["again"] - found["end_month"])


def test_without_breaks_every_absence_is_one_row_with_the_same_traits(baseline, unbroken):
    assert not unbroken.spells["run"].duplicated().any()
    traits = ["parent_pid", "destination", "reason", "boundary", "reason_detail"]
    whole = unbroken.spells.set_index("run")[traits]
    assert whole.loc[baseline.spells["run"]].reset_index(drop=True).equals(baseline.spells[traits])


def test_a_break_changes_no_state_and_nothing_that_follows_from_states(baseline, unbroken):
    columns = ["state", "dep", "cog", "responded", "caregiver", "returned", "bullied", "haz"]
    assert baseline.child_waves[columns].equals(unbroken.child_waves[columns])
    assert baseline.persons.equals(unbroken.persons)
    assert baseline.answers.equals(unbroken.answers)


def test_an_absence_ends_when_it_did_and_begins_no_later(baseline, unbroken):
    whole = unbroken.spells.set_index("run")
    last = baseline.spells.groupby("run")["end_month"].last(skipna=False)
    assert last.equals(whole["end_month"])
    starts = baseline.spells.groupby("run")["start_month"].agg(set)
    assert all(
        start in starts[run] for run, start in zip(whole.index, whole["start_month"], strict=True)
    )


def test_stays_are_as_short_as_declared_and_never_within_half_a_year_of_an_interview(baseline):
    breaks = inside(baseline.spells)
    rule = BreakParameters()
    assert breaks["stay"].between(1, max(rule.stay, rule.between)).all()
    assert (breaks["reason_detail"] <= BROKEN).all()
    waves = baseline.child_waves.merge(baseline.children, on="pid")
    for parent, letter in (("father_pid", "f"), ("mother_pid", "m")):
        pairs = waves[waves["state"].isin(AWAY[letter])].merge(
            breaks, left_on=parent, right_on="parent_pid"
        )
        late = (pairs["again"] > pairs["interview_month"] - 6) & (
            pairs["end_month"] <= pairs["interview_month"]
        )
        assert len(pairs) > 1000
        assert not late.any()


def test_stretches_within_an_absence_are_not_over_at_once(baseline):
    ended = baseline.spells.dropna(subset=["end_month"])
    several = ended.groupby("run")["start_month"].transform("size") > 1
    assert (ended["end_month"] - ended["start_month"])[several].min() >= min(
        SHORTEST, BreakParameters().season[0], 1
    )


def test_people_are_home_for_the_new_year_and_leave_after_it(baseline):
    breaks = inside(baseline.spells)
    back = (breaks["end_month"] % 12 + 1).isin([12, 1]).mean()
    left = (breaks["again"] % 12 + 1).isin([2, 3]).mean()
    assert 0.50 < back < 0.70
    assert 0.40 < left < 0.65


def test_a_quarter_of_those_away_had_a_break_within_the_year(panels):
    for parent, states in AWAY.items():
        shares = []
        for truth in panels:
            waves = truth.child_waves[truth.child_waves["state"].isin(states)]
            differ = waves[f"longest_{parent}"] < waves[f"months_away_{parent}"]
            shares.append(differ.mean())
        assert 0.20 < np.mean(shares) < 0.32


def test_some_are_away_long_in_all_and_never_for_half_a_year(panels):
    """Vignette V18: ten months of twelve, and no six of them in a row."""
    for parent in AWAY:
        found = [
            (waves[f"months_away_{parent}"] >= 6) & (waves[f"longest_{parent}"] < 6)
            for waves in (truth.child_waves for truth in panels)
        ]
        assert 0.004 < np.mean([share.mean() for share in found]) < 0.02
    ten = [
        ((waves["months_away_f"] >= 9) & (waves["longest_f"] == 5)).sum()
        for waves in (truth.child_waves for truth in panels)
    ]
    assert sum(ten) > 20


def test_a_child_is_along_on_the_stretches_that_say_so(baseline, unbroken):
    whole = unbroken.spells.set_index("run")["with_child"]
    pieces = baseline.spells.groupby("run")["with_child"].any()
    assert pieces.equals(whole)
    several = baseline.spells.groupby("run")["with_child"].transform("nunique")
    assert (several > 1).any()
