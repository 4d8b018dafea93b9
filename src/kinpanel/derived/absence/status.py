"""Where and with whom a child lives: residential status, and the kind of care it is in."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from kinpanel.derived.absence.bounds import Bounds
from kinpanel.derived.absence.clauses import completed_years
from kinpanel.derived.absence.facts import Facts, truth
from kinpanel.errors import DataError

STATUSES = (
    "aged_out", "orphan", "institution", "migrant", "sent_away", "both_home", "father_away",
    "mother_away", "both_away",
)  # fmt: skip
"""Exclusive, the first that holds: 18 or older; no living parent; only in a school or an
institution; with a migrant parent; elsewhere while a parent is at home; then by who is away."""

CAREGIVERS = {
    "1": "mother", "2": "father", "3": "paternal_grandparent", "4": "maternal_grandparent",
    "5": "grandparents_both_sides", "6": "other_kin", "7": "adult_sibling",
    "8": "child_sibling", "9": "neighbour", "10": "school", "11": "paid", "12": "nobody",
}  # fmt: skip
"""The main caregiver by code: who sleeps in the same dwelling and does the daily care."""

_GRANDPARENTS = ("paternal_grandparent", "maternal_grandparent", "grandparents_both_sides")
_CHILDREN = ("child_sibling", "nobody")


def residential_status(
    facts: Facts, father_away: pd.Series[Any], mother_away: pd.Series[Any]
) -> pd.Series[Any]:
    """One of `STATUSES` per child as a categorical; NA where an unknown fact decides.

    `father_away` and `mother_away` are boolean with NA, as in `Absence`. A parent who died is
    neither at home nor away: the status of a half-orphan is that of the living parent.
    """
    age = completed_years(facts)
    living = [truth(facts.father, "alive"), truth(facts.mother, "alive")]
    away = [Bounds.of(side) & alive for side, alive in
            zip((father_away, mother_away), living, strict=True)]  # fmt: skip
    home = [~gone & alive for gone, alive in zip(away, living, strict=True)]
    somebody_home = home[0] | home[1]
    conditions = {
        "aged_out": Bounds(age >= 18, (age >= 18) | np.isnan(age)),
        "orphan": ~(living[0] | living[1]),
        "institution": facts.word("place", "institution"),
        "migrant": facts.word("place", "destination"),
        "sent_away": facts.word("place", "elsewhere") & somebody_home,
        "both_away": away[0] & away[1],
        "father_away": away[0],
        "mother_away": away[1],
    }
    code = np.full(len(facts), STATUSES.index("both_home"))
    decided = np.zeros(len(facts), dtype=bool)
    unclear = decided.copy()
    for name, holds in conditions.items():
        code = np.where(~decided & holds.sure, STATUSES.index(name), code)
        unclear |= ~decided & holds.unknown
        decided |= holds.sure
    code = np.where(unclear, -1, code)
    status = pd.Categorical.from_codes(code, categories=pd.Index(STATUSES))
    return pd.Series(status, index=facts.children.index, name="status")


def care(
    caregiver: pd.Series[Any],
    father_home: pd.Series[Any],
    mother_home: pd.Series[Any],
    adults: pd.Series[Any],
) -> pd.DataFrame:
    """Kinds of care as boolean columns with NA: `skip_generation`, `no_adult`, `child_headed`.

    `caregiver` holds codes of `CAREGIVERS` as text, NA unknown; `father_home` and `mother_home`
    say whether each lives with the child; `adults` is the number of persons of 18 or older in
    the child's dwelling. Skip generation: grandparents care and neither parent lives there. No
    adult: nobody of 18 or older lives there. Child headed: no adult, and a child or nobody
    cares. Raises DataError for codes outside the frame.
    """
    strange = caregiver.dropna().astype(str)
    strange = strange[~strange.isin(CAREGIVERS)]
    if len(strange):
        raise DataError(f"{len(strange)} codes of the main caregiver are not in the frame of codes")
    who = caregiver.astype(object).map(CAREGIVERS)
    unknown = who.isna().to_numpy()

    def among(names: tuple[str, ...]) -> Bounds:
        found = who.isin(names).to_numpy()
        return Bounds(found, found | unknown)

    no_adult = Bounds.of(adults.astype("Int64") == 0)
    parents = Bounds.of(father_home) | Bounds.of(mother_home)
    kinds = {
        "skip_generation": among(_GRANDPARENTS) & ~parents,
        "no_adult": no_adult,
        "child_headed": no_adult & among(_CHILDREN),
    }
    index = caregiver.index
    return pd.DataFrame({name: kind.column(index) for name, kind in kinds.items()}, index=index)
