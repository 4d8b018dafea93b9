import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinpanel.errors import EstimationError, UsageError
from kinpanel.estimation import feols
from kinpanel.estimation import moments as moments_module

TERMS = ["away", "x1", "x2"]
TWO_WAY = "y ~ away + x1 + x2 | pid + wave"


def used(panel: pd.DataFrame, weights: str | None = None) -> pd.DataFrame:
    """Complete rows of children seen at least twice, by pandas alone."""
    rows = panel.dropna(subset=["y", *TERMS])
    return rows[rows.groupby("pid")["pid"].transform("size") > 1]


def errors(covariance: object) -> np.ndarray:
    return np.sqrt(np.diagonal(np.asarray(covariance)))


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    weighted=st.booleans(),
    missing=st.sampled_from([0.0, 0.1]),
    presence=st.sampled_from([1.0, 0.7]),
    movers=st.booleans(),
    effects=st.sampled_from([["pid"], ["pid", "wave"], ["wave", "pid"], ["wave"], ["village"]]),
)
def test_dummy_variable_least_squares(
    panel_of, oracle, seed, weighted, missing, presence, movers, effects
):
    panel = panel_of(seed, missing=missing, presence=presence)
    if movers:
        panel["village"] = np.random.default_rng(seed).integers(0, 8, len(panel)).astype(str)
    rows = panel.dropna(subset=["y", *TERMS])
    for _ in range(5):  # lone rows of one effect may leave lone rows of another
        for effect in effects:
            rows = rows[rows.groupby(effect)[effect].transform("size") > 1]
    weights = "w" if weighted else None
    expected = oracle(rows, "y", TERMS, effects, weights, "village")
    text = "y ~ away + x1 + x2 | " + " + ".join(effects)
    options = {"cluster": "village", "weights": weights, "ssc": "none", "duplicates": "keep"}
    fit = feols(text, panel, **options)
    assert fit.n_obs == expected.n
    np.testing.assert_allclose(fit.coefficients, expected.coefficients, rtol=1e-8, atol=1e-10)
    np.testing.assert_allclose(errors(fit.covariance), errors(expected.clustered), rtol=1e-6)
    assert fit.rss == pytest.approx(expected.rss, rel=1e-10)
    iid = fit.with_vcov("iid", ssc="reghdfe")
    residual_df = expected.n - expected.rank
    np.testing.assert_allclose(errors(iid.covariance) ** 2, np.diagonal(expected.iid) / residual_df)
    assert iid.df == residual_df
    assert fit.rmse == pytest.approx(np.sqrt(expected.rss / residual_df), rel=1e-9)
    robust = feols(text, panel, **{**options, "ssc": "reghdfe", "vcov": "hetero"})
    factor = expected.n / residual_df
    np.testing.assert_allclose(
        errors(robust.covariance), errors(expected.hetero * factor), rtol=1e-6
    )


@pytest.mark.parametrize("weights", [None, "w"])
def test_interacted_effects(panel_of, oracle, weights):
    panel = panel_of(21, children=90)
    rows = used(panel).assign(vw=lambda d: d["village"] + d["wave"].astype(str))
    expected = oracle(rows, "y", TERMS, ["pid", "vw"], weights, "village")
    fit = feols(
        "y ~ away + x1 + x2 | pid + village^wave",
        panel,
        cluster="village",
        weights=weights,
        ssc="none",
    )
    np.testing.assert_allclose(fit.coefficients, expected.coefficients, rtol=1e-9)
    np.testing.assert_allclose(errors(fit.covariance), errors(expected.clustered), rtol=1e-7)
    assert fit.counts.rank == expected.rank
    assert fit.vcov.n_parameters == 3 + 1  # both effects are nested in the village


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_linearmodels(panel_of, seed, weighted):
    """PanelOLS: the sandwich without factors, and its conventional variance as it stands."""
    from linearmodels.panel import PanelOLS

    panel = used(panel_of(seed, children=80, missing=0.05))
    indexed = panel.set_index(["pid", "wave"])
    weights = indexed["w"] if weighted else None
    clusters = pd.DataFrame({"v": pd.Categorical(indexed["village"]).codes}, index=indexed.index)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = PanelOLS(
            indexed["y"], indexed[TERMS], entity_effects=True, time_effects=True, weights=weights
        )
        raw = model.fit(
            cov_type="clustered", clusters=clusters, auto_df=False, count_effects=False,
            group_debias=False, debiased=False,
        )  # fmt: skip
        plain = model.fit(cov_type="unadjusted")
    name = "w" if weighted else None
    fit = feols(TWO_WAY, panel, cluster="village", weights=name, ssc="none")
    np.testing.assert_allclose(fit.coefficients, raw.params, rtol=1e-8)
    np.testing.assert_allclose(errors(fit.covariance), raw.std_errors, rtol=1e-6)
    conventional = fit.with_vcov("iid", ssc="reghdfe")
    np.testing.assert_allclose(errors(conventional.covariance), plain.std_errors, rtol=1e-6)
    assert fit.rss == pytest.approx(float(plain.resid_ss), rel=1e-9)


