"""Routing: the `ask_if` language, parsed by us into a tree.

condition  = disjunction of `or`, `and`, `not`, parentheses; `not` binds closest, `or` least
comparison = sum (= | != | < | <= | > | >=) (sum | text)
           | name in (literal, ...)  |  answered(name)  |  selected(name, literal)
sum        = numbers and names with `+ - * /`, unary `-` and parentheses; the left one names
literal    = number | text
text       = "text" | 'text', never empty: an answer that is blank is not answered
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kinpanel.questionnaire.parser import MAX_DEPTH, MAX_OPERATIONS, Parser
from kinpanel.questionnaire.tokens import RoutingError, Tokens
from kinpanel.questionnaire.tree import (
    Answered,
    Arithmetic,
    Both,
    Comparison,
    Either,
    Leaf,
    Membership,
    Name,
    Negative,
    Node,
    Not,
    Selected,
    Term,
    leaves,
    names_of,
)

__all__ = [
    "MAX_DEPTH",
    "MAX_LENGTH",
    "MAX_OPERATIONS",
    "WORDS",
    "Answered",
    "Arithmetic",
    "Both",
    "Comparison",
    "Condition",
    "Either",
    "Leaf",
    "Membership",
    "Name",
    "Negative",
    "Node",
    "Not",
    "Parser",
    "RoutingError",
    "Selected",
    "Term",
    "leaves",
    "names_of",
    "parse_condition",
]

WORDS = ("and", "or", "not", "in", "answered", "selected")
"""Words of the language, which no question can be called."""

_TOKEN = re.compile(
    r"""\s*(?:(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<text>"[^"]*"|'[^']*')"""
    rf"""|(?P<word>(?:{"|".join(WORDS)})(?![A-Za-z0-9_]))"""
    r"""|(?P<name>[A-Za-z][A-Za-z0-9_]*)|(?P<sign><=|>=|!=|=|<|>|\(|\)|,|\+|-|\*|/))"""
)
MAX_LENGTH = 2000


@dataclass(frozen=True)
class Condition:
    """A parsed `ask_if`: its text, its tree and the questions it names."""

    text: str
    tree: Node
    names: frozenset[str]


@lru_cache(maxsize=4096)
def parse_condition(text: str) -> Condition:
    """Parse an `ask_if`.

    Raises RoutingError, which says at which character (from 1) it stops making sense.
    """
    if len(text) > MAX_LENGTH:
        raise RoutingError(f"longer than {MAX_LENGTH} characters")
    parser = Parser(Tokens(text, _TOKEN))
    return Condition(text=text, tree=parser.whole(), names=frozenset(parser.names))
