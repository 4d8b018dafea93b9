"""The panel has the moments that the reference parameters were verified to give.

Bounds: three Monte Carlo standard errors of the mean over the seeds (the standard deviation
between seeds was measured over 60 of them), plus half a unit of the target's last digit.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kinpanel.simulate import Truth, simulate

SEEDS = range(1, 13)

TARGETS = {  # moment: verified value, standard deviation between seeds, rounding of the value
    "share B, w1": (0.49, 0.016, 0.005),
    "share F, w1": (0.22, 0.015, 0.005),
    "share M, w1": (0.04, 0.007, 0.005),
    "share FM, w1": (0.25, 0.016, 0.005),
    "share B, w4": (0.54, 0.020, 0.005),
    "share F, w4": (0.20, 0.015, 0.005),
    "share M, w4": (0.04, 0.006, 0.005),
    "share FM, w4": (0.23, 0.016, 0.005),
    "B to B": (0.81, 0.010, 0.005),
    "F to F": (0.52, 0.024, 0.005),
    "M to M": (0.37, 0.045, 0.005),
    "FM to FM": (0.66, 0.019, 0.005),
    "FM to B": (0.145, 0.014, 0.0005),
    "children ever": (1759, 23, 0.5),
    "child-waves": (5475, 104, 0.5),
    "ever switching": (0.54, 0.011, 0.005),
    "into or out of FM": (0.31, 0.015, 0.005),
    "within share of FM": (0.38, 0.015, 0.005),
    "attrition": (0.113, 0.005, 0.002),
    "attrition, FM": (0.15, 0.012, 0.01),
    "attrition, B": (0.094, 0.006, 0.0005),
    "mean effect in FM": (0.268, 0.0025, 0.0005),
}


def moments(truth: Truth) -> dict[str, float]:
    waves = truth.child_waves.assign(number=truth.child_waves["wave"].str[1].astype(int))
    waves = waves.sort_values(["pid", "number"])
    following = waves.groupby("pid").shift(-1)
    waves["next"] = following["number"] == waves["number"] + 1
    waves["kept"] = following["tracked"].fillna(False).astype(bool)
    found = _shares(waves) | _attrition(waves)
    seen = waves[waves["responded"]]
    by_child = seen.groupby("pid")
    following = by_child.shift(-1)
    pairs = following["number"] == seen["number"] + 1
    for start, end in (("B", "B"), ("F", "F"), ("M", "M"), ("FM", "FM"), ("FM", "B")):
        found[f"{start} to {end}"] = (
            following["state"][pairs & (seen["state"] == start)] == end
        ).mean()
    several = by_child.size() > 1
    both = (seen["state"] == "FM").astype(float)
    around = both - both.groupby(seen["pid"]).transform("mean")
    return {
        **found,
        "children ever": len(several),
        "child-waves": len(seen),
        "ever switching": (by_child["state"].nunique() > 1)[several].mean(),
        "into or out of FM": (both.groupby(seen["pid"]).nunique() > 1)[several].mean(),
        "within share of FM": (around**2).mean() / both.var(ddof=0),
        "mean effect in FM": seen.loc[seen["state"] == "FM", "effect_dep"].mean(),
    }


def _shares(waves: pd.DataFrame) -> dict[str, float]:
    home = waves[waves["in_origin"]]
    return {
        f"share {state}, {wave}": (home.loc[home["wave"] == wave, "state"] == state).mean()
        for wave in ("w1", "w4")
        for state in ("B", "F", "M", "FM")
    }


def _attrition(waves: pd.DataFrame) -> dict[str, float]:
    at_risk = waves[waves["tracked"] & waves["next"]]
    lost = ~at_risk["kept"]
    return {
        "attrition": lost.mean(),
        "attrition, FM": lost[at_risk["state"] == "FM"].mean(),
        "attrition, B": lost[at_risk["state"] == "B"].mean(),
    }


@pytest.fixture(scope="module")
def found() -> pd.Series:
    return pd.DataFrame([moments(simulate(seed)) for seed in SEEDS]).mean()


@pytest.mark.parametrize("moment", TARGETS)
def test_moment(found, moment):
    target, between_seeds, rounding = TARGETS[moment]
    assert abs(found[moment] - target) <= 3 * between_seeds / np.sqrt(len(SEEDS)) + rounding


def test_mother_away_alone_is_rare_and_father_away_alone_is_not(baseline):
    share = baseline.child_waves["state"].value_counts(normalize=True)
    assert 0.02 < share["M"] < 0.06
    assert 0.15 < share["F"] < 0.25


def test_latent_outcomes_have_the_declared_variance_and_memory(baseline):
    waves = baseline.child_waves
    for outcome, selection in (("dep", 0.22), ("cog", -0.20)):
        # One from the four components, the rest from selection and small effects.
        assert abs(waves[outcome].var() - 1 - selection**2) < 0.08
    merged = waves.merge(baseline.children, on="pid")
    slope = np.cov(merged["dep"], merged["disadvantage"])[0, 1] / merged["disadvantage"].var()
    assert 0.15 < slope < 0.35
