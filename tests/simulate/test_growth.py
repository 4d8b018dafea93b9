"""Heights and weights are those of children of that age."""

from __future__ import annotations

import numpy as np
from tests.simulate.averages import within_errors

from kinpanel.simulate import simulate


def test_the_level_and_the_share_of_short_children(panels):
    assert within_errors(
        panels, lambda t: t.child_waves.query("state == 'B'")["haz"].mean(), -0.6, rounding=0.02
    )
    share = np.mean([(t.child_waves["haz"] < -2).mean() for t in panels])
    assert 0.07 < share < 0.12


def test_height_is_the_median_but_for_height_for_age(baseline):
    rows = baseline.child_waves.merge(baseline.children[["pid", "girl"]], on="pid")
    median = rows["height_cm"] / (1 + 0.042 * rows["haz"])
    by_age = median.groupby([rows["girl"], rows["age"]]).mean()
    for girl in (False, True):
        assert by_age[girl].is_monotonic_increasing
    assert 95 < by_age[False][3] < 102
    assert by_age[False][17] - by_age[True][17] > 10
    assert median.groupby([rows["girl"], rows["age"], rows["wave"]]).std().max() < 3


def test_most_children_grow_between_waves(baseline):
    rows = baseline.child_waves.sort_values(["pid", "wave"])
    grown = rows.groupby("pid")["height_cm"].diff().dropna()
    assert (grown > 0).mean() > 0.93


def test_body_mass_is_plausible(baseline):
    rows = baseline.child_waves
    mass = rows["weight_kg"] / (rows["height_cm"] / 100) ** 2
    assert mass.quantile(0.001) > 11
    assert mass.quantile(0.999) < 33


def test_money_sent_home_adds_weight_and_nothing_does_in_the_null():
    truth, null = simulate(2), simulate(2, "null")
    mass = [
        np.log(t.child_waves["weight_kg"] / t.child_waves["height_cm"] ** 2) for t in (truth, null)
    ]
    sent = np.log1p(truth.child_waves["remittance_12"] / 1000)
    gain = (mass[0] - mass[1])[sent > 0] / sent[sent > 0]
    # .04 standard deviations per log point, a standard deviation being .11 log points.
    assert abs(gain.mean() - 0.04 * 0.11) < 2e-4
    assert abs((mass[0] - mass[1])[sent == 0].mean()) < 2e-4
