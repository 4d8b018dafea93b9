"""Section N: land, assets, house, water and debt."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kinpanel.simulate.answers import DONT_KNOW, REFUSED
from kinpanel.simulate.layouts.column import Column
from kinpanel.simulate.layouts.wave import Traps
from kinpanel.simulate.sections.answered import answered
from kinpanel.simulate.sections.asked import (
    ALL_WAVES,
    YES_NO,
    Asked,
    columns_of,
    plainly,
    with_codes,
)
from kinpanel.simulate.sections.household.facts import economy_of
from kinpanel.simulate.sections.section import Section
from kinpanel.simulate.streams import Streams

if TYPE_CHECKING:
    from kinpanel.simulate.truth import Truth

MU, VALID_99 = 23, 37
M2_OF_A_MU = 10_000 / 15
HOUSE = {
    1: ("Brick or concrete", "砖混"),
    2: ("Brick and wood", "砖木"),
    3: ("Wood", "木结构"),
    4: ("Earth or stone", "土坯或石头"),
}
WATER = {
    1: ("Piped water", "自来水"),
    2: ("Well", "井水"),
    3: ("Spring, river or pond", "泉水、河水或池塘水"),
}
DEBT_FOR = {
    1: ("Building or buying a house", "建房买房"),
    2: ("Illness", "看病"),
    3: ("Schooling", "上学"),
    4: ("Farm or business", "生产经营"),
    5: ("Wedding or funeral", "婚丧嫁娶"),
}
OLD_HOUSE = 99
"""Years; clan houses of this age stand in some villages."""

LAND = Asked("land", "Land contracted (m2)", "承包地面积（平方米）", top=7)
LAND_MU = Asked("land", "Land contracted (mu)", "承包地面积（亩）")
FIRST = (
    Asked("land_sublet", "Sublets land", "是否转包出租土地", YES_NO),
    Asked("land_paper", "Has the land certificate", "有无土地证书", YES_NO, waves=ALL_WAVES[1:]),
    Asked("assets", "Savings and durable goods (yuan)", "存款和耐用品价值（元）", top=9),
    Asked("house", "What the house is built of", "房屋结构", HOUSE),
)
HOUSE_AGE = Asked("house_age", "Age of the house in years", "房龄（年）", top=3)
LAST = (
    Asked("water", "Drinking water", "饮用水来源", WATER),
    Asked("debt", "Debt (yuan)", "负债（元）", top=9),
    Asked("debt_for", "What the debt was made for", "负债主要原因", DEBT_FOR),
)


def draw(truth: Truth, rows: pd.DataFrame, wave: str) -> Mapping[str, Any]:
    """Land in square metres (of mu to one decimal), and what else the household has and owes."""
    streams, n = Streams(truth.seed), len(rows)
    economy = economy_of(truth, rows, wave)
    rng = streams(f"property {wave}")
    mu = economy["land_mu"].to_numpy(dtype=float)
    # Asked in square metres, people say a whole number.
    area = mu * M2_OF_A_MU if wave == "w1" else np.round(mu * M2_OF_A_MU)
    age = np.where(rng.random(n) < 0.06, OLD_HOUSE, rng.integers(0, 61, n))
    owes = economy["debt"].to_numpy(dtype=float) > 0
    values: dict[str, tuple[Any, Any]] = {
        "land": (area, True),
        "land_sublet": (rng.random(n) < 0.3, True),
        "land_paper": (rng.random(n) < 0.7, True),
        "assets": (economy["assets"], True),
        "house": (rng.choice([1, 2, 3, 4], n, p=[0.55, 0.25, 0.12, 0.08]), True),
        "house_age": (age, True),
        "water": (rng.choice([1, 2, 3], n, p=[0.55, 0.35, 0.10]), True),
        "debt": (economy["debt"], True),
        "debt_for": (rng.choice([1, 2, 3, 4, 5], n, p=[0.35, 0.25, 0.15, 0.15, 0.1]), owes),
    }
    found: dict[str, Any] = {"land_mu": mu}
    for name, (value, asked) in values.items():
        found[name], found[f"{name}__why"] = answered(streams, f"{name} {wave}", value, asked)
    unsure = found["debt__why"] != ""
    found["debt_for"] = np.where(unsure, np.nan, found["debt_for"])
    found["debt_for__why"] = np.where(unsure, DONT_KNOW, found["debt_for__why"])
    return found


def columns(wave: str, traps: Traps) -> tuple[Column, ...]:
    """Land in mu in w1 and in square metres later; in w2 99 is an age, and missing elsewhere."""
    land = LAND.column("household", wave, traps)
    if wave == "w1" and MU in traps:
        land = LAND_MU.column("household", wave, traps, make=lambda rows: rows["land_mu"])
    age = HOUSE_AGE.column("household", wave, traps)
    if wave == "w2" and VALID_99 in traps:
        make = partial(with_codes, name="house_age", codes={DONT_KNOW: -1, REFUSED: -2})
        age = Column("house_age and its codes", age.name, age.label, make=make)
    before, after = (columns_of(asked, "household", wave, traps) for asked in (FIRST, LAST))
    return land, *before, age, *after


def clean(rows: pd.DataFrame, wave: str) -> Mapping[str, Any]:
    """Land in square metres; all else as it is."""
    return plainly(rows, (LAND, *FIRST, HOUSE_AGE, *LAST), wave)


PROPERTY = Section("property", "household", "household", draw, columns, clean)
