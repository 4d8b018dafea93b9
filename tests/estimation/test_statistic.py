"""Tests as records: their p values, and how they read."""

from __future__ import annotations

import math

import pytest

from kinpanel.estimation.statistic import Statistic, chi2, f_test


def test_p_values_are_those_of_the_tables() -> None:
    assert chi2("Hausman", 5.991464547107979, 2).p_value == pytest.approx(0.05, abs=1e-12)
    assert f_test("joint", 4.102821, (2, 10)).p_value == pytest.approx(0.05, abs=1e-6)


def test_a_statistic_says_what_it_is_referred_to() -> None:
    said = f_test("first stage of away", 12.5, (1, 40), "one instrument").describe()
    assert said == "first stage of away: 12.5, F(1, 40), p = 0.001045; one instrument"


def test_what_does_not_exist_is_null_in_json() -> None:
    nothing = Statistic("Hausman", math.nan, (2,), math.nan, "chi2", "not positive definite")
    assert nothing.as_dict()["statistic"] is None
    assert nothing.as_dict()["p_value"] is None
    assert nothing.as_dict()["note"] == "not positive definite"
