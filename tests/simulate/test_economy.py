"""Money adds up and has the orders of magnitude of a poor county."""

from __future__ import annotations

import pandas as pd


def merged(truth) -> pd.DataFrame:
    return truth.child_waves.merge(truth.children[["pid", "hhid", "disadvantage"]], on="pid").merge(
        truth.household_waves, on=["hhid", "wave"], suffixes=("", "_household")
    )


def test_children_share_the_money_and_the_shock_of_their_household(baseline):
    rows = merged(baseline)
    assert (rows["remittance_12"] == rows["remittance"]).all()
    assert (rows["income_12"] == rows["income"]).all()
    assert (rows["shock"] == rows["shock_household"]).all()
    assert (rows["interview_month"] == rows["interview_month_household"]).all()


def test_only_those_away_send_money_and_it_is_part_of_income(baseline):
    rows = merged(baseline)
    assert (rows.loc[rows["state"] == "B", "remittance"] == 0).all()
    away = rows[rows["state"] != "B"]
    assert 0.80 < (away["remittance"] > 0).mean() < 0.92
    assert (rows["income"] > rows["remittance"]).all()
    share = away["remittance"].sum() / away["income"].sum()
    assert 0.10 < share < 0.35


def test_children_of_absent_couples_are_poorer_in_wealth_not_in_income(panels):
    rows = pd.concat(merged(t) for t in panels)
    first = rows[rows["wave"] == "w1"].groupby("state")[["assets", "income"]].mean()
    assert first.loc["FM", "assets"] < 0.97 * first.loc["B", "assets"]
    assert first.loc["FM", "income"] > 0.95 * first.loc["B", "income"]


def test_land_is_the_same_in_every_wave(baseline):
    land = baseline.household_waves.groupby("hhid")["land_mu"]
    assert (land.nunique() == 1).all()
    assert baseline.household_waves["land_mu"].between(0.5, 25).all()
