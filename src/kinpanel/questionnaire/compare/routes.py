"""Routing in one normal form, so that two conditions that ask the same people are one tree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kinpanel.questionnaire.routing import (
    Answered,
    Both,
    Comparison,
    Condition,
    Either,
    Membership,
    Name,
    Node,
    Not,
)

Normal = tuple[Any, ...]
"""Nested tuples: an operator and its parts, sorted where their order says nothing."""

_NEGATED = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_TURNED = {"=": "=", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}


def normal(condition: Condition | None, concepts: Mapping[str, str]) -> Normal:
    """The normal form of a condition; () for everybody.

    Questions are named by their concept where `concepts` has it, so that a gate may be renamed
    between waves. `not` is drawn inwards, as the universe reads it; `a = 1 and b = 2` equals
    `b = 2 and a = 1`, `a in (1)` equals `a = 1`.
    """
    return () if condition is None else _normal(condition.tree, concepts, negated=False)


def _normal(node: Node, concepts: Mapping[str, str], *, negated: bool) -> Normal:
    if isinstance(node, Not):
        return _normal(node.part, concepts, negated=not negated)
    if isinstance(node, Both | Either):
        word = "and" if isinstance(node, Both) is not negated else "or"
        parts: set[Normal] = set()
        for side in (node.left, node.right):
            part = _normal(side, concepts, negated=negated)
            parts |= set(part[1:]) if part[0] == word else {part}
        return next(iter(parts)) if len(parts) == 1 else (word, *sorted(parts, key=repr))
    if isinstance(node, Answered):
        return ("unanswered" if negated else "answered", _named(node.name, concepts))
    return _leaf(node, concepts, negated=negated)


def _leaf(node: Comparison | Membership, concepts: Mapping[str, str], *, negated: bool) -> Normal:
    left = _named(node.left, concepts)
    if isinstance(node, Membership):
        values = sorted(set(node.values), key=repr)
        if len(values) == 1:
            return ("!=" if negated else "=", left, values[0])
        return ("not in" if negated else "in", left, *values)
    sign = _NEGATED[node.sign] if negated else node.sign
    if not isinstance(node.right, Name):
        return (sign, left, node.right)
    right = _named(node.right, concepts)
    if right < left:
        sign, left, right = _TURNED[sign], right, left
    return (sign, left, ("name", right))


def _named(name: Name, concepts: Mapping[str, str]) -> str:
    return concepts.get(name.id, name.id)
