"""Groups that a definition reports apart: rural and urban children, father and mother."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from kinpanel.derived.absence.bounds import Bounds
from kinpanel.derived.absence.clauses import guardian, place
from kinpanel.derived.absence.evaluate import Absence
from kinpanel.derived.absence.facts import SIDES, Facts
from kinpanel.presets import Definition

EVERYBODY = "all"


@dataclass(frozen=True)
class Group:
    """Children of a definition under one heading: who belongs, and the answer for each.

    `eligible` and `answer` are boolean with NA, aligned with the rows of the facts.
    """

    name: str
    eligible: pd.Series[Any]
    answer: pd.Series[Any]


def groups(definition: Definition, facts: Facts, found: Absence) -> Iterator[Group]:
    """Everybody first, then what the definition tells apart.

    With `by_urban_rural` rural and urban children, by registration: the same answers, fewer
    children; who is registered nobody knows where belongs to neither for certain. With
    `by_parent` father and mother: of all eligible children, those of whom this parent is absent,
    with the clauses about place and guardian but whatever the rule about the two parents.
    """
    index = facts.children.index
    yield Group(EVERYBODY, found.eligible, found.answer)
    if definition.by_urban_rural:
        for word in ("rural", "urban"):
            base = Bounds.of(found.eligible) & facts.word("hukou", word)
            yield Group(word, base.column(index), found.answer)
    if definition.by_parent:
        for side in SIDES:
            absent = Bounds.of(found.father if side == "father" else found.mother)
            for clause in (*place(definition, facts), *guardian(definition, facts)):
                absent = absent & clause.met
            if definition.unknown_as == "not_absent":
                absent = Bounds.known(absent.sure)
            yield Group(side, found.eligible, absent.column(index))
