"""Against sandwich and clubSandwich: numbers and script in tests/references/inference."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from kinpanel.estimation import feols

FOLDER = Path(__file__).parents[2] / "references" / "inference"
FORMULAS = {
    "twfe": "y ~ away + policy + x1 | pid + wave",
    "pooled": "y ~ away + policy + x1",
}
TERMS = ["away", "policy", "x1"]


@pytest.fixture(scope="module")
def reference() -> pd.Series:
    table = pd.read_csv(FOLDER / "reference.csv")
    return table.set_index(["model", "weights", "value", "term"])["number"].sort_index()


@pytest.fixture(scope="module")
def panel() -> pd.DataFrame:
    data = pd.read_csv(FOLDER / "panel.csv")
    return data[data.groupby("pid")["pid"].transform("size") > 1]


@pytest.fixture(params=[(m, w) for m in FORMULAS for w in ("none", "w")], ids="-".join)
def case(request, panel, reference):
    model, weights = request.param
    options = {"cluster": "village", "weights": None if weights == "none" else weights}

    def number(value):
        return reference.loc[(model, weights, value)].reindex(TERMS).to_numpy()

    def fit(**more):
        return feols(FORMULAS[model], panel, **(options | more))

    return fit, number


def test_estimates_and_cr0(case):
    fit, number = case
    table = fit(ssc="none").tidy().set_index("term").loc[TERMS]
    np.testing.assert_allclose(table["estimate"], number("estimate"), rtol=1e-9)
    np.testing.assert_allclose(table["std_error"], number("CR0_se"), rtol=1e-8)


def test_crv2_with_its_degrees_of_freedom_is_clubsandwich(case):
    fit, number = case
    got = fit(vcov="CRV2")
    table = got.tidy().set_index("term").loc[TERMS]
    np.testing.assert_allclose(table["std_error"], number("CR2_se"), rtol=1e-8)
    np.testing.assert_allclose([got.df_of(t) for t in TERMS], number("CR2_df"), rtol=1e-7)
    np.testing.assert_allclose(table["p_value"], number("CR2_p"), rtol=1e-7)


def test_crv3_is_clubsandwich_times_its_factor(case):
    fit, number = case
    got = fit(vcov="CRV3")
    factor = (got.n_clusters - 1) / got.n_clusters
    table = got.tidy().set_index("term").loc[TERMS]
    np.testing.assert_allclose(table["std_error"], np.sqrt(factor) * number("CR3_se"), rtol=1e-8)


def test_crv1_is_vcovcl_with_all_parameters_counted(case):
    """sandwich counts every dummy: G/(G-1) x (N-1)/(N-K) with K the rank of the model."""
    fit, number = case
    got = fit(ssc="none")
    g, n, k = got.n_clusters, got.n_obs, got.counts.rank
    table = got.tidy().set_index("term").loc[TERMS]
    expected = number("CL_HC1_se") / np.sqrt(g / (g - 1) * (n - 1) / (n - k))
    np.testing.assert_allclose(table["std_error"], expected, rtol=1e-8)


def test_two_clusters(case):
    fit, number = case
    got = fit(cluster=("village", "wave"), ssc="none")
    raw = np.diagonal(got.raw_variances["CRV1"])[-3:]
    np.testing.assert_allclose(raw, number("two_way_variance"), rtol=1e-8, atol=1e-12)
    if (raw > 0).all() and not [f for f in got.findings if f.rule == "not-positive"]:
        np.testing.assert_allclose(np.diagonal(got.covariance)[-3:], raw, rtol=1e-12)
