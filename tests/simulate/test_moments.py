"""The panel has the moments that the reference parameters were verified to give.

Bounds: three Monte Carlo standard errors of the mean over the seeds (the standard deviation
between seeds was measured over 60 of them), plus half a unit of the target's last digit.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from benchmarks.simulator.moments import TARGETS, moments

from kinpanel.simulate import simulate

SEEDS = range(1, 13)


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
