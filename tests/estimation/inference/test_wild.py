import json

import numpy as np
import pytest

from kinpanel.errors import EstimationError, UsageError
from kinpanel.estimation import feols
from kinpanel.estimation.inference.draws import draw
from kinpanel.estimation.inference.wild import wild

TEXT = "y ~ away + x1 + x2 | pid + wave"


def by_rows(rows, terms, null, draws, impose_null):
    """Statistic and bootstrap statistics with every draw a regression on the rows."""

    def wald(y, values):
        beta = rows.solve(y)
        d = beta[terms] - values
        v = rows.clustered(y - rows.x @ beta)[np.ix_(terms, terms)]
        return d @ np.linalg.solve(v, d), beta

    null = np.asarray(null)
    square, beta = wald(rows.y, null)
    others = [j for j in range(rows.x.shape[1]) if j not in terms]
    if impose_null:
        offset = rows.x[:, terms] @ null
        rest = np.linalg.lstsq(rows.x[:, others], rows.y - offset, rcond=1e-11)[0]
        fitted, centre = offset + rows.x[:, others] @ rest, null
    else:
        fitted, centre = rows.x @ beta, beta[terms]
    e = rows.y - fitted
    drawn = [wald(fitted + v[rows.codes] * e, centre)[0] for v in draws.weights(slice(None))]
    return square, np.array(drawn)


@pytest.fixture(params=[None, "w"])
def case(request, panel_of, rows_for, rows_used):
    panel = panel_of(41, children=30, missing=0.05, villages=7)
    fit = feols(TEXT, panel, cluster="village", weights=request.param)
    data = rows_used(fit, panel)
    names = ["away", "x1", "x2"]
    return fit, rows_for(data, names, ["pid", "wave"], "village", request.param)


@pytest.mark.parametrize("impose_null", [True, False])
@pytest.mark.parametrize("weights", ["rademacher", "webb", "mammen"])
@pytest.mark.parametrize(("terms", "null"), [((0,), (0.0,)), ((0,), (0.4,)), ((0, 2), (0.3, -0.5))])
def test_it_is_the_bootstrap_of_rows(case, weights, impose_null, terms, null):
    fit, rows = case
    draws = draw(fit.n_clusters, 60, weights, 3)
    square, drawn = by_rows(rows, list(terms), null, draws, impose_null)
    names = [fit.terms[j] for j in terms]
    got = wild(fit, names, null=null, draws=60, weights=weights, impose_null=impose_null, seed=3)
    expected = (1 + np.sum(drawn >= square * (1 - 1e-8))) / (1 + len(drawn))
    assert got.p_value == pytest.approx(expected, abs=1e-12)
    raw = fit.with_vcov("CRV1").vcov.multiplier
    if len(terms) == 1:
        assert got.statistic**2 * raw == pytest.approx(square, rel=1e-8)
    else:
        assert got.statistic * raw * 2 == pytest.approx(square, rel=1e-8)


def test_statistics_of_every_draw_are_those_of_rows(case):
    from kinpanel.estimation.inference.bootstrap import joint, single
    from kinpanel.estimation.inference.system import system_of

    fit, rows = case
    system, draws = system_of(fit), draw(fit.n_clusters, 40, "webb", 5)
    curve = single(system, system.loadings[0], draws)
    for null in (0.0, 0.2, -1.0):
        d = fit.coefficients["away"] - null
        expected = by_rows(rows, [0], [null], draws, True)[1]
        np.testing.assert_allclose(curve.at(d), expected, rtol=1e-7)
        several = joint(system, system.loadings[:1], np.array([d]), draws)
        np.testing.assert_allclose(several, expected, rtol=1e-7)
    expected = by_rows(rows, [0], [0.0], draws, False)[1]
    np.testing.assert_allclose(curve.at(0.0), expected, rtol=1e-7)
    expected = by_rows(rows, [0, 1, 2], [0.1, 1.0, -0.5], draws, True)[1]
    d = fit.coefficients.to_numpy() - [0.1, 1.0, -0.5]
    np.testing.assert_allclose(joint(system, system.loadings, d, draws), expected, rtol=1e-6)


def test_all_combinations_of_signs(case):
    fit, rows = case
    got = wild(fit, "away", draws=9_999)
    assert got.enumerated
    assert got.draws == 2**fit.n_clusters
    assert got.seed is None
    signs = draw(fit.n_clusters, 2**fit.n_clusters, "rademacher", 0)
    square, drawn = by_rows(rows, [0], [0.0], signs, True)
    assert got.p_value == np.mean(drawn >= square * (1 - 1e-8))
    assert got == wild(fit, "away", draws=2**fit.n_clusters, seed=9)
    assert not wild(fit, "away", draws=2**fit.n_clusters - 1).enumerated


