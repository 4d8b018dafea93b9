"""Whom each file of sections has rows for, in a wave."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import pandas as pd

from kinpanel.simulate.parameters import WAVES
from kinpanel.simulate.truth import Truth

SELF_AGES: Mapping[str, tuple[int, int]] = MappingProxyType(
    {"w1": (10, 15), "w2": (10, 15), "w3": (9, 15), "w4": (10, 15), "w5": (10, 17)}
)
"""Completed years at which a child fills in the questionnaire alone; they changed twice."""
ADULT_AGES = (16, 17)
"""Completed years at which w2 used the short form for adults."""
CHILD = ("pid", "hhid", "village", "county", "interview_month", "age", "girl", "sex")


def household_rows(_: Truth, child: pd.DataFrame, __: str) -> pd.DataFrame:
    """One row per household with an interviewed child."""
    columns = ["hhid", "village", "county", "interview_month"]
    return child[columns].drop_duplicates("hhid").reset_index(drop=True)


def proxy_rows(truth: Truth, child: pd.DataFrame, wave: str) -> pd.DataFrame:
    """One row per interviewed child, about whom the caregiver answers."""
    return _lived(truth, child, wave)


def self_rows(truth: Truth, child: pd.DataFrame, wave: str) -> pd.DataFrame:
    """One row per interviewed child that is old enough to answer alone, and not too old."""
    low, high = SELF_AGES[wave]
    return _lived(truth, child[child["age"].between(low, high)].reset_index(drop=True), wave)


def adult_rows(truth: Truth, child: pd.DataFrame, wave: str) -> pd.DataFrame:
    """One row per child of 16 or 17 in w2, who filled in a short form for adults; else none."""
    there = child["age"].between(*ADULT_AGES) & (wave == "w2")
    return _lived(truth, child[there].reset_index(drop=True), wave)


def village_rows(_: Truth, child: pd.DataFrame, __: str) -> pd.DataFrame:
    """One row per village."""
    return child[["village", "county"]].drop_duplicates().reset_index(drop=True)


def tracking_rows(truth: Truth, child: pd.DataFrame, wave: str) -> pd.DataFrame:
    """One row per child interviewed in any earlier wave; none in the first."""
    order = {name: place for place, name in enumerate(WAVES)}
    seen = truth.child_waves[truth.child_waves["responded"]]
    earlier = seen[seen["wave"].map(order) < order[wave]]
    known = truth.children[truth.children["pid"].isin(earlier["pid"])]
    rows = known[["pid", "hhid", "village", "county"]].reset_index(drop=True)
    return rows.assign(interviewed=rows["pid"].isin(child["pid"]))


def _lived(truth: Truth, child: pd.DataFrame, wave: str) -> pd.DataFrame:
    """The rows with what is true of the child in that wave, latent traits among it."""
    today = truth.child_waves[truth.child_waves["wave"] == wave]
    new = [name for name in today.columns if name not in CHILD and name != "wave"]
    rows = child[list(CHILD)].merge(today[["pid", *new]], on="pid", validate="one_to_one")
    return rows.reset_index(drop=True)


BASES: Mapping[str, Callable[[Truth, pd.DataFrame, str], pd.DataFrame]] = MappingProxyType(
    {
        "household": household_rows,
        "proxy": proxy_rows,
        "self": self_rows,
        "adult": adult_rows,
        "village": village_rows,
        "tracking": tracking_rows,
    }
)
