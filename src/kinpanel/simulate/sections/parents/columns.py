"""The columns on parents in the caregiver's file, wave by wave, traps and all."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kinpanel.simulate.layouts.column import Column
from kinpanel.simulate.layouts.names import raw_name
from kinpanel.simulate.layouts.wave import Traps, WaveStyle, style_of
from kinpanel.simulate.months import yyyymm
from kinpanel.simulate.sections.parents.asks import AGE, CALENDAR, FATHER_KIND, asks_of
from kinpanel.simulate.sections.spells import NEW_REASON, reasons_of

PLACES_REORDERED, LONGER_GATE, GATED, DATES, STEPFATHERS = 25, 26, 27, 35, 52
"""Numbers of the traps that lie in these columns."""
SIX_CODES = {1: 1, 2: 2, 3: 2, 4: 3, 5: 4, 6: 5, 7: 5, 8: 6}
"""Place in w1 and w2: no townships, and no abroad."""
EIGHT_CODES = {7: 1, 6: 2, 5: 3, 4: 4, 3: 5, 2: 6, 1: 7, 8: 8}
"""Place from w3 on: the same answers as the codebook's, the other way round."""
BIRTH = ("Month of the child's birth", "孩子出生年月")
NAMED = ("Id of the child's father", "孩子父亲编码")


def columns(wave: str, traps: Traps) -> tuple[Column, ...]:
    """The columns of the section: child, father named, then what is asked about both parents."""
    style = style_of(wave, traps)
    both = [_side(wave, traps, style, suffix) for suffix in ("f", "m")]
    child = (AGE.column(style, raw_name("proxy", wave, "age")), *_birth(wave, traps, style))
    return (*child, *_father(wave, traps, style), *both[0], *both[1])


def gate_of(wave: str, traps: Traps) -> tuple[int, int]:
    """Months that the gate asks for, and those behind which months are asked (0: of all)."""
    least = 6 if wave != "w1" and LONGER_GATE in traps else 3
    return least, least if wave != "w1" and GATED in traps else 0


def _side(wave: str, traps: Traps, style: WaveStyle, suffix: str) -> list[Column]:
    asks = asks_of(suffix)
    least, behind = gate_of(wave, traps)
    place, codes = "place", None
    if PLACES_REORDERED in traps:
        place = "coarse" if wave in ("w1", "w2") else "place"
        codes = SIX_CODES if place == "coarse" else EIGHT_CODES
    reason = "reason" if NEW_REASON in traps else "plain"

    def column(name: str, ask: str, codes: dict[int, int] | None = None) -> Column:
        raw = raw_name("proxy", wave, f"{name}_{suffix}")
        return asks[ask].column(style, raw, style.child_month, codes)

    return [
        column("alive", "alive"),
        column("died", "died"),
        column("place", place, codes),
        column("gate", f"gate{least}"),
        column("months", f"months{behind}"),
        column("longest", f"longest{behind}"),
        column("reason", reason, reasons_of(wave, traps)),
        *(column(name, name) for name in ("left", "returns", "county", "industry", "hours")),
        column("contract", "contract"),
        *(column(name, name) for name in ("capacity", "took")),
    ]


def _birth(wave: str, traps: Traps, style: WaveStyle) -> tuple[Column, ...]:
    """A number YYYYMM; with the trap two columns and a flag in w2, texts in w3 and w4."""
    place = 0 if style.language == "en" else 1
    name = raw_name("proxy", wave, "birth")
    if DATES not in traps or wave in ("w1", "w5"):
        return (Column("birth", name, BIRTH[place], "yyyymm"),)
    if wave == "w2":
        year, month = raw_name("proxy", wave, "birth_y"), raw_name("proxy", wave, "birth_m")
        return (
            Column("told_birth", year, "出生年", make=lambda rows: _parts(rows) // 100),
            Column("told_birth", month, "出生月", make=lambda rows: _parts(rows) % 100),
            CALENDAR.column(style, raw_name("proxy", wave, "birth_cal")),
        )
    written = "{}-{:02d}" if wave == "w3" else "{}年{}月"
    return (Column("birth", name, BIRTH[place], "text", make=lambda rows: _text(rows, written)),)


def _parts(rows: pd.DataFrame) -> pd.Series[Any]:
    return pd.Series(yyyymm(rows["told_birth"].to_numpy()), index=rows.index)


def _text(rows: pd.DataFrame, written: str) -> pd.Series[Any]:
    months = yyyymm(rows["birth"].to_numpy()).tolist()
    return pd.Series([written.format(m // 100, m % 100) for m in months], index=rows.index)


def _father(wave: str, traps: Traps, style: WaveStyle) -> tuple[Column, ...]:
    """The father's id; with the trap that of a stepfather from w3, with the kind beside."""
    place = 0 if style.language == "en" else 1
    late = wave in ("w3", "w4", "w5") and STEPFATHERS in traps
    named = Column(
        "named_father" if late else "own_father",
        raw_name("proxy", wave, "fid"),
        NAMED[place],
        "text",
    )
    if not late:
        return (named,)
    return named, FATHER_KIND.column(style, raw_name("proxy", wave, "fkind"))
