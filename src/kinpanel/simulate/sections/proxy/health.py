"""Section H: the child's health, the care it got, its body."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from kinpanel.simulate.layouts.column import Column
from kinpanel.simulate.layouts.wave import Traps
from kinpanel.simulate.sections.asked import Make, columns_of
from kinpanel.simulate.sections.kept import kept
from kinpanel.simulate.sections.proxy.answer import UNIT, held
from kinpanel.simulate.sections.proxy.health_draw import draw_health
from kinpanel.simulate.sections.proxy.health_frame import (
    BLOOD,
    CHRONIC,
    DIET,
    EATEN,
    FOLLOWING,
    GROWING,
    HEALTHY,
    HEIGHT,
    ILL,
    ILL_MONTH,
    INTERVIEWER,
    POSTURE,
    RATED,
    SHOES,
    WEIGHT,
)
from kinpanel.simulate.sections.section import Section

ANCHORS, UNITS, ILL_PERIOD, IN_SHOES = 9, 22, 42, 59
SOLES = 2.5
"""Centimetres that shoes add."""
POOR, UNHEALTHY = 5, 4
PROTEIN = (1, 2, 3)
"""Groups of food from animals."""


def health_columns(wave: str, traps: Traps) -> tuple[Column, ...]:
    """Section H in the raw file of a wave."""
    interviewer = INTERVIEWER.column(UNIT, wave, traps)
    rated = RATED.column(UNIT, wave, traps)
    if wave == "w1" and ANCHORS in traps:
        rated = RATED.column(
            UNIT, wave, traps, answers=HEALTHY, make=lambda rows: rows["rated_healthy"]
        )
    ill: tuple[Column, ...] = ILL.column(UNIT, wave, traps), CHRONIC.column(UNIT, wave, traps)
    if wave == "w1" and ILL_PERIOD in traps:
        ill = (ILL_MONTH.column(UNIT, wave, traps),)
    return (
        interviewer,
        rated,
        *ill,
        *columns_of(FOLLOWING, UNIT, wave, traps),
        *_body(wave, traps),
        *columns_of((*BLOOD, *GROWING), UNIT, wave, traps),
        *(_eaten(wave, traps, group) for group in DIET),
    )


def _body(wave: str, traps: Traps) -> tuple[Column, ...]:
    """Height and weight: metres and jin in wave 1, in which some write kilograms for jin."""
    tall: Make | None = None
    heavy: Make | None = None
    if wave == "w1" and UNITS in traps:
        tall, heavy = _metres, _jin
    if wave == "w5" and IN_SHOES in traps:
        tall = _in_shoes
    body = (
        HEIGHT.column(UNIT, wave, traps, make=tall),
        WEIGHT.column(UNIT, wave, traps, make=heavy),
        POSTURE.column(UNIT, wave, traps),
    )
    return (
        (*body, SHOES.column(UNIT, wave, traps))
        if wave in SHOES.waves and IN_SHOES in traps
        else body
    )


def _metres(rows: pd.DataFrame) -> pd.Series[Any]:
    return (rows["height"] / 100).round(3)


def _jin(rows: pd.DataFrame) -> pd.Series[Any]:
    return (rows["weight"] * 2).round(1).where(~rows["kilograms"].astype(bool), rows["weight"])


def _in_shoes(rows: pd.DataFrame) -> pd.Series[Any]:
    return (rows["height"] + SOLES * rows["shoes_on"]).round(1)


def _eaten(wave: str, traps: Traps, group: int) -> Column:
    """Whether a group of food was eaten, 1 or 0."""
    english, chinese = DIET[group]
    one = replace(EATEN, en=f"{EATEN.en}: {english}", zh=f"{EATEN.zh}：{chinese}")
    return one.column(
        UNIT, wave, traps, stem=f"{EATEN.stem}_{group}", make=lambda rows: rows[f"diet_{group}"]
    )


def clean_health(rows: pd.DataFrame, wave: str) -> Mapping[str, Any]:
    """What the table `health` should hold."""
    made: dict[str, Any] = {"hhid": rows["hhid"], "interviewer": rows["interviewer"]}
    rated = "rated_healthy" if wave == "w1" else "rated_health"
    made |= kept(rows, [rated])
    from_code = UNHEALTHY if wave == "w1" else POOR
    poor = (rows[rated] >= from_code).astype(float).where(rows[rated].notna())
    made |= held(rows, "poor_health", poor, rated)
    made |= kept(rows, ["ill_month"] if wave == "w1" else ["ill", "chronic"])
    made |= kept(rows, [asked.source for asked in (*FOLLOWING, *BLOOD, *GROWING)])
    made |= held(rows, "height_cm", rows["height"], "height")
    made |= held(rows, "weight_kg", rows["weight"], "weight")
    lying = (rows["posture"] == 1).astype(float).where(rows["posture"].notna())
    made |= held(rows, "lying", lying, "posture")
    if wave in SHOES.waves:
        made |= kept(rows, ["shoes_on"])
    made |= held(rows, "diet_groups", rows["diet"], "diet")
    protein = rows[[f"diet_{group}" for group in PROTEIN]].max(axis=1)
    return made | held(rows, "diet_animal", protein, "diet")


HEALTH = Section("health", UNIT, "health", draw_health, health_columns, clean_health)
