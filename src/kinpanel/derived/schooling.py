"""Schooling of children: grade for age, enrolment, drop-out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from kinpanel.errors import UsageError, nearest

Stage = Literal["primary", "junior"]

SEPTEMBER = 9
OVER_AGE = 2
"""Years behind from which a child is over-age for its grade."""
SCHOOL_AGE = (6, 17)
"""Ages at which enrolment is a question, both included."""


@dataclass(frozen=True)
class SchoolSystem:
    """How school goes in a county: age at entry, years of primary school, grades of compulsory.

    Primary school has six years, or five where four of junior school follow. A school year begins
    on 1 September and is over from month `over` of the calendar on.
    """

    entry_age: int = 6
    primary_years: int = 6
    compulsory_grades: int = 9
    over: int = 7


def grade_number(
    stage: pd.Series[Any], grade: pd.Series[Any], system: SchoolSystem
) -> pd.Series[Any]:
    """The grade counted from school entry: the first of `junior` is `primary_years` + 1.

    Int64; NA where stage or grade is. UsageError for stages other than primary and junior.
    """
    words = stage.astype(object)
    odd = sorted({str(word) for word in words.dropna()} - {"primary", "junior"})
    if odd:
        raise UsageError(f"stages are primary and junior; {len(odd)} others stand in the column")
    before: pd.Series[Any] = words.map({"primary": 0, "junior": system.primary_years})
    number: pd.Series[Any] = before.astype("Int64") + grade.astype("Int64")
    return number.rename("grade")


def september_age(
    born: pd.Series[Any], seen: pd.Series[Any], system: SchoolSystem
) -> pd.Series[Any]:
    """Completed years on the 1 September that begins the school year of an interview.

    It is the last one before the interview or, once the school year is over (`system.over`), the
    one to come, so that grades completed by the interview were completed by that day. Dates; days
    of birth do not count: whoever is born in September is not a year older on its first day.
    Int64, NA where a date is.
    """
    year = seen.dt.year - (seen.dt.month < system.over).astype(int)
    age: pd.Series[Any] = year - born.dt.year - (born.dt.month >= SEPTEMBER).astype(int)
    return age.astype("Int64").mask(born.isna() | seen.isna()).rename("september_age")


def grade_gap(
    age: pd.Series[Any], completed: pd.Series[Any], entry_age: pd.Series[Any] | int = 6
) -> pd.Series[Any]:
    """Years behind: (age on 1 September - age at entry) - grades completed; Int64, NA kept.

    Age as of `september_age`; `entry_age` may differ by row, as by county. Negative gaps are kept:
    early entry, or a grade skipped. NA below the age at entry where no grade is completed: such
    children cannot be behind yet.
    """
    entry = pd.Series(entry_age, index=age.index).astype("Int64")
    years, grades = age.astype("Int64") - entry, completed.astype("Int64")
    return (years - grades).mask((years < 0) & (grades == 0)).rename("grade_gap")


def over_age(gap: pd.Series[Any], years: int = OVER_AGE) -> pd.Series[Any]:
    """Whether a child is `years` or more behind: boolean, NA where the gap is."""
    return (gap >= years).astype("boolean").rename("over_age")


def enrolment(enrolled: pd.Series[Any], age: pd.Series[Any]) -> pd.Series[Any]:
    """Whether a child is at school: boolean, NA where not known and outside ages 6 to 17.

    Age in completed years on 1 September (`september_age`).
    """
    low, high = SCHOOL_AGE
    asked = ((age >= low) & (age <= high)).astype("boolean").fillna(False)
    return enrolled.astype("boolean").where(asked.astype(bool)).rename("enrolled")


def drop_out(
    frame: pd.DataFrame, *, child: str = "pid", system: SchoolSystem | None = None
) -> pd.DataFrame:
    """Discrete-time drop-out, one row per row of `frame`: `at_risk` and `dropped_out`, booleans.

    Drop-out is the first wave in which a child that was at school in an earlier one is not, before
    it has completed the last compulsory grade. A child that moved to another school, there or
    elsewhere (`transferred`), is at school. `frame` has `child`, `wave` (ordered: an ordered
    categorical, or numbers), `enrolled` (boolean), `completed` (grades) and perhaps `transferred`
    (boolean). At risk are waves after the first at school, up to and with the one that shows
    drop-out or completion; `dropped_out` is NA where a child is not at risk. Both are NA where
    enrolment is not known, or a child is not at school and it is not known what it has completed;
    a later wave may then show that it has dropped out, some time since it was last at school.

    UsageError for columns that are not there, waves without an order, two rows of a child in a
    wave.
    """
    grades = (system or SchoolSystem()).compulsory_grades
    rows = _in_order(frame, child)
    by = rows["child"]
    moved = rows["transferred"].fillna(False).astype(bool)
    at_school = rows["enrolled"].fillna(False).astype(bool) | moved
    away = (~rows["enrolled"]).fillna(False).astype(bool) & ~moved
    earlier = _before(at_school, by)
    done = (rows["completed"] >= grades).fillna(False).astype(bool).groupby(by).cummax()
    left = away & earlier & ~done & rows["completed"].notna()
    over = _before(done | left, by) | ~earlier
    unknown = ~over & ~at_school & ~left & ~done
    at_risk = pd.Series(~over, index=rows.index).astype("boolean").mask(unknown)
    dropped = left.astype("boolean").where(~over & ~unknown)
    told = pd.DataFrame({"at_risk": at_risk, "dropped_out": dropped}).sort_index()
    return told.set_axis(frame.index)


def _before(flag: pd.Series[Any], by: pd.Series[Any]) -> pd.Series[Any]:
    """Whether it held in any earlier row of the child."""
    ever = flag.astype(int).groupby(by).cumsum() - flag.astype(int)
    return ever > 0


def _in_order(frame: pd.DataFrame, child: str) -> pd.DataFrame:
    """Rows by child and wave, numbered as they stand in the frame."""
    for name in (child, "wave", "enrolled", "completed"):
        if name not in frame:
            known = nearest(name, map(str, frame.columns))
            raise UsageError(f"no column {name!r} to tell drop-out from: {known}")
    wave = frame["wave"]
    if isinstance(wave.dtype, pd.CategoricalDtype) and wave.cat.ordered:
        order = wave.cat.codes.to_numpy()
    elif pd.api.types.is_numeric_dtype(wave):
        order = wave.to_numpy()
    else:
        raise UsageError("waves need an order: an ordered categorical, or numbers")
    nobody = pd.Series(False, index=frame.index, dtype="boolean")
    rows = pd.DataFrame(
        {
            "child": frame[child].to_numpy(dtype=object),
            "order": order,
            "enrolled": frame["enrolled"].astype("boolean").array,
            "completed": frame["completed"].astype("Int64").array,
            "transferred": frame.get("transferred", nobody).astype("boolean").array,
        },
        index=np.arange(len(frame)),
    )
    if rows.duplicated(["child", "order"]).any():
        count = int(rows.duplicated(["child", "order"]).sum())
        raise UsageError(f"a child has two rows in a wave ({count:,} rows too many)")
    return rows.sort_values(["child", "order"])
