"""Section A: when, how and with whom the household was interviewed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kinpanel.simulate.households import FATHER, HEAD, MOTHER
from kinpanel.simulate.layouts.column import Column
from kinpanel.simulate.layouts.names import raw_name
from kinpanel.simulate.layouts.wave import Traps, file_style
from kinpanel.simulate.phone import FACE_TO_FACE, PHONE, by_phone
from kinpanel.simulate.sections.asked import ALL_WAVES, Asked, columns_of, plainly
from kinpanel.simulate.sections.household.facts import FATHER_AWAY, MOTHER_AWAY, states_of
from kinpanel.simulate.sections.section import Section
from kinpanel.simulate.streams import Streams

if TYPE_CHECKING:
    from kinpanel.simulate.truth import Truth

MODE = {FACE_TO_FACE: ("Face to face", "面访"), PHONE: ("By phone", "电话访问")}
RESULT = {1: ("Complete", "完成"), 2: ("Partly complete", "部分完成")}
LANGUAGE = {
    1: ("Mandarin", "普通话"),
    2: ("Local dialect", "方言"),
    3: ("Minority language", "少数民族语言"),
}
CONSENT = {
    1: ("2014, written", "2014年书面版"),
    2: ("2016, written, with assent", "2016年书面版（含儿童同意）"),
    3: ("2020, spoken", "2020年口头版"),
}
MOVED = {
    0: ("Did not move", "没有搬家"),
    1: ("Within the township", "乡镇内"),
    2: ("To another township of the county", "县内其他乡镇"),
}
LATER = ALL_WAVES[1:]
_EPOCH = date(1960, 1, 1)

VILLAGE = Asked("village", "Village", "村编码", style="text", answer=False)
RESPONDENT = Asked("respondent_pid", "Respondent", "受访者编码", style="text", answer=False)
CODED = (
    Asked("mode", "Mode of the interview", "访问方式", MODE),
    Asked("result", "Result of the interview", "访问结果", RESULT),
    Asked("language", "Language of the interview", "访问语言", LANGUAGE),
    Asked("consent", "Version of the consent form", "知情同意书版本", CONSENT),
    Asked("moved", "Moved since the last wave", "上轮调查后是否搬家", MOVED, waves=LATER),
)
ASKED = (VILLAGE, RESPONDENT, *CODED)


def draw(truth: Truth, rows: pd.DataFrame, wave: str) -> Mapping[str, Any]:
    """The true facts of each interview; none of them is ever missing."""
    rng, n = Streams(truth.seed)(f"cover {wave}"), len(rows)
    phone = by_phone(truth, rows, wave)
    version = np.where(phone, 3, 1 if wave == "w1" else 2)
    state = states_of(truth, rows, wave).to_numpy()
    line = np.where(rng.random(n) < 0.6, FATHER, MOTHER)
    away = np.where(line == FATHER, np.isin(state, FATHER_AWAY), np.isin(state, MOTHER_AWAY))
    line = np.where(away | (rng.random(n) < 0.5), HEAD, line)
    pids = [f"{hhid}{one:02d}" for hhid, one in zip(rows["hhid"], line, strict=True)]
    return {
        "day": rng.integers(1, 29, n),
        "respondent_pid": pids,
        "mode": np.where(phone, PHONE, FACE_TO_FACE),
        "result": rng.choice([1, 2], n, p=[0.97, 0.03]),
        "language": rng.choice([1, 2, 3], n, p=[0.30, 0.65, 0.05]),
        "consent": version,
        "moved": rng.choice([0, 1, 2], n, p=[0.95, 0.04, 0.01]),
    }


def columns(wave: str, traps: Traps) -> tuple[Column, ...]:
    """The date in parts in w1, as days since 1960 in w3, as YYYYMMDD elsewhere; and the rest."""
    english = file_style("household", wave, traps).language == "en"
    label = "Date of the interview" if english else "访问日期"

    def column(name: str, make: Any, more: str = "") -> Column:
        raw = raw_name("household", wave, name)
        return Column("interview_month", raw, f"{label}{more}", make=make)

    if wave == "w1":
        dates: tuple[Column, ...] = (
            column("year", lambda rows: _calendar(rows) // 10_000, " (year)"),
            column("month", lambda rows: _calendar(rows) // 100 % 100, " (month)"),
            column("day", lambda rows: _calendar(rows) % 100, " (day)"),
        )
    elif wave == "w3":
        dates = (column("date", days),)
    else:
        dates = (column("date", _calendar),)
    first, *others = columns_of(ASKED, "household", wave, traps)
    return first, *dates, *others


def clean(rows: pd.DataFrame, wave: str) -> Mapping[str, Any]:
    """The date as days since 1960; all else as it is."""
    return {"interview_date": days(rows), **plainly(rows, ASKED, wave)}


def days(rows: pd.DataFrame) -> pd.Series[int]:
    """The date of the interview in days since 1 January 1960."""
    pairs = zip(rows["interview_month"], rows["day"], strict=True)
    made = [date(1960 + month // 12, month % 12 + 1, day) - _EPOCH for month, day in pairs]
    return pd.Series([one.days for one in made], index=rows.index, dtype="int64")


def _calendar(rows: pd.DataFrame) -> pd.Series[int]:
    """The date as YYYYMMDD."""
    month = rows["interview_month"].astype("int64")
    return (1960 + month // 12) * 10_000 + (month % 12 + 1) * 100 + rows["day"]


COVER = Section("cover", "household", "household", draw, columns, clean)
