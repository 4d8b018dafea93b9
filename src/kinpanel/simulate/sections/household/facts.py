"""What is true of the households of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from kinpanel.simulate.truth import Truth

FATHER_AWAY, MOTHER_AWAY = ("F", "FM"), ("M", "FM")


def economy_of(truth: Truth, rows: pd.DataFrame, wave: str) -> pd.DataFrame:
    """Remittance, income, consumption, land, assets, debt and shock of each row's household."""
    today = truth.household_waves[truth.household_waves["wave"] == wave]
    found = rows[["hhid"]].merge(today, on="hhid", how="left", validate="one_to_one")
    return found.set_index(rows.index)


def states_of(truth: Truth, rows: pd.DataFrame, wave: str) -> pd.Series[str]:
    """The state of the parents of each row's household: B, F, M or FM."""
    today = truth.child_waves[truth.child_waves["wave"] == wave]
    homes = truth.children[["pid", "hhid"]].merge(today[["pid", "state"]], on="pid")
    return rows["hhid"].map(homes.groupby("hhid")["state"].first())
