import dataclasses
import json
import pickle

import numpy as np
import pandas as pd
import pytest

from kinpanel.errors import UsageError
from kinpanel.estimation import Fit, feols

TEXT = "y ~ away + x1 | pid + wave"


@pytest.fixture(scope="module")
def panel(panel_of):
    return panel_of(71, missing=0.05)


@pytest.fixture(scope="module")
def fit(panel) -> Fit:
    return feols(TEXT, panel, cluster="village")


def test_tidy(fit):
    table = fit.tidy()
    assert list(table.columns) == [
        "term", "estimate", "std_error", "statistic", "p_value", "conf_low", "conf_high",
    ]  # fmt: skip
    assert table["term"].tolist() == ["away", "x1"]
    np.testing.assert_array_equal(table["estimate"], fit.coefficients)
    np.testing.assert_allclose(table["std_error"] ** 2, np.diagonal(fit.covariance), rtol=1e-14)
    narrow = fit.tidy(level=0.5)
    assert (narrow["conf_high"] < table["conf_high"]).all()
    with pytest.raises(UsageError, match="between 0 and 1"):
        fit.tidy(level=95)


def test_glance_is_one_row_and_counts(fit, panel):
    row = fit.glance()
    assert len(row) == 1
    assert row["n_offered"].item() == len(panel)
    assert row["n_obs"].item() == fit.n_obs
    assert row["n_clusters"].item() == 8
    assert row["vcov"].item() == "CRV1"


def test_as_dict_is_json_and_holds_the_contract(fit):
    plain = json.loads(json.dumps(fit.as_dict(), allow_nan=False))
    assert set(plain["coefficients"][0]) == {
        "term", "estimate", "std_error", "statistic", "p_value", "conf_low", "conf_high",
    }  # fmt: skip
    assert plain["coefficients"][0]["estimate"] == fit.coefficients["away"]
    assert plain["n_obs"] == plain["sample"]["used"] == fit.n_obs
    assert plain["n_entities"] == fit.n_entities
    assert plain["n_clusters"] == 8
    assert plain["switchers"]["away"]["up"] == fit.switchers["away"].up
    assert plain["vcov"]["kind"] == "CRV1"
    assert plain["vcov"]["K"] == 2 + 3 + 1


def test_as_dict_without_clusters_or_effects(panel):
    plain = feols("y ~ x1", panel).as_dict()
    assert plain["n_clusters"] is None
    assert plain["n_entities"] is None
    assert plain["within_r2"] is None
    flat = feols("y ~ x1", panel.assign(y=1.0)).as_dict()
    assert flat["r2"] is None
    json.dumps(flat, allow_nan=False)


def test_with_vcov_is_the_fit_asked_for_directly(fit, panel):
    for options in ({"vcov": "iid"}, {"vcov": "CRV1", "ssc": "fixest"}, {"vcov": "CRV1"}):
        direct = feols(TEXT, panel, cluster="village", **options)
        changed = fit.with_vcov(options["vcov"], ssc=options.get("ssc"))
        pd.testing.assert_frame_equal(changed.covariance, direct.covariance)
        assert changed.vcov == direct.vcov
        assert changed.n_clusters == direct.n_clusters
        assert changed.df == direct.df
        back = direct.with_vcov("CRV1", ssc="reghdfe")
        pd.testing.assert_frame_equal(back.covariance, fit.covariance)


def test_with_vcov_refuses_what_needs_the_rows(fit):
    with pytest.raises(UsageError, match="needs the rows; stored: iid, CRV1"):
        fit.with_vcov("hetero")
    with pytest.raises(UsageError, match="unknown vcov"):
        fit.with_vcov("CRV9")


def test_fit_is_frozen_and_pickles(fit):
    with pytest.raises(dataclasses.FrozenInstanceError):
        fit.n_obs = 1
    again = pickle.loads(pickle.dumps(fit))  # noqa: S301 - our own object
    pd.testing.assert_frame_equal(again.tidy(), fit.tidy())
    assert again.as_dict() == fit.as_dict()


def test_goodness_of_fit(panel):
    rows = panel.dropna(subset=["y", "x1"])
    fit = feols("y ~ x1 | pid", rows, singletons="keep")
    y, x = (rows[name] - rows.groupby("pid")[name].transform("mean") for name in ("y", "x1"))
    e = y - x * (x @ y / (x @ x))
    total = ((rows["y"] - rows["y"].mean()) ** 2).sum()
    assert fit.within_r2 == pytest.approx(1 - (e @ e) / (y @ y), rel=1e-10)
    assert fit.r2 == pytest.approx(1 - (e @ e) / total, rel=1e-10)
    assert fit.outcome_mean == pytest.approx(rows["y"].mean(), rel=1e-13)
    weighted = feols("y ~ x1 | pid", rows, weights="w", singletons="keep")
    assert weighted.outcome_mean == pytest.approx(np.average(rows["y"], weights=rows["w"]))
