"""Scales by item number only: SDQ of the young, loneliness, anxiety about separation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

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
from kinpanel.simulate.sections.alone.columns import Asked
from kinpanel.simulate.sections.kept import kept
from kinpanel.simulate.streams import Floats, Streams
from kinpanel.simulate.truth import Truth

SDQ = tuple(f"sdq_{number}" for number in range(1, 26))
SDQ_TURNED = (1, 4, 7, 9, 11, 14, 17, 20, 21, 25)
"""Items that people with fewer difficulties answer higher: prosocial ones and those reversed."""
SDQ_FROM = 11
SEPARATION = (4, 8, 13, 16, 20, 25, 29, 31)
"""Items of the SCARED about separation."""
SCARED = tuple(f"scared_{number}" for number in SEPARATION)
LONELY = tuple(f"lonely_{number}" for number in (1, 2, 3))


def draw_numbered(truth: Truth, rows: pd.DataFrame, wave: str) -> Given:
    """Answers to the three scales, in the codes of their instruments."""
    rng = Streams(truth.seed)(f"numbered scales non-response {wave}")
    at, asked = places(truth, rows, wave), np.ones(len(rows), dtype=bool)
    old = (rows["age"] >= SDQ_FROM).to_numpy()
    sdq = answered(truth, at, "sdq self", loaded("dep", 0.6), 25, 3, SDQ_TURNED, 0.8)
    lonely = answered(truth, at, "ucla3", loaded("dep", 0.6), 3, 3, location=0.9)
    scared = answered(truth, at, "scared separation", _separation, 8, 3, location=1.1)
    return {
        **given(SDQ, sdq, block_why(rng, old, len(SDQ))),
        **given(LONELY, lonely + 1, block_why(rng, asked, len(LONELY))),
        **given(SCARED, scared, block_why(rng, asked, len(SCARED))),
    }


def _separation(waves: pd.DataFrame, rng: np.random.Generator) -> Floats:
    """Anxiety about separation: more where somebody is away, and among the depressed."""
    away = (waves["state"] != "B").to_numpy(dtype=np.float64)
    noise = rng.normal(size=len(waves))
    return np.asarray(0.4 * waves["dep"].to_numpy(dtype=np.float64) + 0.3 * away + 0.85 * noise)


def numbered_columns(wave: str, traps: Traps) -> tuple[Column, ...]:
    """The items under their own numbers."""
    asked = Asked("self", wave, traps)
    return (
        *asked.numbered(SDQ, "strengths", "SDQ", range(1, 26)),
        *asked.numbered(LONELY, "lonely", "UCLA", (1, 2, 3)),
        *asked.numbered(SCARED, "worries", "SCARED", SEPARATION),
    )


def clean_numbered(rows: pd.DataFrame, _: str) -> Mapping[str, Any]:
    """Every item as it was answered."""
    return kept(rows, [*SDQ, *LONELY, *SCARED])
