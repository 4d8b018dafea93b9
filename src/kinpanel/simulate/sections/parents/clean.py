"""What the table of parents should hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from kinpanel.simulate.answers import DONT_KNOW, GIVEN, INAPPLICABLE
from kinpanel.simulate.sections.parents.draw import NOWHERE, SIDES

LUNAR_DATE = "lunar_date"
"""Why a month of birth is missing that was told by the lunar calendar."""
BELOW_GATE = 5
"""Months at most of those whom the gate of six months cuts off."""
_AS_TOLD = {
    "alive": "alive",
    "death_month": "death_month",
    "reason": "reason",
    "left": "left_month",
    "returns": "returns",
    "industry": "industry",
    "hours": "hours",
    "contract": "contract",
    "capacity": "capacity",
    "took": "took",
}
_BANDS = {1: 0, 2: 1, 3: 1, 4: 2, 5: 3, 6: 4, 7: 4}
"""From place to the highest border between child and parent that all waves tell."""


def clean(rows: pd.DataFrame, wave: str) -> Mapping[str, Any]:
    """The variables of the table of parents, both parents side by side."""
    found: dict[str, Any] = {"named_father_pid": rows["own_father"], "age": rows["age"]}
    found["hhid"] = rows["hhid"]
    found |= {"birth_month": rows["birth"], "birth_month__why": GIVEN}
    if wave == "w2":
        found["birth_month"] = rows["birth"].where(rows["lunar"] == 0)
        found["birth_month__why"] = np.where(rows["lunar"] == 1, LUNAR_DATE, GIVEN)
    if wave in ("w3", "w4", "w5"):
        found |= {"named_father_pid": rows["named_father"], "father_kind": rows["father_kind"]}
    for suffix in SIDES:
        one = {**_told(rows, wave, suffix), **_months(rows, wave, suffix)}
        for name, (values, why) in one.items():
            found[f"{name}_{suffix}"], found[f"{name}_{suffix}__why"] = values, why
    return found


def _told(rows: pd.DataFrame, wave: str, suffix: str) -> dict[str, tuple[Any, Any]]:
    told = {
        name: (rows[f"{source}_{suffix}"], rows[f"{source}_{suffix}__why"])
        for source, name in _AS_TOLD.items()
    }
    place, why = rows[f"place_{suffix}"], rows[f"place_{suffix}__why"]
    if wave not in ("w1", "w2"):
        told["place"] = place, why
    told["boundary"] = place.map(_BANDS), why.mask(place == NOWHERE, DONT_KNOW)
    county, none = rows[f"county_{suffix}"], rows[f"county_{suffix}__why"]
    texts = county.map(lambda number: f"{number:04.0f}", na_action="ignore")
    told["county"] = texts.astype(object).where(county.notna(), None), none
    return told


def _months(rows: pd.DataFrame, wave: str, suffix: str) -> dict[str, tuple[Any, Any]]:
    """Months, and the bounds that remain for those behind a closed gate."""
    least = 0 if wave == "w1" else 6
    months, why = rows[f"months{least}_{suffix}"], rows[f"months{least}_{suffix}__why"]
    long = rows[f"longest{least}_{suffix}"], rows[f"longest{least}_{suffix}__why"]
    gate6, alive = rows[f"gate6_{suffix}"], rows[f"gate6_{suffix}__why"]
    told = {"months": (months, why), "longest": long, "away6": (gate6, alive)}
    if wave == "w1":
        told["away3"] = rows[f"gate3_{suffix}"], rows[f"gate3_{suffix}__why"]
        unknown = why == DONT_KNOW
        told["away6"] = gate6.mask(unknown), why
        return told | {"months_low": (months, why), "months_high": (months, why)}
    closed = (gate6 == 0) & (why == INAPPLICABLE)
    bounds = why.mask(closed, GIVEN)
    told["months_low"] = months.mask(closed, 0), bounds
    told["months_high"] = months.mask(closed, BELOW_GATE), bounds
    return told
