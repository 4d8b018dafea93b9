"""Caregivers follow the state; what they say is the truth, their mood and noise."""

from __future__ import annotations

import numpy as np
import pytest
from tests.simulate.averages import within_errors


def share(code, state):
    def measure(truth):
        rows = truth.child_waves
        rows = rows[(rows["state"] == state) & rows["in_origin"]]
        return (rows["caregiver"] == code).mean()

    return measure


@pytest.mark.parametrize(
    ("code", "target"), [(3, 0.74), (4, 0.17), (6, 0.05), (10, 0.02), (12, 0.02)]
)
def test_who_cares_when_both_are_away(panels, code, target):
    assert within_errors(panels, share(code, "FM"), target, rounding=0.005)


def test_parents_care_when_they_are_home(panels):
    assert within_errors(
        panels, lambda t: share(1, "B")(t) + share(2, "B")(t), 0.97, rounding=0.005
    )


def test_no_parent_who_is_away_or_dead_is_the_caregiver(baseline):
    rows = baseline.child_waves[baseline.child_waves["in_origin"]]
    mother, father = rows["caregiver"] == 1, rows["caregiver"] == 2
    assert not (mother & rows["state"].isin(["M", "FM"])).any()
    assert not (father & rows["state"].isin(["F", "FM"])).any()
    assert not (mother & rows["mother_dead"]).any()
    assert not (father & rows["father_dead"]).any()
    assert (rows["mother_dead"] | rows["father_dead"]).any()


def test_the_caregiver_stays_while_the_state_does(baseline):
    rows = baseline.child_waves.query("in_origin and state == 'FM' and age < 10")
    caregivers = rows.groupby("pid")["caregiver"].nunique()
    assert (caregivers == 1).mean() > 0.97


def test_proxy_reports_weigh_the_truth_and_the_caregivers_mood(panels):
    def slopes(truth):
        rows = truth.child_waves
        design = np.column_stack([np.ones(len(rows)), rows["dep"], rows["caregiver_mood"]])
        return np.linalg.lstsq(design, rows["proxy_dep"].to_numpy(), rcond=None)[0]

    assert within_errors(panels, lambda t: slopes(t)[1], 0.60)
    assert within_errors(panels, lambda t: slopes(t)[2], 0.25)
