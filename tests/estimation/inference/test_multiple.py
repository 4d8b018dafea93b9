import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from kinpanel.errors import UsageError
from kinpanel.estimation import adjust

NAMES = {"bonferroni": "bonferroni", "holm": "holm", "bh": "fdr_bh", "by": "fdr_by"}
P_VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=30)


@pytest.mark.parametrize("method", NAMES)
@given(p=P_VALUES)
def test_it_is_that_of_statsmodels(method, p):
    expected = multipletests(p, method=NAMES[method])[1]
    np.testing.assert_allclose(adjust(p, method), expected, rtol=1e-12, atol=1e-300)


@pytest.mark.parametrize("method", NAMES)
@given(p=P_VALUES)
def test_adjusted_values_are_no_smaller_and_keep_their_order(method, p):
    found = adjust(p, method)
    assert (found >= np.array(p) * (1 - 1e-12)).all()
    assert (found <= 1).all()
    assert (np.diff(found[np.argsort(p, kind="stable")]) >= 0).all()


def test_missing_values_are_no_tests():
    found = adjust([0.01, np.nan, 0.04], "bonferroni")
    np.testing.assert_allclose(found, [0.02, np.nan, 0.08])
    assert np.isnan(adjust([np.nan], "bh")).all()
    assert adjust([]).shape == (0,)


def test_wrong_calls():
    with pytest.raises(UsageError, match="did you mean 'holm'"):
        adjust([0.1], "holms")
    for bad in ([1.1], [-0.1], [[0.1], [0.2]]):
        with pytest.raises(UsageError, match="between 0 and 1"):
            adjust(bad)
