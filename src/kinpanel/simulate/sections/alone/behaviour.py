"""What children do and know: smoking, drinking, fights, screens, running away, safety, risk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinpanel.simulate.answers import GIVEN
from kinpanel.simulate.layouts.column import Column
from kinpanel.simulate.layouts.wave import Traps
from kinpanel.simulate.sections.alone.answering import Given, block_why, one, places
from kinpanel.simulate.sections.alone.columns import Asked, Words
from kinpanel.simulate.sections.kept import kept
from kinpanel.simulate.sections.section import Section
from kinpanel.simulate.streams import Flags, Floats, Streams
from kinpanel.simulate.truth import Truth

MERGED = 41
"""Number of the trap that lies in this section."""
ASKED_FROM = 10
NAMES = (
    *("smoke", "drink", "fight", "screen_hours", "steal", "lie", "run_away"),
    *("safety_known", "risk_choice"),
)
_WORDS: Mapping[str, Words] = {
    "smoke": ("Smoked in the last 30 days", "过去30天是否吸烟"),
    "drink": ("Drank alcohol in the last 30 days", "过去30天是否饮酒"),
    "smoke_drink": ("Smoked or drank alcohol in the last 30 days", "过去30天是否吸烟或饮酒"),
    "fight": ("Fights in the last 12 months", "过去12个月打架次数"),
    "screen_hours": ("Hours a day at a screen", "每天看屏幕小时数"),
    "steal": (
        "Took what belongs to others, last 12 months",
        "过去12个月是否拿过别人的东西",
    ),
    "lie": ("Lies to grown-ups", "是否对大人撒谎"),
    "run_away": ("Ran away from home, last 12 months", "过去12个月是否离家出走"),
    "safety_known": ("Safety questions answered right (of 5)", "安全知识答对题数（共5题）"),
    "risk_choice": ("Chosen draw, from safe to risky", "风险选择（从保守到冒险）"),
}
_FIGHTS: Mapping[int, Words] = {
    0: ("None", "没有"),
    1: ("Once", "一次"),
    2: ("Two or three", "两三次"),
    3: ("Four or more", "四次及以上"),
}
_OFTEN: Mapping[int, Words] = {
    0: ("Never", "从不"),
    1: ("Sometimes", "有时"),
    2: ("Often", "经常"),
}
_ANSWERS = {"fight": _FIGHTS, "lie": _OFTEN}
_YES_NO = ("smoke", "drink", "steal", "run_away")


def draw_behaviour(truth: Truth, rows: pd.DataFrame, wave: str) -> Given:
    """Answers of children from ten on; the merged question is either of two with reasons."""
    rng = Streams(truth.seed)(f"behaviour {wave}")
    waves = truth.child_waves.iloc[places(truth, rows, wave)]
    dep = waves["dep"].to_numpy(dtype=np.float64)
    away = (waves["state"] == "FM").to_numpy(dtype=np.float64)
    age = rows["age"].to_numpy(dtype=np.float64)
    boy = (~rows["pid"].isin(truth.children.loc[truth.children["girl"], "pid"])).to_numpy()
    older = 0.35 * (age - 13) + 0.5 * boy
    true: dict[str, npt.NDArray[Any]] = {
        "smoke": _yes(rng, -3.2 + older + 0.3 * away + 0.2 * dep),
        "drink": _yes(rng, -2.4 + older + 0.2 * away + 0.2 * dep),
        "fight": np.minimum(rng.poisson(np.exp(-1.4 + 0.6 * boy + 0.2 * dep)), 3),
        "screen_hours": np.round(rng.gamma(2.0, 0.7 + 0.25 * away), 1).clip(0, 12),
        "steal": _yes(rng, -2.8 + 0.3 * dep + 0.2 * boy),
        "lie": (rng.random(len(rows))[:, None] > [0.45, 0.9]).sum(axis=1),
        "run_away": _yes(rng, -3.6 + 0.4 * dep + 0.3 * away),
        "safety_known": rng.binomial(5, np.clip(0.35 + 0.05 * (age - 9), 0, 0.9)),
        "risk_choice": 1 + rng.binomial(5, 0.4 + 0.1 * boy),
    }
    why = block_why(rng, age >= ASKED_FROM, len(NAMES))
    found: Given = {}
    for place, name in enumerate(NAMES):
        found |= one(name, true[name], why[:, place])
    first = why[:, NAMES.index("smoke")]
    second = why[:, NAMES.index("drink")]
    either = (found["smoke"] == 1) | (found["drink"] == 1)
    neither = np.where(first == GIVEN, second, first)
    return {**found, **one("smoke_drink", either, np.where(either, GIVEN, neither).astype(object))}


def _yes(rng: np.random.Generator, log_odds: Floats) -> Flags:
    return np.asarray(rng.random(len(log_odds)) < 1 / (1 + np.exp(-log_odds)))


def behaviour_columns(wave: str, traps: Traps) -> tuple[Column, ...]:
    """Smoking and drinking as one question in w4, apart in all other waves."""
    asked = Asked("self", wave, traps)
    first = ("smoke_drink",) if wave == "w4" and MERGED in traps else NAMES[:2]
    columns = []
    for number, name in enumerate((*first, *NAMES[2:]), start=1):
        place = ("behaviour", number)
        if name in _YES_NO or name == "smoke_drink":
            columns.append(asked.yes_no(name, place, _WORDS[name]))
        else:
            columns.append(asked.column(name, place, _WORDS[name], answers=_ANSWERS.get(name)))
    return tuple(columns)


def clean_behaviour(rows: pd.DataFrame, wave: str) -> Mapping[str, Any]:
    """Every answer; in w4 no more is known than that a child smoked or drank."""
    names = [name for name in NAMES if wave != "w4" or name not in ("smoke", "drink")]
    return {"hhid": rows["hhid"], **kept(rows, [*names, "smoke_drink"])}


BEHAVIOUR = Section(
    "behaviour", "self", "behaviour", draw_behaviour, behaviour_columns, clean_behaviour
)
