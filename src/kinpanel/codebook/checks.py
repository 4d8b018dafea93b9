"""Whether the checks that variables declare for the audit can be made."""

from __future__ import annotations

from kinpanel.codebook.model import TableCodebook, Variable
from kinpanel.documents import Unusable
from kinpanel.documents.tree import Tree
from kinpanel.errors import Finding, nearest

NUMBERS = ("integer", "decimal")


def check_checks(table: TableCodebook, tree: Tree, unusable: Unusable) -> list[Finding]:
    """Findings on groups that are no other variable, and on jumps and units of what is no number.

    Nothing is said against a name whose own declaration has a fault.
    """
    return [
        tree.finding(
            "checks", ("variables", place, "checks"), f"{variable.name}: {message}", advice
        )
        for place, variable in enumerate(table.variables)
        for message, advice in _wrong(variable, table, unusable)
    ]


def _wrong(variable: Variable, table: TableCodebook, unusable: Unusable) -> list[tuple[str, str]]:
    wrong = []
    within = variable.checks.constant_within
    others = [other.name for other in table.variables if other.name != variable.name]
    faulty = within is not None and unusable.covers("table", table.table, within)
    if within is not None and within not in others and not faulty:
        message = f"constant_within {within!r} is no other variable of the table"
        wrong.append((message, nearest(within, others)))
    if variable.checks.max_jump is not None and variable.type not in NUMBERS:
        wrong.append((f"max_jump needs a number, not {variable.type}", ""))
    return wrong + _wrong_units(variable, table, others, unusable)


def _wrong_units(
    variable: Variable, table: TableCodebook, others: list[str], unusable: Unusable
) -> list[tuple[str, str]]:
    wrong = []
    checks = variable.checks
    for check, name in (("unit_within", checks.unit_within), ("unit_given", checks.unit_given)):
        faulty = name is not None and unusable.covers("table", table.table, name)
        if name is not None and name not in others and not faulty:
            message = f"{check} {name!r} is no other variable of the table"
            wrong.append((message, nearest(name, others)))
    given = table.variable(checks.unit_given) if checks.unit_given is not None else None
    if given is not None and given.type not in NUMBERS:
        wrong.append((f"unit_given needs a number, not {given.type}", ""))
    if checks.unit_given is not None and checks.unit_within is None:
        wrong.append(("unit_given without unit_within", "say within which groups: unit_within"))
    if checks.unit_within is not None and variable.type not in NUMBERS:
        wrong.append((f"unit_within needs a number, not {variable.type}", ""))
    return wrong
