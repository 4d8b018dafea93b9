"""Correlated random effects: slopes of fixed effects, and the test of the means."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from kinpanel.errors import UsageError
from kinpanel.estimation import feols, mundlak

ID = ("pid", "wave")


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    weights=st.sampled_from([None, "w"]),
    missing=st.sampled_from([0.0, 0.1]),
    presence=st.sampled_from([1.0, 0.7]),
    effects=st.sampled_from(["", " | wave"]),
)
def test_what_changes_has_the_slope_of_fixed_effects(
    panel_of, seed, weights, missing, presence, effects
):
    panel = panel_of(seed, missing=missing, presence=presence)
    fixed = feols(
        "y ~ away + x1 | pid" + effects.replace(" | ", " + "),
        panel,
        weights=weights,
        singletons="keep",
        panel_id=ID,
    )
    fit = mundlak(f"y ~ away + x1{effects}", panel, panel_id=ID, weights=weights)
    np.testing.assert_allclose(fit.coefficients[["away", "x1"]], fixed.coefficients, rtol=1e-7)
    assert fit.n_obs == fixed.n_obs
    assert fit.sample.offered == len(panel)


def test_the_joint_test_is_walds(panel_of):
    panel = panel_of(11, children=60)
    panel["girl"] = (panel["pid"] % 2).astype(float)
    fit = mundlak("y ~ away + x1 + girl", panel, panel_id=ID, ssc="none")
    means = panel.groupby("pid")[["away", "x1"]].transform("mean")
    x = np.column_stack([np.ones(len(panel)), panel[["away", "x1", "girl"]], means])
    peer = sm.OLS(panel["y"].to_numpy(), x).fit(
        cov_type="cluster",
        cov_kwds={"groups": panel["pid"].to_numpy(), "use_correction": False},
        use_t=True,
    )
    np.testing.assert_allclose(fit.coefficients, peer.params, rtol=1e-8)
    wald = peer.f_test(np.eye(6)[4:])
    (joint,) = fit.tests
    assert joint.statistic == pytest.approx(float(wald.fvalue), rel=1e-7)
    assert joint.df == (2, panel["pid"].nunique() - 1)
    assert "away mean" in fit.terms
    assert "girl mean" not in fit.terms
    assert "means of units jointly zero" in fit.summary()


def test_the_unit_is_no_effect_here(panel_of):
    with pytest.raises(UsageError, match="panel_id"):
        mundlak("y ~ away | pid", panel_of(1), panel_id=ID)
