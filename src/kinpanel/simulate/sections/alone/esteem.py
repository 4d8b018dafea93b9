"""Self-esteem by the ten items of the RSES, asked in w1, w2, w3 and w5."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from kinpanel.instruments import instrument
from kinpanel.simulate.layouts.column import Column
from kinpanel.simulate.layouts.wave import Traps
from kinpanel.simulate.sections.alone.answering import (
    Given,
    answered,
    block_why,
    given,
    loaded,
    places,
)
from kinpanel.simulate.sections.alone.columns import Asked, Words
from kinpanel.simulate.sections.kept import kept
from kinpanel.simulate.streams import Streams
from kinpanel.simulate.truth import Truth

TURNED = 7
"""Number of the trap that lies in this block."""
RSES = tuple(f"rses_{number}" for number in range(1, 11))
NEGATIVE = (2, 5, 6, 8, 9)
RSES_WAVES = ("w1", "w2", "w3", "w5")
AGREEMENT: Mapping[int, Words] = {
    0: ("Strongly disagree", "非常不同意"),
    1: ("Disagree", "不同意"),
    2: ("Agree", "同意"),
    3: ("Strongly agree", "非常同意"),
}


def draw_esteem(truth: Truth, rows: pd.DataFrame, wave: str) -> Given:
    """Agreement, 0 to 3, with each item as it is printed."""
    rng = Streams(truth.seed)(f"esteem non-response {wave}")
    asked = np.ones(len(rows), dtype=bool)
    answers = answered(
        truth, places(truth, rows, wave), "rses", loaded("dep", -0.5), 10, 4, NEGATIVE, -0.4
    )
    return given(RSES, answers, block_why(rng, asked, len(RSES)))


def esteem_columns(
    unit: str, wave: str, traps: Traps, items: Sequence[int] = range(1, 11)
) -> tuple[Column, ...]:
    """The items, coded 1 strongly disagree to 4 strongly agree; the other way round in w2."""
    if wave not in RSES_WAVES:
        return ()
    asked, known = Asked(unit, wave, traps), instrument("rses")
    turned = wave == "w2" and TURNED in traps
    codes = {value: 4 - value if turned else value + 1 for value in AGREEMENT}
    return tuple(
        asked.column(
            f"rses_{number}",
            ("esteem", number),
            (known.item(number).text["en"], known.item(number).text["zh"]),
            codes,
            AGREEMENT,
        )
        for number in items
    )


def clean_esteem(rows: pd.DataFrame, wave: str) -> Mapping[str, Any]:
    """Agreement with every item in the waves that asked."""
    return kept(rows, RSES) if wave in RSES_WAVES else {}
