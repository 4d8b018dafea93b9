"""True answers on the father and the mother of every child."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinpanel.simulate.answers import GIVEN, INAPPLICABLE, REFUSED
from kinpanel.simulate.households import FATHER, MOTHER
from kinpanel.simulate.kin import STEPFATHER, kin_of
from kinpanel.simulate.sections.ask import Whys, asked
from kinpanel.simulate.sections.whereabouts import (
    LOCKDOWN,
    WORK,
    ever_along,
    told_spells,
    whereabouts,
)
from kinpanel.simulate.streams import Flags, Floats, Ints, Streams
from kinpanel.simulate.truth import Truth

SIDES = {"f": FATHER, "m": MOTHER}
HERE, NOWHERE = 1, 8
"""Codes of place: lives here; nobody knows where."""
ILL, DISABLED, PRISON, LOST = 2, 3, 4, 5
"""Codes of what keeps a parent from being a guardian; 1 is able."""
CONTRACT = 0.35
"""Share of those away to work who have a written contract."""
LUNAR = 0.12
"""Share of the children whose birth the family dates by the lunar calendar."""
_CHANCES = ("death", "months", "reason", "left", "returns", "expects", "hours", "overtime")

Given = dict[str, tuple[npt.NDArray[Any], Whys]]


def draw(truth: Truth, rows: pd.DataFrame, wave: str) -> Mapping[str, Any]:
    """The answers on both parents, as `<name>_f` and `<name>_m`, and on the child's birth."""
    birth = truth.children.set_index("pid")["birth_month"].loc[rows["pid"]].to_numpy()
    rows = rows.assign(birth_month=birth)
    spells = told_spells(truth)
    found: dict[str, Any] = {"birth": birth, **_dated(truth, rows), **_named(truth, rows)}
    for suffix, line in SIDES.items():
        side = _Side(truth, rows, spells, wave, suffix, line)
        for name, (values, why) in _answers(side).items():
            found[f"{name}_{suffix}"], found[f"{name}_{suffix}__why"] = values, why
    return found


@dataclass(frozen=True)
class _Side:
    """One parent of every row."""

    truth: Truth
    rows: pd.DataFrame
    spells: pd.DataFrame
    wave: str
    suffix: str
    line: int

    @property
    def pids(self) -> pd.Series[Any]:
        return self.rows["hhid"] + f"{self.line:02d}"

    def chances(self) -> pd.DataFrame:
        """One number per household, wave and thing: brothers and sisters hear the same."""
        return self._by_home(f"parents {self.suffix} {self.wave}", _CHANCES)

    def lasting(self) -> pd.DataFrame:
        """One number per household for what does not change."""
        return self._by_home(f"parents {self.suffix}", ("capacity",))

    def contracts(self) -> pd.Series[Any]:
        """One number per household and wave, for a written contract."""
        return self._by_home(f"contract {self.suffix} {self.wave}", ("contract",))["contract"]

    def _by_home(self, stream: str, names: tuple[str, ...]) -> pd.DataFrame:
        homes = pd.Index(self.truth.children["hhid"].unique()).sort_values()
        drawn = Streams(self.truth.seed)(stream).random((len(homes), len(names)))
        table = pd.DataFrame(drawn, index=homes, columns=list(names))
        return table.loc[self.rows["hhid"]].reset_index(drop=True)


def _answers(side: _Side) -> Given:
    at = side.rows["interview_month"]
    died = side.truth.persons.set_index("pid")["death_month"].loc[side.pids]
    month = died.to_numpy(dtype=float, na_value=np.inf)
    alive = month > at.to_numpy()
    now = whereabouts(side.spells, side.pids, at)
    away = now["start_month"].notna().to_numpy() & alive
    lost = now["lost"].fillna(False).to_numpy(dtype=bool) & away
    chance = side.chances()
    border = now["boundary"].fillna(0).to_numpy(dtype=np.int64)
    place = np.where(lost, NOWHERE, np.where(away, border + 2, HERE))
    county = now["county"].fillna(0).to_numpy(dtype=np.int64)
    start = now["start_month"].fillna(0).to_numpy(dtype=np.int64)
    everybody = np.ones(len(at), dtype=bool)
    return {
        "alive": asked(alive.astype(int), everybody),
        "death_month": asked(np.where(alive, 0, month), ~alive, _under(chance, "death", 0.05)),
        "place": asked(place, alive),
        "county": asked(county, away & ~lost),
        "left": asked(start, away, _under(chance, "left", 0.02)),
        "returns": asked(_expected(chance), away, _under(chance, "returns", 0.08)),
        "took": asked(ever_along(side.spells, side.pids, side.rows), alive),
        "capacity": asked(_capacity(side, now, lost), alive),
        **_work(now, away, chance, side.contracts()),
        **_months(side.rows, side.suffix, alive, chance),
    }


