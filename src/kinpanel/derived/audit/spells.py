"""Rules on spells of absence, by themselves and against the life of the parent."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from kinpanel.derived.audit.material import Material, Spells
from kinpanel.derived.audit.rule import AuditRule, Found, at_rows


def _backwards(spells: Spells, _: Material) -> Found:
    known = spells.frame.dropna(subset=["start", "end"])
    return at_rows(len(known), known.loc[known["end"] < known["start"], "row"], spells.names["end"])


def _overlap(spells: Spells, _: Material) -> Found:
    """Spells that start before an earlier one of the same parent and wave ended."""
    known = spells.frame[(spells.frame["parent"] >= 0) & spells.frame["start"].notna()]
    known = known[known["end"].notna() | known["goes_on"]]
    stop = known["end"].where(known["end"].notna(), np.inf)
    known = known.assign(stop=stop).sort_values(["parent", "wave", "start", "stop"])
    latest = known.groupby(["parent", "wave"])["stop"].cummax()
    before = latest.groupby([known["parent"], known["wave"]]).shift(1)
    return at_rows(len(known), known.loc[known["start"] < before, "row"], spells.names["start"])


def _lives(spells: Spells, material: Material) -> pd.DataFrame:
    """Spells with the parent's birth and death: the earliest that any wave of the roster tells."""
    people = material.roster
    if people is None:
        return spells.frame.assign(birth=np.nan, death=np.nan)
    lives = people.frame[people.frame["id"] >= 0].groupby("id")[["birth", "death"]].min()
    return spells.frame.join(lives, on="parent")


def _before_birth(spells: Spells, material: Material) -> Found:
    known = _lives(spells, material).dropna(subset=["start", "birth"])
    early = known["start"] < known["birth"]
    return at_rows(len(known), known.loc[early, "row"], spells.names["start"])


def _after_death(spells: Spells, material: Material) -> Found:
    known = _lives(spells, material).dropna(subset=["start", "death"])
    late = (known["start"] > known["death"]) | (known["end"] > known["death"])
    return at_rows(len(known), known.loc[late, "row"], spells.names["start"])


def _interviews(spells: Spells, material: Material) -> pd.Series[float]:
    """The last interview at which anybody named the parent as theirs, for every spell."""
    named = []
    for people in material.people.values():
        for role in ("id", "father", "mother"):
            rows = people.frame.loc[people.frame["at"].notna(), ["wave", role, "at"]]
            named.append(rows.set_axis(["wave", "parent", "at"], axis=1))
    if not named:
        return pd.Series(np.nan, index=spells.frame.index)
    last = pd.concat(named).groupby(["wave", "parent"])["at"].max().rename("at")
    return spells.frame.join(last, on=["wave", "parent"])["at"]


def _future(spells: Spells, material: Material) -> Found:
    known = spells.frame.assign(at=_interviews(spells, material)).dropna(subset=["start", "at"])
    late = (known["start"] > known["at"]) | (known["end"] > known["at"])
    return at_rows(len(known), known.loc[late, "row"], spells.names["start"])


def _life_of_child(spells: Spells, material: Material) -> Found:
    """Spells that cover the birth of a child and began more than a year before it."""
    births = []
    for people in material.people.values():
        for role in ("father", "mother"):
            rows = people.frame.dropna(subset=["birth"])
            births.append(
                rows[["wave", role, "birth"]].set_axis(["wave", "parent", "born"], axis=1)
            )
    children = pd.concat(births).drop_duplicates()
    known = spells.frame.dropna(subset=["start"])
    known = known[(known["parent"] >= 0) & (known["end"].notna() | known["goes_on"])]
    linked = known.merge(children, on=["wave", "parent"])
    stop = linked["end"].where(linked["end"].notna(), np.inf)
    around = (linked["start"] < linked["born"] - 12) & (stop > linked["born"])
    failing = np.unique(linked.loc[around, "row"])
    return at_rows(linked["row"].nunique(), failing, spells.names["start"])


