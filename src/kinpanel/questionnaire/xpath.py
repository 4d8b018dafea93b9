"""Routing as XPath, the way a column `relevant` of XLSForm writes it, out and in.

The tree is kept, not every nuance: in a form a blank answer is an empty text, so that `!=` and
`not(...)` also hold where the gate was not answered, and texts have no order. Here such a gate
closes what it would open, or leaves it unknown.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from kinpanel.labels import code_text
from kinpanel.questionnaire.printer import OURS, XPATH, shown
from kinpanel.questionnaire.routing import Condition, Parser, parse_condition
from kinpanel.questionnaire.tokens import RoutingError, Tokens
from kinpanel.questionnaire.tree import (
    Answered,
    Comparison,
    Either,
    Membership,
    Name,
    Node,
    Not,
    Selected,
    Term,
    names_of,
)

MAX_XPATH = 4000
"""Longer XPath is not read."""

_TOKEN = re.compile(
    r"""\s*(?:(?P<number>[0-9]+(?:\.[0-9]+)?(?![0-9.]))|(?P<text>"[^"]*"|'[^']*')"""
    r"""|\$\{[ ]*(?P<name>[A-Za-z][A-Za-z0-9_]*)[ ]*\}|(?P<word>[A-Za-z_][A-Za-z0-9_.-]*)"""
    r"""|(?P<sign><=|>=|!=|=|<|>|\(|\)|,|\+|-|\*))"""
)
_TURNED = {"=": "=", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}


def to_xpath(condition: Condition) -> str:
    """The condition as XPath for `relevant`; `answered(x)` becomes `${x} != ''`.

    A membership becomes a chain of `or`. Raises ValueError for a text with both kinds of quotes,
    which no parsed condition holds.
    """
    return shown(condition.tree, XPATH)


def from_xpath(text: str, multiple: Collection[str] = ()) -> Condition | None:
    """The condition that an XPath of `relevant` says, with its text in our own language.

    `multiple` names the multi-response questions: of them `selected(${x}, 'a')` stays what it is,
    of any other it is `x = 'a'`.

    None for what the language does not have (functions, positions, other paths), for a text that
    does not parse and for one too long or too deep: the caller keeps it verbatim. A chain of `or`
    over one question becomes a membership; `${x} = ''` becomes `not answered(x)`.
    """
    if len(text) > MAX_XPATH:
        return None
    try:
        tree = _XPathParser(Tokens(text, _TOKEN), multiple).whole()
        condition = parse_condition(shown(tree, OURS))
    except (RoutingError, ValueError):
        return None
    return condition if condition.tree == tree else None


class _XPathParser(Parser):
    times = ("*", "div")

    def __init__(self, tokens: Tokens, multiple: Collection[str]) -> None:
        super().__init__(tokens)
        self.multiple = multiple

    def either(self, depth: int) -> Node:
        parts = [self.both(depth)]
        while self.tokens.take("or"):
            parts.append(self.both(depth))
        if len(parts) > 1 and (member := _membership(parts)) is not None:
            return member
        node = parts[0]
        for part in parts[1:]:
            node = Either(node, part)
        return node

    def single(self, depth: int) -> Node:
        self.check_depth(depth)
        if self.tokens.take("not"):
            return Not(self.group(depth))
        if self.tokens.take("selected"):
            return self.selected()
        if self.tokens.take("string-length"):
            return self.string_length()
        return self.group(depth) if self.opens_condition() else self.comparison(depth)

    def comparison(self, depth: int) -> Node:
        left = self.side(depth)
        sign = self.tokens.take(*_TURNED)
        if sign is None:
            raise self.tokens.error("expected a comparison")
        right = self.side(depth)
        if not names_of(left):
            left, sign, right = right, _TURNED[sign], left
        if not names_of(left):
            raise self.tokens.error("no question is named")
        if right != "":
            return Comparison(left, sign, right)
        if not isinstance(left, Name) or sign not in ("=", "!="):
            raise self.tokens.error("only an answer can be blank")
        return Answered(left) if sign == "!=" else Not(Answered(left))

    def side(self, depth: int) -> Term:
        """A quoted text, the empty one included, or a sum."""
        if self.tokens.kind() == "text":
            return self.tokens.pop()[1:-1]
        return self.sum(depth, "expected a question, a number or a text")

    def selected(self) -> Node:
        """`(${x}, code)`: of a single choice, that it is the code."""
        name, code = self.name_and_literal()
        if name.id in self.multiple:
            return Selected(name, str(code_text(code)))
        return Comparison(name, "=", code)

    def string_length(self) -> Node:
        """`(${x}) > 0`: that it was answered."""
        name = self.in_parentheses()
        self.tokens.need(">")
        if self.tokens.kind() != "number" or self.number() != 0:
            raise self.tokens.error("expected 0")
        return Answered(name)


def _membership(parts: list[Node]) -> Membership | None:
    """Several comparisons of one question with literals, as one membership."""
    names: set[Name] = set()
    values: list[float | str] = []
    for part in parts:
        if not (isinstance(part, Comparison) and part.sign == "=" and isinstance(part.left, Name)):
            return None
        if not isinstance(part.right, float | str):
            return None
        names.add(part.left)
        values.append(part.right)
    return Membership(names.pop(), tuple(values)) if len(names) == 1 else None
