"""The package's own estimators on the latent outcome, with few seeds.

`make check-simulator` does the same with more. Bounds are Monte Carlo errors of the averages; one
panel's estimate of both away has a standard deviation of .040 (child effects), .045 (pooled).
"""

from __future__ import annotations

import pandas as pd
import pytest
from benchmarks.simulator.bounds import above, around, rate
from benchmarks.simulator.estimates import found, sample, switchers

from kinpanel.simulate import Truth, simulate

SEEDS = range(1, 13)
SCENARIOS = (
    *("baseline", "homogeneous", "null", "strong_shock", "feedback", "anticipation"),
    *("return_asymmetry", "attrition_on_worsening", "misclassification"),
)


@pytest.fixture(scope="module")
def estimates() -> dict[str, pd.DataFrame]:
    return {
        name: pd.DataFrame([found(simulate(seed, name)) for seed in SEEDS]) for name in SCENARIOS
    }


def test_child_effects_recover_the_homogeneous_effect(estimates):
    at = estimates["homogeneous"]
    assert around("within", at["within"], 0.200, 2).holds
    assert rate("covers", at["covers"], 0.95).holds
    assert (at["truth"] - 0.200).abs().max() < 1e-9


def test_child_effects_find_nothing_in_the_null_and_pooling_finds_selection(estimates):
    at = estimates["null"]
    assert around("within", at["within"], 0.0, 3).holds
    assert rate("rejects", at["rejects"], 0.05).holds
    assert above("pooled", at["pooled"]).holds


def test_pooling_adds_selection_to_the_effect(estimates):
    at = estimates["baseline"]
    assert above("gap", at["pooled"] - at["within"]).holds


@pytest.mark.parametrize(
    "scenario", ["attrition_on_worsening", "misclassification", "return_asymmetry"]
)
def test_what_biases_child_effects_down(estimates, scenario):
    at = estimates[scenario]
    assert above("truth", at["truth"] - at["within"]).holds
    assert above("baseline", estimates["baseline"]["within"] - at["within"]).holds


def test_leads_show_anticipation_and_feedback(estimates):
    base = estimates["baseline"]
    assert around("soon", estimates["homogeneous"]["soon"], 0.0, 3).holds
    assert above("soon", estimates["anticipation"]["soon"] - base["soon"]).holds
    assert above("last", estimates["feedback"]["last"] - base["last"]).holds


def test_an_omitted_shock_is_mistaken_for_absence(estimates):
    gap = estimates["strong_shock"]["within"] - estimates["strong_shock"]["with_shock"]
    assert above("gap", gap).holds


def test_switchers_equal_the_truth(estimates):
    assert all((of["switchers_agree"] == 1).all() for of in estimates.values())


def test_switchers_are_counted_by_hand_from_paths(homogeneous: Truth):
    rows = sample(homogeneous)
    toy = pd.DataFrame(
        {
            "pid": ["a"] * 3 + ["b"] * 2 + ["c"] * 2 + ["d"],
            "state": ["B", "FM", "F", "FM", "FM", "FM", "M", "B"],
        }
    )
    assert switchers(toy) == {"switchers": 2, "up": 1, "down": 2}
    assert switchers(rows)["switchers"] > 300
