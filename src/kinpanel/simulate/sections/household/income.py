"""Section N: income, its parts, and what is spent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kinpanel.simulate.layouts.column import Column
from kinpanel.simulate.layouts.wave import Traps
from kinpanel.simulate.sections.answered import answered
from kinpanel.simulate.sections.asked import ALL_WAVES, Asked, columns_of, plainly
from kinpanel.simulate.sections.household.facts import economy_of
from kinpanel.simulate.sections.section import Section
from kinpanel.simulate.streams import Streams

if TYPE_CHECKING:
    from kinpanel.simulate.truth import Truth

NET = 43
NET_WAVES = ALL_WAVES[2:]
PARTS = ("farm", "wage", "business", "transfer", "online")
SHARES = (3.0, 4.0, 1.2, 0.8, 0.4)
COSTS = 0.25
"""Share of what farm, business and online sales bring in that goes into them."""

INCOME = Asked("income", "Household income (yuan)", "家庭总收入（元）", top=8)
AS_BEFORE = Asked(
    "income",
    "Household income, comparable with 2014 (yuan)",
    "家庭总收入（与2014年可比，元）",
    top=8,
    waves=NET_WAVES,
)
COMPONENTS = (
    Asked("income_farm", "Income from the farm (yuan)", "农业收入（元）", top=8),
    Asked("income_wage", "Wages earned here (yuan)", "本地工资收入（元）", top=8),
    Asked("income_business", "Income from business (yuan)", "经营收入（元）", top=8),
    Asked("income_transfer", "Transfers and pensions (yuan)", "转移性收入（元）", top=8),
    Asked(
        "income_online",
        "Sales on the internet (yuan)",
        "网上销售收入（元）",
        top=8,
        waves=NET_WAVES,
    ),
)
CONSUMPTION = Asked("consumption", "Consumption (yuan)", "消费支出（元）", top=8)


def draw(truth: Truth, rows: pd.DataFrame, wave: str) -> Mapping[str, Any]:
    """Gross and net income, its parts (before w3 online sales are business) and consumption."""
    streams, n = Streams(truth.seed), len(rows)
    rng = streams(f"income parts {wave}")
    economy = economy_of(truth, rows, wave)
    local = (economy["income"] - economy["remittance"]).to_numpy(dtype=float)
    parts = np.round(local[:, None] * rng.dirichlet(SHARES, n), -1)
    if wave not in NET_WAVES:
        parts[:, 2] += parts[:, 4]
        parts[:, 4] = 0
    costs = np.round(COSTS * rng.uniform(0.5, 1.5, n) * parts[:, [0, 2, 4]].sum(axis=1), -1)
    gross, why = answered(streams, f"income {wave}", economy["income"], unknown=0.03, refused=0.02)
    found = {"income": gross, "income__why": why}
    found |= {"income_net": gross - costs, "income_net__why": why}
    for place, part in enumerate(PARTS):
        name = f"income_{part}"
        found[name], found[f"{name}__why"] = answered(streams, f"{name} {wave}", parts[:, place])
    spent, why = answered(streams, f"consumption {wave}", economy["consumption"], unknown=0.03)
    return {**found, "consumption": spent, "consumption__why": why}


def columns(wave: str, traps: Traps) -> tuple[Column, ...]:
    """Income under one name in all waves, net of costs from w3; what compares, beside it."""
    total = INCOME
    if wave in NET_WAVES and NET in traps:
        total = Asked("income_net", INCOME.en, INCOME.zh, top=8)
    found = [total.column("household", wave, traps, stem="income")]
    if wave in NET_WAVES:
        found.append(AS_BEFORE.column("household", wave, traps, stem="income_cmp"))
    return *found, *columns_of((*COMPONENTS, CONSUMPTION), "household", wave, traps)


def clean(rows: pd.DataFrame, wave: str) -> Mapping[str, Any]:
    """Gross income in all waves, net income from w3."""
    net = Asked("income_net", "", "", waves=NET_WAVES)
    return plainly(rows, (INCOME, net, *COMPONENTS, CONSUMPTION), wave)


INCOMES = Section("income", "household", "household", draw, columns, clean)
