"""Section N: what has struck the household."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kinpanel.simulate.layouts.column import Column
from kinpanel.simulate.layouts.wave import Traps
from kinpanel.simulate.sections.asked import YES_NO, Asked, columns_of, plainly
from kinpanel.simulate.sections.household.facts import economy_of
from kinpanel.simulate.sections.section import Section
from kinpanel.simulate.streams import Streams

if TYPE_CHECKING:
    from kinpanel.simulate.truth import Truth

KIND = {
    1: ("Illness or injury", "疾病或受伤"),
    2: ("Death in the family", "家人去世"),
    3: ("Crop failure or loss of livestock", "歉收或牲畜死亡"),
    4: ("Job loss", "失业"),
    5: ("Flood, drought or landslide", "水旱灾害或滑坡"),
    6: ("Something else", "其他"),
}
OTHER = 6
REMARKS = ("房屋漏水", "官司赔偿", "交通事故赔款", "生意亏损", "被人骗钱")
"""What people say of other shocks, as interviewers wrote it down."""
ASKED = (
    Asked("shock", "Hit by a shock in two years", "过去两年是否遭受冲击", YES_NO),
    Asked("shock_kind", "What kind of shock", "冲击类型", KIND),
    Asked("shock_other", "Other shock, in words", "其他冲击（请注明）", style="text", answer=False),
)


def draw(truth: Truth, rows: pd.DataFrame, wave: str) -> Mapping[str, Any]:
    """Whether the household was struck, by what and, of something else, in words."""
    rng, n = Streams(truth.seed)(f"household shocks {wave}"), len(rows)
    struck = economy_of(truth, rows, wave)["shock"].to_numpy(dtype=bool)
    kind = rng.choice(list(KIND), n, p=[0.35, 0.10, 0.20, 0.15, 0.10, 0.10])
    words = np.array(REMARKS, dtype=object)[rng.integers(0, len(REMARKS), n)]
    other = struck & (kind == OTHER)
    return {
        "shock": struck.astype(int),
        "shock_kind": np.where(struck, kind, np.nan),
        "shock_kind__why": np.where(struck, "", "inapplicable"),
        "shock_other": np.where(other, words, ""),
    }


def columns(wave: str, traps: Traps) -> tuple[Column, ...]:
    """Whether, what, and in words."""
    return columns_of(ASKED, "household", wave, traps)


def clean(rows: pd.DataFrame, wave: str) -> Mapping[str, Any]:
    """As it is; no words where the kind needs none."""
    said = rows["shock_other"] != ""
    words = {
        "shock_other": rows["shock_other"].where(said, None),
        "shock_other__why": np.where(said, "", "inapplicable"),
    }
    return {**plainly(rows, ASKED, wave), **words}


SHOCKS = Section("shocks", "household", "household", draw, columns, clean)
