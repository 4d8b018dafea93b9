"""Conditions of two waves in one spelling: equal spellings ask the same people.

A leaf on one gate is spelt by what it comes to at every point of the gate's axis, so that codes,
units and signs do not count. What its points do not settle (arithmetic, two gates against each
other, dates) is spelt as written, under names that both waves share where raw answers mean the
same in both.
"""

from __future__ import annotations

from collections.abc import Mapping

from kinpanel.codebook.universes.asked import Asked, gate_of
from kinpanel.codebook.universes.axis import Axis
from kinpanel.codebook.universes.trial import ASKED, answers_at, coded, is_settled
from kinpanel.questionnaire.compare.routes import Normal, normal
from kinpanel.questionnaire.tree import Both, Comparison, Either, Name, Node, Not
from kinpanel.questionnaire.universe import Condition, universe


def spelt(asked: Asked, axes: Mapping[str, Axis], side: int) -> Mapping[str, Normal]:
    """The condition, under "", and those of its gates, by shared name; axes by id of the gate."""
    shared = {name: _shared(name, axis, asked.wave) for name, axis in axes.items()}
    found: dict[str, Normal] = {}
    for owner, condition in asked.conditions:
        tree = _spelt(condition.tree, asked, axes, side)
        found["/".join(axes[owner].names) if owner else ""] = normal(
            Condition("", tree, frozenset()), shared
        )
    return found


def _shared(name: str, axis: Axis, wave: str) -> str:
    return "/".join(axis.names) if axis.plain else f"{wave}.{name}"


def _spelt(node: Node, asked: Asked, axes: Mapping[str, Axis], side: int) -> Node:
    if isinstance(node, Not):
        return Not(_spelt(node.part, asked, axes, side))
    if isinstance(node, Both | Either):
        left, right = (_spelt(part, asked, axes, side) for part in (node.left, node.right))
        return type(node)(left, right)
    gate = gate_of(node)
    if gate is None or not is_settled(node, asked, axes):
        return node
    tried = Condition("", node, frozenset({gate}))
    outcome = coded(universe(tried, {gate: answers_at(axes[gate], side)}))
    name = Name("/".join(axes[gate].names))
    spellings = ["".join(map(str, found)) for found in (outcome, ASKED - outcome)]
    leaf = Comparison(name, "=", min(spellings))
    return leaf if min(spellings) == spellings[0] else Not(leaf)
