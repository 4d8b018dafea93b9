import numpy as np
import pytest

from kinpanel.estimation.design import build_design
from kinpanel.estimation.formula import parse_formula
from kinpanel.estimation.linear import solve
from kinpanel.estimation.moments import cluster_moments
from kinpanel.estimation.sample import build_sample
from kinpanel.estimation.scores import cluster_scores


@pytest.mark.parametrize("movers", [False, True])
@pytest.mark.parametrize("weights", [None, "w"])
@pytest.mark.parametrize("text", ["y ~ away + x1 | pid + wave", "y ~ away + x1"])
def test_scores_from_rows_are_those_from_moments(panel_of, text, weights, movers):
    panel = panel_of(11)
    if movers:
        panel["village"] = np.random.default_rng(2).integers(0, 5, len(panel))
    sample = build_sample(parse_formula(text), panel, cluster="village", weights=weights)
    design = build_design(sample)
    moments = cluster_moments(design)
    solution = solve(moments)
    rows = cluster_scores(design, solution.projector, solution.residual)
    stacked = (moments.stack @ solution.residual) @ solution.projector.T
    np.testing.assert_allclose(rows, stacked, atol=1e-13)
    np.testing.assert_allclose(rows.sum(axis=0), 0.0, atol=1e-12)


def test_scores_need_a_cluster(panel_of):
    design = build_design(build_sample(parse_formula("y ~ x1"), panel_of(1)))
    with pytest.raises(ValueError, match="need a cluster"):
        cluster_scores(design, np.eye(1, 3), np.zeros(3))
