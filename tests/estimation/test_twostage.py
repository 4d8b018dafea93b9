"""Instruments against linearmodels on all indicators, and the tests of their strength."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from linearmodels.iv import IV2SLS

from kinpanel.errors import EstimationError, UsageError
from kinpanel.estimation import feols, wild


def instrumented(panel_of, seed: int, **options: float) -> pd.DataFrame:
    panel = panel_of(seed, **options)
    rng = np.random.default_rng(seed)
    panel["far"], panel["near"] = rng.normal(size=(2, len(panel)))
    hidden = rng.normal(size=len(panel))
    panel["dose"] = 0.8 * panel["far"] - 0.5 * panel["near"] + hidden + rng.normal(size=len(panel))
    panel["other"] = 0.7 * panel["near"] + 0.4 * hidden + rng.normal(size=len(panel))
    panel["y"] = panel["y"] + 0.5 * panel["dose"] + 1.5 * hidden
    return panel


CASES = [
    ("y ~ x1 + x2 | pid + wave | dose ~ far + near", ["dose"], ["far", "near"], ["pid", "wave"]),
    ("y ~ x1 + x2 | pid | dose + other ~ far + near", ["dose", "other"], ["far", "near"], ["pid"]),
    ("y ~ x1 + x2 | dose ~ far", ["dose"], ["far"], []),
]


@pytest.mark.parametrize(("formula", "endogenous", "instruments", "effects"), CASES)
@pytest.mark.parametrize("weights", [None, "w"])
def test_slopes_and_errors_agree_with_linearmodels(
    panel_of, formula, endogenous, instruments, effects, weights
):
    panel = instrumented(panel_of, 7, presence=0.8)
    if effects:
        panel = panel[panel.groupby("pid")["pid"].transform("size") > 1]
    dummies = [pd.get_dummies(panel[name], drop_first=j > 0) for j, name in enumerate(effects)]
    exogenous = pd.concat([panel[["x1", "x2"]], *dummies], axis=1).astype(float)
    exogenous.columns = [f"c{j}" for j in range(exogenous.shape[1])]
    if not effects:
        exogenous["one"] = 1.0
    peer = IV2SLS(
        panel["y"], exogenous, panel[endogenous], panel[instruments],
        weights=None if weights is None else panel[weights],
    )  # fmt: skip
    clusters = pd.factorize(panel["village"])[0]
    robust = peer.fit(cov_type="clustered", clusters=clusters, debiased=False)
    fit = feols(formula, panel, cluster="village", ssc="none", weights=weights)
    names = [*endogenous, "c0", "c1"]
    shown = [*endogenous, "x1", "x2"]
    np.testing.assert_allclose(fit.coefficients[shown], robust.params[names], rtol=1e-8)
    errors = fit.tidy().set_index("term")["std_error"][shown]
    np.testing.assert_allclose(errors, robust.std_errors[names], rtol=1e-7)
    assert fit.terms[: len(endogenous)] == tuple(endogenous)
    assert fit.estimator == "two-stage least squares"
    iid = feols(formula, panel, vcov="iid", ssc="none", weights=weights)
    plain = peer.fit(cov_type="unadjusted", debiased=False)
    errors = iid.tidy().set_index("term")["std_error"][shown]
    np.testing.assert_allclose(errors, plain.std_errors[names], rtol=1e-7)


def test_first_stage_and_reduced_form_are_regressions(panel_of):
    panel = instrumented(panel_of, 8)
    fit = feols("y ~ x1 | pid + wave | dose ~ far + near", panel, cluster="village")
    first, reduced = fit.tests
    for test, outcome in ((first, "dose"), (reduced, "y")):
        own = feols(f"{outcome} ~ x1 + far + near | pid + wave", panel, cluster="village")
        slopes = own.coefficients[["far", "near"]].to_numpy()
        inverse = np.linalg.inv(own.covariance.loc[["far", "near"], ["far", "near"]])
        assert test.statistic == pytest.approx(slopes @ inverse @ slopes / 2, rel=1e-8)
        assert test.df == (2, own.df)
    assert first.name == "first stage of dose"
    assert "Anderson-Rubin, dose without effect" in fit.summary()


def test_one_instrument_is_the_ratio_of_two_slopes(panel_of):
    panel = instrumented(panel_of, 9)
    fit = feols("y ~ x1 | pid + village^wave | dose ~ far", panel, cluster="village")
    slopes = [
        feols(f"{name} ~ x1 + far | pid + village^wave", panel, cluster="village").coefficients
        for name in ("y", "dose")
    ]
    assert fit.coefficients["dose"] == pytest.approx(slopes[0]["far"] / slopes[1]["far"], rel=1e-9)


def test_weak_and_useless_instruments_are_said_so(panel_of):
    panel = instrumented(panel_of, 10)
    panel["noise"] = np.random.default_rng(1).normal(size=len(panel))
    fit = feols("y ~ x1 | pid + wave | dose ~ noise", panel, cluster="village")
    assert "weak-instruments" in {finding.rule for finding in fit.findings}
    panel["village_trait"] = panel["pid"] % 7
    with pytest.raises(EstimationError, match="0 instruments vary for 1"):
        feols("y ~ x1 | pid + wave | dose ~ village_trait", panel, cluster="village")
    strong = feols("y ~ x1 | pid + wave | dose ~ far", panel, cluster="village")
    assert "weak-instruments" not in {finding.rule for finding in strong.findings}


def test_what_does_not_hold_for_instruments_is_refused(panel_of):
    panel = instrumented(panel_of, 11)
    text = "y ~ x1 | pid + wave | dose ~ far"
    with pytest.raises(UsageError, match="not available with instruments"):
        feols(text, panel, cluster="village", vcov="CRV2")
    with pytest.raises(UsageError, match="not linear"):
        wild(feols(text, panel, cluster="village"), "dose")


def test_an_instrument_twice_is_named_and_dropped(panel_of):
    panel = instrumented(panel_of, 12).assign(copy=lambda d: 2 * d["far"])
    fit = feols("y ~ x1 | pid + wave | dose ~ far + copy", panel, cluster="village")
    plain = feols("y ~ x1 | pid + wave | dose ~ far", panel, cluster="village")
    assert fit.collinear == ("copy",)
    np.testing.assert_allclose(fit.coefficients, plain.coefficients, rtol=1e-9)
