"""Visits have the moments declared; the calendar of presence agrees with them."""

from __future__ import annotations

import pytest
from tests.simulate.averages import within_errors


def away(truth, states):
    rows = truth.child_waves
    return rows[rows["state"].isin(states) & rows["in_origin"]]


def test_both_away_come_as_often_as_declared(panels):
    """Bernoulli (.78) and Poisson (.38): mean 1.16, nobody comes to 15 % (15.1 % observed)."""
    assert within_errors(panels, lambda t: away(t, ["FM"])["visits_12"].mean(), 1.16)
    assert within_errors(
        panels, lambda t: (away(t, ["FM"])["visits_12"] == 0).mean(), 0.150, rounding=0.002
    )


def test_single_absent_parents_come_more_often(panels):
    assert within_errors(
        panels, lambda t: away(t, ["F", "M"])["visits_12"].mean(), 0.78 + 0.38 + 0.80, rounding=0.03
    )


def test_nobody_visits_who_is_home(baseline):
    home = baseline.child_waves.query("state == 'B'")
    assert (home["visits_12"] == 0).all()
    assert (home["days_since_reunion"] == 0).all()
    assert home["new_year_together"].all()


def test_days_together_fit_months_away_and_visits(baseline):
    rows = baseline.child_waves[baseline.child_waves["in_origin"]]
    for parent in ("f", "m"):
        days = rows[f"days_together_{parent}"]
        assert days.between(0, 365).all()
        living = ~rows["father_dead" if parent == "f" else "mother_dead"]
        never = living & (rows[f"months_away_{parent}"] == 0)
        assert (days[never] == 365).all()
        least = (12 - rows[f"months_away_{parent}"]) * 365 / 12
        assert (days[living] >= least[living].round() - 1).all()
    unseen = (rows["state"] == "FM") & (rows["visits_12"] == 0) & (rows["months_away_f"] == 12)
    assert unseen.any()
    assert (rows.loc[unseen, "days_together_f"] == 0).all()
    assert (rows.loc[unseen & (rows["months_away_m"] == 12), "days_since_reunion"] > 360).all()


@pytest.mark.parametrize(("wave", "month"), [("w2", 2), ("w3", 2), ("w4", 2), ("w5", 2)])
def test_presence_peaks_in_the_month_of_the_lunar_new_year(baseline, wave, month):
    rows = baseline.presence.query("wave == @wave").mean(numeric_only=True)
    for parent in ("father", "mother"):
        own = rows[[f"{parent}_{at:02d}" for at in range(1, 13)]]
        assert own.idxmax() == f"{parent}_{month:02d}"


def test_in_2020_the_stay_is_longer_by_two_months(panels):
    def days(truth, wave):
        rows = away(truth, ["FM"])
        rows = rows[(rows["wave"] == wave) & (rows["visits_12"] == 1) & rows["new_year_together"]]
        return rows.loc[rows["months_away_f"] == 12, "days_together_f"].mean()

    # 60 days, three tenths less for the 15 % in critical jobs; the calendar has months of 30 days.
    expected = 60 * (1 - 0.3 * 0.15) * 365 / 360
    assert within_errors(panels, lambda t: days(t, "w4") - days(t, "w2"), expected, rounding=0.5)


def test_presence_has_a_row_per_household_and_wave_within_a_month(baseline):
    presence = baseline.presence
    assert not presence.duplicated(["hhid", "wave"]).any()
    assert len(presence) == 5 * baseline.children["hhid"].nunique()
    days = presence.drop(columns=["hhid", "wave"])
    assert days.min(axis=None) == 0
    assert days.max(axis=None) == 30
