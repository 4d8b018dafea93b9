"""Numbers to try out: at, between and beyond what a gate is compared with, in either unit."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from kinpanel.codebook.universes.point import Point
from kinpanel.questionnaire import Question

Numeric = tuple[Question, Fraction, Sequence[float]]
"""A gate, the factor that makes the shared variable of it, and the numbers it is compared with."""


def number_points(gates: Sequence[Numeric | None]) -> list[Point]:
    """One number of every part into which the constants of both waves divide what can be answered.

    Whole numbers where both waves hold whole numbers of one unit; else a point between any two
    constants. The range is that of both waves together, where both declare one.
    """
    known = [gate for gate in gates if gate is not None]
    cuts = {Fraction(repr(cut)) * factor for _, factor, these in known for cut in these}
    low, high = _range(known)
    ends = {end for end in (low, high) if end is not None}
    steps = {c for c in cuts if _inside(c, low, high)} | ends or {Fraction(0)}
    units = {factor for _, factor, _ in known}
    if len(units) == 1 and all(question.kind == "integer" for question, _, _ in known):
        unit = units.pop()
        wholes = {whole for at in steps for whole in (math.floor(at / unit), math.ceil(at / unit))}
        found = {(whole + by) * unit for whole in wholes for by in (-1, 0, 1)}
    else:
        ordered = sorted(steps)
        between = {(one + two) / 2 for one, two in pairwise(ordered)}
        found = {*ordered, *between, ordered[0] - 1, ordered[-1] + 1}
    values = sorted(value for value in found if _inside(value, low, high))
    return [(_raw(value, gates[0]), _raw(value, gates[1])) for value in values]


def _range(gates: Sequence[Numeric]) -> tuple[Fraction | None, Fraction | None]:
    """The least and the greatest value that either wave allows; None where there is none."""
    lows: list[float | Fraction] = []
    highs: list[float | Fraction] = []
    for question, factor, _ in gates:
        limits = question.range or (-math.inf, math.inf)
        low, high = sorted(
            Fraction(repr(end)) * factor if math.isfinite(end) else end * float(factor)
            for end in limits
        )
        lows.append(low)
        highs.append(high)
    least, most = min(lows), max(highs)
    return (
        least if isinstance(least, Fraction) else None,
        most if isinstance(most, Fraction) else None,
    )


def _inside(value: Fraction, low: Fraction | None, high: Fraction | None) -> bool:
    return (low is None or low <= value) and (high is None or value <= high)


def _raw(value: Fraction, gate: Numeric | None) -> float:
    return float(value / gate[1]) if gate is not None else float(value)
