"""Who is listed in the roster of a wave: everybody, some of them in two households."""

from __future__ import annotations

import pandas as pd

from kinpanel.simulate.answers import GIVEN
from kinpanel.simulate.households import FATHER, MOTHER
from kinpanel.simulate.kin import EVER, REUSED_LINE, SPLIT, kin_of, second_homes
from kinpanel.simulate.layouts.wave import Traps
from kinpanel.simulate.parameters import WAVES
from kinpanel.simulate.truth import Truth

STEP = 24
"""Months from one interview to the next."""
_LAST_CHILD = 6


def listed(
    truth: Truth, persons: pd.DataFrame, month: pd.Series[int], wave: str, traps: Traps
) -> pd.DataFrame:
    """The rows of the roster: those of `persons`, kin, and people listed a second time.

    `persons` are the core of the households, `month` the month of interview by household. Added
    to the columns of the truth, of which `education` is called `school` and `marital` `status`:
    `who` (the person, for good), `home` and `role` (household and line of origin), `second`
    (listed a second time), `new` (so for the first time), `elsewhere` (lives in the other one of
    two households), `entered`, `moved`, `interview_month`. Without trap 3 a newcomer has a line of
    their own, without trap 5 nobody stands in two rosters.
    """
    core = persons.assign(who=persons["pid"], entered=-1, moved=EVER)
    rows = pd.concat([core, _kin(truth, month, traps)], ignore_index=True)
    rows = rows.drop(columns="alive").rename(columns={"education": "school", "marital": "status"})
    rows = rows.assign(home=rows["hhid"], role=rows["line"], second=False, new=False)
    homes = second_homes(truth)
    order = list(WAVES)
    late = homes["since"].map(order.index) > order.index(wave)
    homes = homes[~late & homes["hhid"].isin(month.index)] if SPLIT in traps else homes[:0]
    split = rows["hhid"].isin(homes["hhid"])
    rows["elsewhere"] = split & rows["role"].isin([FATHER, MOTHER])
    again = _again(rows[split & rows["role"].between(FATHER, _LAST_CHILD)], homes, wave)
    rows = pd.concat([rows, again], ignore_index=True)
    rows["interview_month"] = rows["home"].map(month)
    return rows.sort_values("pid", ignore_index=True)


def _again(rows: pd.DataFrame, homes: pd.DataFrame, wave: str) -> pd.DataFrame:
    """The rows of the households that split off: the father is their head."""
    again = rows.merge(homes, on="hhid")
    again = again.assign(
        line=again["role"] - 1,
        relation=again["relation"].map({3: 1, 4: 2, 5: 3}),
        hhid=again.pop("new_hhid"),
        new=again.pop("since") == wave,
        second=True,
        elsewhere=~again["elsewhere"],
    )
    return again.assign(pid=again["hhid"] + again["line"].astype(str).str.zfill(2))


def _kin(truth: Truth, month: pd.Series[int], traps: Traps) -> pd.DataFrame:
    """Kin who are listed at the interview: who has moved out, once more, if nobody came instead."""
    kin = kin_of(truth)
    kin = kin[kin["hhid"].isin(month.index)]
    at = kin["hhid"].map(month)
    newcomers = kin.loc[kin["line"] != kin["plain_line"], "pid"]
    replaced = (kin["line"] == kin["plain_line"]) & kin["pid"].isin(newcomers)
    gone = (kin["moved"] <= at) & (replaced | (kin["moved"] <= at - STEP))
    kin = kin[(kin["entered"] <= at) & ~gone].assign(birth_month__why=GIVEN)
    if REUSED_LINE not in traps:
        kin = kin.assign(line=kin["plain_line"], pid=kin["who"])
    return kin.drop(columns="plain_line")
