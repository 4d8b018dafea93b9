"""Rules on numbers that people round: ages and months of birth."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinpanel.derived.audit.distribution import LEAST
from kinpanel.derived.audit.material import Material, People
from kinpanel.derived.audit.rule import AuditRule, Found, at_waves

FIRST, LAST = 23, 62
"""Ages over which Whipple's index is taken."""
ROUGH = 125
"""Whipple's index from which ages count as rough; 100 is none, 500 is every age heaped."""
JANUARY = 0.25
"""Share of births in one month from which it counts as a stand-in for an unknown month."""


def _ages(people: People, material: Material) -> pd.Series[float]:
    """Age as told; else the age at interview, or in the middle of the wave's year, from birth."""
    if "age" in people.names:
        return people.frame["age"]
    middle = people.frame["wave"].map(
        {place: (year - 1970) * 12 + 6 for place, year in enumerate(material.years)}
    )
    at = people.frame["at"].fillna(middle.astype(float))
    return (at - people.frame["birth"]) // 12


def _whipple(people: People, material: Material) -> Found:
    ages = _ages(people, material)
    inside = ages.between(FIRST, LAST)
    by = (ages[inside] % 5 == 0).groupby(people.frame.loc[inside, "wave"])
    index = (500 * by.mean())[by.size() >= LEAST]
    name = people.names.get("age") or people.birth_name
    places = [
        (int(str(wave)), name, f"Whipple's index is {value:.0f}")
        for wave, value in index.items()
        if value > ROUGH
    ]
    return at_waves(len(index), places)


def _months(people: People, _: Material) -> Found:
    known = people.frame[people.frame["birth"].notna()]
    month = np.asarray(known["birth"] % 12, dtype=np.int64) + 1
    counts = pd.crosstab(known["wave"], month)
    counts = counts[counts.sum(axis=1) >= LEAST]
    shares = counts.div(counts.sum(axis=1), axis=0)
    places = [
        (int(wave), people.birth_name, f"{shares.loc[wave, name]:.0%} are born in month {name}")
        for wave in shares.index
        for name in shares.columns
        if shares.loc[wave, name] > JANUARY
    ]
    return at_waves(len(shares), places)


RULES = (
    AuditRule(
        "L65",
        "age-heaping",
        "note",
        "Adults' ages end in 0 or 5 too often: Whipple's index is above 125.",
        "people",
        ("birth",),
        _whipple,
    ),
    AuditRule(
        "L66",
        "month-heaping",
        "note",
        "More than a quarter of all births lie in one calendar month.",
        "people",
        ("birth_month",),
        _months,
    ),
)
