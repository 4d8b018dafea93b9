"""Which groups and repeats a row stands in, and where begin and end do not match."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kinpanel.questionnaire.xlsform.form import Question

Scope = tuple[int, ...]
"""The places (from 0) of the rows that open what a row stands in, outermost first."""


@dataclass(frozen=True)
class Nesting:
    """The scope of every row; openings never closed, and ends that close nothing.

    A row that opens or closes something stands outside of it.
    """

    scopes: tuple[Scope, ...]
    unclosed: tuple[int, ...]
    unopened: tuple[int, ...]


def nesting(rows: Sequence[Question]) -> Nesting:
    """Follow begin and end through `rows`; an end closes only what is of its kind."""
    stack: list[int] = []
    scopes: list[Scope] = []
    unopened: list[int] = []
    for place, row in enumerate(rows):
        found = row.type
        if found.edge == "end":
            if stack and rows[stack[-1]].type.kind == found.kind:
                stack.pop()
            else:
                unopened.append(place)
        scopes.append(tuple(stack))
        if found.edge == "begin":
            stack.append(place)
    return Nesting(tuple(scopes), tuple(stack), tuple(unopened))
