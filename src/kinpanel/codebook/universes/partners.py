"""Gates of two waves that ask the same, whatever their ids."""

from __future__ import annotations

from kinpanel.codebook.agreement import COMPARED
from kinpanel.codebook.crosswalk import CrosswalkRow
from kinpanel.codebook.universes.asked import Asked
from kinpanel.questionnaire import Question
from kinpanel.questionnaire.compare.waves import match

Rows = tuple[CrosswalkRow, CrosswalkRow]


def partners_of(before: Asked, after: Asked) -> list[tuple[str, str, Rows | None]]:
    """Pairs of gates that are one, and gates without a partner, whose other name is "".

    Two gates are one when both become the same variable of the table (the rows say how); else,
    where not both become variables, when they have the same concept and the same unit.
    """
    found: list[tuple[str, str, Rows | None]] = []
    left, right = dict(before.gates), dict(after.gates)
    for one in before.gates:
        for two in right:
            rows = _shared(before, one, after, two)
            if rows is not None:
                found.append((one, two, rows))
                del left[one], right[two]
                break
    for one, other in match(list(left.values()), list(right.values())).items():
        both_made = before.made[one] and after.made[other.id]
        if not both_made and _same_unit(left[one], other):
            found.append((one, other.id, None))
            del left[one], right[other.id]
    return found + [(one, "", None) for one in left] + [("", two, None) for two in right]


def _shared(before: Asked, one: str, after: Asked, two: str) -> Rows | None:
    """How both gates become one variable whose values can be compared; None where none is."""
    for row in before.made[one]:
        for other in after.made[two]:
            if row.variable == other.variable and {row.status, other.status} <= COMPARED:
                return row, other
    return None


def _same_unit(one: Question, two: Question) -> bool:
    return one.unit is None or two.unit is None or one.unit == two.unit
