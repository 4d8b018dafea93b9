"""Harmonised variables of a table, as declared in codebooks/<table>.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from kinpanel.codebook.codes import CodeGrid
from kinpanel.codebook.crosswalk import CrosswalkRow
from kinpanel.documents import Document, Interval
from kinpanel.labels import Code, Labels
from kinpanel.study import NAME

VariableType = Literal[
    "integer", "decimal", "boolean", "date", "month", "text", "nominal", "ordinal"
]
Sensitivity = Literal["public", "restricted", "identifier"]

RESERVED = frozenset({"wave"})
"""Columns that every table has and that no codebook declares."""


class Level(Document):
    """One category of a nominal or ordinal variable."""

    code: Code
    label: Labels


class Score(Document):
    """A scale score computed from harmonised items of the same table.

    `sum` adds the items; the score is missing as soon as one item is.
    """

    rule: Literal["sum"]
    items: tuple[str, ...] = Field(min_length=1)


class Variable(Document):
    """One harmonised variable: its meaning, type, unit, range and who may see it."""

    name: str = Field(pattern=NAME)
    type: VariableType
    label: Labels
    concept: str | None = None
    unit: str | None = None
    range: Interval | None = None
    levels: tuple[Level, ...] = ()
    sensitivity: Sensitivity = "public"
    score: Score | None = None
    note: str = ""

    @property
    def meaning(self) -> str:
        """The concept it measures; its own name where none is declared."""
        return self.concept or self.name

    @property
    def level_codes(self) -> tuple[str, ...]:
        """Codes of the levels, in declared order."""
        return tuple(level.code for level in self.levels)


class TableCodebook(Document):
    """codebooks/<table>.yaml: a table's key and its variables, in order."""

    table: str = Field(pattern=NAME)
    label: Labels
    unit: str
    key: tuple[str, ...] = Field(min_length=1)
    variables: tuple[Variable, ...] = Field(min_length=1)

    def variable(self, name: str) -> Variable | None:
        """The variable of that name, or None."""
        for variable in self.variables:
            if variable.name == name:
                return variable
        return None


@dataclass(frozen=True)
class Codebook:
    """Every table, the crosswalk and the grid of codes, checked against the questionnaires."""

    tables: Mapping[str, TableCodebook]
    crosswalk: Mapping[tuple[str, str, str], CrosswalkRow]
    codes: CodeGrid

    def row(self, table: str, variable: str, wave: str) -> CrosswalkRow | None:
        """The crosswalk row of a variable in a wave, or None (scores have none)."""
        return self.crosswalk.get((table, variable, wave))
