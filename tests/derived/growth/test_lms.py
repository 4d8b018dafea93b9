"""z-scores from L, M and S: values by hand, and what holds for all of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.derived.growth.lms import lms_value, lms_z, tailed_z


def z(rule, y, *lms):
    return float(rule(np.array([float(y)]), np.array([lms], dtype=float))[0])


@pytest.mark.parametrize(
    ("y", "lms", "expected"),
    [
        (108, (1, 100, 0.04), 2.0),  # (108 / 100 - 1) / 0.04
        (100, (1, 100, 0.04), 0.0),
        (90, (1, 100, 0.04), -2.5),
        (12, (2, 10, 0.1), 2.2),  # (1.44 - 1) / 0.2
        (20, (-1, 16, 0.1), 2.0),  # (16 / 20 - 1) / -0.1
        (8, (0.5, 2, 0.5), 4.0),  # (2 - 1) / 0.25
        (np.e * 10, (0, 10, 0.25), 4.0),  # ln(e) / 0.25
    ],
)
def test_values_by_hand(y, lms, expected):
    assert z(lms_z, y, *lms) == pytest.approx(expected, abs=1e-12)


def test_beyond_three_further_deviations_are_as_wide_as_that_from_two_to_three():
    # L -1, M 16, S 0.1: the measurement at z is 16 / (1 - 0.1 z): 20 at 2, 16 / 0.7 at 3.
    at_three, at_two = 16 / 0.7, 20.0
    assert z(tailed_z, 26, -1, 16, 0.1) == pytest.approx(3 + (26 - at_three) / (at_three - at_two))
    # 16 / 1.3 at -3, 16 / 1.2 at -2.
    low, near = 16 / 1.3, 16 / 1.2
    assert z(tailed_z, 11, -1, 16, 0.1) == pytest.approx(-3 + (11 - low) / (near - low))
    assert z(lms_z, 26, -1, 16, 0.1) == pytest.approx((16 / 26 - 1) / -0.1), "not the plain one"


def test_what_is_missing_stays_missing():
    assert np.isnan(z(lms_z, np.nan, 1, 100, 0.04))
    assert np.isnan(z(tailed_z, 100, np.nan, np.nan, np.nan))


POWERS = st.floats(-2.4, 2.4).filter(lambda power: power == 0 or abs(power) > 1e-4)


@given(POWERS, st.floats(1, 200), st.floats(0.02, 0.12), st.floats(-3, 3))
def test_the_value_of_a_score_has_that_score(power, median, spread, score):
    lms = np.array([[power, median, spread]])
    y = lms_value(score, lms)
    assert lms_z(y, lms)[0] == pytest.approx(score, abs=1e-7)
    assert tailed_z(y, lms)[0] == pytest.approx(score, abs=1e-7)


@given(POWERS, st.floats(0.02, 0.12), st.lists(st.floats(0.2, 4), min_size=2, max_size=20))
def test_heavier_is_never_less(power, spread, weights):
    y = np.sort(np.array(weights)) * 10
    lms = np.tile([power, 10.0, spread], (len(y), 1))
    assert (np.diff(tailed_z(y, lms)) >= -1e-9).all()


@given(POWERS, st.floats(0.02, 0.12), st.floats(0.2, 4))
def test_tails_begin_where_three_is(power, spread, share):
    y, lms = np.array([share * 10]), np.array([[power, 10.0, spread]])
    plain, tailed = lms_z(y, lms)[0], tailed_z(y, lms)[0]
    if abs(plain) <= 3:
        assert tailed == plain
    else:
        assert abs(tailed) > 3 - 1e-6
        assert np.sign(tailed) == np.sign(plain)