def _under(chance: pd.DataFrame, name: str, share: float) -> Flags:
    return chance[name].to_numpy() < share


def _expected(chance: pd.DataFrame) -> Ints:
    """When the parent will be back: within three months, by the New Year, later, not at all."""
    drawn: Floats = chance["expects"].to_numpy()
    return np.asarray(1 + (drawn[:, None] > (0.08, 0.62, 0.85)).sum(axis=1))


def _capacity(side: _Side, now: pd.DataFrame, lost: Flags) -> Ints:
    drawn = side.lasting()["capacity"].to_numpy()
    ill = np.select([drawn < 0.012, drawn < 0.022], [ILL, DISABLED], 1)
    prison = (now["why_away"] == 5).fillna(False).to_numpy(dtype=bool)
    return np.asarray(np.select([lost, prison], [LOST, PRISON], ill))


def _work(now: pd.DataFrame, away: Flags, chance: pd.DataFrame, contracts: pd.Series[Any]) -> Given:
    """Reason, industry, hours and contract; whoever refuses the reason refuses the rest, too.

    Who was going to work and is kept by a lockdown has work (`reason_plain`), and is asked of it.
    """
    reason = now["why_away"].fillna(0).to_numpy(dtype=np.int64)
    values, why = asked(reason, away)
    refused = _under(chance, "reason", 0.015) & away
    why[refused], values[refused] = REFUSED, np.nan
    plain = np.where(reason == LOCKDOWN, WORK, reason)
    works = np.where(why == GIVEN, np.where(plain == WORK, GIVEN, INAPPLICABLE), why)
    industry = now["industry"].fillna(0).to_numpy(dtype=float)
    swing = chance["hours"].to_numpy() + chance["overtime"].to_numpy() - 1
    hours = np.clip(np.round(58 + 24 * swing), 20, 90)
    given: Given = {
        "reason": (values, why),
        "reason_plain": (np.where(why == GIVEN, plain, np.nan), why.copy()),
    }
    signed = (contracts.to_numpy() < CONTRACT).astype(float)
    for name, told in (("industry", industry), ("hours", hours), ("contract", signed)):
        given[name] = np.where(works == GIVEN, told, np.nan), works.copy()
    return given


def _months(rows: pd.DataFrame, suffix: str, alive: Flags, chance: pd.DataFrame) -> Given:
    """Months away as told, and the longest absence: asked of all, or behind a gate of 3 or 6."""
    months = rows[f"reported_months_{suffix}"].to_numpy(dtype=np.int64)
    longest = rows[f"reported_longest_{suffix}"].to_numpy(dtype=np.int64)
    unknown = _under(chance, "months", 0.01)
    given: Given = {}
    for least in (0, 3, 6):
        through = alive & (months >= least)
        if least:
            given[f"gate{least}"] = asked((months >= least).astype(int), alive)
        given[f"months{least}"] = asked(months, through, unknown)
        apart = through & (unknown | (months > 0))
        given[f"longest{least}"] = asked(longest, apart, unknown)
    return given


def _dated(truth: Truth, rows: pd.DataFrame) -> dict[str, Any]:
    """The birth as told by the lunar calendar: most often a month earlier in number."""
    children = truth.children["pid"]
    lunar = Streams(truth.seed)("lunar births").random(len(children)) < LUNAR
    told = rows["pid"].map(pd.Series(lunar, index=children)).to_numpy(dtype=bool)
    month = rows["birth_month"].to_numpy(dtype=np.int64) - told
    return {"lunar": told.astype(int), "told_birth": month, "calendar": 1 + told.astype(int)}


def _named(truth: Truth, rows: pd.DataFrame) -> dict[str, Any]:
    """Whom the household calls the child's father: the mother's second husband where there is one.

    `kind`: 1 biological, 2 stepfather.
    """
    kin = kin_of(truth)
    second = kin[kin["line"] == STEPFATHER].set_index("hhid")
    came = rows["hhid"].map(second["entered"]).fillna(np.inf) <= rows["interview_month"]
    own = rows["hhid"] + f"{FATHER:02d}"
    step = rows["hhid"] + f"{STEPFATHER:02d}"
    kind = 1 + came.to_numpy(dtype=np.int64)
    return {"own_father": own, "named_father": own.where(~came, step), "father_kind": kind}
