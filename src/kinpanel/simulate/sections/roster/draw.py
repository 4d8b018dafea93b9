"""True answers of the roster: status, registration, presence, who came and who left."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from kinpanel.simulate.blocks import MOST_PERSONS
from kinpanel.simulate.households import FATHER, MOTHER
from kinpanel.simulate.kin import STEPFATHER, kin_of
from kinpanel.simulate.parameters import parameters_of
from kinpanel.simulate.reports import rounded
from kinpanel.simulate.sections.ask import asked
from kinpanel.simulate.sections.roster.rows import STEP
from kinpanel.simulate.sections.whereabouts import months_away, whereabouts
from kinpanel.simulate.streams import Flags, Ints, Streams
from kinpanel.simulate.truth import Truth

ADULT = 16 * 12
"""Months of age from which marriage and schooling are asked about."""
MARRIED, WIDOWED = 2, 4
UNIFIED = 3
"""Code of the registration that no longer tells agricultural from other."""
REFORMED = {"w1": 0.0, "w2": 0.0, "w3": 0.30, "w4": 0.55, "w5": 0.75}
"""Share of the households registered so, by wave; once it is, a household stays so."""
FORGOTTEN = 0.03
"""Share of those who do not know what they were before."""
VISITING, ELSEWHERE = 0.03, 0.04
"""Who slept here last night though living elsewhere, and who did not though living here."""


def draw(truth: Truth, rows: pd.DataFrame, wave: str) -> Mapping[str, Any]:
    """The answers of every row of the roster; keyed by person, so that siblings' rows agree."""
    at = rows["interview_month"]
    died = rows["death_month"].astype("Int64")
    alive = (died.isna() | (died > at)).fillna(True).to_numpy(dtype=bool)
    adult = (at - rows["birth_month"]).to_numpy() >= ADULT
    there = _there(truth, rows)
    found: dict[str, Any] = {
        "uid": _uids(truth, rows),
        "alive": alive.astype(int),
        "adult": adult.astype(int),
        "counted": (~rows["elsewhere"]).astype(int).to_numpy(),
        "split_off": rows["second"].astype(int).to_numpy(),
        "orig_hhid": rows["home"].where(rows["second"], ""),
        "orig_pid": rows["who"].where(rows["second"], ""),
    }
    chance = _chances(truth, rows, wave)
    given = {
        "marital": asked(_marital(truth, rows), alive & adult, _under(chance, "marital", 0.005)),
        "education": asked(_education(rows), alive & adult, _under(chance, "education", 0.02)),
        "usual": asked(there, alive),
        "slept": asked(_slept(there, chance["slept"]), alive),
        "months_here": asked(
            _months_here(truth, rows, wave, there), alive, _under(chance, "months", 0.01)
        ),
        **_registered(truth, rows, wave, alive),
        **_changes(rows, alive),
    }
    for name, (values, why) in given.items():
        found[name], found[f"{name}__why"] = values, why
    return found


def _chances(truth: Truth, rows: pd.DataFrame, wave: str) -> pd.DataFrame:
    """One number per person for each thing that is a matter of chance in a wave."""
    names = ["marital", "education", "slept", "months", "place"]
    return _by_person(truth, rows, f"roster {wave}", names)


def _by_person(truth: Truth, rows: pd.DataFrame, stream: str, names: list[str]) -> pd.DataFrame:
    everybody = _everybody(truth)
    draws = Streams(truth.seed)(stream).random((len(everybody), len(names)))
    table = pd.DataFrame(draws, index=everybody, columns=names)
    return table.loc[rows["who"]].reset_index(drop=True)


def _everybody(truth: Truth) -> pd.Index[Any]:
    people = kin_of(truth)
    everybody: pd.Index[Any] = pd.Index(pd.concat([truth.persons["pid"], people["who"]]))
    return everybody.sort_values()


def _under(chance: pd.DataFrame, name: str, share: float) -> Flags:
    return np.asarray(chance[name].to_numpy() < share)


def _uids(truth: Truth, rows: pd.DataFrame) -> pd.Series[Any]:
    """Permanent ids: a number that says nothing of the household."""
    everybody = _everybody(truth)
    number = Streams(truth.seed)("permanent ids").permutation(len(everybody)) + 1
    number += MOST_PERSONS * truth.before
    ids = pd.Series([f"P{one:07d}" for one in number], index=everybody)
    return rows["who"].map(ids)


def _there(truth: Truth, rows: pd.DataFrame) -> Ints:
    """1 for those who usually live in the household that lists them, else 0."""
    away = whereabouts(truth.spells, rows["who"], rows["interview_month"])["boundary"].notna()
    city = truth.child_waves.loc[~truth.child_waves["in_origin"], ["pid", "interview_month"]]
    gone = pd.MultiIndex.from_frame(rows[["who", "interview_month"]]).isin(
        pd.MultiIndex.from_frame(city)
    )
    moved = rows["moved"] <= rows["interview_month"]
    elsewhere = away | gone | moved | rows["elsewhere"]
    return np.where(elsewhere, 0, 1)


