import json

import numpy as np
import pytest
from scipy import stats

from kinpanel.errors import EstimationError, UsageError
from kinpanel.estimation import feols, mde, tost

TEXT = "y ~ away + x1 | pid + wave"


@pytest.fixture(scope="module", params=["CRV1", "CRV2"])
def fit(request, panel_of):
    return feols(TEXT, panel_of(61, children=100), cluster="village", vcov=request.param)


def test_both_sides_are_tested(fit):
    row = fit.tidy(level=0.9).set_index("term").loc["away"]
    df = fit.df_of("away")
    got = tost(fit, "away", -0.5, 1.0)
    below = stats.t.sf((row["estimate"] + 0.5) / row["std_error"], df)
    above = stats.t.cdf((row["estimate"] - 1.0) / row["std_error"], df)
    assert got.p_low == pytest.approx(below)
    assert got.p_high == pytest.approx(above)
    assert got.p_value == max(got.p_low, got.p_high)
    assert got.conf_low == pytest.approx(row["conf_low"])
    assert got.conf_high == pytest.approx(row["conf_high"])


@pytest.mark.parametrize("wide", [0.999, 1.001])
def test_equivalent_is_an_interval_within_the_bounds(fit, wide):
    row = fit.tidy(level=0.9).set_index("term").loc["away"]
    half = (row["conf_high"] - row["conf_low"]) / 2 * wide
    got = tost(fit, "away", row["estimate"] - half, row["estimate"] + half)
    assert got.equivalent == (wide > 1)
    assert ("not shown" in got.summary()) == (wide < 1)
    json.dumps(got.as_dict(), allow_nan=False)
    assert len(got.tidy()) == 1


def test_the_detectable_effect(fit):
    got = mde(fit, "away")
    df = fit.df_of("away")
    error = np.sqrt(fit.covariance.loc["away", "away"])
    assert got.effect == pytest.approx((stats.t.ppf(0.975, df) + stats.t.ppf(0.8, df)) * error)
    assert mde(fit, "away", power=0.9).effect > got.effect > mde(fit, "away", alpha=0.1).effect
    assert "power 80%" in got.summary()
    json.dumps(got.as_dict(), allow_nan=False)
    assert got.tidy()["n_obs"].item() == fit.n_obs


def test_it_is_about_the_power_of_a_t_test(fit):
    """The formula is Bloom's; the power by the noncentral t is near what was asked for."""
    got = mde(fit, "away")
    critical = stats.t.ppf(0.975, got.df)
    power = stats.nct.sf(critical, got.df, got.effect / got.std_error)
    assert power == pytest.approx(0.8, abs=0.03)


def test_wrong_calls(fit, panel_of):
    for call in (
        lambda: tost(fit, "awy", -1, 1),
        lambda: tost(fit, "away", 1, -1),
        lambda: tost(fit, "away", np.nan, 1),
        lambda: tost(fit, "away", -1, 1, alpha=0.5),
        lambda: mde(fit, "awy"),
        lambda: mde(fit, "away", power=80),
        lambda: mde(fit, "away", power=0.01),
    ):
        with pytest.raises(UsageError):
            call()
    panel = panel_of(61)
    local = panel.assign(away=panel["away"] * (panel["village"] == "v1"))
    lone = feols(TEXT, local, cluster="village", vcov="CRV2")
    with pytest.raises(EstimationError, match="no standard error"):
        mde(lone, "away")
    assert np.isnan(lone.df_of("away"))
