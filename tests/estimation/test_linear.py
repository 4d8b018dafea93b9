import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.errors import EstimationError
from kinpanel.estimation import feols
from kinpanel.estimation.linear import independent


@given(st.integers(0, 10**6), st.integers(1, 6))
def test_as_many_columns_stay_as_the_rank(seed, rank):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(30, rank)) @ rng.normal(size=(rank, 6))
    kept = independent(x.T @ x, np.arange(6))
    assert kept.size == rank == np.linalg.matrix_rank(x, tol=1e-6)
    assert kept.tolist() == list(range(rank))  # generic columns: the right ones go


def test_of_two_equal_columns_the_right_one_goes():
    x = np.random.default_rng(0).normal(size=(20, 2))
    x = np.column_stack([x[:, 0], x[:, 1], x[:, 0] - 3 * x[:, 1], np.zeros(20)])
    cross = x.T @ x
    assert independent(cross, np.array([0, 1, 2, 3])).tolist() == [0, 1]
    assert independent(cross, np.array([2, 1, 0])).tolist() == [2, 1]


def test_scale_does_not_decide():
    x = np.random.default_rng(0).normal(size=(20, 3)) * np.array([1e-9, 1.0, 1e9])
    assert independent(x.T @ x, np.arange(3)).tolist() == [0, 1, 2]


def test_dropped_terms_are_named_with_the_reason(panel_of):
    panel = panel_of(12)
    rng = np.random.default_rng(3)
    born = dict(zip(range(101, 141), rng.integers(2000, 2008, 40), strict=True))
    panel["birth"] = panel["pid"].map(born)
    panel["age"] = panel["wave"] - panel["birth"]
    panel["twice"] = 2 * panel["x1"] + panel["age"]
    fit = feols("y ~ birth + x1 + age + twice + x2 | pid + wave", panel)
    assert fit.terms == ("x1", "x2")
    assert fit.collinear == ("birth", "age", "twice")
    reasons = {f.variable: f.message for f in fit.findings if f.rule == "collinear"}
    assert reasons["birth"] == "birth does not vary within pid; dropped"
    assert reasons["age"] == "age is a linear function of pid and wave; dropped"
    assert "the terms before it and pid and wave" in reasons["twice"]
    clean = feols("y ~ x1 + x2 | pid + wave", panel)
    np.testing.assert_allclose(fit.coefficients, clean.coefficients, rtol=1e-11)
    np.testing.assert_allclose(fit.covariance, clean.covariance, rtol=1e-10)
    assert fit.vcov == clean.vcov


def test_constant_is_collinear_with_the_intercept(panel_of):
    panel = panel_of(13).assign(c=1e8 / 3)
    fit = feols("y ~ c + x1", panel)
    assert fit.terms == ("(Intercept)", "x1")
    assert fit.collinear == ("c",)
    assert feols("y ~ 0 + c + x1", panel).terms == ("c", "x1")


def test_all_terms_absorbed_is_an_error(panel_of):
    with pytest.raises(EstimationError, match="does not vary within pid"):
        feols("y ~ z | pid + wave", panel_of(14).assign(z=lambda d: d["pid"] % 2))
