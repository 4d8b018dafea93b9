"""Section C: contact with each parent who lives elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from kinpanel.simulate.sections.kept import kept
from kinpanel.simulate.sections.proxy.answer import UNIT, held
from kinpanel.simulate.sections.proxy.contact_columns import PLAIN_CHANNEL, contact_columns
from kinpanel.simulate.sections.proxy.contact_draw import draw_contact_answers
from kinpanel.simulate.sections.proxy.contact_frame import (
    DIFFICULTIES,
    PARENTS,
    SHARES,
    VIDEO_WAVES,
)
from kinpanel.simulate.sections.section import Section

EVERY_WAVE = ("lives", "voice", "messages", "days", "child_visited", "gifts", "hard", *DIFFICULTIES)
BY_VIDEO = 5
STRETCH = 2.5
"""Points of 0 to 10 between two of five answers."""


def clean_contact(rows: pd.DataFrame, wave: str) -> Mapping[str, Any]:
    """What the table `contact` should hold."""
    made: dict[str, Any] = {"hhid": rows["hhid"]}
    for parent, _, _, _ in PARENTS:
        made |= kept(rows, [f"{parent}_{end}" for end in EVERY_WAVE])
        made |= _calls(rows, parent, wave)
        made |= _visits(rows, parent, wave)
        made |= _feast(rows, parent, wave)
        made |= _closeness(rows, parent, wave)
    return made | (kept(rows, ["school_shares"]) if wave in SHARES.waves else {})


def _calls(rows: pd.DataFrame, parent: str, wave: str) -> dict[str, Any]:
    name = f"{parent}_channel"
    made = held(rows, name, rows[name].map(PLAIN_CHANNEL))
    if wave in VIDEO_WAVES:
        made |= kept(rows, [f"{parent}_video"])
        by_video = (rows[name] == BY_VIDEO).astype(float).where(rows[name].notna())
        made |= held(rows, f"{parent}_by_video", by_video, name)
    return made


def _visits(rows: pd.DataFrame, parent: str, wave: str) -> dict[str, Any]:
    name = f"{parent}_visits"
    if wave == "w2":
        return held(rows, f"{name}_feast", rows[f"{name}_feast"], name)
    made = {} if wave == "w3" else kept(rows, [name])
    return made | held(rows, f"{name}_band", rows[name].clip(upper=2), name)


def _feast(rows: pd.DataFrame, parent: str, wave: str) -> dict[str, Any]:
    name = f"{parent}_new_year"
    return kept(rows, [f"{name}_told" if wave == "w4" else name])


def _closeness(rows: pd.DataFrame, parent: str, wave: str) -> dict[str, Any]:
    name = f"{parent}_close"
    if wave == "w5":
        return held(rows, name, rows[f"{name}11"])
    stretched = held(rows, name, (rows[name] - 1) * STRETCH)
    return stretched | held(rows, f"{name}5", rows[name], name)


CONTACT = Section("contact", UNIT, "contact", draw_contact_answers, contact_columns, clean_contact)
