"""What must hold inside a definition of absence."""

from __future__ import annotations

from collections.abc import Iterator

from kinpanel.errors import nearest
from kinpanel.presets.model import Definition

STATED = ("label", "source", "parents_rule", "min_months", "age_max_excl", "child_place")
"""What a definition that is like no other must state itself."""


def contradictions(definition: Definition) -> Iterator[tuple[str, str, str]]:
    """Fields that contradict each other: field, message, advice. The definition stands alone,
    what it is `like` has been filled in."""
    for name in STATED:
        if definition.like is None and name not in definition.model_fields_set:
            yield name, f"key {name!r} is missing", f"add {name}:, or like: a preset"
    if definition.age_min >= definition.age_max_excl:
        yield "age_min", "age_min must be below age_max_excl", "change one of them"
    if definition.parents_rule == "neither_coresident" and definition.dead_parent_as == "exclude":
        message = "where neither parent may live with the child, the dead cannot be left out"
        yield "dead_parent_as", message, "write absent or not_absent"
    yield from _months(definition)
    known = set(Definition.model_fields) - {"like", "label", "source", "verify"}
    for field in sorted(set(definition.verify) - known):
        yield "verify", f"unknown field {field!r}", nearest(field, known)


def _months(definition: Definition) -> Iterator[tuple[str, str, str]]:
    basis, period, least = definition.months_basis, definition.period, definition.min_months
    if basis == "none" and least > 0:
        yield "months_basis", f"{least} months of what?", "write months_basis:"
    if basis in ("none", "current_spell_to_date") and not definition.current_required:
        yield "current_required", f"months_basis {basis} is about the present spell", "leave it out"
    if basis == "total_last_12" and period != "last_12_months":
        yield "ref_period", "total_last_12 counts in last_12_months", "leave it out"
    if basis in ("none", "current_spell_to_date") and period != "at_interview":
        yield "ref_period", f"months_basis {basis} counts at_interview", "leave it out"
    if period in ("last_12_months", "calendar_year") and least > 12:
        yield "min_months", f"{least} months do not fit into 12", "write ref_period: since_birth"
    if period == "at_interview" and not definition.current_required:
        yield "current_required", "at_interview is about the present spell", "leave it out"
