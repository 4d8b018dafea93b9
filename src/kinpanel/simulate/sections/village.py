"""Section V: the village and its school, as the village cadre tells it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kinpanel.simulate.layouts.column import Column
from kinpanel.simulate.layouts.names import raw_name
from kinpanel.simulate.layouts.wave import Traps, file_style
from kinpanel.simulate.parameters import WAVES
from kinpanel.simulate.sections.answered import answered
from kinpanel.simulate.sections.asked import ALL_WAVES, YES_NO, Asked, columns_of, plainly
from kinpanel.simulate.sections.section import Section
from kinpanel.simulate.streams import Streams

if TYPE_CHECKING:
    from kinpanel.simulate.truth import Truth

REDRAWN = 33
PROVINCES = {1: 52, 2: 41, 3: 43, 4: 51}
"""Province by the second digit of the panel's own county code."""
DISTRICT = {"012": "w2", "031": "w3", "043": "w4", "021": "w5"}
"""Counties that become districts, which gives them a new code, and the first wave after."""
GIVEN_ON = "w4"
"""The wave from which 011 bears the number that 012 had in w1."""
MERGER = {0: ("Not merged", "未撤并"), 1: ("Merged or closed", "已撤并")}
TROUBLE = {
    0: ("None", "没有"),
    1: ("Drought", "旱灾"),
    2: ("Flood or landslide", "水灾或滑坡"),
    3: ("Pests or animal disease", "病虫害或畜疫"),
    4: ("Factory nearby closed", "附近企业停产"),
}
PIECES = (
    "村里的青壮年大多在外务工，过了正月十五就走，到腊月才回来。",
    "村小学只剩下低年级，高年级学生要到镇上的中心校寄宿。",
    "进村公路去年铺了水泥，但雨季仍有塌方，校车不能开到各个小组。",
    "卫生室有一名村医，常用药基本齐全，急病要送到镇卫生院。",
    "近年有人回乡办合作社，种植茶叶和中药材，农忙时能雇到一些妇女。",
    "村里老人带孙子女的很多，有的家庭四五个孩子都跟着爷爷奶奶。",
)
"""What interviewers remark on a village."""
NEW = ALL_WAVES[2:]
COUNTY = Asked("county", "County", "县代码", answer=False)
ASKED = (
    Asked("migrant_share", "Households with migrants (%)", "有外出人员的户数比例（%）", top=3),
    Asked("distance_km", "Distance to the county town (km)", "到县城的距离（公里）", answer=False),
    Asked("doctor_years", "Village doctor's years of training", "村医受训年数"),
    Asked("clinic", "Has a clinic", "有无卫生室", YES_NO),
    Asked("school_merged", "Village school", "村小学撤并情况", MERGER),
    Asked("network_4g", "Has a 4G network", "有无4G网络", YES_NO),
    Asked("child_director", "Has a child director", "有无儿童主任", YES_NO, waves=ALL_WAVES[1:]),
    Asked("trouble", "What struck the village", "村庄遭受的灾害", TROUBLE),
    Asked("enterprises", "Enterprises in the village", "村内企业数", answer=False),
    Asked("land_rented", "Land is rented out", "有无土地流转", YES_NO),
    Asked("programme", "Child programme runs here", "是否实施儿童项目", YES_NO, waves=NEW),
    Asked("programme_month", "Programme runs since", "项目开始年月", style="yyyymm", waves=NEW),
    Asked("remark", "Remarks of the interviewer", "访员备注", style="text", answer=False),
)


