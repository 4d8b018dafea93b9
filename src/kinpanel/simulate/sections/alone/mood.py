"""Depressive mood: K6 in w1, CES-D20 in w2, CES-D8 from w3, in two modes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from kinpanel.instruments import instrument
from kinpanel.simulate.layouts.child import FREQUENCY
from kinpanel.simulate.layouts.column import Column
from kinpanel.simulate.layouts.wave import Traps, style_of
from kinpanel.simulate.phone import by_phone
from kinpanel.simulate.sections.alone.answering import (
    Given,
    Latent,
    answered,
    block_why,
    given,
    places,
)
from kinpanel.simulate.sections.alone.columns import Asked, Words
from kinpanel.simulate.sections.kept import kept
from kinpanel.simulate.streams import Floats, Streams
from kinpanel.simulate.truth import Truth

ANCHORS, CHANGED_SCALE, CHANGED_MODE = 13, 14, 55
"""Numbers of the traps that lie in this block."""

K6 = tuple(f"k6_{number}" for number in range(1, 7))
CESD = tuple(f"cesd20_{number}" for number in range(1, 21))
COMMON = (6, 7, 11, 12, 14, 16, 18, 20)
"""Items of the CES-D20 that the CES-D8 has, in its order."""
POSITIVE = (4, 8, 12, 16)
ALOUD, ALONE = 1, 2
SELF_COMPLETED = ("w3", "w4", "w5")
"""Waves in which the child fills the block in at a tablet, with headphones; not by phone."""
MODE_SHIFT = 0.15
"""How much higher, in standard deviations, children answer alone than aloud."""

CHILD_ANCHORS: Mapping[int, Words] = {
    4: ("Almost every day", "几乎每天"),
    3: ("Two or three times a week", "每周两三次"),
    2: ("Two or three times a month", "每月两三次"),
    1: ("Once a month", "每月一次"),
    0: ("Never", "从不"),
}
PUBLISHED_ANCHORS: Mapping[int, Words] = {
    0: ("None of the time", "从不"),
    1: ("A little of the time", "偶尔"),
    2: ("Some of the time", "有时"),
    3: ("Most of the time", "经常"),
    4: ("All of the time", "一直"),
}
_MODES: Mapping[int, Words] = {
    ALOUD: ("Read aloud by the interviewer", "访员念题"),
    ALONE: ("Alone at the tablet", "独自在平板上作答"),
}


def draw_mood(truth: Truth, rows: pd.DataFrame, wave: str) -> Given:
    """Answers to the K6 and, aloud and as they were given, to the twenty items of the CES-D."""
    rng = Streams(truth.seed)(f"mood non-response {wave}")
    at, asked = places(truth, rows, wave), np.ones(len(rows), dtype=bool)
    k6 = answered(truth, at, "k6", _depression(0.0), 6, 5, location=1.6)
    aloud = answered(truth, at, "cesd20", _depression(0.0), 20, 4, POSITIVE)
    alone = answered(truth, at, "cesd20", _depression(MODE_SHIFT), 20, 4, POSITIVE)
    why = block_why(rng, asked, len(CESD))
    tablet = (wave in SELF_COMPLETED) & ~by_phone(truth, rows, wave)
    told = np.where(tablet[:, None], alone, aloud)
    return {
        **given(K6, k6, block_why(rng, asked, len(K6))),
        **given(CESD, told, why),
        **given([f"{name}_aloud" for name in CESD], aloud, why),
        "mood_mode": np.where(tablet, ALONE, ALOUD).astype(np.float64),
    }


def _depression(shift: float) -> Latent:
    def trait(waves: pd.DataFrame, _: np.random.Generator) -> Floats:
        return np.asarray(waves["dep"].to_numpy(dtype=np.float64) + shift)

    return trait


def mood_columns(wave: str, traps: Traps) -> tuple[Column, ...]:
    """The mode, then the items of the scale of the wave, numbered as on its form."""
    asked = Asked("self", wave, traps)
    mode = asked.column("mood_mode", ("mood", 0), ("How asked", "提问方式"), answers=_MODES)
    if CHANGED_MODE not in traps:
        mode = replace(mode, make=lambda rows: pd.Series(float(ALOUD), index=rows.index))
    if wave == "w1" and CHANGED_SCALE in traps:
        return mode, *_k6(asked)
    whole = wave == "w2" and CHANGED_SCALE in traps
    return mode, *_cesd(asked, range(1, 21) if whole else COMMON)


def _k6(asked: Asked) -> tuple[Column, ...]:
    turned = ANCHORS in asked.traps
    codes = {value: 5 - value for value in range(5)} if turned else None
    anchors = CHILD_ANCHORS if turned else PUBLISHED_ANCHORS
    known = instrument("k6")
    return tuple(
        asked.column(
            name,
            ("mood", number),
            (f"K6: {known.item(number).label['en']}", f"K6：{known.item(number).label['zh']}"),
            codes,
            anchors,
        )
        for number, name in enumerate(K6, start=1)
    )


def _cesd(asked: Asked, numbers: Any) -> tuple[Column, ...]:
    first = style_of(asked.wave, asked.traps).cesd_first
    codes = {value: value + first for value in range(4)}
    pairs = zip(FREQUENCY["en"], FREQUENCY["zh"], strict=True)
    answers = dict(enumerate(pairs))
    plain = asked.wave in SELF_COMPLETED and CHANGED_MODE not in asked.traps
    known = instrument("cesd20")
    return tuple(
        asked.column(
            f"cesd20_{number}_aloud" if plain else f"cesd20_{number}",
            ("mood", place),
            (known.item(number).text["en"], known.item(number).text["zh"]),
            codes,
            answers,
        )
        for place, number in enumerate(numbers, start=1)
    )


def clean_mood(rows: pd.DataFrame, wave: str) -> Mapping[str, Any]:
    """Mode, ranks of the child's form of the K6, and the items of the CES-D that were asked."""
    found: dict[str, Any] = {"mood_mode": rows["mood_mode"]}
    if wave == "w1":
        for number, name in enumerate(K6, start=1):
            found[f"k6c_{number}"] = rows[name]
            found[f"k6c_{number}__why"] = rows[f"{name}__why"]
        return found
    asked = range(1, 21) if wave == "w2" else COMMON
    return {**found, **kept(rows, [f"cesd20_{number}" for number in asked])}