def _slept(there: Ints, chance: pd.Series[float]) -> Ints:
    drawn = chance.to_numpy()
    slept = np.where(there == 1, drawn >= ELSEWHERE, drawn < VISITING)
    return np.asarray(slept, dtype=np.int64)


def _months_here(truth: Truth, rows: pd.DataFrame, wave: str, there: Ints) -> Ints:
    """Months of the last twelve lived in the household, of a life that may be shorter.

    Whoever answers takes the months away from it, which are rounded for some.
    """
    at = rows["interview_month"]
    away = _told_away(truth, rows, wave)
    life = np.clip((at - rows["birth_month"]).to_numpy(), 0, 12)
    here = np.clip((at - rows["entered"]).to_numpy(), 0, 12)
    left = np.clip((at - rows["moved"]).to_numpy(), 0, 12)
    full = np.minimum(life, here) - left - away
    parent = rows["role"].isin([FATHER, MOTHER]).to_numpy()
    settled = (parent | (there == 1) | (left > 0)) & ~rows["elsewhere"].to_numpy()
    return np.clip(np.where(settled, full, 0), 0, 12)


def _told_away(truth: Truth, rows: pd.DataFrame, wave: str) -> Ints:
    """Months away in the last twelve as the household tells them, rounded for some."""
    rule = parameters_of(truth.scenario).reports
    away = months_away(truth.spells, rows["who"], rows["interview_month"])
    drawn = _by_person(truth, rows, f"roster heaping {wave}", ["away"])["away"]
    return rounded(rule, away, drawn.to_numpy() < rule.heaped)


def _marital(truth: Truth, rows: pd.DataFrame) -> Ints:
    """Marital status at the interview: nobody is a widow before the other's death."""
    status = rows["status"].fillna(1).to_numpy(dtype=np.int64).copy()
    died = truth.persons.assign(died=truth.persons["death_month"].astype("Float64")).set_index(
        ["hhid", "line"]
    )["died"]
    at = rows["interview_month"].to_numpy(dtype=float)
    for line, other in ((FATHER, MOTHER), (MOTHER, FATHER)):
        keys = pd.MultiIndex.from_arrays([rows["home"], np.full(len(rows), other)])
        death = died.reindex(keys).to_numpy(dtype=float, na_value=np.inf)
        early = (rows["role"] == line).to_numpy() & (status == WIDOWED) & (death > at)
        status[early] = MARRIED
    kin = kin_of(truth)
    married = kin[kin["line"] == STEPFATHER].set_index("hhid")["entered"]
    again = rows["home"].map(married).fillna(np.inf).to_numpy(dtype=float) <= at
    status[again & (rows["role"] == MOTHER).to_numpy()] = MARRIED
    return status


def _education(rows: pd.DataFrame) -> Ints:
    """Highest schooling; young people past sixteen have finished junior secondary school."""
    return rows["school"].fillna(3).to_numpy(dtype=np.int64)


def _registered(
    truth: Truth, rows: pd.DataFrame, wave: str, alive: Flags
) -> dict[str, tuple[Any, Any]]:
    homes = truth.children.drop_duplicates("hhid").set_index("hhid")["hukou"]
    rural = (rows["home"].map(homes) == "rural").to_numpy()
    kind = np.where(rural, 1, 2)
    names = pd.Index(homes.index.sort_values())
    late = Streams(truth.seed)("registration reform").random(len(names))
    reformed = rows["home"].map(pd.Series(late, index=names)).to_numpy() < REFORMED[wave]
    lasting = _by_person(truth, rows, "registration", ["before", "place"])
    place = 1 + (lasting["place"].to_numpy()[:, None] > (0.94, 0.98, 0.99)).sum(axis=1)
    unknown = lasting["before"].to_numpy() < FORGOTTEN
    return {
        "hukou_now": asked(np.where(reformed, UNIFIED, kind), alive),
        "hukou_before": asked(kind, alive & reformed, unknown),
        "hukou_plain": asked(kind, alive),
        "hukou_place": asked(place, alive),
    }


def _changes(rows: pd.DataFrame, alive: Flags) -> dict[str, tuple[Any, Any]]:
    """Who came and who left since the interview before, and when."""
    at = rows["interview_month"]
    born = rows["birth_month"] > at - STEP
    married = (rows["role"] == STEPFATHER) & (rows["entered"] > at - STEP)
    moved_in = rows["new"] | (rows["entered"] > at - STEP)
    came = np.select([rows["new"], born, married, moved_in], [4, 2, 3, 4], 1)
    when = np.select([rows["new"], moved_in], [at - 10, rows["entered"]], 0)
    moved = (rows["moved"] <= at).to_numpy()
    left = np.select([~alive, moved], [1, 2], 0)
    month = rows["death_month"].fillna(0).to_numpy(dtype=np.int64)
    gone = np.where(alive, rows["moved"], month)
    everybody = np.ones(len(rows), dtype=bool)
    return {
        "came": asked(came, everybody),
        "entered_month": asked(when, came > 2),
        "left_how": asked(left, everybody),
        "left_month": asked(gone, left > 0),
    }
