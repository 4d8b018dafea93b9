"""Every rule of the audit, by number. Numbers are never given again."""

from __future__ import annotations

from kinpanel.derived.audit import (
    ancestry,
    answers,
    dates,
    death,
    declared,
    distribution,
    growth,
    heaping,
    identity,
    kinship,
    resets,
    spells,
)
from kinpanel.derived.audit.rule import AuditRule
from kinpanel.errors import UsageError, nearest

FAMILIES: dict[str, tuple[AuditRule, ...]] = {
    "Persons over the waves": identity.RULES,
    "Ids that change": resets.RULES,
    "Kinship": tuple(sorted((*kinship.RULES, *ancestry.RULES), key=lambda rule: rule.number)),
    "Deaths": death.RULES,
    "Dates of interviews": dates.RULES,
    "Spells of absence": spells.RULES,
    "Distributions": (*distribution.RULES, *heaping.RULES),
    "Height and weight": growth.RULES,
    "Checks of the codebook": declared.RULES,
    "Answers": answers.RULES,
}
"""Rules by family, in the order in which they are run and told."""

RULES: dict[str, AuditRule] = {rule.number: rule for part in FAMILIES.values() for rule in part}
"""Rules by number."""


def rule_of(name: str) -> AuditRule:
    """The rule with that number or name; UsageError for another one."""
    for rule in RULES.values():
        if name in (rule.number, rule.name):
            return rule
    known = [*RULES, *(rule.name for rule in RULES.values())]
    raise UsageError(f"no rule {name!r} of the audit; {nearest(name, known)}")
