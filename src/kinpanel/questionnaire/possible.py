"""Which outcomes a condition can have at all, tried out on the answers that can make a difference.

Every question gets a few cells: for a number what lies at, between and beyond the numbers it is
compared with, within its range; for a choice all its codes; for a multi-response question every
selection of the codes named; for a text the texts themselves and another one; and two ways of
being missing. What cannot be settled so (arithmetic, two questions against each other, dates)
counts as free to hold or fail, so that a verdict is always certain.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

import numpy as np

from kinpanel.labels import code_text
from kinpanel.questionnaire.model import Question
from kinpanel.questionnaire.routing import Condition
from kinpanel.questionnaire.tree import (
    Answered,
    Both,
    Comparison,
    Either,
    Membership,
    Name,
    Node,
    Not,
    Selected,
    leaves,
)
from kinpanel.questionnaire.universe import Answers, Mask, universe

MAX_ROWS = 20_000
"""More combinations of answers are not tried."""
MAX_GATES = 14
"""Nor are more gates that have gates of their own."""
MAX_SELECTED = 10
"""Nor are more codes of one multi-response question: their selections double with each."""
_EXACT = 1e12
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_ROUTED, _REFUSED = object(), object()


@dataclass(frozen=True)
class Outcomes:
    """Whether anybody can be asked, and whether anybody who answered all gates is not."""

    can_hold: bool
    can_fail: bool


def outcomes(
    condition: Condition, gates: Mapping[str, Question], *, with_gates: bool
) -> Outcomes | None:
    """What the condition can come to over all answers its gates can have; None when too many.

    `with_gates` takes gates that were themselves not to be asked as missing by routing. Where the
    condition says `answered`, missing answers count for `can_fail`, too. Raises KeyError when
    `gates` lack a question.
    """
    conditions = _with_gates(condition, gates) if with_gates else {"": condition}
    if conditions is None:
        return None
    trees: dict[str, Node] = {}
    literals: dict[str, list[float | str]] = {}
    for owner, known in conditions.items():
        trees[owner] = _freed(known.tree, gates, literals, owner)
    if not all(_few(gates.get(name), found) for name, found in literals.items()):
        return None
    cells = {name: _cells(gates.get(name), found) for name, found in literals.items()}
    count = math.prod(map(len, cells.values()))
    if count > MAX_ROWS:
        return None
    answers, rows = _product(cells, gates), np.ones(count, dtype=bool)
    for owner, tree in trees.items():
        if owner in answers:
            skipped = universe(Condition("", tree, frozenset()), answers).skipped
            rows &= ~skipped | answers[owner].by_routing
    who = universe(Condition("", trees[""], frozenset()), answers)
    complete = rows.copy()
    if not any(isinstance(leaf, Answered) for leaf in leaves(trees[""])):
        for given in answers.values():
            complete &= ~given.missing
    return Outcomes(bool((who.asked & rows).any()), bool((~who.asked & complete).any()))


def _with_gates(condition: Condition, gates: Mapping[str, Question]) -> dict[str, Condition] | None:
    """The condition, as "", and those of all gates before it; None when too many or unknown."""
    found = {"": condition}
    waiting = sorted(condition.names)
    while waiting:
        name = waiting.pop()
        if name not in gates or len(found) > MAX_GATES:
            return None
        own = gates[name].ask_if
        if own is not None and name not in found:
            found[name] = own
            waiting += sorted(own.names)
    return found


def _freed(
    node: Node, gates: Mapping[str, Question], literals: dict[str, list[float | str]], owner: str
) -> Node:
    """The tree with a free switch for every leaf that cannot be tried; collects the literals."""
    if isinstance(node, Not):
        return Not(_freed(node.part, gates, literals, owner))
    if isinstance(node, Both | Either):
        left = _freed(node.left, gates, literals, owner)
        return type(node)(left, _freed(node.right, gates, literals, owner))
    if isinstance(node, Answered):
        literals.setdefault(node.name.id, [])
        return node
    if isinstance(node, Selected):
        literals.setdefault(node.name.id, []).append(node.code)
        return node
    if isinstance(node.left, Name) and settled(node, gates[node.left.id]):
        values = node.values if isinstance(node, Membership) else (node.right,)
        found = literals.setdefault(node.left.id, [])
        found += [value for value in values if isinstance(value, float | str)]
        return node
    switch = Name(f"{owner}?{len(literals)}")
    literals[switch.id] = []
    return Comparison(switch, "=", 1.0)


def settled(leaf: Comparison | Membership, question: Question) -> bool:
    """Whether the literals alone settle a leaf on this question, however its file stores it."""
    values: Sequence[Any] = leaf.values if isinstance(leaf, Membership) else (leaf.right,)
    texts = any(isinstance(value, str) for value in values)
    ordered = isinstance(leaf, Comparison) and leaf.sign not in ("=", "!=")
    if not all(isinstance(value, float | str) for value in values):
        return False
    if question.kind in ("integer", "decimal"):
        return not texts
    if question.kind == "text":
        return not ordered
    if question.kind != "select_one" or not question.choices:
        return False
    if ordered:
        return not texts
    codes = [choice.code for choice in question.choices]
    return not texts or all(as_number(code) is None or _plain(code) for code in codes)


def as_number(code: str) -> float | None:
    """A code as the number it stands for; None when it stands for none."""
    return float(code) if _NUMBER.fullmatch(code) else None


def _plain(code: str) -> bool:
    return str(code_text(as_number(code))) == code


def _few(question: Question | None, literals: Sequence[float | str]) -> bool:
    """Whether what the literals tell apart can be tried out."""
    if question is not None and question.kind == "select_multiple":
        return len(set(literals)) <= MAX_SELECTED
    return all(isinstance(value, str) or abs(value) < _EXACT for value in literals)


def _cells(question: Question | None, literals: Sequence[float | str]) -> list[Any]:
    missing = [_ROUTED, _REFUSED]
    if question is None:
        return [1.0, 0.0]
    if question.kind in ("integer", "decimal"):
        return [*_numbers(question, [v for v in literals if isinstance(v, float)]), *missing]
    if question.kind == "select_one" and question.choices:
        codes = [choice.code for choice in question.choices]
        return [*(code for code in codes if code not in question.missing_codes), *missing]
    if question.kind == "select_multiple":
        named = sorted({str(value) for value in literals})
        sizes = range(len(named) + 1)
        return [*(" ".join(some) for size in sizes for some in combinations(named, size)), *missing]
    texts = {v if isinstance(v, str) else str(code_text(v)) for v in literals}
    texts |= {f" {code_text(v)}" for v in literals if isinstance(v, float)}
    return [*sorted(texts), "\0", *missing]


def _numbers(question: Question, cuts: list[float]) -> list[float]:
    """One number of every part into which the cuts divide what the question can hold."""
    low, high = question.range or (-math.inf, math.inf)
    low = low if math.isfinite(low) else min([*cuts, 0.0 if high > 0 else high]) - 2
    high = high if math.isfinite(high) else max([*cuts, low]) + 2
    if question.kind == "integer":
        steps = {low, high, *cuts}
        near = {
            float(whole + by)
            for at in steps
            for whole in (math.floor(at), math.ceil(at))
            for by in (-1, 0, 1)
        }
        return sorted(value for value in near if low <= value <= high)
    inside = sorted({low, high, *(cut for cut in cuts if low <= cut <= high)})
    between = [(one + two) / 2 for one, two in pairwise(inside)]
    return sorted({*inside, *between})


def _product(
    cells: Mapping[str, Sequence[Any]], gates: Mapping[str, Question]
) -> dict[str, Answers]:
    """One row for every combination of cells."""
    grid = np.indices([len(found) for found in cells.values()]).reshape(len(cells), -1)
    answers: dict[str, Answers] = {}
    for places, (name, found) in zip(grid, cells.items(), strict=True):
        given = [cell for cell in found if cell is not _ROUTED and cell is not _REFUSED]
        numbers = [as_number(v) if isinstance(v, str) else v for v in given]
        text = name in gates and gates[name].kind in ("text", "select_multiple")
        as_text = text or any(number is None for number in numbers)
        filler: list[Any] = ["" if as_text else 0.0] * (len(found) - len(given))
        values = np.array([*(given if as_text else numbers), *filler], object if as_text else float)
        gone: Mask = np.array([cell is _ROUTED or cell is _REFUSED for cell in found])
        routed: Mask = np.array([cell is _ROUTED for cell in found])
        answers[name] = Answers(values[places], gone[places], routed[places])
    return answers