def draw(truth: Truth, rows: pd.DataFrame, wave: str) -> Mapping[str, Any]:
    """What is true of each village, part of it for good."""
    streams, n = Streams(truth.seed), len(rows)
    today = truth.village_waves[truth.village_waves["wave"] == wave].set_index("village")
    own = today.loc[rows["village"]].reset_index(drop=True)
    every = np.unique(truth.children["village"].to_numpy(dtype=str))
    place = np.searchsorted(every, rows["village"].to_numpy(dtype=str))
    rng = streams("village for good")
    merged_by = rng.integers(0, 2 * len(ALL_WAVES), len(every))[place]
    rented = rng.random(len(every))[place]
    rng = streams(f"village {wave}")
    percent = np.round(100 * own["migrant_share"])
    share, why = answered(streams, f"migrant share {wave}", percent, unknown=0.03, refused=0.0)
    runs = own["programme"].to_numpy(dtype=bool)
    return {
        "migrant_share": share,
        "migrant_share__why": why,
        "distance_km": own["distance_km"].to_numpy(),
        "doctor_years": own["doctor_years"].to_numpy(),
        "clinic": own["clinic"].astype(int).to_numpy(),
        "school_merged": (merged_by <= ALL_WAVES.index(wave)).astype(int),
        "network_4g": own["network_4g"].astype(int).to_numpy(),
        "child_director": own["child_director"].astype(int).to_numpy(),
        "trouble": rng.choice(list(TROUBLE), n, p=[0.7, 0.1, 0.1, 0.06, 0.04]),
        "enterprises": rng.poisson(1.2, n),
        "land_rented": (rented < 0.3 + 0.1 * ALL_WAVES.index(wave)).astype(int),
        "programme": runs.astype(int),
        "programme_month": np.where(runs, _since(truth, rows), np.nan),
        "programme_month__why": np.where(runs, "", "inapplicable"),
        "remark": _remarks(rng, n),
    }


def _since(truth: Truth, rows: pd.DataFrame) -> pd.Series[Any]:
    """The month in which the programme began: January of its first wave."""
    having = truth.village_waves[truth.village_waves["programme"]]
    first = having.groupby("village")["wave"].min().map(dict(WAVES))
    return (rows["village"].map(first) - 1960) * 12


def _remarks(rng: np.random.Generator, n: int) -> list[str]:
    """One to six sentences, each once: up to some 500 bytes."""
    orders = [rng.permutation(len(PIECES)) for _ in range(n)]
    lengths = rng.integers(1, len(PIECES) + 1, n)
    return [
        "".join(PIECES[place] for place in order[:length])
        for order, length in zip(orders, lengths, strict=True)
    ]


def county_codes(wave: str) -> dict[str, int]:
    """The six-digit code of every county in a wave, by the panel's own code.

    A county that becomes a district gets a new number; that of the first one was given to its
    neighbour in w4. No code is a real one.
    """
    codes = {}
    for province, start in PROVINCES.items():
        for number in (1, 2, 3):
            own = f"0{province}{number}"
            changed = DISTRICT.get(own, "") in ALL_WAVES[: ALL_WAVES.index(wave) + 1]
            codes[own] = start * 10_000 + 9_900 + (1 if changed else 20 + number)
    if wave in ALL_WAVES[ALL_WAVES.index(GIVEN_ON) :]:
        codes["011"] = county_codes("w1")["012"]
    return codes


def columns(wave: str, traps: Traps) -> tuple[Column, ...]:
    """The county by the code of its year, or by the panel's own; and the rest."""
    spoken = 0 if file_style("village", wave, traps).language == "en" else 1
    name, label = raw_name("village", wave, "county"), (COUNTY.en, COUNTY.zh)[spoken]
    county = Column("county", name, label, "text")
    if REDRAWN in traps:
        codes = county_codes(wave)
        county = Column(
            "county of its year", name, label, make=lambda rows: rows["county"].map(codes)
        )
    return county, *columns_of(ASKED, "village", wave, traps)


def clean(rows: pd.DataFrame, wave: str) -> Mapping[str, Any]:
    """All as it is, the county by the panel's own code."""
    return {"county": rows["county"], **plainly(rows, ASKED, wave)}


VILLAGE = Section("village", "village", "village", draw, columns, clean)
