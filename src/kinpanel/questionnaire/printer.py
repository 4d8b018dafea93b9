"""A routing tree as text again, in our own language or in XPath, with as few parentheses as can be.

The left-hand chain of an operator is printed in one go, so that a long one is not a deep one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from kinpanel.labels import code_text
from kinpanel.questionnaire.tree import (
    Answered,
    Arithmetic,
    Both,
    Comparison,
    Either,
    Membership,
    Name,
    Negative,
    Node,
    Not,
    Selected,
    Term,
)

_RANK = {"+": 1, "-": 1, "*": 2, "/": 2}
_PLAIN = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")


@dataclass(frozen=True)
class Dialect:
    """How a language writes a name, an answered question, a choice, a division, a negation.

    `quoted` wants every code between quotes, `membership` allows `in`.
    """

    name: str
    answered: str
    selected: str
    division: str
    negation: str
    membership: bool
    quoted: bool


OURS = Dialect(
    "{}", "answered({})", "selected({}, {})", "/", "not {}", membership=True, quoted=False
)
XPATH = Dialect(
    *("${{{}}}", "${{{}}} != ''", "selected(${{{}}}, {})", "div", "not({})"),
    membership=False,
    quoted=True,
)


def shown(node: Node, dialect: Dialect) -> str:
    """A condition as text that reads back as the same tree.

    Raises ValueError for a text with both kinds of quotes, which no language here can write.
    """
    if isinstance(node, Both | Either):
        return _chain(node, dialect)
    if isinstance(node, Not):
        inner = shown(node.part, dialect)
        bare = dialect is XPATH or not isinstance(node.part, Both | Either)
        return dialect.negation.format(inner if bare else f"({inner})")
    if isinstance(node, Answered):
        return dialect.answered.format(node.name.id)
    if isinstance(node, Selected):
        return dialect.selected.format(node.name.id, _code(node.code, dialect))
    if isinstance(node, Membership):
        return _membership(node, dialect)
    return f"{_term(node.left, dialect)} {node.sign} {_term(node.right, dialect)}"


def literal(value: float | str) -> str:
    """A number plainly, without exponent; a text in the quotes it does not contain.

    Raises ValueError for a text with both kinds of quotes.
    """
    if isinstance(value, str):
        if "'" in value and '"' in value:
            raise ValueError("a text with both kinds of quotes cannot be written")
        return f'"{value}"' if "'" in value else f"'{value}'"
    digits = format(Decimal(repr(value or 0.0)), "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _chain(node: Both | Either, dialect: Dialect) -> str:
    kind = type(node)
    right: list[Node] = []
    first: Node = node
    while isinstance(first, kind):
        right.append(first.right)
        first = first.left
    parts = [_part(first, kind, dialect)]
    parts += [_part(part, kind, dialect) for part in reversed(right)]
    return (" and " if kind is Both else " or ").join(parts)


def _part(node: Node, kind: type[Both] | type[Either], dialect: Dialect) -> str:
    """A part of a chain; `or` needs parentheses in any chain, `and` in its own only."""
    inner = shown(node, dialect)
    loose = isinstance(node, Either) or (isinstance(node, Both) and kind is Both)
    if isinstance(node, Membership) and not dialect.membership:
        loose = len(node.values) > 1
    return f"({inner})" if loose else inner


def _membership(node: Membership, dialect: Dialect) -> str:
    if dialect.membership:
        return f"{node.left.id} in ({', '.join(map(literal, node.values))})"
    return " or ".join(shown(Comparison(node.left, "=", v), dialect) for v in node.values)


def _code(code: str, dialect: Dialect) -> str:
    """A code without quotes where it reads back as the same text."""
    bare = not dialect.quoted and _PLAIN.fullmatch(code) and code_text(float(code)) == code
    return code if bare else literal(code)


def _term(term: Term, dialect: Dialect) -> str:
    if isinstance(term, Name):
        return dialect.name.format(term.id)
    if isinstance(term, Negative):
        inner = _term(term.part, dialect)
        return f"-({inner})" if isinstance(term.part, Arithmetic) else f"-{inner}"
    if not isinstance(term, Arithmetic):
        return literal(term)
    rank = _RANK[term.sign]
    left, right = _term(term.left, dialect), _term(term.right, dialect)
    if isinstance(term.left, Arithmetic) and _RANK[term.left.sign] < rank:
        left = f"({left})"
    if isinstance(term.right, Arithmetic) and _RANK[term.right.sign] <= rank:
        right = f"({right})"
    return f"{left} {dialect.division if term.sign == '/' else term.sign} {right}"
