"""Answers with the usual shares of those that are missing."""

from __future__ import annotations

from typing import Any

import numpy as np

from kinpanel.simulate.answers import DONT_KNOW, REFUSED, blanked, gaps
from kinpanel.simulate.streams import Floats, Streams


def answered(
    streams: Streams,
    component: str,
    values: Any,
    asked: Any = True,
    unknown: float = 0.02,
    refused: float = 0.005,
) -> tuple[Floats, Any]:
    """Values as floats, NaN where missing, and why: not asked, don't know, refused."""
    numbers = np.asarray(values, dtype=np.float64)
    chance = streams(component).random(len(numbers))
    universe = np.broadcast_to(np.asarray(asked, dtype=bool), len(numbers))
    why = gaps(chance, universe, {DONT_KNOW: unknown, REFUSED: refused})
    return blanked(numbers, why), why
