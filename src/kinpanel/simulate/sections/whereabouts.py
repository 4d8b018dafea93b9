"""Where a parent is in a month, and why, from the spells of absence."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinpanel.simulate.months import month_index
from kinpanel.simulate.streams import Ints, Streams
from kinpanel.simulate.truth import Truth

WORK, LEFT = 1, 4
"""Codes of `reason_detail`: work or business, divorced or left the family."""
LOCKDOWN = 8
"""Code of a reason that nobody gave before 2020: kept away by a lockdown or in quarantine."""
LOCKED = 0.08
"""Share of the departures for work in the months of lockdowns that became such absences."""
LOCKDOWNS = (month_index(2020, 1), month_index(2022, 6))
OUT_OF_CONTACT = 0.40
"""Share of the parents who left the family of whom nobody knows where they are."""
COAST = (11, 12, 13, 14, 15)
"""Provinces to which parents go, numbered beyond those of the panel."""
ABROAD = 9900


def told_spells(truth: Truth) -> pd.DataFrame:
    """The spells of the truth with what the family says of them, one row each, in their order.

    Added: `why_away` (1 work or business, 2 study, 3 care, 4 divorced or left, 5 prison,
    6 hospital, 7 military, 8 lockdown or quarantine), `lost` (nobody knows where), `county` (a
    number of four digits, province and county; 9900 abroad), `industry` (1 manufacturing,
    2 construction, 3 shops, catering and delivery, 4 transport, 5 farming, 6 other). Who comes
    home for a while goes back to the same place and industry.
    """
    spells = truth.spells
    run, streams = spells["run"].to_numpy(), Streams(truth.seed)
    runs = int(run.max()) + 1
    start, reason = spells["start_month"].to_numpy(), spells["reason_detail"].to_numpy()
    rng = streams("what is told of spells")
    shut = (start >= LOCKDOWNS[0]) & (start <= LOCKDOWNS[1]) & (reason == WORK)
    shut &= (rng.random(runs) < LOCKED)[run]
    lost = (reason == LEFT) & (rng.random(runs) < OUT_OF_CONTACT)[run]
    industry = 1 + rng.choice(6, runs, p=(0.38, 0.25, 0.20, 0.07, 0.02, 0.08))
    return spells.assign(
        why_away=np.where(shut, LOCKDOWN, reason),
        lost=lost,
        county=_counties(streams, spells),
        industry=industry[run],
    )


def _counties(streams: Streams, spells: pd.DataFrame) -> Ints:
    """The county that each spell was spent in, as far away as its boundary says."""
    run = spells["run"].to_numpy()
    rng, n = streams("counties of destination"), int(run.max()) + 1
    province = spells["parent_pid"].str[1].astype(int).to_numpy()
    own = spells["parent_pid"].str[2].astype(int).to_numpy()
    near, far = rng.integers(4, 10, n)[run], rng.integers(20, 60, n)[run]
    coast, county = rng.choice(COAST, n)[run], rng.integers(1, 60, n)[run]
    border = spells["boundary"].to_numpy()
    inside = 100 * province + np.select([border == 1, border == 2], [own, near], far)
    return np.asarray(np.select([border <= 3, border == 4], [inside, 100 * coast + county], ABROAD))


def whereabouts(spells: pd.DataFrame, pids: pd.Series[Any], at: pd.Series[Any]) -> pd.DataFrame:
    """The spell that each person is in, in the month `at`: its columns, NA for who is home.

    Spells of a parent do not touch, so that there is at most one; a spell covers its start and
    not its end. Rows stand in the order of `pids`, with their index.
    """
    asked = pd.DataFrame({"row": np.arange(len(pids)), "parent_pid": pids.to_numpy()})
    asked["at"] = at.to_numpy()
    met = asked.merge(spells, on="parent_pid")
    covers = met["start_month"] <= met["at"]
    covers &= met["end_month"].isna() | (met["end_month"] > met["at"]).fillna(False)
    found = met[covers].drop(columns=["at", "parent_pid"]).set_index("row")
    return found.reindex(range(len(pids))).set_axis(pids.index)


def months_away(spells: pd.DataFrame, pids: pd.Series[Any], at: pd.Series[Any]) -> Ints:
    """Months of absence in the twelve before `at`, row by row."""
    rows, length = _lengths(spells, pids, at)
    return np.bincount(rows, length, len(pids)).astype(np.int64)


def ever_along(spells: pd.DataFrame, pids: pd.Series[Any], children: pd.DataFrame) -> Ints:
    """1 where a parent had a child along in a spell since the child's birth, else 0.

    `children` has `birth_month` and `interview_month`, row by row beside `pids`.
    """
    asked = children[["birth_month", "interview_month"]].assign(
        row=np.arange(len(pids)), parent_pid=pids.to_numpy()
    )
    met = asked.merge(spells[spells["with_child"]], on="parent_pid")
    met = met[met["start_month"] <= met["interview_month"]]
    alive = met["end_month"].isna() | (met["end_month"] > met["birth_month"]).fillna(False)
    found = np.zeros(len(pids), dtype=np.int64)
    found[met.loc[alive, "row"].to_numpy()] = 1
    return found


def _lengths(
    spells: pd.DataFrame, pids: pd.Series[Any], at: pd.Series[Any]
) -> tuple[Ints, npt.NDArray[np.float64]]:
    asked = pd.DataFrame({"row": np.arange(len(pids)), "parent_pid": pids.to_numpy()})
    asked["at"] = at.to_numpy()
    met = asked.merge(spells[["parent_pid", "start_month", "end_month"]], on="parent_pid")
    end = met["end_month"].to_numpy(dtype=float, na_value=np.inf)
    now = met["at"].to_numpy(dtype=float)
    first = np.maximum(met["start_month"].to_numpy(dtype=float), now - 12)
    return met["row"].to_numpy(), np.maximum(np.minimum(end, now) - first, 0.0)
