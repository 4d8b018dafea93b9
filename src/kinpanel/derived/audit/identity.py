"""Rules on persons over the waves: sex, birth, age, ids that go, come back or are shared."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinpanel.derived.audit.majority import disagreeing
from kinpanel.derived.audit.material import Material, People
from kinpanel.derived.audit.rule import AuditRule, Found, at_rows

LUNAR = 1
"""Months by which a birth may move between the lunar and the western calendar."""


def _sex(people: People, _: Material) -> Found:
    return disagreeing(people.frame, "id", "sex", people.names["sex"])


def _birth(people: People, _: Material) -> Found:
    return disagreeing(people.frame, "id", "birth", people.birth_name)


def _age_falls(people: People, _: Material) -> Found:
    pairs = people.pairs("age")
    falls = pairs["age"] < pairs["age_before"]
    return at_rows(len(pairs), pairs.loc[falls, "row"], people.names["age"])


def _age_jumps(people: People, _: Material) -> Found:
    pairs = people.pairs("age", "at")
    years = (pairs["at"] - pairs["at_before"]) / 12
    grown = pairs["age"] - pairs["age_before"]
    # A completed year can fall on either side of both interviews.
    off = (grown >= 0) & ((grown - years).abs() > 1 + 1 / 12)
    return at_rows(len(pairs), pairs.loc[off, "row"], people.names["age"])


def _age_birth(people: People, _: Material) -> Found:
    known = people.frame.dropna(subset=["age", "birth", "at"])
    lived = known["at"] - known["birth"]
    slack = LUNAR + people.slack
    low, high = (lived - slack) // 12, (lived + slack) // 12
    off = (known["age"] < low) | (known["age"] > high)
    now = [str(int(months // 12)) if months >= 0 else "" for months in lived[off]]
    if people.slack:
        now = [""] * len(now)
    return at_rows(len(known), known.loc[off, "row"], people.names["age"], now=now)


def _gap(people: People, _: Material) -> Found:
    held = np.unique(people.frame["wave"])
    place = pd.Series(np.arange(len(held)), index=held)
    pairs = people.pairs()
    steps = pairs["wave"].map(place) - pairs["wave_before"].map(place)
    return at_rows(len(pairs), pairs.loc[steps > 1, "row"], people.names["id"])


def _shared(people: People, _: Material) -> Found:
    """Rows of ids that carry two sexes and two births more than two years apart."""
    known = people.frame.dropna(subset=["sex", "birth"])
    known = known[known["id"] >= 0]
    by = known.groupby("id")
    years = by["birth"].transform("max") - by["birth"].transform("min")
    sexes = by["sex"].transform("nunique")
    # A different sex must go with a different birth, or it is two slips and not two persons.
    births = known.groupby(["id", "sex"])["birth"].transform("mean")
    apart = births.groupby(known["id"]).transform("max") - births.groupby(known["id"]).transform(
        "min"
    )
    two = (sexes > 1) & (years > 24) & (apart > 24)
    return at_rows(len(known), known.loc[two, "row"], people.names["id"])


def _twice(people: People, _: Material) -> Found:
    known = people.frame[people.frame["id"] >= 0]
    twice = known.duplicated(["id", "wave", "household"], keep=False)
    return at_rows(len(known), known.loc[twice, "row"], people.names["id"])


def _two_households(people: People, _: Material) -> Found:
    known = people.frame[(people.frame["id"] >= 0) & (people.frame["household"] >= 0)]
    homes = known.groupby(["id", "wave"])["household"].transform("nunique")
    return at_rows(len(known), known.loc[homes > 1, "row"], people.names["household"])


RULES = (
    AuditRule(
        "L01",
        "sex-differs",
        "error",
        "A person has another sex in this wave than in most others.",
        "people",
        ("sex",),
        _sex,
    ),
    AuditRule(
        "L02",
        "birth-differs",
        "warning",
        "A person's month or year of birth differs from that in most other waves.",
        "people",
        ("birth",),
        _birth,
    ),
    AuditRule(
        "L03",
        "age-falls",
        "error",
        "A person is younger than in the wave before.",
        "people",
        ("age",),
        _age_falls,
    ),
    AuditRule(
        "L04",
        "age-jumps",
        "warning",
        "A person's age grows by more than a year more or less than the time between interviews.",
        "people",
        ("age", "interviewed"),
        _age_jumps,
    ),
    AuditRule(
        "L05",
        "age-against-birth",
        "warning",
        "Age is not that of somebody born then and interviewed then, give or take a month.",
        "people",
        ("age", "birth", "interviewed"),
        _age_birth,
    ),
    AuditRule(
        "L06",
        "id-returns",
        "note",
        "An id is back after it was missing from a wave.",
        "people",
        (),
        _gap,
    ),
    AuditRule(
        "L07",
        "id-shared",
        "error",
        "An id stands for two persons: of different sex, and born more than two years apart.",
        "people",
        ("sex", "birth"),
        _shared,
    ),
    AuditRule(
        "L08",
        "person-twice",
        "error",
        "A person stands twice in one household and wave.",
        "people",
        (),
        _twice,
    ),
    AuditRule(
        "L09",
        "two-households",
        "error",
        "A person stands in two households in one wave.",
        "people",
        ("household",),
        _two_households,
    ),
)
