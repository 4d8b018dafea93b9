"""Section K: who looks after the child, and how."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from kinpanel.simulate.layouts.column import Column
from kinpanel.simulate.layouts.wave import Traps, sex_labels, style_of
from kinpanel.simulate.sections.asked import columns_of
from kinpanel.simulate.sections.kept import kept
from kinpanel.simulate.sections.proxy.answer import UNIT
from kinpanel.simulate.sections.proxy.care_draw import draw_care
from kinpanel.simulate.sections.proxy.care_frame import (
    ABOUT_PROXY,
    BROAD,
    BROAD_OF,
    COVER,
    MAIN,
    QUESTIONS,
    SECOND,
    WHO_ANSWERED,
)
from kinpanel.simulate.sections.section import Section

SPLIT_GRANDPARENTS, SEVERAL_MENTIONS, HIDDEN_PROXY = 30, 31, 54


def care_columns(wave: str, traps: Traps) -> tuple[Column, ...]:
    """Section K in the raw file of a wave."""
    age, sex = (asked.column(UNIT, wave, traps) for asked in COVER)
    style = style_of(wave, traps)
    cover = (
        Column(age.source, age.name, age.label),
        Column(sex.source, sex.name, sex.label, "number", dict(style.sex), sex_labels(style)),
    )
    return (
        *cover,
        *_caregiver(wave, traps),
        *columns_of(QUESTIONS, UNIT, wave, traps),
        *_proxy(wave, traps),
    )


def _caregiver(wave: str, traps: Traps) -> tuple[Column, ...]:
    """One broad answer in wave 1, one or two mentions in wave 4, one full answer elsewhere."""
    if wave == "w1" and SPLIT_GRANDPARENTS in traps:
        return (MAIN.column(UNIT, wave, traps, answers=BROAD, make=broad),)
    if wave == "w4" and SEVERAL_MENTIONS in traps:
        return MAIN.column(UNIT, wave, traps, stem="k1m1"), SECOND.column(UNIT, wave, traps)
    return (MAIN.column(UNIT, wave, traps),)


def broad(rows: pd.DataFrame) -> pd.Series[Any]:
    """The caregiver in the broad code frame."""
    return rows["caregiver"].map(BROAD_OF)


def _proxy(wave: str, traps: Traps) -> tuple[Column, ...]:
    """Who answered for the child: in wave 2 one question that mixes whether and why."""
    if wave == "w2" and HIDDEN_PROXY in traps:
        asked = ABOUT_PROXY[0]
        return (
            asked.column(UNIT, wave, traps, stem="k8m", answers=WHO_ANSWERED, make=_who_answered),
        )
    return columns_of(ABOUT_PROXY, UNIT, wave, traps)


def _who_answered(rows: pd.DataFrame) -> pd.Series[Any]:
    return (1 + rows["proxied_why"]).where(rows["proxied"] == 1, 1)


def clean_care(rows: pd.DataFrame, wave: str) -> Mapping[str, Any]:
    """What the table `care` should hold."""
    asked = [one.source for one in (*QUESTIONS, *ABOUT_PROXY) if wave in one.waves]
    made: dict[str, Any] = {"hhid": rows["hhid"], "caregiver": broad(rows), **kept(rows, asked)}
    if wave != "w1":
        made["caregiver_detail"] = rows["caregiver"]
    if wave == "w4":
        made |= kept(rows, ["caregiver2"])
    return made


CARE = Section("care", UNIT, "care", draw_care, care_columns, clean_care)
