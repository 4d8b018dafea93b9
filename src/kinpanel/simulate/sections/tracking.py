"""Section X: what became of the children interviewed before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kinpanel.simulate.layouts.column import Column
from kinpanel.simulate.layouts.wave import Traps
from kinpanel.simulate.months import FIELDWORK_START, month_index
from kinpanel.simulate.parameters import WAVES
from kinpanel.simulate.sections.asked import ALL_WAVES, YES_NO, Asked, columns_of, plainly
from kinpanel.simulate.sections.section import Section
from kinpanel.simulate.streams import Streams

if TYPE_CHECKING:
    from kinpanel.simulate.truth import Truth

OLDEST = 17
DIES = 0.02
"""Share of the children never met again, though young enough, who have died."""
INTERVIEWED, MOVED, MOVED_LOST, REFUSED_BY, NOT_FOUND, AGED_OUT, DIED = range(1, 8)
CONTACT = {
    INTERVIEWED: ("Interviewed", "完成访问"),
    MOVED: ("Moved, reached elsewhere", "搬走，已联系到"),
    MOVED_LOST: ("Moved, not reached", "搬走，未联系到"),
    REFUSED_BY: ("Refused", "拒访"),
    NOT_FOUND: ("Nobody found", "找不到人"),
    AGED_OUT: ("Aged out", "超出年龄范围"),
    DIED: ("Died", "死亡"),
}
MOVED_TO = {
    1: ("Same county", "县内"),
    2: ("Same province", "省内县外"),
    3: ("Another province", "省外"),
}
REASON = {
    1: ("Joined the parents", "随父母外出"),
    2: ("School elsewhere", "到外地上学"),
    3: ("Caregiver did not agree", "照料者不同意"),
    4: ("No time", "没有时间"),
    5: ("Nobody at home at any visit", "多次上门无人"),
}
CAUSE = {
    1: ("Illness", "疾病"),
    2: ("Drowning", "溺水"),
    3: ("Traffic accident", "交通事故"),
    4: ("Something else", "其他"),
}
LOST = (MOVED, MOVED_LOST, REFUSED_BY, NOT_FOUND)

LATER = ALL_WAVES[1:]
ASKED = (
    Asked("contact", "Result of the contact", "联系结果", CONTACT, waves=LATER),
    Asked("visits", "Visits made", "上门次数", answer=False, waves=LATER),
    Asked("moved_to", "Moved to", "搬往何处", MOVED_TO, waves=LATER),
    Asked("address", "New address is known", "是否有新地址", YES_NO, waves=LATER),
    Asked("reason", "Reason for not taking part", "未参加的原因", REASON, waves=LATER),
    Asked("exit", "Exit interview done", "是否完成退出访问", YES_NO, waves=LATER),
    Asked("death_month", "Month of death", "死亡年月", style="yyyymm", waves=LATER),
    Asked("death_cause", "Cause of death as told", "死亡原因", CAUSE, waves=LATER),
    Asked("death_care", "Medical care was sought", "死前是否就医", YES_NO, waves=LATER),
)


def draw(truth: Truth, rows: pd.DataFrame, wave: str) -> Mapping[str, Any]:
    """The result of the contact, and what belongs to it; nothing in the first wave."""
    if rows.empty:
        return {}
    rng, n = Streams(truth.seed)(f"tracking answers {wave}"), len(rows)
    died = rows["pid"].map(deaths(truth))
    dead = (died < month_index(WAVES[wave], FIELDWORK_START)).to_numpy()
    contact = _contact(truth, rows, wave, dead)
    moved = np.isin(contact, (MOVED, MOVED_LOST))
    reason = rng.choice([3, 4], n)
    reason = np.where(contact == NOT_FOUND, 5, reason)
    reason = np.where(moved, rng.choice([1, 2], n, p=[0.9, 0.1]), reason)
    whole: dict[str, tuple[Any, Any]] = {
        "moved_to": (rng.choice([1, 2, 3], n, p=[0.15, 0.35, 0.5]), moved),
        "address": (np.where(contact == MOVED, 1, rng.random(n) < 0.3), moved),
        "reason": (reason, np.isin(contact, LOST)),
        "exit": (rng.random(n) < 0.6, contact == AGED_OUT),
        "death_month": (died, dead),
        "death_cause": (rng.choice(list(CAUSE), n, p=[0.4, 0.25, 0.2, 0.15]), dead),
        "death_care": (rng.random(n) < 0.5, dead),
    }
    found: dict[str, Any] = {"contact": contact, "visits": rng.integers(1, 6, n)}
    for name, (values, asked) in whole.items():
        found[name] = np.where(asked, np.asarray(values, dtype=float), np.nan)
        found[f"{name}__why"] = np.where(asked, "", "inapplicable")
    return found


def _contact(truth: Truth, rows: pd.DataFrame, wave: str, dead: Any) -> Any:
    """What came of the contact, row by row."""
    rng = Streams(truth.seed)(f"tracking contact {wave}")
    today = truth.child_waves[truth.child_waves["wave"] == wave].set_index("pid")
    own = today.reindex(rows["pid"])
    young = own.index.isin(today.index)
    here = own["in_origin"].eq(True).to_numpy()
    reached = own["tracked"].eq(True).to_numpy()
    refused = rng.random(len(rows)) < 0.6
    contact = np.where(refused, REFUSED_BY, NOT_FOUND)
    contact = np.where(~here, np.where(reached, MOVED, MOVED_LOST), contact)
    contact = np.where(~young, AGED_OUT, contact)
    contact = np.where(dead, DIED, contact)
    return np.where(rows["interviewed"].to_numpy(dtype=bool), INTERVIEWED, contact)


def deaths(truth: Truth) -> dict[str, int]:
    """The month of death of the few children who died, between two waves.

    They are among those who were never reached again after a wave although they were not too old.
    """
    order = {wave: place for place, wave in enumerate(WAVES)}
    lives = truth.child_waves.assign(place=truth.child_waves["wave"].map(order))
    met = lives[lives["tracked"]].groupby("pid")["place"].max()
    seen = lives[lives["responded"]].groupby("pid")["place"].max()
    last = met[met.index.isin(seen.index)]
    older = lives.set_index(["pid", "place"])["age"]
    after = older.reindex(pd.MultiIndex.from_arrays([last.index, last.to_numpy() + 1]))
    gone = last[after.le(OLDEST).to_numpy()]
    rng = Streams(truth.seed)("deaths")
    dies, month = rng.random(len(gone)) < DIES, rng.integers(1, 21, len(gone))
    interview = lives.set_index(["pid", "place"])["interview_month"]
    return {
        str(pid): int(interview[pid, place]) + int(later)
        for pid, place, later in zip(gone.index[dies], gone[dies], month[dies], strict=True)
    }


def columns(wave: str, traps: Traps) -> tuple[Column, ...]:
    """All questions of the contact sheet."""
    return columns_of(ASKED, "tracking", wave, traps)


def clean(rows: pd.DataFrame, wave: str) -> Mapping[str, Any]:
    """All as it is."""
    return {"hhid": rows["hhid"], **plainly(rows, ASKED, wave)}


TRACKING = Section("tracking", "tracking", "tracking", draw, columns, clean)
