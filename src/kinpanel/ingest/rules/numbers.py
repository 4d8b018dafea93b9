"""Rules that change the unit of a number."""

from __future__ import annotations

import re
from fractions import Fraction

import numpy as np

from kinpanel.codebook.units import conversion
from kinpanel.ingest.decoded import Decoded
from kinpanel.ingest.rules.task import Harmonised, Task, given

_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]+)?")


def scale(task: Task) -> Harmonised:
    """The number times the factor. Missing answers keep their reason; nothing is wrong."""
    return multiplied(task.source, Fraction(task.argument))


def unit(task: Task) -> Harmonised:
    """The number in the unit of the variable, from that of the argument or of the question.

    Missing answers keep their reason; nothing is wrong. The contract refuses units that cannot be
    converted; ValueError for them here.
    """
    to = task.variable.unit if task.variable is not None else None
    factor = conversion(task.argument or task.source.question.unit, to)
    if factor is None:
        raise ValueError("rule unit between units that cannot be converted")
    return multiplied(task.source, factor)


def number(code: str) -> float:
    """The number a code stands for; NaN for any other text, `inf` and `1_000` among them."""
    return float(code) if _NUMBER.fullmatch(code.strip()) else float("nan")


def multiplied(source: Decoded, factor: Fraction) -> Harmonised:
    """The number times a factor, not rounded; missing answers keep their reason."""
    # As a ratio, so that 0.01 makes whole numbers of whole hundreds.
    up, down = factor.as_integer_ratio()
    # Cells without an answer may hold the largest of all numbers, which cannot be multiplied.
    numbers = np.where(source.missing, 0.0, source.values.astype(float))
    return given(source, numbers * up / down)
