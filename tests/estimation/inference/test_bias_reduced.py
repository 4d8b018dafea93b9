import numpy as np
import pytest
from scipy import stats

from kinpanel.errors import EstimationError, UsageError
from kinpanel.estimation import feols

TEXT = "y ~ away + x1 + x2 | pid + wave"


def root(matrix, power):
    values, vectors = np.linalg.eigh((matrix + matrix.T) / 2)
    return (vectors * np.where(values > 1e-9, np.abs(values) ** power, 0.0)) @ vectors.T


def by_rows(rows):
    """CR2 and Satterthwaite's df from the N x N residual maker."""
    hat = rows.x @ np.linalg.pinv(rows.x, rcond=1e-11)
    maker = np.eye(len(rows.y)) - hat
    e = maker @ rows.y
    inverse = np.linalg.pinv(rows.x, rcond=1e-11)[: rows.n_terms]
    scores, pulled = [], []
    for m in rows.members:
        reach = inverse[:, m] @ root(maker[np.ix_(m, m)], -0.5)
        scores.append(reach @ e[m])
        pulled.append(reach @ maker[m])  # (k, n)
    scores = np.array(scores)
    df = []
    for j in range(rows.n_terms):
        p = np.array([one[j] for one in pulled])
        b = p @ p.T
        df.append(np.trace(b) ** 2 / np.sum(b * b))
    return scores.T @ scores, np.array(df)


@pytest.mark.parametrize("weights", [None, "w"])
@pytest.mark.parametrize("villages", [5, 12])
def test_it_is_that_of_rows_with_dummies(panel_of, rows_for, rows_used, weights, villages):
    panel = panel_of(5, missing=0.05, villages=villages)
    fit = feols(TEXT, panel, cluster="village", vcov="CRV2", weights=weights)
    rows = rows_for(
        rows_used(fit, panel), ["away", "x1", "x2"], ["pid", "wave"], "village", weights
    )
    variance, df = by_rows(rows)
    np.testing.assert_allclose(fit.covariance, variance, rtol=1e-8)
    np.testing.assert_allclose(fit.vcov.df_terms, df, rtol=1e-8)


def test_pooled_with_an_intercept(panel_of, rows_for):
    panel = panel_of(6)
    fit = feols("y ~ x1 + x2", panel, cluster="village", vcov="CRV2")
    variance, df = by_rows(rows_for(panel, ["x1", "x2"], [], "village"))
    np.testing.assert_allclose(fit.covariance.iloc[1:, 1:], variance, rtol=1e-8)
    np.testing.assert_allclose(fit.vcov.df_terms[1:], df, rtol=1e-8)
    moved = panel.assign(x1=panel["x1"] - 3.0, one=1.0)
    again = feols("y ~ 0 + one + x1 + x2", moved, cluster="village", vcov="CRV2")
    shifted = feols("y ~ x1 + x2", moved, cluster="village", vcov="CRV2")
    np.testing.assert_allclose(shifted.covariance, again.covariance, rtol=1e-9)
    np.testing.assert_allclose(shifted.vcov.df_terms, again.vcov.df_terms, rtol=1e-9)


def test_it_follows_from_a_stored_fit_and_goes_back(panel_of):
    panel = panel_of(7)
    fit = feols(TEXT, panel, cluster="village")
    direct = feols(TEXT, panel, cluster="village", vcov="CRV2")
    changed = fit.with_vcov("CRV2")
    np.testing.assert_array_equal(changed.covariance, direct.covariance)
    assert changed.vcov == direct.vcov
    assert changed.findings == direct.findings
    back = direct.with_vcov("CRV1")
    np.testing.assert_array_equal(back.covariance, fit.covariance)
    assert back.vcov == fit.vcov
    assert back.findings == fit.findings


def test_tidy_uses_the_df_of_each_term(panel_of):
    fit = feols(TEXT, panel_of(8), cluster="village", vcov="CRV2")
    table = fit.tidy().set_index("term")
    assert len(set(fit.vcov.df_terms)) == 3
    for term in fit.terms:
        row, df = table.loc[term], fit.df_of(term)
        assert row["p_value"] == pytest.approx(2 * stats.t.sf(abs(row["statistic"]), df))
        half = stats.t.ppf(0.975, df) * row["std_error"]
        assert row["conf_high"] == pytest.approx(row["estimate"] + half)
    assert fit.as_dict()["vcov"]["df_terms"] == list(fit.vcov.df_terms)
    assert "Satterthwaite" in fit.summary()
    with pytest.raises(UsageError, match=r"no term 'awy'.*'away'"):
        fit.df_of("awy")