def _next_wave(spells: Spells, material: Material) -> pd.DataFrame:
    """Spells that go on beside those of the parent in the next wave that asked.

    One row per spell and spell of the next wave (`start_next`, `end_next`, `row_next`; NaN where
    the parent has none there), only where the roster of that wave holds the parent.
    """
    held = np.unique(spells.frame["wave"])
    following = dict(pairwise(held.tolist()))
    open_ones = spells.frame[spells.frame["goes_on"] & spells.frame["start"].notna()]
    open_ones = open_ones[open_ones["parent"] >= 0]
    open_ones = open_ones.assign(next=open_ones["wave"].map(following)).dropna(subset=["next"])
    if material.roster is not None:
        present = material.roster.frame[["wave", "id"]].drop_duplicates()
        present = present.set_axis(["next", "parent"], axis=1)
        open_ones = open_ones.merge(present, on=["next", "parent"])
    later = spells.frame[["wave", "parent", "start", "end", "row"]]
    later = later.rename(columns={"wave": "next"})
    return open_ones.merge(later, on=["next", "parent"], how="left", suffixes=("", "_next"))


def _dropped(spells: Spells, material: Material) -> Found:
    """Spells that go on, and that no spell of the next wave meets."""
    linked = _next_wave(spells, material)
    stop = linked["end_next"].where(linked["end_next"].notna(), np.inf)
    meets = linked["start_next"].notna() & (stop > linked["start"])
    at = linked["row"].map(_interviews(spells, material))
    meets &= ~(linked["start_next"] > at)
    found = meets.groupby(linked["row"]).any()
    return at_rows(len(found), found.index[~found], spells.names["end"])


def _shifted(spells: Spells, material: Material) -> Found:
    """Spells of the next wave that meet one that goes on, and start in another month."""
    linked = _next_wave(spells, material)
    linked = linked[linked["start_next"].notna()]
    same = (linked["start_next"] == linked["start"]).groupby(linked["row"]).transform("any")
    at = linked["row"].map(_interviews(spells, material))
    stop = linked["end_next"].where(linked["end_next"].notna(), np.inf)
    meets = (stop > linked["start"]) & ~(linked["start_next"] > at)
    moved = linked[meets & ~same].drop_duplicates("row_next", keep=False)
    return at_rows(
        linked["row"].nunique(),
        moved["row_next"].astype("int64"),
        spells.names["start"],
        like=moved["row"],
    )


RULES = (
    AuditRule(
        "L50",
        "spell-backwards",
        "error",
        "A spell ends before it starts.",
        "spells",
        ("start", "end"),
        _backwards,
    ),
    AuditRule(
        "L51",
        "spells-overlap",
        "error",
        "Two spells of a parent overlap within a wave.",
        "spells",
        ("parent", "start", "end"),
        _overlap,
    ),
    AuditRule(
        "L52",
        "spell-before-birth",
        "error",
        "A spell starts before the parent's birth.",
        "spells",
        ("parent", "start", "person.birth"),
        _before_birth,
    ),
    AuditRule(
        "L53",
        "spell-after-death",
        "error",
        "A spell starts or ends after the parent's death.",
        "spells",
        ("parent", "start", "person.death_month"),
        _after_death,
    ),
    AuditRule(
        "L54",
        "spell-dropped",
        "warning",
        "A spell that goes on in one wave meets no spell of the parent in the next.",
        "spells",
        ("parent", "start", "end"),
        _dropped,
    ),
    AuditRule(
        "L55",
        "spell-start-moves",
        "note",
        "A spell that goes on starts in another month in the next wave.",
        "spells",
        ("parent", "start", "end"),
        _shifted,
    ),
    AuditRule(
        "L56",
        "spell-in-future",
        "error",
        "A spell starts or ends after the interview that reports it.",
        "spells",
        ("parent", "start", "child.interviewed"),
        _future,
    ),
    AuditRule(
        "L57",
        "spell-longer-than-life",
        "note",
        "A spell began more than a year before a child's birth and covers it: longer than the "
        "child's life.",
        "spells",
        ("parent", "start", "end", "child.birth", "child.parents"),
        _life_of_child,
    ),
)
