"""The short form for those of 16 and 17 in w2: self-esteem without item 9."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from kinpanel.simulate.layouts.column import Column
from kinpanel.simulate.layouts.names import raw_name
from kinpanel.simulate.layouts.wave import Traps, style_of
from kinpanel.simulate.sections.alone.answering import Given
from kinpanel.simulate.sections.alone.esteem import RSES, draw_esteem, esteem_columns
from kinpanel.simulate.sections.kept import kept
from kinpanel.simulate.sections.section import Section
from kinpanel.simulate.truth import Truth

DROPPED = 8
"""Number of the trap that lies in this section."""
LEFT_OUT = 9


def draw_adult(truth: Truth, rows: pd.DataFrame, wave: str) -> Given:
    """Agreement with the ten items."""
    return draw_esteem(truth, rows, wave)


def adult_columns(wave: str, traps: Traps) -> tuple[Column, ...]:
    """Age and the items; item 9 was not printed."""
    dropped = LEFT_OUT if DROPPED in traps else None
    label = "Age" if style_of(wave, traps).language == "en" else "周岁年龄"
    items = [number for number in range(1, 11) if number != dropped]
    age = Column("age", raw_name("adult", wave, "age"), label)
    return age, *esteem_columns("adult", wave, traps, items)


def clean_adult(rows: pd.DataFrame, _: str) -> Mapping[str, Any]:
    """Nine items; nobody knows the tenth."""
    items = [name for name in RSES if name != f"rses_{LEFT_OUT}"]
    return {"hhid": rows["hhid"], "age": rows["age"], **kept(rows, items)}


ADULT = Section("adult", "adult", "adult", draw_adult, adult_columns, clean_adult)
