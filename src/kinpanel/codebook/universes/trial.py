"""The conditions of one wave, evaluated over answers to its gates, in the order asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from kinpanel.codebook.universes.asked import Asked, gate_of
from kinpanel.codebook.universes.axis import Axis
from kinpanel.codebook.universes.point import Raw
from kinpanel.questionnaire.possible import settled
from kinpanel.questionnaire.tree import Answered, Leaf, Membership, Selected
from kinpanel.questionnaire.universe import Answers, Universe, universe

LARGEST = 1e12
"""Larger numbers are not told apart from their neighbours."""
NOT_ASKED, UNKNOWN, ASKED = 0, 1, 2

Places = npt.NDArray[np.intp]
Verdicts = npt.NDArray[np.int8]


def verdicts(asked: Asked, given: Mapping[str, Answers], rows: int) -> Verdicts:
    """Whether the variable is asked, in n rows: NOT_ASKED, UNKNOWN or ASKED.

    `given` is what the gates were answered if they are asked. A gate that is not asked is missing
    by routing; one of which nobody can tell whether it is asked, is missing.
    """
    if asked.condition is None:
        return np.full(rows, ASKED, dtype=np.int8)
    answers: dict[str, Answers] = {}
    for name, gate in asked.gates.items():
        answers[name] = given[name]
        if gate.ask_if is not None:
            who = universe(gate.ask_if, answers)
            missing = given[name].missing | ~who.asked
            answers[name] = Answers(given[name].values, missing, who.skipped)
    return coded(universe(asked.condition, answers))


def coded(who: Universe) -> Verdicts:
    """The three values of a universe as one number per row."""
    found = np.full(len(who.asked), UNKNOWN, dtype=np.int8)
    found[who.asked] = ASKED
    found[who.skipped] = NOT_ASKED
    return found


def answers_at(axis: Axis, side: int, places: Places | None = None) -> Answers:
    """The raw answers of one wave at the points of an axis, or at the places given."""
    raw: Sequence[Raw] = [point[side] for point in axis.points]
    missing = np.array([value is None for value in raw])
    numeric = not any(isinstance(value, str) for value in raw)
    filler: Raw = 0.0 if numeric else ""
    values = np.array(
        [filler if value is None else value for value in raw], dtype=float if numeric else object
    )
    if places is not None:
        values, missing = values[places], missing[places]
    return Answers(values, missing, np.zeros(len(missing), dtype=bool))


def is_settled(leaf: Leaf, asked: Asked, axes: Mapping[str, Axis]) -> bool:
    """Whether the points of the axes, by id of the gate, tell all that a leaf can come to."""
    gate = gate_of(leaf)
    if gate is None:
        return False
    if isinstance(leaf, Answered):
        return True
    if isinstance(leaf, Selected):
        return axes[gate].tried
    values = leaf.values if isinstance(leaf, Membership) else (leaf.right,)
    large = any(isinstance(value, float) and abs(value) > LARGEST for value in values)
    return axes[gate].tried and not large and settled(leaf, asked.gates[gate])
