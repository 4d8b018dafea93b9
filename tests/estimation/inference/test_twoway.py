import numpy as np
import pytest

from kinpanel.errors import EstimationError, UsageError
from kinpanel.estimation import feols
from kinpanel.estimation.inference.twoway import positive

TEXT = "y ~ away + x1 | pid + wave"


def test_it_is_the_sum_of_one_way_variances(panel_of):
    panel = panel_of(31, children=120, villages=20)
    panel["county"] = panel["pid"] % 7
    panel["both"] = panel["village"] + "/" + panel["county"].astype(str)
    fit = feols(TEXT, panel, cluster=("village", "county"))
    one, two, both = (
        feols(TEXT, panel, cluster=name, ssc="none").covariance
        for name in ("village", "county", "both")
    )
    n, k = fit.n_obs, 2 + 3 + 1
    factor = 7 / 6 * (n - 1) / (n - k)
    np.testing.assert_allclose(fit.covariance, factor * (one + two - both), rtol=1e-9, atol=1e-15)
    assert (fit.n_clusters, fit.df) == (7, 6)
    assert fit.vcov.groups == (("village", 20), ("county", 7))
    assert "20 village and 7 county" in fit.summary()
    assert fit.cluster == "village and county"


def test_the_order_of_the_clusters_does_not_matter(panel_of):
    panel = panel_of(32, children=80, villages=15)
    fits = [feols(TEXT, panel, cluster=c) for c in (("village", "wave"), ("wave", "village"))]
    np.testing.assert_allclose(fits[0].covariance, fits[1].covariance, rtol=1e-8)
    assert fits[0].df == fits[1].df == 3
    assert fits[0].vcov.n_parameters == fits[1].vcov.n_parameters


def test_effects_nested_in_either_are_not_counted(panel_of):
    fit = feols(TEXT, panel_of(33), cluster=("village", "wave"))
    assert fit.counts.nested == {"pid", "wave"}
    assert fit.vcov.n_parameters == 2 + 1


def test_what_is_no_variance_is_repaired_and_said(panel_of):
    panel = panel_of(34, villages=30)
    for seed in range(40):
        panel["half"] = np.random.default_rng(seed).integers(0, 3, len(panel))
        fit = feols(TEXT, panel, cluster=("village", "half"))
        if np.linalg.eigvalsh(fit.raw_variances["CRV1"]).min() < 0:
            break
    else:
        pytest.fail("no indefinite case was drawn")
    (found,) = [f for f in fit.findings if f.rule == "not-positive"]
    assert found.severity == "warning"
    values = np.linalg.eigvalsh(fit.covariance)
    assert values.min() >= -1e-15
    plain = fit.with_vcov("iid")
    assert "not-positive" not in {f.rule for f in plain.findings}
    again = plain.with_vcov("CRV1")
    np.testing.assert_array_equal(again.covariance, fit.covariance)
    assert found in again.findings


def test_positive_leaves_a_variance_as_it_is():
    good = np.array([[2.0, 1.0], [1.0, 2.0]])
    assert positive(good)[0] is good
    bad = np.array([[1.0, 2.0], [2.0, 1.0]])
    repaired, changed = positive(bad)
    assert changed
    np.testing.assert_allclose(repaired, [[1.5, 1.5], [1.5, 1.5]])


def test_missing_values_of_either_cluster_are_dropped_and_counted(panel_of):
    panel = panel_of(35)
    panel["half"] = np.where(np.arange(len(panel)) % 9 == 0, np.nan, np.arange(len(panel)) % 5)
    fit = feols(TEXT, panel, cluster=("village", "half"), singletons="keep")
    dropped = {entry.variable: entry.rows for entry in fit.sample.dropped}
    assert dropped["half"] == panel["half"].isna().sum()


def test_wrong_calls(panel_of):
    panel = panel_of(36)
    with pytest.raises(UsageError, match="two, not 3"):
        feols(TEXT, panel, cluster=("village", "wave", "pid"))
    with pytest.raises(UsageError, match="for one cluster"):
        feols(TEXT, panel, cluster=("village", "wave"), vcov="CRV2")
    with pytest.raises(EstimationError, match="by rows only"):
        feols(TEXT, panel, cluster=("village", "wave")).with_vcov("CRV3")
    with pytest.raises(UsageError, match="name of one column"):
        feols(TEXT, panel, cluster=("village", 3))
    one = feols(TEXT, panel, cluster=("village",))
    assert one.vcov == feols(TEXT, panel, cluster="village").vcov