@pytest.mark.parametrize("impose_null", [True, False])
@pytest.mark.parametrize("weights", ["rademacher", "webb"])
def test_the_interval_holds_what_is_not_rejected(panel_of, weights, impose_null):
    fit = feols(TEXT, panel_of(42, children=100, villages=14), cluster="village")
    options = {"draws": 999, "weights": weights, "impose_null": impose_null, "seed": 1}
    got = wild(fit, "away", **options)
    assert got.conf_low < fit.coefficients["away"] < got.conf_high
    width = got.conf_high - got.conf_low
    for edge, outward in ((got.conf_low, -1), (got.conf_high, 1)):
        inside = wild(fit, "away", null=edge - outward * 1e-6 * width, **options)
        outside = wild(fit, "away", null=edge + outward * 1e-6 * width, **options)
        assert outside.p_value <= 0.05 < inside.p_value


def test_the_interval_is_near_that_of_many_clusters(panel_of):
    fit = feols(TEXT, panel_of(43, children=900, villages=150), cluster="village")
    got = wild(fit, "x1", draws=1_999)
    row = fit.tidy().set_index("term").loc["x1"]
    assert got.conf_low == pytest.approx(row["conf_low"], abs=0.3 * row["std_error"])
    assert got.conf_high == pytest.approx(row["conf_high"], abs=0.3 * row["std_error"])


def test_with_five_clusters_nothing_is_rejected_by_signs(panel_of):
    """The smallest p value of 2^5 sign combinations is 2/32: no 95 % interval is bounded."""
    fit = feols(TEXT, panel_of(44, villages=5), cluster="village")
    got = wild(fit, "x1")
    assert got.p_value >= 2 / 32
    assert np.isinf(got.conf_low)
    assert np.isinf(got.conf_high)
    assert got.as_dict()["conf_low"] is None
    json.dumps(got.as_dict(), allow_nan=False)


def test_the_seed_makes_the_numbers(panel_of):
    fit = feols(TEXT, panel_of(45, children=120, villages=20), cluster="village")
    one, two, other = (wild(fit, "away", draws=499, seed=s) for s in (1, 1, 2))
    assert one == two
    assert one.conf_low != other.conf_low
    assert "seed 1" in one.summary()
    assert "499 draws" in one.summary()


def test_the_kind_of_variance_does_not_enter(panel_of):
    fit = feols(TEXT, panel_of(45), cluster="village")
    assert wild(fit, "away", draws=99) == wild(fit.with_vcov("CRV2"), "away", draws=99)


def test_its_statistic_is_that_of_the_fit(panel_of):
    fit = feols(TEXT, panel_of(46), cluster="village")
    got = wild(fit, "x2", draws=99)
    assert got.statistic == pytest.approx(fit.tidy().set_index("term").loc["x2", "statistic"])
    assert got.tidy()["term"].tolist() == ["x2"]
    assert got.test.distribution == "bootstrap"


def test_several_terms_at_once(panel_of):
    fit = feols(TEXT, panel_of(47, villages=9), cluster="village")
    got = wild(fit, ["away", "x1"], weights="webb", draws=199)
    assert len(got.tidy()) == 2
    assert np.isnan(got.conf_low)
    assert json.loads(json.dumps(got.as_dict(), allow_nan=False))["conf_low"] is None
    swapped = wild(fit, ["x1", "away"], weights="webb", draws=199)
    assert swapped.p_value == got.p_value


def test_what_it_cannot_do_is_refused(panel_of):
    panel = panel_of(48, children=60, villages=6)
    fit = feols(TEXT, panel, cluster="village")
    for options, reason in (
        ({"weights": "webbs"}, "did you mean 'webb'"),
        ({"draws": 3}, "at least 19"),
        ({"draws": 99.5}, "whole number"),
        ({"level": 95}, "between 0 and 1"),
        ({"null": np.nan}, "one known number"),
        ({"null": [0.0, 1.0]}, "one for each term"),
    ):
        with pytest.raises(UsageError, match=reason):
            wild(fit, "away", **options)
    for terms in ("awy", [], ["away", "away"]):
        with pytest.raises(UsageError, match="term"):
            wild(fit, terms)
    with pytest.raises(UsageError, match="has no cluster"):
        wild(feols("y ~ x1", panel), "x1")
    local = panel.assign(away=panel["away"] * (panel["village"] == "v1"))
    fit = feols("y ~ away + x1 | pid + wave", local, cluster="village")
    with pytest.raises(EstimationError, match="cannot be estimated without one"):
        wild(fit, "away")
    assert wild(fit, "x1", draws=64).p_value > 0
    flat = feols("y ~ x1 | pid", panel.assign(y=panel["x1"]), cluster="village")
    with pytest.raises(EstimationError, match="perfect fit"):
        wild(flat, "x1")
    few = feols(TEXT, panel[panel["village"].isin(["v1", "v2", "v3"])], cluster="village")
    with pytest.raises(EstimationError, match="singular"):
        wild(few, ["away", "x1", "x2"])
