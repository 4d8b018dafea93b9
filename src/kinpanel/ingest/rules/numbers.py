"""Rules that change the unit of a number, or know that it is 0 where it was not asked."""

from __future__ import annotations

import re
from fractions import Fraction

import numpy as np

from kinpanel.codebook.units import conversion
from kinpanel.ingest.decoded import Decoded
from kinpanel.ingest.rules.task import Harmonised, Task, given, spread
from kinpanel.study import INAPPLICABLE
from kinpanel.tables.values import Values

_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]+)?")


def scale(task: Task) -> Harmonised:
    """The number times the factor. Missing answers keep their reason; nothing is wrong."""
    return _times(task.source, Fraction(task.argument))


def unit(task: Task) -> Harmonised:
    """The number in the unit of the variable, from that of the argument or of the question.

    Missing answers keep their reason; nothing is wrong. The contract refuses units that cannot be
    converted; ValueError for them here.
    """
    to = task.variable.unit if task.variable is not None else None
    factor = conversion(task.argument or task.source.question.unit, to)
    if factor is None:
        raise ValueError("rule unit between units that cannot be converted")
    return _times(task.source, factor)


def zero(task: Task) -> Harmonised:
    """The first source times the factor; 0 where routing skipped it and the gate answered the code.

    The gate is the second source. A number that was skipped because the gate is missing has the
    reason of the gate. Missing answers keep their reason otherwise; nothing is wrong.
    """
    code, factor = (*task.argument.split(), "1")[:2]
    made, gate = _times(task.source, Fraction(factor)), task.sources[1]
    skipped = made.why.at(INAPPLICABLE)
    _, codes = gate.distinct
    closed = spread(gate, np.array([text == code for text in codes], dtype=bool)) & ~gate.missing
    values, why = np.where(skipped & closed, 0.0, made.held.cells), made.why
    why.put(skipped & closed, "")
    rows = skipped & gate.missing
    why.put_each(rows, gate.why.codes[rows], gate.why.words)
    return Harmonised(Values(values, why.missing), why, {})


def number(code: str) -> float:
    """The number a code stands for; NaN for any other text, `inf` and `1_000` among them."""
    return float(code) if _NUMBER.fullmatch(code.strip()) else float("nan")


def _times(source: Decoded, factor: Fraction) -> Harmonised:
    # As a ratio, so that 0.01 makes whole numbers of whole hundreds.
    up, down = factor.as_integer_ratio()
    # Cells without an answer may hold the largest of all numbers, which cannot be multiplied.
    numbers = np.where(source.missing, 0.0, source.values.astype(float))
    return given(source, numbers * up / down)
