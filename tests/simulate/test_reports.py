"""Told months heap on round numbers; told states are mistaken at the rates declared."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.simulate import simulate
from kinpanel.simulate.parameters import BreakParameters, ReportParameters
from kinpanel.simulate.reports import heaped_months, told_state
from kinpanel.simulate.streams import Streams


@given(st.lists(st.integers(0, 12), min_size=1, max_size=40), st.integers(0, 99))
def test_a_month_told_is_the_true_one_or_the_nearest_heap(months, seed):
    true = np.array(months, dtype=np.int64)
    told = heaped_months(Streams(seed), ReportParameters(), "f", true)
    for before, after in zip(true, told, strict=True):
        heaps = [3, 6, 10, 12]
        nearest = min(heaps, key=lambda heap: abs(heap - before))
        assert after == before or (after == nearest and before > 0)


def test_two_fifths_are_rounded():
    true = np.full(40_000, 8, dtype=np.int64)
    told = heaped_months(Streams(1), ReportParameters(), "f", true)
    assert abs((told == 6).mean() - 0.40) < 3 * np.sqrt(0.4 * 0.6 / 40_000)


def test_states_are_told_wrong_at_the_declared_rates():
    rule = ReportParameters(mistaken=((3, 1, 0.08), (1, 0, 0.06), (1, 3, 0.05)))
    state = np.repeat(np.arange(4), 40_000)
    told = told_state(Streams(1), rule, state).reshape(4, -1)
    error = 3 * np.sqrt(0.08 * 0.92 / 40_000)
    assert abs((told[3] == 1).mean() - 0.08) < error
    assert abs((told[1] == 0).mean() - 0.06) < error
    assert abs((told[1] == 3).mean() - 0.05) < error
    assert (told[0] == 0).all()
    assert (told[2] == 2).all()


def test_the_state_told_is_the_true_one_but_in_its_scenario(baseline):
    waves = baseline.child_waves
    assert (waves["reported_state"] == waves["state"]).all()
    mistaken = simulate(1, "misclassification").child_waves
    assert (mistaken["state"] == waves["state"]).all()
    wrong = mistaken["reported_state"] != mistaken["state"]
    assert 0.04 < wrong.mean() < 0.08
    assert not wrong[mistaken["state"] == "M"].any()


def test_the_longest_absence_is_rounded_by_whoever_rounds_the_months(baseline):
    waves = baseline.child_waves
    for parent in ("f", "m"):
        true, told = waves[f"longest_{parent}"], waves[f"reported_longest_{parent}"]
        months, said = waves[f"months_away_{parent}"], waves[f"reported_months_{parent}"]
        assert (told <= said).all()
        assert ((told == 0) == (months == 0)).all()
        exact = ~months.isin([0, 3, 6, 10, 12]) & (said == months)
        assert exact.sum() > 100
        assert (told == true)[exact].all()
        whole = months == true
        assert (told == said)[whole].all()
        apart = ~whole & ~true.isin([3, 6, 10, 12]) & ~exact
        assert (told != true)[apart].any()


def test_what_is_unverified_is_a_parameter():
    for rule in (ReportParameters, BreakParameters):
        assert set(rule.verify) <= {field.name for field in fields(rule)}
        assert rule.verify
