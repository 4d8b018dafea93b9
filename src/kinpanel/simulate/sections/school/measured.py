"""Tests taken by the interviewer: words and maths in some waves, recall and series in others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from kinpanel.simulate.answers import GIVEN, INAPPLICABLE, REFUSED
from kinpanel.simulate.phone import FACE_TO_FACE, PHONE, by_phone
from kinpanel.simulate.sections.school.answer import Interview
from kinpanel.simulate.truth import Truth

TESTED_FROM = 6
WORD_MATHS, RECALL_SERIES = 1, 2
FORMS = {
    "w1": WORD_MATHS,
    "w2": RECALL_SERIES,
    "w3": WORD_MATHS,
    "w4": RECALL_SERIES,
    "w5": WORD_MATHS,
}
TESTS: Mapping[int, tuple[str, str]] = {
    WORD_MATHS: ("words_right", "maths_right"),
    RECALL_SERIES: ("words_recalled", "series_right"),
}
"""What the interviewer notes, by form."""
_TRUE = {
    "words_right": "word_score",
    "maths_right": "math_score",
    "words_recalled": "recall_score",
    "series_right": "series_score",
}
DECLINES = 0.02
VISITED = "_if_visited"
"""What a quantity is called that would have been had every village been visited."""


def draw_cognition(truth: Truth, rows: pd.DataFrame, wave: str) -> Mapping[str, Any]:
    """The form and the scores of either form, whichever the wave took.

    Beside them those that there would have been had nobody been interviewed by phone.
    """
    asked, form = Interview(truth, rows, wave), FORMS[wave]
    phone = by_phone(truth, rows, wave)
    old = rows["age"].to_numpy(dtype=np.int64) >= TESTED_FROM
    asked.put("test_mode", np.where(phone, PHONE, FACE_TO_FACE))
    asked.put(f"test_mode{VISITED}", np.full(len(rows), FACE_TO_FACE))
    declines = asked.rng("tests").random(len(rows)) < DECLINES
    for there, ending in ((old & ~phone, ""), (old, VISITED)):
        asked.put(f"test_form{ending}", np.full(len(rows), form), there)
        why = np.where(declines, REFUSED, GIVEN).astype(object)
        why[~there] = INAPPLICABLE
        for name, source in _TRUE.items():
            scores = rows[source].astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan)
            asked.found[f"{name}{ending}"] = np.where(why == GIVEN, scores, np.nan)
            asked.found[f"{name}{ending}__why"] = why
    return asked.found
