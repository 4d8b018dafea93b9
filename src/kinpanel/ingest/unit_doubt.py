"""A wave whose answers look as though they were in another unit."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from kinpanel.codebook import Variable
from kinpanel.codebook.crosswalk import CrosswalkRow
from kinpanel.codebook.rules import Rule
from kinpanel.codebook.unit_check import times
from kinpanel.codebook.units import conversion, like
from kinpanel.errors import Finding
from kinpanel.questionnaire import Question
from kinpanel.tables.values import Values

SLIPS = tuple(
    factor for size in (2, 10, 100, 1000, 10_000) for factor in (Fraction(size), Fraction(1, size))
)
"""Factors by which numbers are wrong where their unit is."""
NEAR = 0.1
"""How far, as a share, a median may lie outside of what is typical and still count as inside."""
FEWEST = 10
"""Fewer values have no median worth a warning, and too few people to speak of."""


def unit_doubt(
    variable: Variable, held: Values, row: CrosswalkRow, question: Question | None, file: str
) -> list[Finding]:
    """A warning where the median is typical only after division by a well-known wrong factor.

    For variables with a `typical` interval and at least `FEWEST` values; missing ones do not
    count. The factor and the unit that it points to are named, never a value.
    """
    if variable.typical is None or row.rule is None or held.texts is not None:
        return []
    numbers = _numbers(held)
    if len(numbers) < FEWEST:
        return []
    median, (low, high) = float(np.median(numbers)), variable.typical
    if not math.isfinite(median) or _inside(median, low, high):
        return []
    middle = math.sqrt(low * high)
    known = [slip for slip in SLIPS if _inside(median / float(slip), low, high)]
    if not known:
        return []
    slip = min(known, key=lambda one: abs(math.log(median / float(one) / middle)))
    units = [*like(variable.unit, slip / _done(row.rule, variable, question))]
    asked = repr(question.id) if question is not None else "the question"
    told = f"in {' or '.join(units)}" if units else "in another unit, or with a slipped point"
    return [
        Finding(
            rule="unit-suspect",
            severity="warning",
            message=f"the median is typical but for a factor ({times(slip)}): "
            f"the answers seem to be {told}",
            file=file,
            wave=row.wave,
            variable=f"{row.table}.{row.variable}",
            advice=f"look at the unit of {asked}; see {row.file}, line {row.line}",
        )
    ]


def _numbers(held: Values) -> npt.NDArray[np.float64]:
    """The values as numbers; none where one of them is no number."""
    try:
        return held.cells[~held.missing].astype(np.float64)
    except (TypeError, ValueError):
        return np.array([], dtype=np.float64)


def _inside(median: float, low: float, high: float) -> bool:
    return low * (1 - NEAR) <= median <= high * (1 + NEAR)


def _done(rule: Rule, variable: Variable, question: Question | None) -> Fraction:
    """What the rule multiplied by."""
    if rule.spec.name == "scale":
        return Fraction(rule.argument)
    if rule.spec.name == "zero":
        return Fraction((*rule.argument.split(), "1")[1])
    if rule.spec.name != "unit":
        return Fraction(1)
    source = rule.argument or (question.unit if question is not None else None)
    return conversion(source, variable.unit) or Fraction(1)