def test_few_clusters_point_to_better_inference(panel_of):
    fit = feols(TEXT, panel_of(8), cluster="village")
    (few,) = [f for f in fit.findings if f.rule == "few-clusters"]
    assert few.severity == "warning"
    assert "CRV2" in few.advice
    assert "wild(fit, term)" in few.advice
    assert "few-clusters" not in {f.rule for f in fit.with_vcov("CRV2").findings}
    assert "wild(fit, term)" in fit.summary()


def test_few_degrees_of_freedom_are_said(panel_of):
    panel = panel_of(9, children=60, villages=12)
    panel["away"] *= panel["village"].isin(["v1", "v2", "v3"])
    fit = feols(TEXT, panel, cluster="village", vcov="CRV2")
    (found,) = [f for f in fit.findings if f.rule == "few-degrees"]
    assert found.variable == "away"
    assert fit.df_of("away") < 4 < fit.df_of("x1")


def test_a_term_of_one_cluster_has_no_standard_error(panel_of):
    panel = panel_of(9, children=60, villages=6)
    local = panel.assign(away=panel["away"] * (panel["village"] == "v1"))
    fit = feols("y ~ away + x1 | pid + village^wave", local, cluster="village", vcov="CRV2")
    row = fit.tidy().set_index("term").loc["away"]
    assert np.isnan(row["std_error"])
    assert np.isnan(row["p_value"])
    assert {f.variable for f in fit.findings if f.rule == "one-cluster"} == {"away"}
    assert fit.tidy().set_index("term").loc["x1", "std_error"] > 0
    with pytest.raises(EstimationError, match="without every cluster") as caught:
        fit.with_vcov("CRV3")
    assert [f.variable for f in caught.value.findings] == ["away"]


@pytest.mark.parametrize("villages", [5, 12])
def test_indicators_of_one_cluster_do_no_harm(panel_of, rows_for, villages):
    """village^wave: every indicator lies in one cluster, a direction with a share of 1.

    Of 5 villages it is carried as indicators, of 12 swept out.
    """
    panel = panel_of(10, children=80, villages=villages, presence=1.0)
    panel["vw"] = panel["village"] + panel["wave"].astype(str)
    fit = feols("y ~ away + x1 | pid + vw", panel, cluster="village", vcov="CRV2")
    variance, df = by_rows(rows_for(panel, ["away", "x1"], ["pid", "vw"], "village"))
    np.testing.assert_allclose(fit.covariance, variance, rtol=1e-7)
    np.testing.assert_allclose(fit.vcov.df_terms, df, rtol=1e-7)


@pytest.mark.parametrize("kind", ["CRV2", "CRV3"])
def test_collinear_columns_and_kept_singletons_change_nothing(panel_of, kind):
    panel = panel_of(12, presence=0.6, missing=0.05)
    panel["twice"] = 2 * panel["x1"]
    fits = [
        feols(text, panel, cluster="village", vcov=kind, singletons=singletons)
        for text in (TEXT, "y ~ away + x1 + twice + x2 | pid + wave")
        for singletons in ("drop", "keep")
    ]
    assert len({fit.n_obs for fit in fits}) == 2
    for fit in fits[1:]:
        np.testing.assert_allclose(fit.covariance, fits[0].covariance, rtol=1e-9)
        if kind == "CRV2":
            np.testing.assert_allclose(fit.vcov.df_terms, fits[0].vcov.df_terms, rtol=1e-9)


def test_an_effect_that_crosses_the_clusters_is_refused(panel_of):
    panel = panel_of(13, children=200, villages=8)
    panel["school"] = np.random.default_rng(1).integers(0, 40, len(panel))
    text = "y ~ away + x1 | pid + school"
    options = {"cluster": "village", "vcov": "CRV2", "duplicates": "keep"}
    with pytest.raises(EstimationError, match="school lie in several clusters of village"):
        feols(text, panel, **options)
    inside = panel.assign(school=panel["village"] + (panel["school"] % 5).astype(str))
    assert feols(text, inside, **options).df_of("away") > 0


def test_what_it_cannot_do_is_refused(panel_of):
    panel = panel_of(11)
    moved = panel.assign(village=np.random.default_rng(0).integers(0, 6, len(panel)))
    with pytest.raises(EstimationError, match="lie in several clusters of village"):
        feols(TEXT, moved, cluster="village", vcov="CRV2")
    with pytest.raises(EstimationError, match="at least two"):
        feols(TEXT, panel.assign(village=1), cluster="village", vcov="CRV2")
    with pytest.raises(UsageError, match="has no cluster"):
        feols("y ~ x1", panel).with_vcov("CRV2")
