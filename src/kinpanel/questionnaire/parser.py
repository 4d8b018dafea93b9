"""The grammar of routing: tokens in, tree out."""

from __future__ import annotations

import math

from kinpanel.labels import code_text
from kinpanel.questionnaire.tokens import Tokens
from kinpanel.questionnaire.tree import (
    Answered,
    Arithmetic,
    Both,
    Comparison,
    Either,
    Membership,
    Name,
    Node,
    Not,
    Selected,
    Term,
    names_of,
    negative,
)

MAX_DEPTH = 50
MAX_OPERATIONS = 100

_SIGNS = ("=", "!=", "<", "<=", ">", ">=")
_A_NAME = "expected the id of a question"
_A_LITERAL = "expected a number or a quoted text"


class Parser:
    """Recursive descent over the tokens of one `ask_if`; RoutingError where it cannot go on."""

    times = ("*", "/")
    """How multiplication and division are written."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.names: set[str] = set()
        self.operations = 0

    def whole(self) -> Node:
        """The condition, with nothing behind it."""
        tree = self.either(0)
        if self.tokens.peek() is not None:
            raise self.tokens.error("expected the end, 'and' or 'or'")
        return tree

    def either(self, depth: int) -> Node:
        """Parts joined by `or`."""
        node = self.both(depth)
        while self.tokens.take("or"):
            node = Either(node, self.both(depth))
        return node

    def both(self, depth: int) -> Node:
        """Parts joined by `and`."""
        node = self.single(depth)
        while self.tokens.take("and"):
            node = Both(node, self.single(depth))
        return node

    def single(self, depth: int) -> Node:
        """A negation, a group or a comparison."""
        self.check_depth(depth)
        if self.tokens.take("not"):
            return Not(self.single(depth + 1))
        if self.tokens.take("answered"):
            return Answered(self.in_parentheses())
        if self.tokens.take("selected"):
            return self.selected()
        return self.group(depth) if self.opens_condition() else self.comparison(depth)

    def group(self, depth: int) -> Node:
        """A condition in parentheses."""
        self.tokens.need("(")
        node = self.either(depth + 1)
        self.tokens.need(")")
        return node

    def check_depth(self, depth: int) -> None:
        """Raise RoutingError below the deepest level."""
        if depth > MAX_DEPTH:
            raise self.tokens.error(f"nested deeper than {MAX_DEPTH} levels")

    def opens_condition(self) -> bool:
        """Whether a parenthesis comes next that holds a condition, not a part of a sum."""
        token = self.tokens.peek()
        if token is None or token[:2] != ("sign", "("):
            return False
        return self.tokens.after_group() not in (*_SIGNS, *self.times, "+", "-", "in")

    def in_parentheses(self) -> Name:
        """`(name)`."""
        self.tokens.need("(")
        name = self.name(_A_NAME)
        self.tokens.need(")")
        return name

    def selected(self) -> Node:
        """`(name, literal)`; the literal is a code, with or without quotes."""
        name, value = self.name_and_literal()
        return Selected(name, str(code_text(value)))

    def name_and_literal(self) -> tuple[Name, float | str]:
        """`(name, literal)`, taken apart."""
        self.tokens.need("(")
        name = self.name(_A_NAME)
        self.tokens.need(",")
        value = self.literal()
        self.tokens.need(")")
        return name, value

    def comparison(self, depth: int) -> Node:
        """A comparison or a membership."""
        start = self.tokens.place
        left = self.sum(depth, _A_NAME)
        if not names_of(left):
            raise self.tokens.error(_A_NAME, start)
        if isinstance(left, Name) and self.tokens.take("in"):
            return self.membership(left)
        sign = self.tokens.take(*_SIGNS)
        if sign is None:
            raise self.tokens.error("expected a comparison (=, !=, <, <=, >, >=) or 'in'")
        text = self.tokens.kind() == "text"
        right = self.literal() if text else self.sum(depth, f"{_A_NAME}, a number or a quoted text")
        return Comparison(left, sign, right)

    def membership(self, left: Name) -> Node:
        """What follows `name in`."""
        self.tokens.need("(")
        values = [self.literal()]
        while self.tokens.take(","):
            values.append(self.literal())
        self.tokens.need(")")
        return Membership(left, tuple(values))

    def sum(self, depth: int, wanted: str) -> Term:
        """Products joined by + and -; `wanted` says what is missing where none begins."""
        term = self.product(depth, wanted)
        while sign := self.tokens.take("+", "-"):
            term = self.join(term, sign, self.product(depth, f"{_A_NAME} or a number"))
        return term

    def product(self, depth: int, wanted: str) -> Term:
        """Factors joined by * and /."""
        term = self.factor(depth, wanted)
        while sign := self.tokens.take(*self.times):
            term = self.join(term, sign, self.factor(depth, f"{_A_NAME} or a number"))
        return term

    def join(self, left: Term, sign: str, right: Term) -> Term:
        """One step of arithmetic, counted."""
        self.operations += 1
        if self.operations > MAX_OPERATIONS:
            raise self.tokens.error(f"more than {MAX_OPERATIONS} steps of arithmetic")
        return Arithmetic(left, "/" if sign == self.times[1] else sign, right)

    def factor(self, depth: int, wanted: str) -> Term:
        """A number, a name, a sum in parentheses, or the negative of one of them."""
        self.check_depth(depth)
        if self.tokens.take("-"):
            return negative(self.factor(depth + 1, f"{_A_NAME} or a number"))
        if self.tokens.take("("):
            term = self.sum(depth + 1, wanted)
            self.tokens.need(")")
            return term
        return self.number() if self.tokens.kind() == "number" else self.name(wanted)

    def name(self, wanted: str) -> Name:
        """The id of a question."""
        if self.tokens.kind() != "name":
            raise self.tokens.error(wanted)
        name = Name(self.tokens.pop())
        self.names.add(name.id)
        return name

    def number(self) -> float:
        """A number without a sign."""
        place, value = self.tokens.place, float(self.tokens.pop())
        if not math.isfinite(value):
            raise self.tokens.error("too large a number", place)
        return value

    def literal(self) -> float | str:
        """A number, with its sign, or a quoted text."""
        if self.tokens.kind() == "text":
            place, text = self.tokens.place, self.tokens.pop()[1:-1]
            if not text:
                raise self.tokens.error("an empty text is no answer: answered(...)?", place)
            return text
        minus = self.tokens.take("-")
        if self.tokens.kind() != "number":
            raise self.tokens.error(_A_LITERAL)
        return (-self.number() or 0.0) if minus else self.number()
