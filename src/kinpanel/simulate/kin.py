"""People of the roster beside grandparent, parents and children, and households that split off."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinpanel.simulate.households import FATHER, FEMALE, HEAD, MALE, MOTHER
from kinpanel.simulate.months import month_index
from kinpanel.simulate.streams import Flags, Ints, Streams
from kinpanel.simulate.truth import Truth

SPOUSE, STEPFATHER, KIN, NEWCOMER = 7, 8, 9, 10
"""Lines of the grandparent's spouse, of the mother's second husband, of the father's brother or
sister, and of another one who comes when that one has left."""
REUSED_LINE = 3
"""Number of the trap by which the newcomer is given the line of the one who left."""
SPLIT = 5
"""Number of the trap by which people stand in two rosters."""
SPOUSES, KINSFOLK, REPLACED, MOVES_OUT, COMES = 0.85, 0.06, 0.35, 0.25, 0.40
"""Shares: heads whose spouse is listed; households with kin; kin replaced by others, who move out
later, who were not there at first."""
REMARRIES, SPLITS = 0.45, 0.04
"""Shares of the widowed or divorced mothers who marry again, and of the households that split."""
SECOND_HOME = 500
"""Number in the village of the household that splits off, less that of the one it leaves."""
EVER = np.iinfo(np.int64).max

BETWEEN = {
    "w1": (month_index(2014, 10), month_index(2016, 6)),
    "w2": (month_index(2016, 10), month_index(2018, 6)),
    "w3": (month_index(2018, 10), month_index(2020, 6)),
    "w4": (month_index(2020, 10), month_index(2022, 6)),
}
"""First and last month between the fieldwork of a wave and that of the next."""


def kin_of(truth: Truth) -> pd.DataFrame:
    """Everybody whom the roster lists beside grandparent, parents and children.

    Columns: `who` (the person, for good), `pid` and `line` as given in the field, `plain_line`
    (of their own), `hhid`, `sex`, `birth_month`, `relation`, `entered` (month; -1 before wave 1),
    `moved` (month of moving out; `EVER` for those who stay), `education`, `marital` (as in
    `truth.persons`). A newcomer has the line, and so the `pid`, of the one who left.
    """
    homes = _homes(truth)
    frames = [_spouses(truth, homes), _stepfathers(truth, homes), *_kinsfolk(truth, homes)]
    people: pd.DataFrame = pd.concat(frames, ignore_index=True)
    rng = Streams(truth.seed)("kin schooling")
    people["education"] = 1 + rng.choice(5, len(people), p=(0.10, 0.35, 0.42, 0.10, 0.03))
    return people


def second_homes(truth: Truth) -> pd.DataFrame:
    """Households that split off: `hhid`, `new_hhid`, `since` (a wave).

    Father, mother and children move to a household of their own beside the grandparent's. Both
    parents live and are married; the number of the new household is free.
    """
    homes = _homes(truth)
    draw = Streams(truth.seed)("households that split").random((2, len(homes)))
    number = homes["hhid"].str[5:].astype(int) + SECOND_HOME
    new = homes["hhid"].str[:5] + number.map("{:03d}".format)
    free = (number <= 999) & ~new.isin(homes["hhid"])
    whole = homes["married"] & homes["father_alive"] & homes["mother_alive"]
    chosen = (draw[0] < SPLITS) & free.to_numpy() & whole.to_numpy()
    since = np.where(draw[1] < 0.5, "w2", "w3")
    found = pd.DataFrame({"hhid": homes["hhid"], "new_hhid": new, "since": since})[chosen]
    return pd.DataFrame(found.reset_index(drop=True))


def _homes(truth: Truth) -> pd.DataFrame:
    """One row per household: what kin depend on of its head, father and mother."""
    by_line = {line: rows.set_index("hhid") for line, rows in truth.persons.groupby("line")}
    head, father, mother = by_line[HEAD], by_line[FATHER], by_line[MOTHER]
    left = truth.spells.loc[truth.spells["reason_detail"] == 4, "parent_pid"]
    return pd.DataFrame(
        {
            "head_birth": head["birth_month"],
            "head_sex": head["sex"],
            "head_married": head["marital"] == 2,
            "birth": father["birth_month"],
            "father_alive": father["death_month"].isna(),
            "mother_alive": mother["death_month"].isna(),
            "died": father["death_month"].fillna(EVER).astype("int64"),
            "married": mother["marital"] == 2,
            "divorced": (mother["marital"] == 3) & ~mother["pid"].isin(left),
        }
    ).reset_index(names="hhid")


def _spouses(truth: Truth, homes: pd.DataFrame) -> pd.DataFrame:
    rng = Streams(truth.seed)("spouses of heads")
    listed = homes["head_married"].to_numpy() & (rng.random(len(homes)) < SPOUSES)
    birth = homes["head_birth"].to_numpy() + rng.integers(-24, 37, len(homes))
    sex = np.where(homes["head_sex"] == MALE, FEMALE, MALE)
    return _people(homes, listed, SPOUSE, sex, birth, relation=2, marital=2)


def _stepfathers(truth: Truth, homes: pd.DataFrame) -> pd.DataFrame:
    """Men whom widowed or divorced mothers marry between the second and the third wave."""
    rng = Streams(truth.seed)("stepfathers")
    n, (first, last) = len(homes), BETWEEN["w2"]
    month = rng.integers(first, last + 1, n)
    free = homes["divorced"].to_numpy() | (homes["died"].to_numpy() < first)
    marries = free & homes["mother_alive"].to_numpy() & (rng.random(n) < REMARRIES)
    birth = homes["birth"].to_numpy() + rng.integers(-36, 61, n)
    sex = np.full(n, MALE)
    return _people(homes, marries, STEPFATHER, sex, birth, relation=4, marital=2, entered=month)


def _kinsfolk(truth: Truth, homes: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Brothers and sisters of the father, and those who come in the place of some."""
    rng, comes = Streams(truth.seed)("kinsfolk"), Streams(truth.seed)("kin who come")
    n = len(homes)
    listed, replaced = rng.random(n) < KINSFOLK, rng.random(n) < REPLACED
    sex = np.where(rng.random(n) < 0.6, MALE, FEMALE)
    birth = homes["birth"].to_numpy() + rng.integers(-60, 145, n)
    early, late = (rng.integers(*BETWEEN[wave], n) for wave in ("w1", "w3"))
    moves = rng.random(n) < MOVES_OUT
    moved = np.select([replaced, moves], [early, late], EVER)
    steps = np.stack([comes.integers(*BETWEEN[wave], n) for wave in ("w2", "w3", "w4")])
    when = np.take_along_axis(steps, comes.integers(0, 3, (1, n)), axis=0)[0]
    entered = np.where((moved == EVER) & (comes.random(n) < COMES), when, -1)
    marital = np.where(rng.random(n) < 0.4, 2, 1)
    first = _people(
        *(homes, listed, KIN, sex, birth),
        relation=3,
        marital=marital,
        entered=entered,
        moved=moved,
    )
    apart = rng.integers(30, 91, n)
    later = birth + np.where(rng.random(n) < 0.5, -apart, apart)
    came = np.minimum(early + rng.integers(1, 4, n), BETWEEN["w1"][1])
    second = _people(
        homes, listed & replaced, NEWCOMER, sex, later, relation=3, marital=1, entered=came
    )
    return first, second.assign(pid=second["hhid"] + f"{KIN:02d}", line=KIN)


def _people(
    homes: pd.DataFrame,
    chosen: Flags,
    line: int,
    sex: Ints,
    birth: Ints,
    *,
    relation: int,
    marital: Ints | int,
    entered: Ints | int = -1,
    moved: Ints | int = EVER,
) -> pd.DataFrame:
    pid = homes["hhid"] + f"{line:02d}"
    people = pd.DataFrame(
        {
            "who": pid,
            "pid": pid,
            "hhid": homes["hhid"],
            "line": line,
            "plain_line": line,
            "sex": sex,
            "birth_month": birth,
            "relation": relation,
            "entered": entered,
            "moved": moved,
            "marital": marital,
        }
    )
    return people[chosen]
