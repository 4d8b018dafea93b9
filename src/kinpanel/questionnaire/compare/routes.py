"""Routing in one normal form, so that two conditions that ask the same people are one tree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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


def _leaf(
    node: Comparison | Membership | Selected, concepts: Mapping[str, str], *, negated: bool
) -> Normal:
    if isinstance(node, Selected):
        word = "not selected" if negated else "selected"
        return (word, _named(node.name, concepts), node.code)
    if isinstance(node, Membership):
        left = _named(node.left, concepts)
        values = sorted(set(node.values), key=repr)
        if len(values) == 1:
            return ("!=" if negated else "=", ("name", left), values[0])
        return ("not in" if negated else "in", ("name", left), *values)
    sign = _NEGATED[node.sign] if negated else node.sign
    sides = _term(node.left, concepts), _term(node.right, concepts)
    if not isinstance(node.right, float | str) and repr(sides[1]) < repr(sides[0]):
        return (_TURNED[sign], sides[1], sides[0])
    return (sign, *sides)


def _term(term: Term, concepts: Mapping[str, str]) -> Normal | float | str:
    if isinstance(term, Name):
        return ("name", _named(term, concepts))
    if isinstance(term, Negative):
        return ("-", _term(term.part, concepts))
    if isinstance(term, Arithmetic):
        sides = [_term(term.left, concepts), _term(term.right, concepts)]
        return (term.sign, *(sorted(sides, key=repr) if term.sign in "+*" else sides))
    return term


def _named(name: Name, concepts: Mapping[str, str]) -> str:
    return concepts.get(name.id, name.id)
