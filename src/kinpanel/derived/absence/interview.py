"""Parental state at interview, from the roster and the spells of absence."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinpanel.roles import STATES
from kinpanel.study import INAPPLICABLE
from kinpanel.tables.frame import why

Parent = Literal["father_pid", "mother_pid"]


def month_number(months: pd.Series[Any]) -> pd.Series[Any]:
    """Calendar months as whole numbers (January 1970 is 0), NA where missing."""
    since: pd.Series[Any] = (months.dt.year - 1970) * 12 + months.dt.month - 1
    return since.astype("Int64")


def parent_away(
    children: pd.DataFrame,
    roster: pd.DataFrame,
    spells: pd.DataFrame,
    parent: Parent,
    interviewed: str,
    min_months: int,
) -> pd.Series[Any]:
    """Whether one parent is away at interview: boolean, one per row of `children`.

    Away means that a spell of the parent in the same wave covers the month of interview and
    began at least `min_months` months before it; a spell that ended in that month does not cover
    it. NA where the parent is not named, is not in the wave's roster, or the month of interview
    or of a start is missing, and where a spell that began in time ended nobody knows when.

    `children` has pid, wave, the parent's pid and `interviewed`; `roster` has pid and wave;
    `spells` has parent_pid, wave, start_month, end_month. A spell without an end goes on, unless
    the reason beside it (`end_month__why`, where there is one) is other than inapplicable.
    """
    rows = pd.DataFrame(
        {
            "row": np.arange(len(children)),
            "wave": children["wave"].astype(str).to_numpy(),
            "person": children[parent].astype(object).to_numpy(),
            "at": month_number(children[interviewed]).to_numpy(dtype=float, na_value=np.nan),
        }
    )
    linked = rows.merge(_periods(spells), on=["wave", "person"], how="inner")
    began = linked["at"] - linked["start"] >= min_months
    covers = began & (linked["goes_on"] | (linked["end"] > linked["at"]))
    vague = linked["start"].isna() | (began & linked["end"].isna() & ~linked["goes_on"])
    away = np.zeros(len(rows), dtype=bool)
    away[linked.loc[covers, "row"].to_numpy()] = True
    unclear = np.zeros(len(rows), dtype=bool)
    unclear[linked.loc[vague, "row"].to_numpy()] = True
    known = _in_roster(rows, roster) & rows["at"].notna().to_numpy()
    missing = ~known | (unclear & ~away)
    array = pd.arrays.BooleanArray(away & ~missing, missing)
    return pd.Series(array, index=children.index)


def parental_state(father_away: pd.Series[Any], mother_away: pd.Series[Any]) -> pd.Series[Any]:
    """The state B, F, M or FM as a categorical; NA as soon as one parent's absence is unknown."""
    code = (father_away.astype("Int64") + 2 * mother_away.astype("Int64")).astype("Int64")
    states = pd.Categorical.from_codes(
        code.to_numpy(dtype="int64", na_value=-1), categories=pd.Index(STATES)
    )
    return pd.Series(states, index=father_away.index, name="state")


def _periods(spells: pd.DataFrame) -> pd.DataFrame:
    goes_on = spells["end_month"].isna()
    if why("end_month") in spells:
        goes_on &= spells[why("end_month")].astype(object) == INAPPLICABLE
    return pd.DataFrame(
        {
            "goes_on": goes_on.to_numpy(dtype=bool),
            "wave": spells["wave"].astype(str).to_numpy(),
            "person": spells["parent_pid"].astype(object).to_numpy(),
            "start": month_number(spells["start_month"]).to_numpy(dtype=float, na_value=np.nan),
            "end": month_number(spells["end_month"]).to_numpy(dtype=float, na_value=np.nan),
        }
    )


def _in_roster(rows: pd.DataFrame, roster: pd.DataFrame) -> npt.NDArray[np.bool_]:
    present = pd.MultiIndex.from_arrays([roster["wave"].astype(str), roster["pid"].astype(object)])
    wanted = pd.MultiIndex.from_arrays([rows["wave"], rows["person"]])
    return np.asarray(wanted.isin(present)) & rows["person"].notna().to_numpy()
