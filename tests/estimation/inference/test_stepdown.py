import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.errors import UsageError
from kinpanel.estimation import feols, romano_wolf, wild
from kinpanel.estimation.inference.draws import draw
from kinpanel.estimation.inference.stepdown import step_down

TEXT = "{} ~ away + x1 | pid + wave"


@pytest.fixture(scope="module")
def panel(panel_of) -> pd.DataFrame:
    panel = panel_of(71, children=120, villages=15)
    noise = np.random.default_rng(1).normal(size=(3, len(panel)))
    return panel.assign(y2=panel["y"] + noise[0], y3=noise[1], y4=noise[2] + 0.5 * panel["away"])


@pytest.fixture(scope="module")
def fits(panel):
    return [feols(TEXT.format(y), panel, cluster="village") for y in ("y", "y2", "y3", "y4")]


def slow(statistics, drawn):
    """Romano and Wolf (2016), algorithm 4.2, step by step."""
    left, last, found = list(range(len(statistics))), 0.0, {}
    while left:
        top = max(left, key=lambda i: statistics[i])
        largest = drawn[left].max(axis=0)
        p = (1 + np.sum(largest >= statistics[top])) / (1 + drawn.shape[1])
        last = max(last, p)
        found[top] = last
        left.remove(top)
    return [found[i] for i in range(len(statistics))]


@given(seed=st.integers(0, 1_000), h=st.integers(1, 6))
def test_steps(seed, h):
    random = np.random.default_rng(seed)
    statistics, drawn = random.random(h) * 4, random.random((h, 99)) * 4
    draws = draw(8, 99, "webb", 0)
    np.testing.assert_allclose(step_down(statistics, drawn, draws), slow(statistics, drawn))


def test_one_hypothesis_is_the_bootstrap_itself(fits):
    one = romano_wolf(fits[:1], "away", draws=399, seed=4)
    single = wild(fits[0], "away", draws=399, seed=4)
    (found,) = one.hypotheses
    assert found.p_value == found.p_adjusted == single.p_value
    assert found.statistic == single.statistic


def test_own_p_values_are_those_of_the_bootstrap_with_shared_draws(fits):
    found = romano_wolf(fits, ["away", "x1"], draws=299, weights="webb", seed=2)
    assert len(found.hypotheses) == 8
    for one in found.hypotheses:
        fit = next(fit for fit in fits if fit.outcome == one.outcome)
        single = wild(fit, one.term, draws=299, weights="webb", seed=2)
        assert one.p_value == single.p_value
        assert one.p_adjusted >= one.p_value


def test_between_the_single_and_the_bonferroni_bound(fits):
    table = romano_wolf(fits, "away", draws=999, seed=3).tidy()
    assert (table["p_adjusted"] <= np.minimum(1, 4 * table["p_value"]) + 0.02).all()


def test_the_same_outcome_twice_costs_nothing(fits):
    """Perfect dependence: the family of one hypothesis and its copy is that hypothesis."""
    twice = romano_wolf([fits[0], fits[0]], "away", draws=299, seed=5)
    assert {one.p_adjusted for one in twice.hypotheses} == {twice.hypotheses[0].p_value}


def test_models_on_other_clusters_share_draws_by_name(panel, fits):
    part = panel[panel["village"] != "v0"]
    less = feols(TEXT.format("y"), part, cluster="village")
    found = romano_wolf([fits[1], less], "away", draws=199, weights="webb", seed=6)
    assert [one.n_clusters for one in found.hypotheses] == [15, 14]
    codes = draw(15, 199, "webb", 6).of(np.arange(1, 15))
    from kinpanel.estimation.inference.bootstrap import as_large, observed, single
    from kinpanel.estimation.inference.system import system_of

    system = system_of(less)
    d = float(less.coefficients["away"])
    drawn = single(system, system.loadings[0], codes).at(d)
    square = observed(system, system.loadings[[0]], np.array([d]))
    assert found.hypotheses[1].p_value == codes.p_value(as_large(drawn, square))


def test_how_it_was_made_is_said(fits):
    found = romano_wolf(fits, "away", draws=99, seed=7)
    assert "99 draws (seed 7)" in found.summary()
    assert found == romano_wolf(fits, "away", draws=99, seed=7)
    json.dumps(found.as_dict(), allow_nan=False)


def test_wrong_calls(panel, fits):
    with pytest.raises(UsageError, match="at least one"):
        romano_wolf([], "away")
    with pytest.raises(UsageError, match="no term 'x9'"):
        romano_wolf(fits, "x9")
    other = feols(TEXT.format("y3"), panel, cluster="pid")
    with pytest.raises(UsageError, match=r"different variables \(village, pid\)"):
        romano_wolf([fits[0], other], "away")
