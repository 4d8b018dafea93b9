"""What is true of the cost of a child's care, and of its blood in a part of the villages."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinpanel.simulate.answers import GIVEN, INAPPLICABLE
from kinpanel.simulate.phone import by_phone
from kinpanel.simulate.sections.proxy.answer import Found, lasting, put, unsaid
from kinpanel.simulate.streams import Streams
from kinpanel.simulate.truth import Truth

REIMBURSED = {"w1": 0.38, "w2": 0.42, "w3": 0.46, "w4": 0.48, "w5": 0.50}
"""Share of the insured who sought care and got some of the cost back."""
BLOOD_SHARE = 0.2
"""Share of the villages in which haemoglobin is measured, the same in every wave."""
HAEMOGLOBIN, PER_YEAR, SPREAD = 119.0, 1.0, 10.0
"""Grams a litre at the age of three, more for each year, and the standard deviation."""
DREW_BACK = 0.06
"""Share of the children of those villages who would not be pricked."""


def draw_care_paid(truth: Truth, found: Found, wave: str) -> None:
    """Whether some of the cost came back: of those who sought care and are insured."""
    rng = Streams(truth.seed)(f"care paid {wave}")
    size = len(found["insured"])
    back = rng.random(size) < REIMBURSED[wave]
    why = unsaid(rng, np.ones(size, dtype=bool))
    for gate in ("insured", "care_sought"):
        before = found[f"{gate}__why"]
        why = np.where(before != GIVEN, before, why)
    closed = (found["insured"] == 0) | (found["care_sought"] == 0)
    closed |= found["care_sought__why"] == INAPPLICABLE
    put(found, "reimbursed", back, np.where(closed, INAPPLICABLE, why))


def draw_blood(truth: Truth, found: Found, rows: pd.DataFrame, wave: str) -> None:
    """Whether blood was taken, in the villages of the subsample and not by phone, and its Hb."""
    villages = np.sort(truth.children["village"].unique())
    count = max(1, round(BLOOD_SHARE * len(villages)))
    chosen = Streams(truth.seed)("blood villages").choice(len(villages), count, replace=False)
    there = rows["village"].isin(villages[chosen]).to_numpy(dtype=bool)
    rng = Streams(truth.seed)(f"blood {wave}")
    taken = there & (rng.random(len(rows)) >= DREW_BACK) & ~by_phone(truth, rows, wave)
    own = 0.6 * lasting(truth, rows, "haemoglobin") + 0.8 * rng.normal(size=len(rows))
    grams = HAEMOGLOBIN + PER_YEAR * (rows["age"].to_numpy() - 3) + SPREAD * own
    put(found, "hb_sampled", taken, np.full(len(rows), GIVEN, dtype=object))
    why = np.where(taken, GIVEN, INAPPLICABLE).astype(object)
    put(found, "hb", np.clip(np.round(grams), 60, 180), why)
