"""A form as its sheets hold it: rows of texts under canonical headings, nothing lost."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, TypeVar

from kinpanel.questionnaire.xlsform.kind import RowType, row_type

_REFERENCE = re.compile(r"\$\{\s*(?:last-saved#)?([^{}]*?)\s*\}")

BARE = ""
"""The language of a text whose heading names none."""

TRIMMED = frozenset({"type", "name", "list_name"})
"""Headings below which runs of spaces count as one."""


@dataclass(frozen=True)
class Row:
    """One row of a sheet: its filled cells by heading, and its number in the sheet (from 1).

    The number is for findings; two rows with the same cells are equal.
    """

    cells: Mapping[str, str]
    number: int = field(default=0, compare=False)

    def cell(self, heading: str) -> str:
        """The text below `heading`, or ""."""
        return self.cells.get(heading, "")

    def texts(self, base: str) -> dict[str, str]:
        """The texts of `base` by language; what stands below the bare heading has language ""."""
        found = {}
        for heading, text in self.cells.items():
            if heading == base:
                found[BARE] = text
            elif heading.startswith(f"{base}::"):
                found[heading.removeprefix(f"{base}::")] = text
        return found

    @property
    def name(self) -> str:
        """The name of the question, or the code of the choice."""
        return self.cell("name").strip()

    @property
    def labels(self) -> dict[str, str]:
        """The labels by language."""
        return self.texts("label")


@dataclass(frozen=True)
class Question(Row):
    """One row of the survey sheet: a question, or the begin or end of a group or repeat."""

    @property
    def type(self) -> RowType:
        """The type, taken apart."""
        return row_type(self.cell("type"))

    @property
    def relevant(self) -> str:
        """The XPath condition under which it is asked, or ""."""
        return self.cell("relevant")

    @property
    def constraint(self) -> str:
        """The XPath condition that an answer must fulfil, or ""."""
        return self.cell("constraint")

    @property
    def calculation(self) -> str:
        """The XPath expression that it is computed by, or ""."""
        return self.cell("calculation")

    @property
    def hints(self) -> dict[str, str]:
        """The hints by language."""
        return self.texts("hint")

    @property
    def required(self) -> bool:
        """Whether it must be answered."""
        return self.cell("required").strip().lower() in {"yes", "true", "true()"}

    @property
    def disabled(self) -> bool:
        """Whether the row is switched off."""
        return self.cell("disabled").strip().lower() in {"yes", "true", "true()"}


@dataclass(frozen=True)
class Choice(Row):
    """One row of the choices sheet."""

    @property
    def list_name(self) -> str:
        """The list it belongs to."""
        return self.cell("list_name").strip()


R = TypeVar("R", bound=Row)


@dataclass(frozen=True)
class Sheet(Generic[R]):
    """A sheet: its headings in order, and its rows that are not blank."""

    columns: tuple[str, ...] = ()
    rows: tuple[R, ...] = ()

    def languages(self, base: str) -> tuple[str, ...]:
        """The languages of `base`, in the order of the headings."""
        return tuple(
            BARE if heading == base else heading.removeprefix(f"{base}::")
            for heading in self.columns
            if heading == base or heading.startswith(f"{base}::")
        )


@dataclass(frozen=True)
class Form:
    """An XLSForm: its survey rows, its choices and its settings."""

    survey: Sheet[Question] = Sheet()
    choices: Sheet[Choice] = Sheet()
    settings: Sheet[Row] = Sheet()

    @cached_property
    def lists(self) -> dict[str, tuple[Choice, ...]]:
        """The choices of each list, in the order of the sheet."""
        found: dict[str, list[Choice]] = {}
        for choice in self.choices.rows:
            found.setdefault(choice.list_name, []).append(choice)
        return {name: tuple(choices) for name, choices in found.items()}

    @property
    def questions(self) -> tuple[Question, ...]:
        """The survey rows that are questions, not the begin or end of a group or repeat."""
        return tuple(row for row in self.survey.rows if not row.type.edge)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of labels, the survey's first; "" for labels without a language."""
        both = (*self.survey.languages("label"), *self.choices.languages("label"))
        return tuple(dict.fromkeys(both))

    @cached_property
    def names(self) -> frozenset[str]:
        """The names that an expression or a text can refer to."""
        live = (row for row in self.survey.rows if row.type.edge != "end" and not row.disabled)
        return frozenset(row.name for row in live)

    def setting(self, heading: str) -> str:
        """The text of a setting, or ""."""
        return self.settings.rows[0].cell(heading) if self.settings.rows else ""


def references(text: str) -> tuple[str, ...]:
    """The names that `text` refers to as `${name}`, each once."""
    return tuple(dict.fromkeys(_REFERENCE.findall(text)))
