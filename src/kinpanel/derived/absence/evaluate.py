"""Whether children are left behind under a definition: yes, no or unknown, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from kinpanel.derived.absence.bounds import Bounds
from kinpanel.derived.absence.clauses import Clause, guardian, place, population
from kinpanel.derived.absence.facts import Facts
from kinpanel.derived.absence.rule import met, why_not, why_unknown
from kinpanel.derived.absence.side import Codes, ParentState, parent_state
from kinpanel.presets import Definition

NO_CODES = (
    "too_young", "too_old", "wrong_hukou", "not_in_school", "parent_dead", "not_at_origin",
    "parent_home", "wrong_reason", "below_boundary", "below_months", "other_parent_capable",
    "other_parent_absent", "absent_now", "never_before", "not_entrusted",
    "entrusted",
)  # fmt: skip
"""Why the answer is no. `parent_home` is a parent at home, or with the child elsewhere."""
UNKNOWN_CODES = (
    "unknown_birth", "unknown_hukou", "unknown_school", "unknown_place", "unknown_parent",
    "unknown_alive", "unknown_month", "unknown_spell", "unknown_reason", "unknown_boundary",
    "unknown_coresidence", "unknown_capacity", "unknown_guardian",
)  # fmt: skip
"""What would have to be known for an answer. `unknown_parent` is one without spells on record."""
CODES = NO_CODES + UNKNOWN_CODES


@dataclass(frozen=True)
class Absence:
    """Children under a definition, aligned with the rows of the facts.

    `answer` is boolean with NA, `why` a categorical over `CODES`, NA where the answer is yes;
    `eligible` says whether a child belongs to the base of the definition (age, hukou, school, a
    living parent); `father` and `mother` say whether each is absent by its months, boundary and
    reasons, whatever the clauses about the child. `doubts` are unverified fields.
    """

    answer: pd.Series[Any]
    why: pd.Series[Any]
    eligible: pd.Series[Any]
    father: pd.Series[Any]
    mother: pd.Series[Any]
    doubts: tuple[str, ...]


def evaluate(definition: Definition, facts: Facts) -> Absence:
    """Every child under a definition, whose published source its `source` names.

    An unknown fact leaves the answer unknown only where it could change it; with `unknown_as:
    not_absent` such answers become no, with the code of what is unknown. The reason is that of
    the first clause that fails: age, hukou, school, parents alive, place, parents away, guardian.
    """
    father, mother = (parent_state(definition, facts, side) for side in ("father", "mother"))
    base = list(population(definition, facts))
    before = [*base, *place(definition, facts)]
    after = list(guardian(definition, facts))
    whether, no, unknown = _parents(definition, facts, father, mother)
    everybody = Bounds.known(np.ones(len(facts), dtype=bool))
    answer, eligible = everybody, everybody
    for clause in base:
        eligible = eligible & clause.met
    for bounds in (*(c.met for c in before), whether, *(c.met for c in after)):
        answer = answer & bounds
    steps = [*map(_step, before), (whether, no, unknown), *map(_step, after)]
    why = np.full(len(facts), None, dtype=object)
    for bounds, fails, vague in reversed(steps):
        why = np.where(answer.unknown & bounds.unknown, vague, why)
        why = np.where(answer.never & bounds.never, fails, why)
    index = facts.children.index
    shown = Bounds(answer.sure, answer.sure) if definition.unknown_as == "not_absent" else answer
    return Absence(
        answer=shown.column(index),
        why=pd.Series(pd.Categorical(why, categories=pd.Index(CODES)), index=index),
        eligible=eligible.column(index),
        father=father.absent.column(index),
        mother=mother.absent.column(index),
        doubts=definition.verify,
    )


def _step(clause: Clause) -> tuple[Bounds, Codes, Codes]:
    no = np.full(len(clause.met.sure), clause.no, dtype=object)
    return clause.met, no, np.full(len(no), clause.unknown, dtype=object)


def _parents(
    definition: Definition, facts: Facts, father: ParentState, mother: ParentState
) -> tuple[Bounds, Codes, Codes]:
    """Whether the rule about the parents is met, and the codes where it is not, or unknown."""
    now = met(definition, father, mother)
    if not definition.previously:
        no, vague = why_not(definition, father, mother), why_unknown(father, mother)
        return now, no, vague
    ever = definition.model_copy(
        update={
            "months_basis": "longest_continuous",
            "ref_period": "since_birth",
            "current_required": False,
        }
    )
    then = [parent_state(ever, facts, side) for side in ("father", "mother")]
    before = met(ever, *then)
    no = np.where(now.sure, "absent_now", "never_before").astype(object)
    vague = np.where(now.unknown, why_unknown(father, mother), why_unknown(*then))
    return before & ~now, no, vague
