"""Routing: the `ask_if` language, parsed by us into a tree.

condition  = disjunction of `or`, `and`, `not`, parentheses; `not` binds closest, `or` least
comparison = name (= | != | < | <= | > | >=) value  |  name in (literal, ...)  |  answered(name)
value      = literal | name
literal    = number | "text" | 'text'
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""\s*(?:(?P<number>-?[0-9]+(?:\.[0-9]+)?)|(?P<text>"[^"]*"|'[^']*')"""
    r"""|(?P<name>[A-Za-z][A-Za-z0-9_]*)|(?P<sign><=|>=|!=|=|<|>|\(|\)|,))"""
)
_SIGNS = ("=", "!=", "<", "<=", ">", ">=")
_WORDS = frozenset({"and", "or", "not", "in", "answered"})
MAX_LENGTH = 2000
MAX_DEPTH = 50


class RoutingError(ValueError):
    """An `ask_if` that does not parse; the text says at which character and why."""


@dataclass(frozen=True)
class Name:
    """A question's answer."""

    id: str


@dataclass(frozen=True)
class Comparison:
    """`left sign right`; `right` is a number, a text or another answer."""

    left: Name
    sign: str
    right: float | str | Name


@dataclass(frozen=True)
class Membership:
    """`left in (values)`."""

    left: Name
    values: tuple[float | str, ...]


@dataclass(frozen=True)
class Answered:
    """`answered(name)`: a value was given, not a missing reason; never unknown."""

    name: Name


@dataclass(frozen=True)
class Not:
    """`not part`."""

    part: Node


@dataclass(frozen=True)
class Both:
    """`left and right`."""

    left: Node
    right: Node


@dataclass(frozen=True)
class Either:
    """`left or right`."""

    left: Node
    right: Node


Node = Comparison | Membership | Answered | Not | Both | Either


@dataclass(frozen=True)
class Condition:
    """A parsed `ask_if`: its text, its tree and the questions it names."""

    text: str
    tree: Node
    names: frozenset[str]


def parse_condition(text: str) -> Condition:
    """Parse an `ask_if`.

    Raises RoutingError, which says at which character (from 1) it stops making sense.
    """
    if len(text) > MAX_LENGTH:
        raise RoutingError(f"longer than {MAX_LENGTH} characters")
    parser = _Parser(text)
    tree = parser.either(0)
    if parser.peek() is not None:
        raise parser.error("expected the end, 'and' or 'or'")
    return Condition(text=text, tree=tree, names=frozenset(parser.names))


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = self._tokens()
        self.place = 0
        self.names: set[str] = set()

    def _tokens(self) -> list[tuple[str, str, int]]:
        tokens, position = [], 0
        end = len(self.text.rstrip())
        while position < end:
            match = _TOKEN.match(self.text, position)
            if match is None or match.lastgroup is None:
                start = position + len(self.text[position:]) - len(self.text[position:].lstrip())
                raise RoutingError(
                    f"character {start + 1}: {self.text[start]!r} is not part of the language"
                )
            tokens.append((match.lastgroup, match[match.lastgroup], match.start(match.lastgroup)))
            position = match.end()
        return tokens

    def peek(self) -> tuple[str, str, int] | None:
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def error(self, message: str) -> RoutingError:
        token = self.peek()
        at = token[2] if token else len(self.text)
        return RoutingError(f"character {at + 1}: {message}")

    def take(self, *values: str) -> str | None:
        token = self.peek()
        if token is not None and token[0] != "text" and token[1] in values:
            self.place += 1
            return token[1]
        return None

    def need(self, value: str) -> None:
        if self.take(value) is None:
            raise self.error(f"expected {value!r}")

    def either(self, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise self.error(f"nested deeper than {MAX_DEPTH} levels")
        node = self.both(depth)
        while self.take("or"):
            node = Either(node, self.both(depth))
        return node

    def both(self, depth: int) -> Node:
        node = self.negation(depth)
        while self.take("and"):
            node = Both(node, self.negation(depth))
        return node

    def negation(self, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise self.error(f"nested deeper than {MAX_DEPTH} levels")
        if self.take("not"):
            return Not(self.negation(depth + 1))
        if self.take("("):
            node = self.either(depth + 1)
            self.need(")")
            return node
        if self.take("answered"):
            self.need("(")
            name = self.name()
            self.need(")")
            return Answered(name)
        return self.comparison()

    def comparison(self) -> Node:
        left = self.name()
        if self.take("in"):
            self.need("(")
            values = [self.literal()]
            while self.take(","):
                values.append(self.literal())
            self.need(")")
            return Membership(left, tuple(values))
        sign = self.take(*_SIGNS)
        if sign is None:
            raise self.error("expected a comparison (=, !=, <, <=, >, >=) or 'in'")
        token = self.peek()
        right = self.name() if token is not None and token[0] == "name" else self.literal()
        return Comparison(left, sign, right)

    def name(self) -> Name:
        token = self.peek()
        if token is None or token[0] != "name" or token[1] in _WORDS:
            raise self.error("expected the id of a question")
        self.place += 1
        self.names.add(token[1])
        return Name(token[1])

    def literal(self) -> float | str:
        token = self.peek()
        if token is None or token[0] not in ("number", "text"):
            raise self.error("expected a number or a quoted text")
        if token[0] == "number" and not math.isfinite(float(token[1])):
            raise self.error("too large a number")
        self.place += 1
        return float(token[1]) if token[0] == "number" else token[1][1:-1]
