"""Section C in the raw file of every wave, traps and all."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from kinpanel.simulate.answers import DONT_KNOW, INAPPLICABLE, REFUSED
from kinpanel.simulate.layouts.column import Column
from kinpanel.simulate.layouts.wave import Traps
from kinpanel.simulate.sections.asked import Asked, Make
from kinpanel.simulate.sections.proxy.answer import UNIT
from kinpanel.simulate.sections.proxy.contact_frame import (
    BANDS,
    CHANNELS_2,
    CHANNELS_3,
    DIFFICULTIES,
    NEVER,
    PARENTS,
    SHARES,
    TEXT,
    VIDEO_WAVES,
    VOICE,
    asked_of,
)

CHANNELS, VIDEO, VISITS, FEAST, BLANK_VISITS, CLOSENESS, RECALL = 18, 19, 20, 21, 38, 40, 51
PLAIN_CHANNEL = {1: TEXT, 2: VOICE, 3: VOICE, 4: TEXT, 5: VOICE, 6: TEXT, 7: NEVER}
"""The plain way of contact of each true one."""
WRITTEN = {INAPPLICABLE: -8, DONT_KNOW: -1, REFUSED: -2}
"""Codes of wave 3 where every reason has one."""


def contact_columns(wave: str, traps: Traps) -> tuple[Column, ...]:
    """Section C in the raw file of a wave."""
    columns: list[Column] = []
    for parent in PARENTS:
        asked = asked_of(*parent)
        video = wave in VIDEO_WAVES or VIDEO not in traps
        columns += [
            asked["lives"].column(UNIT, wave, traps),
            asked["voice"].column(UNIT, wave, traps),
        ]
        columns += [asked["video"].column(UNIT, wave, traps)] if video else []
        columns += [
            asked["messages"].column(UNIT, wave, traps),
            _channel(asked["channel"], wave, traps),
        ]
        columns += _visits(asked["visits"], wave, traps)
        columns += [asked[name].column(UNIT, wave, traps) for name in ("days", "child_visited")]
        columns.append(_new_year(asked["new_year"], wave, traps))
        columns += [
            asked[name].column(UNIT, wave, traps) for name in ("gifts", "hard", *DIFFICULTIES)
        ]
        columns.append(_close(asked["close"], wave, traps))
    if wave in SHARES.waves:
        columns.append(SHARES.column(UNIT, wave, traps))
    return tuple(columns)


def _taken(name: str) -> Make:
    return lambda rows: rows[name]


def _channel(asked: Asked, wave: str, traps: Traps) -> Column:
    """The ways of contact: the plain three, four without video, or six with it."""
    source = asked.source
    if wave == "w2" and CHANNELS in traps:
        return asked.column(
            UNIT, wave, traps, answers=CHANNELS_2, make=lambda rows: rows[source].replace({7: 5})
        )
    if wave in VIDEO_WAVES and VIDEO in traps:
        return asked.column(UNIT, wave, traps, answers=CHANNELS_3)
    return asked.column(UNIT, wave, traps, make=lambda rows: rows[source].map(PLAIN_CHANNEL))


def _visits(asked: Asked, wave: str, traps: Traps) -> list[Column]:
    """Visits: a number, bands, since the New Year, or the months in which there were any."""
    source = asked.source
    if wave == "w2" and FEAST in traps:
        return [asked.column(UNIT, wave, traps, make=_taken(f"{source}_feast"))]
    if wave == "w5" and VISITS in traps:
        return [_month(asked, wave, traps, month) for month in range(1, 13)]
    if wave != "w3":
        return [asked.column(UNIT, wave, traps)]
    make: Make = _taken(source)
    if VISITS in traps:
        asked, make = replace(asked, answers=BANDS), _banded(source)
    if BLANK_VISITS in traps:
        return [asked.column(UNIT, wave, traps, make=make)]
    return [
        asked.column(UNIT, wave, traps, source=f"{source} in full", make=_written(source, make))
    ]


def _month(asked: Asked, wave: str, traps: Traps, month: int) -> Column:
    """Whether there was a visit in a calendar month, 1 or 0."""
    visit = f"{asked.source.removesuffix('s')}_{month}"
    one = replace(asked, en=f"{asked.en}, month {month}", zh=f"{asked.zh}（{month}月）")
    return one.column(UNIT, wave, traps, stem=f"{asked.stem}_{month}", make=_taken(visit))


def _banded(source: str) -> Make:
    """The bands of wave 3: none, one, two or three, four or more."""
    return lambda rows: band(rows[source])


def band(visits: pd.Series[Any]) -> pd.Series[Any]:
    """0, 1, 2 for two or three, 3 for four or more; NaN where the number is."""
    number = visits.to_numpy(dtype=float)
    bands = np.select([number < 2, number < 4, number >= 4], [number, 2.0, 3.0], np.nan)
    return pd.Series(bands, index=visits.index)


def _written(source: str, make: Make) -> Make:
    """Values with a code for every reason, routing among them, where others leave a blank."""

    def written(rows: pd.DataFrame) -> pd.Series[Any]:
        return make(rows).where(rows[source].notna(), rows[f"{source}__why"].map(WRITTEN))

    return written


def _new_year(asked: Asked, wave: str, traps: Traps) -> Column:
    """The last Lunar New Year, in wave 4 as remembered half a year later."""
    told = wave == "w4" and RECALL in traps
    return asked.column(UNIT, wave, traps, make=_taken(f"{asked.source}_told") if told else None)


def _close(asked: Asked, wave: str, traps: Traps) -> Column:
    """Five answers, or 0 to 10 in wave 5."""
    if wave == "w5" and CLOSENESS in traps:
        return replace(asked, answers=None).column(
            UNIT, wave, traps, make=_taken(f"{asked.source}11")
        )
    return asked.column(UNIT, wave, traps)
