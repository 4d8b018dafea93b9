"""Rules that change the unit of a number."""

from __future__ import annotations

import re
from fractions import Fraction

from kinpanel.codebook.units import conversion
from kinpanel.ingest.rules.task import Harmonised, Task, given

_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]+)?")


def scale(task: Task) -> Harmonised:
    """The number times the factor. Missing answers keep their reason; nothing is wrong."""
    return _times(task, Fraction(task.argument))


def unit(task: Task) -> Harmonised:
    """The number in the unit of the variable, from that of the argument or of the question.

    Missing answers keep their reason; nothing is wrong. The contract refuses units that cannot be
    converted; ValueError for them here.
    """
    to = task.variable.unit if task.variable is not None else None
    factor = conversion(task.argument or task.source.question.unit, to)
    if factor is None:
        raise ValueError("rule unit between units that cannot be converted")
    return _times(task, factor)


def number(code: str) -> float:
    """The number a code stands for; NaN for any other text, `inf` and `1_000` among them."""
    return float(code) if _NUMBER.fullmatch(code.strip()) else float("nan")


def _times(task: Task, factor: Fraction) -> Harmonised:
    # As a ratio, so that 0.01 makes whole numbers of whole hundreds.
    up, down = factor.as_integer_ratio()
    return given(task.source, task.source.values.astype(float) * up / down)
