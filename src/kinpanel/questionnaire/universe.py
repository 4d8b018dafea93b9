"""Who was asked: a condition read as a three-valued mask over the answers to its gates.

A gate that is itself missing by routing was not asked, so what it would open is closed, under
`not` as well: `not a = 1` says what `a != 1` says. A gate that is missing for any other reason
leaves the universe unknown, and so does arithmetic without a result: a division by zero, a text
that is no number, a number too large.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from kinpanel.questionnaire.routing import (
    Answered,
    Arithmetic,
    Both,
    Comparison,
    Condition,
    Either,
    Membership,
    Name,
    Negative,
    Node,
    Not,
    Selected,
    Term,
    names_of,
)

__all__ = ["Answers", "Condition", "Mask", "Universe", "universe"]

Mask = npt.NDArray[np.bool_]

_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
}
_NUMBER = re.compile(r"\s*-?[0-9]+(\.[0-9]+)?\s*")


@dataclass(frozen=True)
class Answers:
    """One question's answers: values (number or object array), what is missing, and by routing.

    Three arrays of length n; values in rows that are missing are never looked at. A multi-response
    answer is the text of its codes, parted by spaces; "" is one with nothing chosen.
    """

    values: npt.NDArray[Any]
    missing: Mask
    by_routing: Mask


@dataclass(frozen=True)
class Universe:
    """Who was asked, three-valued: `asked`, `skipped`, or neither (unknown); one per row."""

    asked: Mask
    skipped: Mask

    @property
    def unknown(self) -> Mask:
        """Rows where a gate is missing, so that nobody can tell."""
        return ~(self.asked | self.skipped)


def universe(condition: Condition, answers: Mapping[str, Answers]) -> Universe:
    """Who was asked under a condition, by Kleene's three-valued logic over the gates' answers.

    Two texts compare as texts. A number and a text compare as numbers; a text that is no number
    equals none, and whether it is smaller or larger is unknown. Raises KeyError when `answers`
    lack a question that the condition names.
    """
    return _evaluate(condition.tree, answers, negated=False)


def _evaluate(node: Node, answers: Mapping[str, Answers], *, negated: bool) -> Universe:
    if isinstance(node, Not):
        return _evaluate(node.part, answers, negated=not negated)
    if isinstance(node, Both | Either):
        left = _evaluate(node.left, answers, negated=negated)
        right = _evaluate(node.right, answers, negated=negated)
        if isinstance(node, Both) is not negated:
            return Universe(left.asked & right.asked, left.skipped | right.skipped)
        return Universe(left.asked | right.asked, left.skipped & right.skipped)
    if isinstance(node, Answered):
        missing = answers[node.name.id].missing
        return Universe(missing, ~missing) if negated else Universe(~missing, missing)
    holds, fails, by_routing = _leaf(node, answers)
    asked, skipped = (fails, holds) if negated else (holds, fails)
    return Universe(asked, skipped | by_routing)


def _leaf(
    node: Comparison | Membership | Selected, answers: Mapping[str, Answers]
) -> tuple[Mask, Mask, Mask]:
    """Rows where a comparison holds, where it fails, and where a gate is missing by routing."""
    if isinstance(node, Selected):
        gate = answers[node.name.id]
        given = ~gate.missing
        holds = np.zeros(len(given), dtype=bool)
        holds[given] = [node.code in str(chosen).split() for chosen in gate.values[given]]
        return holds, given & ~holds, gate.by_routing
    if isinstance(node, Membership):
        gate = answers[node.left.id]
        given = ~gate.missing
        holds, fails = np.zeros(len(given), dtype=bool), given.copy()
        for value in node.values:
            hit, miss = _compare("=", gate.values, value, given)
            holds |= hit
            fails &= miss
        return holds, fails, gate.by_routing
    gates = [answers[name] for name in sorted(names_of(node.left) | names_of(node.right))]
    given, by_routing = ~gates[0].missing, gates[0].by_routing
    for gate in gates[1:]:
        given, by_routing = given & ~gate.missing, by_routing | gate.by_routing
    left, right = (_side(side, answers, given) for side in (node.left, node.right))
    for side, values in ((node.left, left), (node.right, right)):
        if isinstance(side, Negative | Arithmetic):
            given = given & np.isfinite(values)
    holds, fails = _compare(node.sign, left, right, given)
    return holds, fails, by_routing


def _side(term: Term, answers: Mapping[str, Answers], given: Mask) -> Any:
    """What one side of a comparison says: a literal, the answers, or what arithmetic makes."""
    if isinstance(term, Name):
        return answers[term.id].values
    return term if isinstance(term, float | str) else _computed(term, answers, given)


def _computed(term: Term, answers: Mapping[str, Answers], given: Mask) -> npt.NDArray[np.float64]:
    """Arithmetic in the rows `given`; what has no result, and all other rows, is not finite."""
    values = np.full(len(given), np.nan)
    if isinstance(term, Arithmetic):
        left, right = (_computed(side, answers, given) for side in (term.left, term.right))
        with np.errstate(all="ignore"):
            values[:] = _ARITHMETIC[term.sign](left, right)
        return np.where(np.isfinite(values), values, np.nan)
    if isinstance(term, Negative):
        return -_computed(term.part, answers, given)
    if isinstance(term, Name):
        values[given] = _numbers(answers[term.id].values[given])
        return np.where(np.isfinite(values), values, np.nan)
    values[given] = float(term)
    return values


def _compare(sign: str, left: npt.NDArray[Any], right: Any, given: Mask) -> tuple[Mask, Mask]:
    """Rows among those `given` where the comparison holds, and where it fails."""
    one = left[given]
    two = right[given] if isinstance(right, np.ndarray) else np.full(len(one), right)
    open_ = np.zeros(len(one), dtype=bool)
    if _is_text(one) and _is_text(two):
        one, two = one.astype(str), two.astype(str)
    elif _is_text(one) or _is_text(two):
        one, two = _numbers(one), _numbers(two)
        if sign not in ("=", "!="):
            open_ = np.isnan(one) | np.isnan(two)
    hit = np.asarray(_COMPARE[sign](one, two), dtype=bool)
    holds, fails = np.zeros(len(given), dtype=bool), np.zeros(len(given), dtype=bool)
    holds[given], fails[given] = hit & ~open_, ~hit & ~open_
    return holds, fails


def _is_text(values: npt.NDArray[Any]) -> bool:
    return values.dtype.kind in "OU"


def _numbers(values: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    """Values as numbers, NaN for a text that is none."""
    if not _is_text(values):
        return values.astype(float)
    return np.array([float(v) if _NUMBER.fullmatch(str(v)) else np.nan for v in values], float)
