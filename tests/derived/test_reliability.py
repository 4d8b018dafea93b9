"""Alpha and item-rest correlations against known values."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kinpanel.derived.reliability import cronbach_alpha, item_rest
from kinpanel.errors import UsageError


def test_alpha_of_a_matrix_by_hand():
    # variances 1 and 4 with covariance 1 (n - 1): 2/1 * (1 - 5/7)
    items = pd.DataFrame({"a": [0.0, 1, 2], "b": [0.0, 4, 2]})
    assert cronbach_alpha(items).value == pytest.approx(2 * (1 - 5 / 7))


def test_alpha_of_parallel_items():
    """k parallel items with correlation r have alpha k r / (1 + (k - 1) r)."""
    rng = np.random.default_rng(3)
    items = rng.normal(size=(200_000, 1)) + rng.normal(size=(200_000, 5))
    found = cronbach_alpha(pd.DataFrame(items))
    assert found.value == pytest.approx(5 * 0.5 / (1 + 4 * 0.5), abs=0.005)
    assert (found.items, found.rows, found.deletion) == (5, 200_000, "listwise")


def test_alpha_by_kind_of_deletion():
    rng = np.random.default_rng(4)
    items = pd.DataFrame(rng.normal(size=(300, 1)) + rng.normal(size=(300, 4)))
    full = items.copy()
    items[0] = items[0].mask(np.arange(300) < 40)
    items[1] = items[1].mask(np.arange(300) >= 280)
    listwise, pairwise = cronbach_alpha(items), cronbach_alpha(items, deletion="pairwise")
    assert listwise.rows == pairwise.rows == 240
    assert listwise.value == cronbach_alpha(full.iloc[40:280]).value
    covariance = np.empty((4, 4))
    for i in range(4):
        for j in range(4):
            both = items[[i, j]].dropna().to_numpy() if i != j else items[[i]].dropna().to_numpy()
            covariance[i, j] = np.cov(both[:, 0], both[:, -1])[0, 1]
    expected = 4 / 3 * (1 - np.trace(covariance) / covariance.sum())
    assert pairwise.value == pytest.approx(expected)
    with pytest.raises(UsageError, match="listwise or pairwise"):
        cronbach_alpha(items, deletion="casewise")


def test_alpha_is_undefined_without_variance_or_rows():
    assert np.isnan(cronbach_alpha(pd.DataFrame({"a": [1, 1], "b": [2, 2]})).value)
    assert np.isnan(cronbach_alpha(pd.DataFrame({"a": [1], "b": [2]})).value)
    assert np.isnan(cronbach_alpha(pd.DataFrame({"a": [1, 2, 3]})).value)
    assert cronbach_alpha(pd.DataFrame({"a": [1, None], "b": [None, 2]})).rows == 0


def test_item_rest_leaves_the_item_out():
    items = pd.DataFrame({"a": [0, 1, 2, 3], "b": [1, 0, 3, 2], "c": [5, 5, 5, 5]}).astype("Int64")
    found = item_rest(items)
    assert found["a"] == pytest.approx(np.corrcoef(items["a"].to_numpy(float), [6, 5, 8, 7])[0, 1])
    assert found["c"] is pd.NA
    assert found.index.tolist() == ["a", "b", "c"]
    assert item_rest(items.iloc[:2]).isna().all()