def test_wage_panel_of_vella_and_verbeek():
    """Printed fixed-effects table with year effects; experience is child plus year."""
    from linearmodels.datasets import wage_panel

    text = "lwage ~ exper + expersq + married + union | nr + year"
    fit = feols(text, wage_panel.load(), vcov="iid")
    assert fit.n_obs == 4_360
    assert fit.collinear == ("exper",)
    table = fit.tidy().set_index("term")
    for term, estimate, error in (
        ("expersq", -0.005186, 0.000704),
        ("married", 0.046680, 0.018310),
        ("union", 0.080002, 0.019310),
    ):
        assert table.loc[term, "estimate"] == pytest.approx(estimate, abs=5.1e-7)
        assert table.loc[term, "std_error"] == pytest.approx(error, abs=5.1e-7)


def test_pooled_is_statsmodels(panel_of):
    import statsmodels.api as sm

    panel = panel_of(31)
    x = sm.add_constant(panel[TERMS])
    expected = sm.WLS(panel["y"], x, weights=panel["w"]).fit()
    fit = feols("y ~ away + x1 + x2", panel, weights="w")
    assert fit.terms[0] == "(Intercept)"
    assert fit.vcov.kind == "hetero"
    np.testing.assert_allclose(fit.coefficients, expected.params, rtol=1e-10)
    np.testing.assert_allclose(errors(fit.covariance), expected.HC1_se, rtol=1e-10)
    assert fit.r2 == pytest.approx(expected.rsquared, rel=1e-10)
    groups = pd.factorize(panel["village"])[0]
    clustered = expected.get_robustcov_results("cluster", groups=groups, use_t=True)
    fit = feols("y ~ away + x1 + x2", panel, weights="w", cluster="village")
    np.testing.assert_allclose(errors(fit.covariance), clustered.bse, rtol=1e-10)
    np.testing.assert_allclose(fit.tidy()["p_value"], clustered.pvalues, rtol=1e-8)
    through_origin = sm.OLS(panel["y"], panel[TERMS]).fit()
    fit = feols("y ~ 0 + away + x1 + x2", panel, vcov="iid")
    np.testing.assert_allclose(fit.coefficients, through_origin.params, rtol=1e-10)
    np.testing.assert_allclose(errors(fit.covariance), through_origin.bse, rtol=1e-10)


def test_mean_with_standard_error(panel_of):
    panel = panel_of(32)
    fit = feols("y ~ 1", panel, vcov="iid")
    assert fit.coefficients["(Intercept)"] == pytest.approx(panel["y"].mean(), rel=1e-13)
    assert errors(fit.covariance)[0] == pytest.approx(panel["y"].sem(), rel=1e-12)


def test_without_a_stack_the_variance_is_the_same(panel_of, monkeypatch):
    panel = panel_of(43)
    fit = feols(TWO_WAY, panel)
    monkeypatch.setattr(moments_module, "STACK_BYTES", 0)
    other = feols(TWO_WAY, panel)
    np.testing.assert_allclose(other.covariance, fit.covariance, rtol=1e-11)


def test_default_variance(panel_of):
    panel = panel_of(44)
    assert (feols(TWO_WAY, panel).vcov.kind, feols(TWO_WAY, panel).vcov.cluster) == ("CRV1", "pid")
    assert feols(TWO_WAY, panel, cluster="village").vcov.cluster == "village"
    assert feols("y ~ x1", panel).vcov.kind == "hetero"
    assert feols("y ~ x1", panel, cluster="pid").vcov.cluster == "pid"
    assert feols(TWO_WAY, panel, vcov="iid").vcov.cluster is None


def test_own_data_are_left_alone(panel_of):
    panel = panel_of(45, missing=0.1)
    before = panel.copy(deep=True)
    feols(TWO_WAY, panel, weights="w")
    pd.testing.assert_frame_equal(panel, before)


def test_perfect_fit_is_said(panel_of):
    fit = feols("y ~ x1 | pid", panel_of(46).assign(y=lambda d: 2 * d["x1"]))
    assert fit.coefficients["x1"] == pytest.approx(2.0, rel=1e-12)
    assert "perfect-fit" in {finding.rule for finding in fit.findings}


@pytest.mark.parametrize(
    ("text", "options", "reason"),
    [
        ("y ~ x1", {"vcov": "CRV1"}, "needs cluster="),
        ("y ~ x1", {"vcov": "HC3"}, "unknown vcov 'HC3'"),
        ("y ~ x1", {"ssc": "stat"}, "did you mean 'stata'"),
        ("y ~ x1", {"singletons": "no"}, "singletons must be one of"),
        ("y ~ x1", {"duplicates": "no"}, "duplicates must be one of"),
        ("y ~ x1", {"cluster": ["pid", "wave"]}, "name of one column"),
        ("y ~ x1", {"weights": "ww"}, "no column 'ww'"),
        ("y ~ 1 | pid", {}, "nothing to estimate"),
        ("y ~ 0", {}, "nothing to estimate"),
    ],
)
def test_wrong_calls(panel_of, text, options, reason):
    with pytest.raises(UsageError, match=reason):
        feols(text, panel_of(47), **options)


def test_what_cannot_be_estimated(panel_of):
    panel = panel_of(48)
    with pytest.raises(EstimationError, match="one cluster of 'c'"):
        feols(TWO_WAY, panel.assign(c=1), cluster="c")
    with pytest.raises(EstimationError, match="no degree of freedom"):
        feols("y ~ x1 + x2", panel.head(3))
