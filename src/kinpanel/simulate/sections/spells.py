"""M: what the calendar of absences tells beyond its core: borders, reasons, children along."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from kinpanel.simulate.layouts.column import Column
from kinpanel.simulate.layouts.wave import Traps, style_of
from kinpanel.simulate.sections.ask import Ask, Options
from kinpanel.simulate.sections.section import Section
from kinpanel.simulate.sections.whereabouts import LOCKDOWN, WORK, told_spells
from kinpanel.simulate.truth import Truth

NEW_REASON = 47
"""Number of the trap by which lockdowns become a reason in w4."""
PATTERNS = {"w1": "tm_{}", "w2": "wm2{}", "w3": "qm_{}", "w4": "pm_{}", "w5": "{}"}
BORDERS: Options = {
    1: ("Township or subdistrict", "乡镇或街道"),
    2: ("County or district", "县或区"),
    3: ("Prefecture-level city", "地级市"),
    4: ("Province", "省"),
    5: ("Country", "国境"),
}
REASONS: Options = {
    1: ("Work or business", "务工经商"),
    2: ("Study or training", "学习培训"),
    3: ("Care for family", "照料家人"),
    4: ("Divorced or left the family", "离婚或离家"),
    5: ("In prison", "服刑"),
    6: ("In hospital or a care home", "住院或在疗养机构"),
    7: ("Military service", "服兵役"),
    8: ("Lockdown or quarantine", "疫情封控或隔离"),
}
BORDER = Ask("boundary", ("Highest border crossed", "跨越的最高行政边界"), "choice", BORDERS)
REASON = Ask("why_away", ("Reason in detail", "外出原因（细分）"), "choice", REASONS)
PLAIN = Ask("why_plain", ("Reason in detail", "外出原因（细分）"), "choice", REASONS)
ALONG = Ask("with_child", ("A child went along", "是否带孩子同行"), "yes_no")


def reasons_of(wave: str, traps: Traps) -> dict[int, int] | None:
    """The codes of reasons in a wave: lockdowns are one from w4 on; None for all."""
    if wave in ("w4", "w5") and NEW_REASON in traps:
        return None
    return {code: code for code in REASONS if code != LOCKDOWN}


def draw(truth: Truth, rows: pd.DataFrame, _: str) -> Mapping[str, Any]:
    """What is told of every spell, the same at every interview."""
    why_away = told_spells(truth)["why_away"].loc[rows["spell"]].to_numpy()
    given = {"why_away": why_away, "why_plain": np.where(why_away == LOCKDOWN, WORK, why_away)}
    whys = {f"{name}__why": rows["reason__why"].to_numpy() for name in given}
    return {**given, **whys}


def columns(wave: str, traps: Traps) -> tuple[Column, ...]:
    """The columns that follow the core of the spells."""
    style = style_of(wave, traps)
    reason = REASON if NEW_REASON in traps else PLAIN
    return (
        BORDER.column(style, _name(wave, "border")),
        reason.column(style, _name(wave, "why2"), codes=reasons_of(wave, traps)),
        ALONG.column(style, _name(wave, "child")),
    )


def clean(rows: pd.DataFrame, _: str) -> Mapping[str, Any]:
    """The variables of the table of spells beyond its core."""
    given = rows["reason__why"] == ""
    return {
        "boundary": rows["boundary"],
        "reason_detail": rows["why_away"].where(given),
        "reason_detail__why": rows["reason__why"],
        "with_child": rows["with_child"].astype(int),
    }


def _name(wave: str, name: str) -> str:
    full = PATTERNS[wave].format(name)
    return full.upper() if wave == "w5" else full


SPELLS = Section("spells", "spells", "spell", draw, columns, clean)
