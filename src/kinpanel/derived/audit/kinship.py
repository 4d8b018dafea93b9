"""Rules on kinship pointers: ages, sexes, presence and constancy of parents."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from kinpanel.derived.audit.majority import disagreeing
from kinpanel.derived.audit.material import Material, People
from kinpanel.derived.audit.rule import AuditRule, Found, at_rows, both

YOUNGEST_PARENT, OLDEST_PARENT = 12, 60
"""Years between a parent's birth and the child's."""

_Find = Callable[[People, Material], Found]


def _each(people: People, roles: tuple[str, ...], find: Callable[[str], Found]) -> Found:
    return both(*(find(role) for role in roles if role in people.names))


def _age_gap(people: People, material: Material, young: bool) -> Found:
    slack = people.slack + (material.roster.slack if material.roster is not None else 0)

    def find(role: str) -> Found:
        linked = material.parents(people, role).dropna(subset=["birth", "birth_parent"])
        gap = linked["birth"] - linked["birth_parent"]
        low, high = YOUNGEST_PARENT * 12 - slack, OLDEST_PARENT * 12 + slack
        off = gap < low if young else gap > high
        return at_rows(len(linked), linked.loc[off, "row"], people.names[role])

    return _each(people, ("father", "mother"), find)


def _too_young(people: People, material: Material) -> Found:
    return _age_gap(people, material, young=True)


def _too_old(people: People, material: Material) -> Found:
    return _age_gap(people, material, young=False)


def _own_parent(people: People, _: Material) -> Found:
    def find(role: str) -> Found:
        named = people.frame[people.frame[role] >= 0]
        own = named[role] == named["id"]
        return at_rows(len(named), named.loc[own, "row"], people.names[role])

    return _each(people, ("father", "mother", "caregiver", "spouse"), find)


def _same_parents(people: People, _: Material) -> Found:
    named = people.frame[(people.frame["father"] >= 0) & (people.frame["mother"] >= 0)]
    same = named["father"] == named["mother"]
    return at_rows(len(named), named.loc[same, "row"], people.names["mother"])


def _wrong_sex(role: str, woman: int) -> _Find:
    def find(people: People, material: Material) -> Found:
        linked = material.parents(people, role).dropna(subset=["woman_parent"])
        off = linked["woman_parent"] != woman
        return at_rows(len(linked), linked.loc[off, "row"], people.names[role])

    return find


def _not_listed(people: People, material: Material) -> Found:
    """Pointers to persons who are in no row of the roster in that wave."""
    roster = material.roster or people
    present = pd.MultiIndex.from_frame(roster.frame[["wave", "id"]])
    waves = roster.frame["wave"].unique()

    def find(role: str) -> Found:
        named = people.frame[(people.frame[role] >= 0) & people.frame["wave"].isin(waves)]
        listed = pd.MultiIndex.from_frame(named[["wave", role]]).isin(present)
        return at_rows(len(named), named.loc[~listed, "row"], people.names[role])

    return _each(people, ("father", "mother", "caregiver", "spouse"), find)


def _changes(people: People, _: Material) -> Found:
    def find(role: str) -> Found:
        rows = people.frame[["row", "id", role]]
        rows = rows.assign(**{role: rows[role].where(rows[role] >= 0).astype(float)})
        return disagreeing(rows, "id", role, people.names[role])

    return _each(people, ("father", "mother"), find)


def _tables_differ(people: People, material: Material) -> Found:
    """Parents of the child table that are not those of the roster."""
    roster = material.people["person"]

    def find(role: str) -> Found:
        if role not in roster.names:
            return at_rows(0, [], people.names[role])
        other = roster.once[["wave", "id", role]]
        linked = people.frame.merge(other, on=["wave", "id"], suffixes=("", "_roster"))
        linked = linked[(linked[role] >= 0) & (linked[f"{role}_roster"] >= 0)]
        off = linked[role] != linked[f"{role}_roster"]
        now = material.ids[linked.loc[off, f"{role}_roster"].to_numpy(dtype=np.int64)]
        return at_rows(len(linked), linked.loc[off, "row"], people.names[role], now=now)

    return _each(people, ("father", "mother"), find)


def _spouses(people: People, _: Material) -> Found:
    """Rows whose spouse, though listed, names somebody else or nobody."""
    named = people.frame[people.frame["spouse"] >= 0]
    other = people.once[["wave", "id", "spouse"]].add_suffix("_other")
    other = other.rename(columns={"wave_other": "wave"})
    linked = named.merge(other, left_on=["wave", "spouse"], right_on=["wave", "id_other"])
    off = linked["spouse_other"] != linked["id"]
    return at_rows(len(linked), linked.loc[off, "row"], people.names["spouse"])


def _siblings(people: People, _: Material) -> Found:
    """Children of one mother born two to seven months apart."""
    known = people.frame[(people.frame["mother"] >= 0) & people.frame["birth"].notna()]
    known = known.sort_values(["wave", "mother", "birth", "id"])
    births = known.drop_duplicates(["wave", "mother", "birth"])
    gap = births.groupby(["wave", "mother"])["birth"].diff()
    close = births[gap.between(2, 7)]
    return at_rows(len(known), close["row"], people.birth_name)


RULES = (
    AuditRule(
        "L20",
        "parent-too-young",
        "error",
        "A parent is younger than the child, or less than 12 years older.",
        "people",
        ("parents", "birth", "person.birth"),
        _too_young,
    ),
    AuditRule(
        "L21",
        "parent-too-old",
        "warning",
        "A parent is more than 60 years older than the child.",
        "people",
        ("parents", "birth", "person.birth"),
        _too_old,
    ),
    AuditRule(
        "L22",
        "own-parent",
        "error",
        "A person is named as their own father, mother, caregiver or spouse.",
        "people",
        ("parents",),
        _own_parent,
    ),
    AuditRule(
        "L23",
        "parents-the-same",
        "error",
        "Father and mother are the same person.",
        "people",
        ("father", "mother"),
        _same_parents,
    ),
    AuditRule(
        "L24",
        "father-female",
        "error",
        "A father is a woman in the roster.",
        "people",
        ("father", "person.sex", "person.female"),
        _wrong_sex("father", 0),
    ),
    AuditRule(
        "L25",
        "mother-male",
        "error",
        "A mother is a man in the roster.",
        "people",
        ("mother", "person.sex", "person.female"),
        _wrong_sex("mother", 1),
    ),
    AuditRule(
        "L26",
        "parent-not-listed",
        "warning",
        "A father, mother, caregiver or spouse is nobody in the roster of that wave.",
        "people",
        ("parents",),
        _not_listed,
    ),
    AuditRule(
        "L27",
        "parent-changes",
        "warning",
        "A person has another father or mother than in most waves.",
        "people",
        ("parents",),
        _changes,
    ),
    AuditRule(
        "L29",
        "spouse-not-mutual",
        "warning",
        "A person's spouse names another spouse, or none.",
        "people",
        ("spouse",),
        _spouses,
    ),
    AuditRule(
        "L30",
        "tables-differ",
        "warning",
        "The table of children and the roster name different parents.",
        "people",
        ("parents", "person.parents", "child.parents"),
        _tables_differ,
    ),
    AuditRule(
        "L31",
        "siblings-too-close",
        "warning",
        "Two children of one mother are born two to seven months apart.",
        "people",
        ("mother", "birth"),
        _siblings,
    ),
)
