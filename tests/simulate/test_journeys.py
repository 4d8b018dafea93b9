"""Details of spells agree with the spell they belong to."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinpanel.simulate.journeys import BOUNDARIES, REASONS_IN_DETAIL, absences


def test_the_border_crossed_fits_the_destination(baseline):
    spells = baseline.spells
    assert set(spells["boundary"]) == set(range(1, len(BOUNDARIES) + 1))
    assert (spells.loc[spells["destination"] == 1, "boundary"] == 1).all()
    assert spells.loc[spells["destination"] == 2, "boundary"].isin([2, 3]).all()
    assert spells.loc[spells["destination"] == 3, "boundary"].isin([4, 5]).all()


def test_the_reason_in_detail_refines_the_reason(baseline):
    spells = baseline.spells
    coarse = spells["reason_detail"].clip(upper=4)
    assert (coarse == spells["reason"]).all()
    other = spells.loc[spells["reason"] == 4, "reason_detail"]
    assert set(other) <= set(range(4, len(REASONS_IN_DETAIL) + 1))
    assert other.nunique() > 1


def test_a_child_that_lives_in_the_city_is_along_on_the_spell_that_covers_it(baseline):
    waves, children = baseline.child_waves, baseline.children
    city = waves[~waves["in_origin"] & (waves["state"] != "B")].merge(children, on="pid")
    spells = baseline.spells.fillna({"end_month": 10**6})
    for parent, states in (("father_pid", ("F", "FM")), ("mother_pid", ("M", "FM"))):
        pairs = city[city["state"].isin(states)].merge(
            spells, left_on=parent, right_on="parent_pid"
        )
        at = pairs["interview_month"]
        covers = (pairs["start_month"] <= at) & (at < pairs["end_month"])
        assert len(pairs[covers]) > 50
        assert pairs.loc[covers, "with_child"].all()


def test_children_along_elsewhere_were_so_before_the_first_wave(baseline):
    spells, waves = baseline.spells, baseline.child_waves
    homes = set(waves.loc[~waves["in_origin"], "pid"].str[:8])
    early = spells["end_month"] <= waves["interview_month"].min()
    along = spells[spells["with_child"] & ~early.fillna(False)]
    # The interview of the first wave may be up to two months later.
    late = along["end_month"].fillna(10**6) > waves["interview_month"].min() + 2
    assert along.loc[late, "parent_pid"].str[:8].isin(homes).mean() > 0.9


def test_absences_are_the_spells_as_arrays(baseline):
    from kinpanel.simulate.households import MOTHER, draw_population
    from kinpanel.simulate.parameters import parameters_of
    from kinpanel.simulate.streams import Streams

    people = draw_population(Streams(1), parameters_of("baseline"), 60, 20)
    places = absences(people, baseline.spells)
    assert (np.array(people.hhid)[places.home] == baseline.spells["parent_pid"].str[:8]).all()
    mothers = places.of(MOTHER)
    assert len(mothers.home) == baseline.spells["parent_pid"].str.endswith("03").sum()
    assert isinstance(baseline.spells, pd.DataFrame)
