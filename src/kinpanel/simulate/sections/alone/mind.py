"""The section on the mind: mood, self-esteem, difficulties, loneliness, separation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from kinpanel.simulate.layouts.column import Column
from kinpanel.simulate.layouts.names import raw_name
from kinpanel.simulate.layouts.wave import Traps
from kinpanel.simulate.sections.alone.answering import Given
from kinpanel.simulate.sections.alone.columns import Asked
from kinpanel.simulate.sections.alone.esteem import clean_esteem, draw_esteem, esteem_columns
from kinpanel.simulate.sections.alone.mood import clean_mood, draw_mood, mood_columns
from kinpanel.simulate.sections.alone.numbered import (
    clean_numbered,
    draw_numbered,
    numbered_columns,
)
from kinpanel.simulate.sections.section import Section
from kinpanel.simulate.truth import Truth

COMMON_AGES = (10, 15)
"""Completed years at which the questionnaire was filled in alone in every wave."""
REPEATED = 57
"""Number of the trap by which w1 counts visits."""


def draw_mind(truth: Truth, rows: pd.DataFrame, wave: str) -> Given:
    """Visit 1, and the answers to every block."""
    return {
        "visit": np.ones(len(rows)),
        **draw_mood(truth, rows, wave),
        **draw_esteem(truth, rows, wave),
        **draw_numbered(truth, rows, wave),
    }


def mind_columns(wave: str, traps: Traps) -> tuple[Column, ...]:
    """Age, the number of the visit where children were visited again, and every block."""
    asked = Asked("self", wave, traps)
    age = Column("age", raw_name("self", wave, "age"), asked.say(("Age", "周岁年龄")))
    cover = [age]
    if wave == "w1" and REPEATED in traps:
        label = asked.say(("Number of the visit", "第几次访问"))
        cover.append(Column("visit", raw_name("self", wave, "visit"), label))
    return (
        *cover,
        *mood_columns(wave, traps),
        *esteem_columns("self", wave, traps),
        *numbered_columns(wave, traps),
    )


def clean_mind(rows: pd.DataFrame, wave: str) -> Mapping[str, Any]:
    """Age, whether every wave asked that age, and every block."""
    return {
        "hhid": rows["hhid"],
        "age": rows["age"],
        "common_age": rows["age"].between(*COMMON_AGES),
        **clean_mood(rows, wave),
        **clean_esteem(rows, wave),
        **clean_numbered(rows, wave),
    }


MIND = Section("mind", "self", "mind", draw_mind, mind_columns, clean_mind)
