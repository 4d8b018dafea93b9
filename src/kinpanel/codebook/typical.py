"""`typical`: the interval in which the median of a wave is expected."""

from __future__ import annotations

from kinpanel.codebook.model import TableCodebook, Variable
from kinpanel.codebook.units import UNITS, unit_of, unknown_unit
from kinpanel.documents.tree import Tree
from kinpanel.errors import Finding

NUMBERS = ("integer", "decimal")


def check_typical(table: TableCodebook, tree: Tree) -> list[Finding]:
    """Intervals of what is no number in a known unit, that reach 0, or leave the range."""
    findings = []
    for place, variable in enumerate(table.variables):
        if variable.typical is None:
            continue
        message, advice = _wrong(variable, variable.typical)
        if message:
            path, text = ("variables", place, "typical"), f"{variable.name}: {message}"
            findings.append(tree.finding("typical", path, text, advice))
    return findings


def _wrong(variable: Variable, typical: tuple[float, float]) -> tuple[str, str]:
    low, high = typical
    if variable.type not in NUMBERS or variable.score is not None:
        what = "a score" if variable.score is not None else variable.type
        return f"typical needs a number that was measured, not {what}", "leave it out"
    if unit_of(variable.unit) is None:
        advice = unknown_unit(variable.unit) if variable.unit else f"known: {', '.join(UNITS)}"
        return "typical needs a unit that can be converted", advice
    if low <= 0:
        return "typical begins at or below 0", "factors between units only move positive numbers"
    if variable.range and not variable.range[0] <= low <= high <= variable.range[1]:
        return "typical leaves the range", "the median lies inside the range"
    return "", ""
