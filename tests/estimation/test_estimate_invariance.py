"""What must not change an estimate: order, labels, location, scale, doubled rows, singletons."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinpanel.estimation import feols

TERMS = ["away", "x1", "x2"]
TWO_WAY = "y ~ away + x1 + x2 | pid + wave"


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_row_order_and_labels_do_not_matter(panel_of, seed):
    panel = panel_of(seed)
    fit = feols(TWO_WAY, panel, cluster="village")
    turned = panel.sample(frac=1.0, random_state=seed + 1)
    turned["pid"] = "child " + (10_000 - turned["pid"] * 7 % 1009).astype(str)
    turned["village"] = turned["village"].map(lambda v: -3 * int(v[1:]))
    other = feols(TWO_WAY, turned, cluster="village")
    np.testing.assert_allclose(other.coefficients, fit.coefficients, rtol=1e-9)
    np.testing.assert_allclose(other.covariance, fit.covariance, rtol=1e-9, atol=1e-14)
    assert other.switchers.keys() == fit.switchers.keys()
    assert other.switchers["away"].up == fit.switchers["away"].up


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    shift=st.sampled_from([-1e8, -12345.0, 1.0, 1e4, 1e8]),
    scale=st.sampled_from([2.0**-20, 2.0**-3, 8.0, 2.0**20]),
    text=st.sampled_from([TWO_WAY, "y ~ away + x1 + x2 | pid", "y ~ away + x1 + x2"]),
)
def test_shift_and_scale_leave_the_slopes(panel_of, seed, shift, scale, text):
    panel = panel_of(seed)
    # multiples of 2^-10 keep their digits beside 1e8, so that the data are the same
    panel["x1"] = (panel["x1"] * 1024).round() / 1024
    panel["y"] = (panel["y"] * 1024).round() / 1024
    fit = feols(text, panel, cluster="village")
    moved = feols(
        text, panel.assign(x1=panel["x1"] + shift, y=panel["y"] - shift), cluster="village"
    )
    np.testing.assert_allclose(moved.coefficients[TERMS], fit.coefficients[TERMS], rtol=1e-9)
    scaled = feols(text, panel.assign(x1=panel["x1"] * scale), cluster="village")
    back = scaled.coefficients[TERMS] * np.array([1.0, scale, 1.0])
    np.testing.assert_allclose(back, fit.coefficients[TERMS], rtol=1e-9)
    np.testing.assert_allclose(
        scaled.tidy()["statistic"].iloc[-3:], fit.tidy()["statistic"].iloc[-3:], rtol=1e-7
    )


@pytest.mark.parametrize("text", [TWO_WAY, "y ~ away + x1 + x2"])
def test_doubled_rows_with_half_weights(panel_of, text):
    panel = panel_of(41)
    fit = feols(text, panel, weights="w", cluster="village", ssc="none")
    double = pd.concat([panel, panel], ignore_index=True).assign(w=lambda d: d["w"] / 2)
    other = feols(
        text, double, weights="w", cluster="village", ssc="none",
        duplicates="keep", singletons="keep",
    )  # fmt: skip
    np.testing.assert_allclose(other.coefficients, fit.coefficients, rtol=1e-11)
    np.testing.assert_allclose(other.covariance, fit.covariance, rtol=1e-10)


def test_singletons_change_rows_and_factor_but_no_slope(panel_of):
    panel = panel_of(42, presence=0.5)
    drop, keep = (feols(TWO_WAY, panel, cluster="village", singletons=s) for s in ("drop", "keep"))
    lone = int((panel.groupby("pid")["pid"].transform("size") == 1).sum())
    assert lone > 0
    assert drop.sample.singletons == lone
    assert keep.n_obs - drop.n_obs == lone
    np.testing.assert_allclose(keep.coefficients, drop.coefficients, rtol=1e-11)
    raw = keep.covariance / keep.vcov.multiplier * drop.vcov.multiplier
    np.testing.assert_allclose(raw, drop.covariance, rtol=1e-10)
