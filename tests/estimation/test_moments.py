import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinpanel.errors import UsageError
from kinpanel.estimation import design as design_module
from kinpanel.estimation import moments as moments_module
from kinpanel.estimation.design import build_design
from kinpanel.estimation.formula import parse_formula
from kinpanel.estimation.linear import solve
from kinpanel.estimation.moments import cluster_moments
from kinpanel.estimation.sample import build_sample

FORMULA = "y ~ away + x1 + x2 | pid + wave"


def design_of(panel, text=FORMULA, **options):
    options.setdefault("cluster", "village")
    return build_design(build_sample(parse_formula(text), panel, **options))


def by_hand(design) -> np.ndarray:
    """(G, p, p) from explicit demeaning matrices, one entity after the other."""
    sample = design.sample
    z = design.rows(slice(0, sample.n_obs))
    w = np.ones(sample.n_obs) if sample.weights is None else sample.weights
    out = np.zeros((sample.cluster.levels, design.width, design.width))
    for i in range(sample.absorbed.levels):
        rows = sample.absorbed.codes == i
        means = np.average(z[:, rows], axis=1, weights=w[rows])
        demeaned = z[:, rows] - means[:, None]
        for g in np.unique(sample.cluster.codes[rows]):
            own = sample.cluster.codes[rows] == g
            part = demeaned[:, own]
            out[g] += part * w[rows][own] @ part.T
    return out


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10**6), weighted=st.booleans(), block=st.sampled_from([7, 50, 24_000]))
def test_stack_is_that_of_the_definition(panel_of, seed, weighted, block):
    design = design_of(panel_of(seed), weights="w" if weighted else None)
    size, design_module.BLOCK_ROWS = design_module.BLOCK_ROWS, block
    try:
        found = cluster_moments(design)
    finally:
        design_module.BLOCK_ROWS = size
    expected = by_hand(design)
    np.testing.assert_allclose(found.stack, expected, atol=1e-11)
    np.testing.assert_allclose(found.total, expected.sum(axis=0), atol=1e-10)


@pytest.mark.parametrize("weights", [None, "w"])
def test_children_who_move_between_clusters(panel_of, weights):
    panel = panel_of(3)
    panel["village"] = np.random.default_rng(1).integers(0, 8, len(panel))
    design = design_of(panel, weights=weights)
    assert not design.sample.nested
    np.testing.assert_allclose(cluster_moments(design).stack, by_hand(design), atol=1e-11)


def test_explicit_demeaning_agrees_with_total_minus_between(panel_of):
    design = design_of(panel_of(5), weights="w")
    plain = cluster_moments(design)
    explicit = moments_module._accumulate(design, design.sample.cluster, explicit=True)
    np.testing.assert_allclose(plain.stack, explicit.stack, atol=1e-11)
    np.testing.assert_allclose(plain.spread, explicit.spread, rtol=1e-13)


def test_small_variance_within_is_demeaned_explicitly(panel_of):
    """Within/total of 1e-14: total minus between alone would keep no digit of the slope."""
    panel = panel_of(6)
    small = panel.assign(x1=(panel["x1"] * 1024).round() / 1024)
    large = small.assign(x1=small["x1"] + 2.0**20 * (panel["pid"] - 101))  # exact in binary
    expected = solve(cluster_moments(design_of(small))).coefficients
    found = solve(cluster_moments(design_of(large))).coefficients
    np.testing.assert_allclose(found, expected, rtol=1e-9)
    design = design_of(large)
    plain = moments_module._accumulate(design, design.sample.cluster, explicit=False)
    off = np.abs(plain.total[2, 2] / cluster_moments(design_of(large)).total[2, 2] - 1.0)
    assert off > 1e-3


@pytest.mark.parametrize("text", [FORMULA, "y ~ away + x1 + x2", "y ~ 0 + away + x1 + x2"])
def test_moments_of_two_sites_add_up_to_the_whole(panel_of, text):
    panel = panel_of(7, children=80)
    whole = cluster_moments(design_of(panel, text))
    first = panel["village"].isin(["v0", "v1", "v2"])
    pooled = cluster_moments(design_of(panel[first], text)) + cluster_moments(
        design_of(panel[~first], text)
    )
    assert pooled.n_obs == whole.n_obs
    assert pooled.n_clusters == whole.n_clusters == 8
    np.testing.assert_allclose(pooled.stack, whole.stack, atol=1e-10)
    np.testing.assert_allclose(pooled.centre, whole.centre, atol=1e-13)
    np.testing.assert_allclose(
        solve(pooled).coefficients, solve(whole).coefficients, rtol=1e-10, atol=1e-12
    )
    k = 1 + whole.layout.n_terms
    np.testing.assert_allclose(pooled.spread[:k], whole.spread[:k], rtol=1e-11)


def test_moments_of_different_waves_are_not_added(panel_of):
    panel = panel_of(8)
    early = cluster_moments(design_of(panel[panel["wave"] < 2018]))
    late = cluster_moments(design_of(panel[panel["wave"] > 2012]))
    assert early.total.shape == late.total.shape
    with pytest.raises(UsageError, match="different columns"):
        _ = early + late


def test_stack_is_left_out_when_it_would_be_large(panel_of, monkeypatch):
    design = design_of(panel_of(9))
    whole = cluster_moments(design)
    monkeypatch.setattr(moments_module, "STACK_BYTES", 100)
    without = cluster_moments(design)
    assert without.stack is None
    np.testing.assert_allclose(without.total, whole.total, atol=1e-10)


def test_spread_of_indicators_is_about_their_mean(panel_of):
    panel = panel_of(10)
    design = design_of(panel, singletons="keep")
    dummies = pd.get_dummies(panel["wave"]).to_numpy(dtype=float)[:, 1:]
    found = cluster_moments(design).spread[-dummies.shape[1] :]
    np.testing.assert_allclose(found, dummies.var(axis=0) * len(panel), rtol=1e-12)
