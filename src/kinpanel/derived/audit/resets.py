"""Rules on ids that change: formats, new numbers for the same people, households used again."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pandas as pd

from kinpanel.derived.audit.majority import disagreeing
from kinpanel.derived.audit.material import Material, People
from kinpanel.derived.audit.rule import AuditRule, Found, at_rows, at_waves

LEAST = 2
"""Persons of a household who must all be new, or all be alike, before it counts as a reset."""


def _format(people: People, material: Material) -> Found:
    """Waves in which most ids have a form that was rare in the wave before."""
    known = people.frame[people.frame["id"] >= 0]
    forms = np.array([_form(text) for text in material.ids], dtype=object)
    form = pd.Series(forms[known["id"].to_numpy()], index=known.index)
    shares = pd.crosstab(known["wave"], form, normalize="index")
    places = []
    for before, wave in zip(shares.index[:-1], shares.index[1:], strict=True):
        for name in shares.columns:
            if shares.loc[wave, name] > 0.5 and shares.loc[before, name] < 0.1:
                detail = f"ids like {name} are {shares.loc[wave, name]:.0%} of this wave, "
                detail += f"{shares.loc[before, name]:.0%} of {material.waves[before]}"
                places.append((int(wave), people.names["id"], detail))
    return at_waves(len(shares), places)


def _form(text: str) -> str:
    """An id with 9 for every digit and A for every letter."""
    return re.sub(r"[^\W\d_]", "A", re.sub(r"\d", "9", text))


def _matches(people: People) -> pd.DataFrame:
    """Persons who are new in a household beside those who left it: same sex, born the same month.

    One row per new person and former person, `row`, `household`, `wave`, `row_gone`; only where
    both stand alone with that sex and birth, so that twins are left out.
    """
    held = {wave: place for place, wave in enumerate(sorted(people.frame["wave"].unique()))}
    rows = people.once.dropna(subset=["sex", "birth"])
    rows = rows[rows["household"] >= 0].assign(step=rows["wave"].map(held))
    homes = rows[["household", "step"]].drop_duplicates()
    traits = ["household", "step", "sex", "birth"]
    gone = _absent(rows, homes, 1)
    gone = gone[~gone.duplicated(traits, keep=False)].assign(step=lambda frame: frame["step"] + 1)
    new = _absent(rows, homes, -1)
    new = new[~new.duplicated(traits, keep=False)]
    # An id that was seen before is not new: the person returned.
    first = people.once.groupby("id")["row"].first()
    new = new[new["row"].isin(first)]
    return new.merge(gone, on=traits, suffixes=("", "_gone"))


def _absent(rows: pd.DataFrame, homes: pd.DataFrame, shift: int) -> pd.DataFrame:
    """Rows of persons who are not in the wave `shift` further, though the household is."""
    there = pd.MultiIndex.from_frame(homes)
    next_home = pd.MultiIndex.from_arrays([rows["household"], rows["step"] + shift])
    persons = pd.MultiIndex.from_arrays([rows["id"], rows["step"]])
    next_person = pd.MultiIndex.from_arrays([rows["id"], rows["step"] + shift])
    return rows[next_home.isin(there) & ~next_person.isin(persons)]


def _reset(many: bool) -> Callable[[People, Material], Found]:
    def find(people: People, _: Material) -> Found:
        rows = people.once.dropna(subset=["sex", "birth"])
        matches = _matches(people)
        size = matches.groupby(["household", "wave"])["row"].transform("size")
        hit = matches[(size >= LEAST) == many]
        return at_rows(len(rows), hit["row"], people.names["id"], like=hit["row_gone"])

    return find


def _reused(people: People, _: Material) -> Found:
    """First rows of households that share nobody with the wave before, and nobody alike."""
    held = {wave: place for place, wave in enumerate(sorted(people.frame["wave"].unique()))}
    rows = people.once[people.once["household"] >= 0]
    rows = rows.assign(step=rows["wave"].map(held))
    size = rows.groupby(["household", "step"]).size()
    before = rows[["household", "step", "id"]].assign(step=rows["step"] + 1)
    stay = rows.merge(before, on=["household", "step", "id"]).groupby(["household", "step"]).size()
    shifted = size.rename("before").reset_index().assign(step=lambda frame: frame["step"] + 1)
    homes = size.rename("now").reset_index().merge(shifted, on=["household", "step"])
    stays = stay.reindex(pd.MultiIndex.from_frame(homes[["household", "step"]])).fillna(0)
    disjoint = homes[(homes["now"] >= LEAST) & (homes["before"] >= LEAST) & (stays.to_numpy() == 0)]
    alike = set()
    if {"sex", "birth"} <= people.held:
        matches = _matches(people)
        alike = set(zip(matches["household"], matches["step"], strict=True))
    hit = rows.merge(disjoint[["household", "step"]], on=["household", "step"])
    free = [key not in alike for key in zip(hit["household"], hit["step"], strict=True)]
    failing = hit.loc[np.array(free, dtype=bool), "row"]
    return at_rows(len(rows), failing, people.names["household"])


def _moves(people: People, _: Material) -> Found:
    """Rows of households whose place is not that of most of their rows."""
    rows = people.frame[["row", "household", "place"]]
    rows = rows.assign(place=rows["place"].where(rows["place"] >= 0).astype(float))
    return disagreeing(rows, "household", "place", people.names["place"])


RULES = (
    AuditRule(
        "L10",
        "id-format",
        "warning",
        "Most ids of a wave have another width or form than those of the wave before.",
        "people",
        (),
        _format,
    ),
    AuditRule(
        "L11",
        "id-reset",
        "error",
        "Two or more persons of a household vanish while as many with new ids appear in it, of "
        "the same sex and month of birth: new numbers, not attrition.",
        "people",
        ("household", "sex", "birth"),
        _reset(many=True),
    ),
    AuditRule(
        "L12",
        "id-changed",
        "warning",
        "One person of a household vanishes while one with a new id appears in it, of the same "
        "sex and month of birth.",
        "people",
        ("household", "sex", "birth"),
        _reset(many=False),
    ),
    AuditRule(
        "L13",
        "household-reused",
        "error",
        "A household has nobody in common with the wave before, and nobody alike: its id was "
        "given to another household.",
        "people",
        ("household",),
        _reused,
    ),
    AuditRule(
        "L14",
        "household-moves",
        "note",
        "A household lies in another place than in most waves.",
        "people",
        ("household", "place"),
        _moves,
    ),
)
