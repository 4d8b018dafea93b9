"""The calendar of absence gives back the states it was drawn from."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kinpanel.simulate import SCENARIOS, WAVES, simulate
from kinpanel.simulate.delivery import delivered
from kinpanel.simulate.months import DEPARTURES, RETURNS, month_index, yyyymm

STATE = {(False, False): "B", (True, False): "F", (False, True): "M", (True, True): "FM"}
FOREVER = 10**6


def away(spells: pd.DataFrame, parent: pd.Series, month: pd.Series, least: int) -> np.ndarray:
    """Whether a spell covers the month and began at least so many months before; row by row."""
    asked = pd.DataFrame({"parent_pid": parent.to_numpy(), "at": month.to_numpy()})
    asked["row"] = asked.index
    pairs = asked.merge(spells.fillna({"end_month": FOREVER}), on="parent_pid")
    covers = (pairs["start_month"] <= pairs["at"] - least) & (pairs["at"] <= pairs["end_month"])
    return asked["row"].isin(pairs.loc[covers, "row"]).to_numpy()


def states(spells: pd.DataFrame, rows: pd.DataFrame, least: int = 6) -> list[str]:
    father = away(spells, rows["father_pid"], rows["interview_month"], least)
    mother = away(spells, rows["mother_pid"], rows["interview_month"], least)
    return [STATE[bool(f), bool(m)] for f, m in zip(father, mother, strict=True)]


@pytest.mark.parametrize(("seed", "scenario"), [(1, "baseline"), (2, "null"), (7, "homogeneous")])
def test_state_from_spells_is_the_true_state_of_every_child_in_every_wave(seed, scenario):
    truth = simulate(seed, scenario)
    rows = truth.child_waves.merge(truth.children, on="pid")
    assert states(truth.spells, rows) == rows["state"].tolist()


def test_state_from_the_spells_known_at_the_interview_is_the_true_state(baseline):
    for wave in WAVES:
        rows = delivered(baseline, wave)
        seen = baseline.child_waves.query("wave == @wave").set_index("pid")["state"]
        child = rows["child"]
        assert states(rows["spells"], child) == child["pid"].map(seen).tolist()


def test_the_six_months_matter(baseline):
    """Some parents have just left: without the threshold they would count as away."""
    rows = baseline.child_waves.merge(baseline.children, on="pid")
    loose = np.array(states(baseline.spells, rows, least=0)) != rows["state"].to_numpy()
    assert 0.01 < loose.mean() < 0.10


def test_spells_of_a_parent_are_in_order_and_never_touch(baseline):
    spells = baseline.spells
    ended = spells["end_month"].notna()
    assert (spells["end_month"] > spells["start_month"])[ended].all()
    following = spells.groupby("parent_pid")["start_month"].shift(-1)
    both = following.notna()
    assert spells.loc[both, "end_month"].notna().all()
    assert (following[both] > spells.loc[both, "end_month"]).all()
    assert not spells.duplicated(["parent_pid", "start_month"]).any()


def test_spells_reach_back_before_the_first_wave_to_the_childrens_birth(baseline):
    first = baseline.child_waves["interview_month"].min()
    assert (baseline.spells["start_month"] < first - 12 * 12).mean() > 0.1
    assert baseline.spells["end_month"].isna().any()


def test_people_leave_after_the_new_year_and_return_before_it(baseline):
    spells = baseline.spells
    long = spells[(spells["end_month"] - spells["start_month"] > 14).fillna(True).astype(bool)]
    left = (long["start_month"] % 12 + 1).isin([2, 3]).mean()
    back = (long["end_month"].dropna() % 12 + 1).isin([12, 1]).mean()
    # Departures are cut six months before the interview, so the share is not exactly the weight.
    assert 0.40 < left < 0.65
    assert 0.45 < back < 0.65
    assert DEPARTURES[[1, 2]].sum() == pytest.approx(0.50)
    assert RETURNS[[11, 0]].sum() == pytest.approx(0.55)
    assert DEPARTURES.sum() == pytest.approx(RETURNS.sum()) == pytest.approx(1.0)


MOVING = {"strong_policy", "feedback", "liu"}
"""The scenarios in which parents move otherwise."""


def test_a_scenario_changes_no_spell_unless_it_is_about_moving():
    panels = {name: simulate(5, name, villages=12, households_per_village=5) for name in SCENARIOS}
    same = {name for name, of in panels.items() if of.spells.equals(panels["baseline"].spells)}
    assert set(SCENARIOS) - same == MOVING


def test_months_count_from_january_1960_in_both_directions():
    assert month_index(1960, 1) == 0
    assert month_index(1959, 12) == -1
    assert yyyymm(month_index(2014, 8)) == 201408
    assert yyyymm(np.array([-1, 0, 11, 12])).tolist() == [195912, 196001, 196012, 196101]
