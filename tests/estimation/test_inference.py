import numpy as np
import pytest
from scipy import stats

from kinpanel.errors import EstimationError, UsageError
from kinpanel.estimation import feols
from kinpanel.estimation.inference import (
    SMALL_SAMPLE,
    Counts,
    small_sample,
    t_table,
    vcov_kind,
    vcov_record,
)

# the design measured against eight engines: 9 terms, child effects in villages, 5 waves
MEASURED = Counts(
    n_obs=100_001,
    n_terms=9,
    n_entities=25_535,
    absorbed="pid",
    indicators={"wave": 4},
    n_clusters=213,
    nested=frozenset({"pid"}),
)


def test_factor_of_reghdfe_and_fixest_reproduces_the_printed_standard_error():
    """Raw 0.0240038524; fixest prints 0.0240619627 on the same rows."""
    for name in ("reghdfe", "fixest", "stata"):
        record = vcov_record("CRV1", "village", name, MEASURED)
        assert record.n_parameters == 9 + 4 + 1
        assert 0.0240038524 * np.sqrt(record.multiplier) == pytest.approx(0.0240619627, abs=6e-11)


def test_conventions_differ_where_they_say():
    counts = Counts(50, 3, 20, "pid", {"wave": 4}, 40, frozenset())
    kept = {name: vcov_record("CRV1", "g", name, counts) for name in SMALL_SAMPLE}
    assert {name: record.n_parameters for name, record in kept.items()} == {
        "reghdfe": 27,
        "fixest": 27,
        "stata": 8,
        "none": 27,
    }
    assert {name: record.df for name, record in kept.items()} == {
        "reghdfe": 23,
        "fixest": 39,
        "stata": 39,
        "none": 23,
    }
    assert kept["none"].multiplier == 1.0
    assert kept["reghdfe"].multiplier == pytest.approx(40 / 39 * 49 / 23, rel=1e-15)
    assert kept["stata"].multiplier == pytest.approx(40 / 39 * 49 / 42, rel=1e-15)


def test_waves_nested_in_the_cluster_are_not_counted():
    counts = Counts(100, 2, 30, "pid", {"wave": 4}, 5, frozenset({"wave"}))
    assert vcov_record("CRV1", "wave", "reghdfe", counts).n_parameters == 2 + 30


def test_pooled_counts_its_terms_only():
    counts = Counts(100, 3, 0, None, {}, 10, frozenset())
    assert vcov_record("CRV1", "g", "stata", counts).n_parameters == 3
    assert vcov_record("hetero", None, "stata", counts).multiplier == 100 / 97
    assert vcov_record("iid", None, "none", counts).multiplier == 1 / 100


def test_iid_and_hetero_count_every_effect():
    record = vcov_record("iid", None, "reghdfe", MEASURED)
    assert record.n_parameters == 9 + 25_535 + 4
    assert record.df == 100_001 - record.n_parameters
    assert record.multiplier == 1 / record.df


def test_too_few_clusters_or_rows():
    with pytest.raises(EstimationError, match="at least two"):
        vcov_record("CRV1", "g", "none", Counts(9, 1, 0, None, {}, 1, frozenset()))
    with pytest.raises(EstimationError, match="no degree of freedom"):
        vcov_record("iid", None, "none", Counts(9, 4, 5, "pid", {}, 3, frozenset()))
    with pytest.raises(UsageError, match="needs cluster="):
        vcov_record("CRV1", None, "none", Counts(9, 1, 0, None, {}, None, frozenset()))


def test_unknown_names():
    with pytest.raises(UsageError, match="did you mean 'fixest'"):
        small_sample("fixst")
    with pytest.raises(UsageError, match="iid, hetero, CRV1"):
        vcov_kind("CRV4")


def test_every_convention_has_a_note_and_its_own_name():
    assert {name: record.name for name, record in SMALL_SAMPLE.items()} == {
        name: name for name in ("reghdfe", "fixest", "stata", "none")
    }
    assert all(record.note for record in SMALL_SAMPLE.values())


@pytest.mark.parametrize("df", [1, 7, 400])
@pytest.mark.parametrize("level", [0.9, 0.95])
def test_t_table_is_the_t_distribution(df, level):
    estimates, errors = np.array([0.5, -2.0, 9.0]), np.array([0.25, 1.5, 0.1])
    table = t_table(estimates, np.diag(errors**2), df, level)
    np.testing.assert_allclose(table["statistic"], estimates / errors, rtol=1e-14)
    expected = 2 * stats.t.sf(np.abs(estimates / errors), df)
    np.testing.assert_allclose(table["p_value"], expected, rtol=1e-10)
    low, high = stats.t.interval(level, df, loc=estimates, scale=errors)
    np.testing.assert_allclose(table["conf_low"], low, rtol=1e-10)
    np.testing.assert_allclose(table["conf_high"], high, rtol=1e-10)


def test_counts_come_from_the_data(panel_of):
    panel = panel_of(51)
    fit = feols("y ~ away + x1 | pid + wave", panel, cluster="village")
    g, n = fit.n_clusters, fit.n_obs
    assert fit.vcov.multiplier == pytest.approx(g / (g - 1) * (n - 1) / (n - 6), rel=1e-14)
    assert fit.df == min(g - 1, n - 6)
    crossed = panel.assign(village=np.random.default_rng(0).integers(0, 30, len(panel)))
    fit = feols("y ~ away + x1 | pid + wave", crossed, cluster="village")
    assert fit.vcov.n_parameters == 2 + fit.n_entities + 3
