"""Parents left behind as children: by cohort, and what it does in two scenarios."""

from __future__ import annotations

import pandas as pd
from tests.simulate.averages import within_errors

from kinpanel.simulate import simulate
from kinpanel.simulate.months import month_index


def test_the_share_is_higher_among_parents_born_from_1990(panels):
    def share(truth, later):
        rows = truth.children.drop_duplicates("hhid")
        birth = truth.persons.set_index("pid")["birth_month"]
        for parent in ("father", "mother"):
            chosen = (rows[f"{parent}_pid"].map(birth) >= month_index(1990, 1)) == later
            yield rows.loc[chosen, f"gen2_{parent}"]

    for later, target in ((False, 0.12), (True, 0.30)):
        assert within_errors(
            panels, lambda t, later=later: pd.concat(share(t, later)).mean(), target
        )


def test_siblings_have_the_same_parents(baseline):
    by_home = baseline.children.groupby("hhid")[["gen2_father", "gen2_mother", "hukou"]].nunique()
    assert (by_home == 1).all(axis=None)
    assert set(baseline.children["hukou"]) == {"rural", "non-rural"}


def test_they_are_away_less_under_liu_and_no_less_under_jiang(panels):
    def gap(truth):
        either = truth.children["gen2_father"] | truth.children["gen2_mother"]
        away = truth.child_waves["state"] != "B"
        group = truth.child_waves["pid"].map(either.set_axis(truth.children["pid"]))
        means = away.groupby(group).mean()
        return means[True] - means[False]

    assert within_errors([simulate(seed, "jiang") for seed in range(1, 9)], gap, 0.0)
    assert not within_errors([simulate(seed, "liu") for seed in range(1, 9)], gap, 0.0)
    assert gap(simulate(1, "liu")) < gap(simulate(1, "jiang"))


def test_jiang_is_the_baseline():
    jiang = simulate(3, "jiang", villages=12, households_per_village=5)
    base = simulate(3, villages=12, households_per_village=5)
    assert jiang.child_waves.equals(base.child_waves)
