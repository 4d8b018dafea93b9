"""First differences against linearmodels, against fixed effects of two waves, and over gaps."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from linearmodels.panel import FirstDifferenceOLS

from kinpanel.errors import DataError, EstimationError, UsageError
from kinpanel.estimation import feols, first_difference
from kinpanel.estimation.flow import Dropped

ID = ("pid", "wave")


def test_a_balanced_panel_agrees_with_linearmodels(panel_of):
    panel = panel_of(3)
    indexed = panel.set_index(["pid", "wave"])
    peer = FirstDifferenceOLS(indexed["y"], indexed[["away", "x1", "x2"]]).fit(
        cov_type="clustered", cluster_entity=True, debiased=False
    )
    fit = first_difference("y ~ away + x1 + x2 - 1", panel, panel_id=ID, ssc="none")
    np.testing.assert_allclose(fit.coefficients, peer.params, rtol=1e-9)
    np.testing.assert_allclose(fit.tidy()["std_error"], peer.std_errors, rtol=1e-8)
    assert fit.estimator == "first differences"
    assert fit.n_obs == peer.nobs


def test_two_waves_are_fixed_effects(panel_of):
    panel = panel_of(4, presence=0.8)
    two = panel[panel["wave"].isin(sorted(panel["wave"].unique())[:2])]
    fixed = feols("y ~ away + x1 | pid + wave", two, cluster="village")
    changes = first_difference("y ~ away + x1", two, panel_id=ID, cluster="village")
    np.testing.assert_allclose(changes.coefficients[["away", "x1"]], fixed.coefficients, rtol=1e-9)


def test_nothing_is_differenced_across_a_gap_or_a_child():
    data = pd.DataFrame(
        {
            "pid": [1, 1, 1, 2, 2, 3, 3, 4],
            "wave": [2014, 2016, 2018, 2014, 2018, 2016, 2018, 2018],
            "y": [0.0, 1.0, 3.0, 0.0, 50.0, 2.0, 9.0, 7.0],
            "x": [0.0, 1.0, 2.0, 0.0, 9.0, 0.0, 3.0, 1.0],
        }
    ).sample(frac=1.0, random_state=2)
    fit = first_difference("y ~ x - 1", data, panel_id=ID, vcov="iid")
    assert fit.n_obs == 3
    assert fit.coefficients["x"] == pytest.approx((1 * 1 + 2 * 1 + 7 * 3) / (1 + 1 + 9))
    assert fit.sample.dropped == (Dropped("no row in the wave before", "pid", 5),)
    assert fit.sample.offered == 8


def test_products_are_made_before_they_are_differenced(panel_of):
    panel = panel_of(5).assign(product=lambda d: d["away"] * d["x1"])
    one = first_difference("y ~ away:x1 + x2 | wave", panel, panel_id=ID)
    two = first_difference("y ~ product + x2 | wave", panel, panel_id=ID)
    np.testing.assert_allclose(one.coefficients, two.coefficients, rtol=1e-12)
    assert one.terms == ("away:x1", "x2")


def test_wrong_calls_are_refused(panel_of):
    panel = panel_of(6)
    with pytest.raises(UsageError, match="themselves"):
        first_difference("y ~ away | pid + wave", panel, panel_id=ID)
    with pytest.raises(UsageError, match="'wave' is differenced"):
        first_difference("y ~ away + wave", panel, panel_id=ID)
    with pytest.raises(EstimationError, match="neighbouring"):
        first_difference("y ~ away", panel[panel["wave"] == panel["wave"].min()], panel_id=ID)
    with pytest.raises(DataError, match="duplicate rows"):
        first_difference("y ~ away", pd.concat([panel, panel.iloc[:1]]), panel_id=ID)
