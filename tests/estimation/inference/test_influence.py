import json

import numpy as np
import pytest

from kinpanel.estimation import feols, influence

TEXT = "y ~ away + x1 | pid + wave"


@pytest.fixture(scope="module")
def panel(panel_of):
    return panel_of(51, children=60, villages=8)


@pytest.fixture(scope="module")
def fit(panel):
    return feols(TEXT, panel, cluster="village")


def test_every_cluster_is_left_out_by_name(fit, panel):
    table = influence(fit).tidy().set_index(["term", "village"]).sort_index()
    for village in panel["village"].unique():
        without = feols(TEXT, panel[panel["village"] != village], cluster="village")
        for term in fit.terms:
            row = table.loc[(term, village)]
            assert row["estimate_without"] == pytest.approx(without.coefficients[term], abs=1e-11)
            assert row["change"] == pytest.approx(row["estimate_without"] - fit.coefficients[term])
            error = np.sqrt(fit.covariance.loc[term, term])
            assert row["change_in_se"] == pytest.approx(row["change"] / error)


def test_the_largest_change_of_a_term_comes_first(fit):
    table = influence(fit).tidy()
    for _, own in table.groupby("term"):
        assert (np.diff(own["change"].abs()) <= 0).all()


def test_leverage_and_effective_clusters(fit, panel):
    found = influence(fit)
    assert found.leverage.sum() == pytest.approx(2 + 3)  # terms and wave indicators
    np.testing.assert_allclose(found.partial.sum(axis=0), 1.0)
    assert (found.effective < 8).all()
    rest = feols("away ~ x1 | pid + wave", panel, cluster="village")
    assert rest.n_obs == fit.n_obs
    stack = rest.evidence.moments.stack
    squares = np.einsum(
        "i,gij,j->g", *(rest.evidence.solution.residual, stack), rest.evidence.solution.residual
    )
    np.testing.assert_allclose(found.partial[:, 0], squares / squares.sum(), rtol=1e-9)
    assert found.effective[0] == pytest.approx(squares.sum() ** 2 / (squares**2).sum())


def test_a_cluster_without_which_nothing_is_known_comes_first(panel):
    local = panel.assign(away=panel["away"] * (panel["village"] == "v1"))
    found = influence(feols(TEXT, local, cluster="village"))
    first = found.tidy().iloc[0]
    assert first["village"] == "v1"
    assert np.isnan(first["estimate_without"])
    plain = json.loads(json.dumps(found.as_dict(), allow_nan=False))
    assert plain["rows"][0]["change"] is None
    assert 1.0 <= found.effective[0] < 1.2 < found.effective[1]
    assert "effective clusters" in found.summary()
