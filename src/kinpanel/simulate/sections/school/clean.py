"""What the typed tables `school` and `cognition` should hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from kinpanel.simulate.answers import GIVEN
from kinpanel.simulate.sections.school.columns import NO_COUNTY_TOWN, TRUANT
from kinpanel.simulate.sections.school.measured import FORMS, TESTS

Held = dict[str, Any]
SAME: Mapping[str, str] = {
    "enrolled": "at_school",
    "stage": "stage",
    "school_id": "school_id",
    "grade": "school_grade",
    "boarding": "boards",
    "boarding_nights": "boarding_nights",
    "boarding_age": "boarding_age",
    "repeated": "has_repeated",
    "days_absent": "days_absent",
    "school_past": "school_past",
    "dropout_month": "left_month",
    "dropout_reason": "left_reason",
    "chinese_mark": "chinese_mark",
    "maths_mark": "maths_mark",
    "transferred": "transferred",
    "transfer_year": "transfer_year",
    "transfer_reason": "transfer_reason",
    "aspiration": "aspiration",
    "teacher_support": "teacher_support",
    "counselling_room": "counselling_room",
    "homework_help": "homework_help",
    "tv_limits": "tv_limits",
    "internet_hours": "internet_hours",
}
"""Variables that hold an answer as it is true."""
SCORES = {
    "words_right": "word_score",
    "maths_right": "maths_score",
    "words_recalled": "recall_score",
    "series_right": "series_score",
}


def clean_school(rows: pd.DataFrame, wave: str) -> Mapping[str, Any]:
    """The table `school`: kinds and frequencies where the wave asked them, yes or no in all."""
    found: Held = {}
    for name, source in SAME.items():
        _put(found, rows, name, source)
    found["school_id"] = rows["school_id"].where(rows["school_id__why"] == GIVEN)
    coarse = rows["school_place"].map(NO_COUNTY_TOWN)
    _put(found, rows, "school_place_coarse", "school_place", coarse)
    if wave != "w1":
        _put(found, rows, "school_place", "school_place")
    _put(found, rows, "truancy", "truancy_kind", rows["truancy_kind"] >= TRUANT)
    asked = "bullied_term" if wave == "w3" else "bullied_frequency"
    _put(found, rows, "bullied", asked, rows[asked] > 1)
    if wave != "w3":
        _put(found, rows, "truancy_kind", "truancy_kind")
        _put(found, rows, "bullied_frequency", "bullied_frequency")
    return found


def clean_cognition(rows: pd.DataFrame, wave: str) -> Mapping[str, Any]:
    """The table `cognition`: mode, form, and the scores of the form that the wave took."""
    found: Held = {}
    _put(found, rows, "interview_mode", "test_mode")
    _put(found, rows, "test_type", "test_form")
    for source in TESTS[FORMS[wave]]:
        _put(found, rows, SCORES[source], source)
    return found


def _put(
    found: Held, rows: pd.DataFrame, name: str, source: str, values: pd.Series[Any] | None = None
) -> None:
    why = rows[f"{source}__why"]
    given = rows[source] if values is None else values.astype(np.float64)
    found[name], found[f"{name}__why"] = given.where(why == GIVEN), why
