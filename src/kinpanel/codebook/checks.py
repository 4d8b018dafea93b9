"""Whether the checks that variables declare for the audit can be made."""

from __future__ import annotations

from kinpanel.codebook.model import TableCodebook, Variable
from kinpanel.documents import Unusable
from kinpanel.documents.tree import Tree
from kinpanel.errors import Finding, nearest


def check_checks(table: TableCodebook, tree: Tree, unusable: Unusable) -> list[Finding]:
    """Findings on `constant_within` that names no other variable, and on jumps of what is text.

    Nothing is said against a name whose own declaration has a fault.
    """
    findings = []
    for place, variable in enumerate(table.variables):
        for message, advice in _wrong(variable, table, unusable):
            findings.append(
                Finding(
                    rule="checks",
                    message=f"{variable.name}: {message}",
                    file=tree.file,
                    line=tree.line(("variables", place, "checks")),
                    advice=advice,
                )
            )
    return findings


def _wrong(variable: Variable, table: TableCodebook, unusable: Unusable) -> list[tuple[str, str]]:
    wrong = []
    within = variable.checks.constant_within
    others = [other.name for other in table.variables if other.name != variable.name]
    faulty = within is not None and unusable.covers("table", table.table, within)
    if within is not None and within not in others and not faulty:
        message = f"constant_within {within!r} is no other variable of the table"
        wrong.append((message, nearest(within, others)))
    if variable.checks.max_jump is not None and variable.type not in ("integer", "decimal"):
        wrong.append((f"max_jump needs a number, not {variable.type}", ""))
    return wrong
