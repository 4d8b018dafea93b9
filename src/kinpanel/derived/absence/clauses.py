"""Clauses of a definition about the child: age, hukou, school, place, guardian."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kinpanel.derived.absence.bounds import Bounds
from kinpanel.derived.absence.facts import Facts, truth
from kinpanel.derived.absence.months import Months
from kinpanel.presets import Definition


@dataclass(frozen=True)
class Clause:
    """One condition: whether it is met, the codes where it is not and where that is unknown."""

    met: Bounds
    no: str
    unknown: str


def population(definition: Definition, facts: Facts) -> Iterator[Clause]:
    """Clauses that say whom a definition is about: who fails them is no part of its base."""
    age = completed_years(facts)
    never, unknown = np.zeros(len(age), dtype=bool), np.isnan(age)
    old_enough, too_old = age >= definition.age_min, age >= definition.age_max_excl
    undated = "unknown_birth"
    yield Clause(Bounds(old_enough, old_enough | unknown), "too_young", undated)
    yield Clause(~Bounds(too_old | never, too_old | unknown), "too_old", undated)
    if definition.hukou != "any":
        yield Clause(facts.word("hukou", definition.hukou), "wrong_hukou", "unknown_hukou")
    if definition.school_clause == "in_compulsory_education":
        yield Clause(facts.truth("in_school"), "not_in_school", "unknown_school")
    if definition.dead_parent_as == "exclude":
        somebody = truth(facts.father, "alive") | truth(facts.mother, "alive")
        yield Clause(somebody, "parent_dead", "unknown_alive")


def place(definition: Definition, facts: Facts) -> Iterator[Clause]:
    """Where the child must live."""
    if definition.child_place == "origin":
        yield Clause(facts.word("place", "origin"), "not_at_origin", "unknown_place")


def guardian(definition: Definition, facts: Facts) -> Iterator[Clause]:
    """Who must look after the child."""
    if definition.guardian_clause == "entrusted_other":
        yield Clause(facts.truth("entrusted"), "not_entrusted", "unknown_guardian")
    if definition.guardian_clause == "nobody_entrusted":
        yield Clause(~facts.truth("entrusted"), "entrusted", "unknown_guardian")


def completed_years(facts: Facts) -> Months:
    """Age in completed years at the reference month, NaN where birth or reference is unknown.

    By the day where both days are known, else a birthday is reached with its month.
    """
    at, birth = facts.numbers("at"), facts.numbers("birth")
    early = facts.numbers("at_day") < facts.numbers("birth_day")
    return np.asarray(np.floor((at - birth - early) / 12))
