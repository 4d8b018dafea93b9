"""Rules on interview dates: their order, their season, and births that they contradict."""

from __future__ import annotations

import numpy as np

from kinpanel.derived.audit.material import Material, People
from kinpanel.derived.audit.rule import AuditRule, Found, at_rows, at_waves

APART = 6
"""Months between interviews of one household in one wave, beyond which they are remarked upon."""


def _season(people: People, material: Material) -> Found:
    known = people.frame[people.frame["at"].notna()]
    first = known["wave"].map({wave: span[0] for wave, span in material.fieldwork.items()})
    last = known["wave"].map({wave: span[1] for wave, span in material.fieldwork.items()})
    outside = (known["at"] < first) | (known["at"] > last)
    checked = int(first.notna().sum())
    return at_rows(checked, known.loc[outside, "row"], people.names["interviewed"])


def _own_order(people: People, _: Material) -> Found:
    pairs = people.pairs("at")
    back = pairs["at"] <= pairs["at_before"]
    return at_rows(len(pairs), pairs.loc[back, "row"], people.names["interviewed"])


def _wave_order(people: People, material: Material) -> Found:
    middle = people.frame.groupby("wave")["at"].median().dropna()
    places = []
    for before, wave in zip(middle.index[:-1], middle.index[1:], strict=True):
        if middle[wave] <= middle[before]:
            detail = f"half of its interviews come no later than those of {material.waves[before]}"
            places.append((int(wave), people.names["interviewed"], detail))
    return at_waves(len(middle), places)


def _unborn(people: People, _: Material) -> Found:
    known = people.frame.dropna(subset=["at", "birth"])
    unborn = known["birth"] > known["at"] + people.slack
    return at_rows(len(known), known.loc[unborn, "row"], people.birth_name)


def _apart(people: People, _: Material) -> Found:
    known = people.frame[people.frame["at"].notna() & (people.frame["household"] >= 0)]
    home = known.groupby(["household", "wave"])["at"]
    late = known["at"] - home.transform("min") > APART
    return at_rows(len(known), known.loc[late, "row"], people.names["interviewed"])


def _eldest(people: People, material: Material) -> Found:
    """Children who were born before everybody else of their household in the roster."""
    roster = material.people["person"].frame
    roster = roster[(roster["household"] >= 0) & roster["birth"].notna()]
    children = set(people.frame["id"])
    adults = roster[~roster["id"].isin(children)].groupby(["household", "wave"])["birth"].min()
    homes = roster.drop_duplicates(["id", "wave"], keep=False)[["id", "wave", "household"]]
    rows = people.frame[["row", "wave", "id", "birth"]].merge(homes, on=["id", "wave"])
    rows = rows.join(adults.rename("eldest"), on=["household", "wave"])
    rows = rows.dropna(subset=["birth", "eldest"])
    slack = people.slack
    elder = np.asarray(rows["birth"] < rows["eldest"] - slack)
    return at_rows(len(rows), rows.loc[elder, "row"], people.birth_name)


RULES = (
    AuditRule(
        "L40",
        "outside-fieldwork",
        "warning",
        "An interview lies outside the months of fieldwork of its wave.",
        "people",
        ("interviewed", "fieldwork"),
        _season,
    ),
    AuditRule(
        "L41",
        "interviews-out-of-order",
        "error",
        "A person's interview comes no later than that of the wave before.",
        "people",
        ("interviewed",),
        _own_order,
    ),
    AuditRule(
        "L42",
        "waves-out-of-order",
        "error",
        "The middle interview of a wave comes no later than that of the wave before.",
        "people",
        ("interviewed",),
        _wave_order,
    ),
    AuditRule(
        "L43",
        "born-after-interview",
        "error",
        "A person is born after the interview.",
        "people",
        ("birth", "interviewed"),
        _unborn,
    ),
    AuditRule(
        "L44",
        "child-eldest",
        "warning",
        "A child of the table of children is older than all other members of the household.",
        "people",
        ("birth", "person.household", "person.birth", "child.birth"),
        _eldest,
    ),
    AuditRule(
        "L45",
        "household-interviews-apart",
        "note",
        "Interviews of one household lie more than six months apart in one wave.",
        "people",
        ("household", "interviewed"),
        _apart,
    ),
)
