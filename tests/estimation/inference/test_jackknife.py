import numpy as np
import pytest

from kinpanel.estimation import feols
from kinpanel.estimation.inference.jackknife import changes_without
from kinpanel.estimation.inference.system import system_of

TEXT = "y ~ away + x1 + x2 | pid + wave"


@pytest.mark.parametrize("text", [TEXT, "y ~ away + x1 + x2", "y ~ away + x1 + x2 | village^wave"])
@pytest.mark.parametrize("weights", [None, "w"])
def test_it_leaves_out_one_cluster_after_the_other(panel_of, text, weights):
    panel = panel_of(21, missing=0.05, villages=9)
    fit = feols(text, panel, cluster="village", vcov="CRV3", weights=weights)
    whole = fit.coefficients
    changes = np.array(
        [
            feols(text, panel[panel["village"] != v], cluster="village", weights=weights)
            .coefficients.reindex(whole.index)
            .to_numpy()
            - whole.to_numpy()
            for v in fit.evidence.cluster_labels
        ]
    )
    np.testing.assert_allclose(changes_without(system_of(fit)), changes, atol=1e-10)
    g = len(changes)
    np.testing.assert_allclose(fit.covariance, (g - 1) / g * changes.T @ changes, rtol=1e-8)
    assert fit.df == g - 1
    assert fit.vcov.multiplier == (g - 1) / g


def test_the_convention_does_not_enter(panel_of):
    fit = feols(TEXT, panel_of(22), cluster="village", vcov="CRV3")
    np.testing.assert_array_equal(fit.covariance, fit.with_vcov("CRV3", ssc="none").covariance)
    assert "jackknife over clusters" in fit.summary()


def test_it_is_larger_than_crv2_and_crv1(panel_of):
    fit = feols(TEXT, panel_of(23), cluster="village")
    one, two, three = (
        np.diagonal(fit.with_vcov(kind, ssc="none").covariance) for kind in ("CRV1", "CRV2", "CRV3")
    )
    assert (one < two).all()
    assert (two < three).all()


def test_a_cluster_that_alone_has_a_wave_is_left_out_with_it(panel_of):
    panel = panel_of(24, villages=9, presence=0.95)
    panel = panel[(panel["village"] == "v3") | (panel["wave"] != 2012)]
    fit = feols(TEXT, panel, cluster="village")
    without = feols(TEXT, panel[panel["village"] != "v3"], cluster="village")
    change = changes_without(system_of(fit))[3]
    np.testing.assert_allclose(change, without.coefficients - fit.coefficients, atol=1e-10)
