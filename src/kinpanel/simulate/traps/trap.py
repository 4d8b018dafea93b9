"""A harmonisation trap: where it bites, and what an honest study makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "rename",
    "recode",
    "direction",
    "scale",
    "unit",
    "split",
    "merge",
    "category",
    "routing",
    "period",
    "key",
    "missing",
    "format",
    "meaning",
    "dropped",
]
Handled = Literal["resolved", "lost", "flagged"]
"""`resolved`: the table holds the truth. `lost`: the crosswalk says so, and the table holds
nothing or what remains comparable. `flagged`: the audit names every row concerned."""


EVERY = "*"
"""Stands for every variable of a table that the crosswalk has a row for."""


@dataclass(frozen=True)
class Cells:
    """A variable of a table in some waves, and how far its number may stray from the truth.

    `EVERY` variable may be meant. Within infinity, a number need only be there, or missing for the
    true reason.
    """

    table: str
    variable: str
    waves: tuple[str, ...]
    within: float = 0.0


@dataclass(frozen=True)
class Trap:
    """One trap by its number: what changes between waves, and how it should come out.

    `one_person` names tables: over the waves, all rows of an id that no rule flags have to be of
    one and the same person.
    """

    number: int
    kind: Kind
    what: str
    cells: tuple[Cells, ...]
    handled: Handled
    loss: str = ""
    rules: tuple[str, ...] = ()
    one_person: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if (self.handled == "lost") != bool(self.loss):
            raise ValueError(f"trap {self.number}: a loss is named where something is lost")
        if (self.handled == "flagged") != bool(self.rules):
            raise ValueError(f"trap {self.number}: rules of the audit are named where they flag")
