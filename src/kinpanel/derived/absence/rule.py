"""From two parents to one answer: the rule of a definition, and why it is not met."""

from __future__ import annotations

import numpy as np

from kinpanel.derived.absence.bounds import Bounds
from kinpanel.derived.absence.side import STAGES, Codes, ParentState
from kinpanel.presets import Definition

_ABSENT = len(STAGES) - 1


def met(definition: Definition, father: ParentState, mother: ParentState) -> Bounds:
    """Whether the rule about the parents is met.

    The answer is unknown only where the unknown states of the two parents can change it, as
    each state enters every rule once, or (absent, unable) as one step on a scale.
    """
    f, m = father.absent, mother.absent
    if definition.parents_rule == "any":
        return f | m
    if definition.parents_rule in ("both", "neither_coresident"):
        return f & m
    if definition.parents_rule == "both_or_one_incapable":
        return (f & mother.unable) | (m & father.unable)
    if definition.parents_rule == "exactly_one":
        return (f & ~m) | (m & ~f)
    return f & ~m if definition.parents_rule == "father_only" else m & ~f


def why_not(definition: Definition, father: ParentState, mother: ParentState) -> Codes:
    """A code per child for a rule that is not met; of no meaning where it is or may be.

    Where one parent's absence would do, the reason is that of the parent who came nearest; where
    both must be absent, that of the one who is furthest from it.
    """
    words = np.array(STAGES, dtype=object)
    nearest = words[np.minimum(np.maximum(father.stage, mother.stage), _ABSENT)]
    furthest = words[np.minimum(father.stage, mother.stage)]
    rule = definition.parents_rule
    neither = father.absent.never & mother.absent.never
    if rule == "any":
        return nearest
    if rule in ("both", "neither_coresident"):
        return furthest
    if rule == "both_or_one_incapable":
        return np.where(neither, nearest, "other_parent_capable")
    if rule == "exactly_one":
        return np.where(neither, nearest, "other_parent_absent")
    own = father if rule == "father_only" else mother
    return np.where(own.absent.never, words[own.stage], "other_parent_absent")


def why_unknown(father: ParentState, mother: ParentState) -> Codes:
    """A code per child for a rule of which it is unknown whether it is met."""
    found = np.where(mother.absent.unknown, mother.unknown, "unknown_capacity")
    return np.where(father.absent.unknown, father.unknown, found)
