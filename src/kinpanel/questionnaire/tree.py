"""The tree of a routing condition: terms, comparisons of terms, and what joins them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Name:
    """A question's answer."""

    id: str


@dataclass(frozen=True)
class Negative:
    """`-part`."""

    part: Term


@dataclass(frozen=True)
class Arithmetic:
    """`left sign right` with one of + - * /."""

    left: Term
    sign: str
    right: Term


Term = float | str | Name | Negative | Arithmetic
"""What a comparison compares; a text never stands inside arithmetic."""


@dataclass(frozen=True)
class Comparison:
    """`left sign right`; the left side names a question."""

    left: Term
    sign: str
    right: Term


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
class Selected:
    """`selected(name, code)`: a multi-response answer holds that code."""

    name: Name
    code: str


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


Leaf = Comparison | Membership | Answered | Selected
Node = Leaf | Not | Both | Either


def negative(part: Term) -> Term:
    """`-part`; of a number the number, so that -8 is one however it is written."""
    return (-part or 0.0) if isinstance(part, float) else Negative(part)


def names_of(term: Term) -> frozenset[str]:
    """The questions that a term names."""
    if isinstance(term, Arithmetic):
        return names_of(term.left) | names_of(term.right)
    if isinstance(term, Negative):
        return names_of(term.part)
    return frozenset({term.id}) if isinstance(term, Name) else frozenset()


def leaves(node: Node) -> Iterator[Leaf]:
    """Every comparison, membership, `answered` and `selected`, in the order written."""
    if isinstance(node, Not):
        yield from leaves(node.part)
    elif isinstance(node, Both | Either):
        waiting: list[Node] = [node]
        while waiting:
            part = waiting.pop()
            if isinstance(part, Both | Either):
                waiting += [part.right, part.left]
            else:
                yield from leaves(part)
    else:
        yield node
