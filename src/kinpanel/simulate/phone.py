"""Villages that were interviewed by phone in the year of the lockdown."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinpanel.simulate.streams import Flags, Streams
from kinpanel.simulate.truth import Truth

PHONE_WAVE = "w4"
PHONE_SHARE = 0.25
FACE_TO_FACE, PHONE = 1, 2
"""Codes of the mode of an interview."""


def phone_villages(truth: Truth) -> frozenset[str]:
    """The villages of the wave by phone: a quarter of all, at least one."""
    villages = np.sort(truth.children["village"].unique())
    count = max(1, round(PHONE_SHARE * len(villages)))
    chosen = Streams(truth.seed)("phone villages").choice(len(villages), count, replace=False)
    return frozenset(villages[chosen])


def by_phone(truth: Truth, rows: pd.DataFrame, wave: str) -> Flags:
    """Whether each row (n, with `village`) was interviewed by phone, so that nothing is measured.

    Never in any wave but the one of the lockdown.
    """
    if wave != PHONE_WAVE:
        return np.zeros(len(rows), dtype=bool)
    return rows["village"].isin(phone_villages(truth)).to_numpy(dtype=bool)
