"""Whether the tables hold what a rule needs, and what they lack."""

from __future__ import annotations

from kinpanel.codebook.score import ScaleScore, SumScore
from kinpanel.derived.audit.growth import KILOGRAMS, METRES
from kinpanel.derived.audit.material import Material, People, Sheet, Spells
from kinpanel.derived.audit.rule import AuditRule

WORDS = {
    "birth": "birth_month or birth_year",
    "parents": "father or mother",
    "death": "died or death_month",
    "body": "height or weight",
    "universe": "age, or birth and interviewed",
    "height unit": f"a height with unit {', '.join(METRES)}",
    "weight unit": f"a weight with unit {', '.join(KILOGRAMS)}",
}
"""How needs are told that are no roles by themselves."""


def told(need: str) -> str:
    """A need in words, for people."""
    section, dot, role = need.rpartition(".")
    return f"{section}{dot}{WORDS.get(role, role)}"


def lacking(rule: AuditRule, over: People | Spells | Sheet, material: Material) -> tuple[str, ...]:
    """What a rule needs and does not find, in words; empty when it can run over that table."""
    held = set(material.held)
    if isinstance(over, People):
        held |= _held_by_people(over)
        section = over.section + "."
    elif isinstance(over, Spells):
        held |= over.held
        section = "spells."
    else:
        held |= _held_by_sheet(over, material)
        section = ""
    return tuple(
        told(need if "." in need or " " in need or need == "fieldwork" else section + need)
        for need in rule.needs
        if need not in held
    )


def nothing_to_run_over(rule: AuditRule) -> tuple[str, ...]:
    """What is lacking where no table of the rule's scope has landed."""
    return {
        "people": ("person.table or child.table",),
        "spells": ("spells.table",),
        "table": ("a table",),
    }[rule.scope]


def _held_by_people(people: People) -> set[str]:
    held = set(people.held)
    if {"height", "weight"} & held:
        held.add("body")
    if "age" in held or {"birth", "interviewed"} <= held:
        held.add("universe")
    for role, units in (("height", METRES), ("weight", KILOGRAMS)):
        variable = people.sheet.codebook.variable(people.names.get(role, ""))
        if variable is not None and variable.unit in units:
            held.add(f"{role} unit")
    return held


def _held_by_sheet(sheet: Sheet, material: Material) -> set[str]:
    held = set()
    for variable in sheet.codebook.variables:
        if variable.checks.constant_within is not None:
            held.add("checks: constant_within")
        if variable.checks.max_jump is not None:
            held.add("checks: max_jump")
        if variable.checks.unit_within is not None:
            held.add("checks: unit_within")
        score = variable.score
        if isinstance(score, ScaleScore) and score.key.reversed & score.key.needed(score.scale_key):
            held.add("scale with reversed items")
        if isinstance(score, SumScore) and material.turned & set(score.items):
            held.add("scale with reversed items")
    return held
