"""Section N: what each parent sends home, and what for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kinpanel.simulate.answers import DONT_KNOW, GIVEN, REFUSED
from kinpanel.simulate.layouts.column import Column
from kinpanel.simulate.layouts.wave import Traps, file_style
from kinpanel.simulate.sections.answered import answered
from kinpanel.simulate.sections.asked import YES_NO, Asked, columns_of, plainly, with_codes
from kinpanel.simulate.sections.household.facts import (
    FATHER_AWAY,
    MOTHER_AWAY,
    economy_of,
    states_of,
)
from kinpanel.simulate.sections.section import Section
from kinpanel.simulate.streams import Streams

if TYPE_CHECKING:
    from kinpanel.simulate.truth import Truth

UNITS, VALID_99, WITH_GOODS = 24, 37, 60
STEP = 120
"""Yuan: what is sent is told in amounts that a month has ten of."""
FATHER_SHARE = 0.6
MONTHLY, YEARLY = 1, 2
YUAN, WAN = 1, 2
PERIOD = {MONTHLY: ("Per month", "每月"), YEARLY: ("Per year", "每年")}
UNIT = {YUAN: ("Yuan", "元"), WAN: ("10,000 yuan", "万元")}
USES = (1, 2, 3, 4, 5, 6)
"""Living, schooling, health, house, farm, savings."""
USED_FOR = (0.85, 0.60, 0.35, 0.20, 0.15, 0.25)
MONEY_ONLY, BOTH = ("w1", "w2"), ("w4", "w5")
"""Waves that asked about money, and about money beside the total with the value of goods."""
PARENTS = {"father": FATHER_AWAY, "mother": MOTHER_AWAY}

OUT = (
    Asked("father_out", "Father lives elsewhere", "父亲不在家居住", YES_NO),
    Asked("mother_out", "Mother lives elsewhere", "母亲不在家居住", YES_NO),
)
TEXTS = {
    "father": ("Father sends home", "父亲寄回"),
    "mother": ("Mother sends home", "母亲寄回"),
}
KINDS = {
    "remit": (" (money, yuan a year)", "的钱（元/年）"),
    "remit_all": (" (money and goods, yuan a year)", "的钱和物（元/年）"),
}
MONTHS = Asked("remit_months", "Months in which money came", "收到汇款的月数", top=3)
USE = Asked("remit_use", "What the money is used for", "汇款用途", style="text", answer=False)


def draw(truth: Truth, rows: pd.DataFrame, wave: str) -> Mapping[str, Any]:
    """Money and goods sent in twelve months by each parent who lives elsewhere, and their use."""
    streams, n = Streams(truth.seed), len(rows)
    rng = streams(f"remittance answers {wave}")
    state = states_of(truth, rows, wave).to_numpy()
    sent = economy_of(truth, rows, wave)["remittance"].to_numpy(dtype=float)
    away = {who: np.isin(state, states) for who, states in PARENTS.items()}
    share = np.where(state == "FM", FATHER_SHARE, 1.0)
    money = {"father": sent * share, "mother": sent * np.where(state == "FM", 1 - share, 1.0)}
    found: dict[str, Any] = {}
    for who, gone in away.items():
        goods = rng.gamma(1.5, 500, n) * (rng.random(n) < 0.6)
        cash = STEP * np.round(money[who] / STEP)
        every = cash + STEP * np.round(goods / STEP)
        values, why = answered(streams, f"remittance {who} {wave}", cash, gone, 0.03, 0.01)
        found |= {f"{who}_out": gone.astype(int), f"remit_{who}": values}
        found |= {f"remit_{who}__why": why, f"remit_all_{who}__why": why}
        found |= {f"remit_all_{who}": np.where(np.isnan(values), np.nan, every)}
        told = why == GIVEN
        found |= {f"{who}_per": np.where(told, rng.choice([MONTHLY, YEARLY], n), np.nan)}
        found |= {f"{who}_in": np.where(told, rng.choice([YUAN, WAN], n, p=[0.7, 0.3]), np.nan)}
        found |= {f"{who}_per__why": why, f"{who}_in__why": why}
    out = away["father"] | away["mother"]
    times = np.where(sent > 0, rng.integers(1, 13, n), 0)
    months, why = answered(streams, f"remittance months {wave}", times, out, 0.04)
    chosen = rng.random((n, len(USES))) < np.array(USED_FOR)
    chosen[:, 0] |= ~chosen.any(axis=1)
    found |= {"remit_months": months, "remit_months__why": why}
    found |= {
        "remit_use": [_listed(row) if one else "" for row, one in zip(chosen, out, strict=True)]
    }
    return found


def columns(wave: str, traps: Traps) -> tuple[Column, ...]:
    """Gates, amounts by parent, months, uses."""
    amounts = [one for who in PARENTS for one in _amounts(who, wave, traps)]
    months = MONTHS.column("household", wave, traps)
    if wave == "w2" and VALID_99 in traps:
        # 99 stands for an answer that is missing here, and for an age elsewhere in the file.
        make = partial(with_codes, name="remit_months", codes={DONT_KNOW: 99, REFUSED: -2})
        months = Column("remit_months and its codes", months.name, months.label, make=make)
    use = USE.column("household", wave, traps)
    return *columns_of(OUT, "household", wave, traps), *amounts, months, use


def _amounts(who: str, wave: str, traps: Traps) -> list[Column]:
    """The amount asked first, that of money where both are asked, and their units in w4."""
    spoken = 0 if file_style("household", wave, traps).language == "en" else 1
    only_money = wave in MONEY_ONLY or WITH_GOODS not in traps
    first = f"remit_{who}" if only_money else f"remit_all_{who}"
    asked = {f"remit_{who[0]}": first}
    if wave in BOTH:
        asked[f"remit_{who[0]}_cash"] = f"remit_{who}"
    switched = wave == "w4" and UNITS in traps
    found = []
    for name, source in asked.items():
        words = KINDS[source.removesuffix(f"_{who}")]
        label = TEXTS[who][spoken] + ("" if switched else words[spoken])
        one = Asked(source, label, label, top=7)
        column = one.column("household", wave, traps, stem=name)
        if switched:
            make = partial(_as_told, source=source, who=who)
            column = Column(source, column.name, label, answer=True, make=make)
        found.append(column)
    if switched:
        per = Asked(f"{who}_per", "Per month or year", "每月还是每年", PERIOD)
        unit = Asked(f"{who}_in", "Yuan or 10,000 yuan", "元还是万元", UNIT)
        found.append(per.column("household", wave, traps, stem=f"remit_{who[0]}_per"))
        found.append(unit.column("household", wave, traps, stem=f"remit_{who[0]}_unit"))
    return found


def _as_told(rows: pd.DataFrame, source: str, who: str) -> pd.Series[Any]:
    """The amount in the period and unit in which this household told it."""
    months = rows[f"{who}_per"].map({MONTHLY: 12, YEARLY: 1})
    return rows[source] / months / rows[f"{who}_in"].map({YUAN: 1, WAN: 10_000})


def clean(rows: pd.DataFrame, wave: str) -> Mapping[str, Any]:
    """Yuan a year by parent, months, whether for school, and how many uses."""
    held = plainly(rows, (*OUT, MONTHS), wave)
    for who in PARENTS:
        names = [f"remit_{who}"] if wave in (*MONEY_ONLY, *BOTH) else []
        names += [] if wave in MONEY_ONLY else [f"remit_all_{who}"]
        held |= {name: rows[name] for name in names}
        held |= {f"{name}__why": rows[f"{name}__why"] for name in names}
    uses, asked = rows["remit_use"], rows["remit_use"] != ""
    why = np.where(asked, "", "inapplicable")
    school = uses.str.split().map(lambda codes: "2" in codes)
    held |= {"remit_school": school.astype(float).where(asked), "remit_school__why": why}
    held |= {"remit_uses": uses.str.split().map(len).where(asked), "remit_uses__why": why}
    return held


def _listed(row: Any) -> str:
    return " ".join(str(code) for code, hit in zip(USES, row, strict=True) if hit)


REMITTANCE = Section("remittance", "household", "household", draw, columns, clean)
