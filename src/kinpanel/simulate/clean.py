"""The clean truth: what the typed tables of a wave should hold, without any export between."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from kinpanel.simulate.answers import GIVEN, INAPPLICABLE, ITEMS
from kinpanel.simulate.delivery import delivered
from kinpanel.simulate.households import FEMALE
from kinpanel.simulate.sections import SECTIONS
from kinpanel.simulate.truth import Truth

KEYS: Mapping[str, tuple[str, ...]] = {
    "child": ("pid",),
    "person": ("pid",),
    "spell": ("parent_pid", "start_month"),
    "household": ("hhid",),
    "village": ("village",),
}
"""The key of each table; `pid` of all others."""


def clean_tables(truth: Truth, wave: str) -> dict[str, pd.DataFrame]:
    """Every table of a wave as it is true: one row per row of the file, key columns first.

    Codes and units are those of the codebooks, months count from January 1960; None or NaN where
    a value is missing, and then `<name>__why` beside it where a reason can stand. What a wave did
    not ask is left out. `who` of the persons says who they are, which no table tells.
    """
    rows = delivered(truth, wave)
    tables = {table: make(rows[unit]) for table, (unit, make) in CORE.items()}
    for section in SECTIONS:
        asked = rows.get(section.unit)
        if asked is None or asked.empty:
            continue
        keys = [key for key in key_of(section.table) if key in asked]
        made = pd.DataFrame(dict(section.clean(asked, wave)), index=asked.index)
        found = tables.get(section.table, asked[keys])
        tables[section.table] = pd.concat([found, made], axis=1)
    return tables


def key_of(table: str) -> tuple[str, ...]:
    """The columns that identify a row of a table within a wave."""
    return KEYS.get(table, ("pid",))


def _child(rows: pd.DataFrame) -> pd.DataFrame:
    same = ["pid", "hhid", "village", "county", "interview_month", "age"]
    asked = [*ITEMS, "shock"]
    renamed: dict[str, Any] = {
        "girl": rows["sex"] == FEMALE,
        "cog": rows["words"],
        "cog__why": rows["words__why"],
    }
    whys = [f"{name}__why" for name in asked]
    parents = ["father_pid", "mother_pid", "weight"]
    return rows[[*same, *parents, *asked, *whys]].assign(**renamed)


def _person(rows: pd.DataFrame) -> pd.DataFrame:
    kept = ["pid", "who", "hhid", "line", "sex", "birth_month", "birth_month__why", "relation"]
    birth = rows["birth_month"].where(rows["birth_month__why"] == GIVEN)
    return rows[kept].assign(birth_month=birth)


def _spell(rows: pd.DataFrame) -> pd.DataFrame:
    kept = ["parent_pid", "start_month", "end_month", "destination", "reason", "reason__why"]
    away = rows["still_away"] == 1
    reason = rows["reason"].where(rows["reason__why"] == GIVEN)
    why = np.where(away, INAPPLICABLE, GIVEN)
    return rows[kept].assign(reason=reason, end_month__why=why)


CORE: Mapping[str, tuple[str, Callable[[pd.DataFrame], pd.DataFrame]]] = {
    "child": ("child", _child),
    "person": ("roster", _person),
    "spell": ("spells", _spell),
}
"""The tables that no section fills: their file, and what is true of them."""
