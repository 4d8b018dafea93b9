"""A table as an object: title, columns under spanners, rows in groups, notes. Nothing is escaped.

Labels are hostile input. They are kept here as they came; each renderer escapes them, once.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

TABLE_NAME = r"^[a-z][a-z0-9_]{0,47}$"
"""Names of models, tables and figures: safe as file name, LaTeX label and HTML id."""

_DIRECTION = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}
_NONCHARACTERS = {0xFFFE, 0xFFFF}


@dataclass(frozen=True)
class Column:
    """One column of cells: its heading, and the heading it shares with its neighbours."""

    label: str
    spanner: str = ""


@dataclass(frozen=True)
class Row:
    """One line: stub label (may be empty), one text per column, and the group it stands in."""

    label: str
    cells: tuple[str, ...]
    group: str = ""


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table ready to be rendered: every cell is text already formatted and disclosure-checked.

    `align` holds for all columns of cells. Rows of one group stand together. Raises ValueError
    when the name is unsafe, there is no column, or a row is not as wide as the columns.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    stub: str = ""
    language: str = "en"
    align: Literal["center", "right"] = "right"

    def __post_init__(self) -> None:
        if not re.fullmatch(TABLE_NAME, self.name):
            raise ValueError(f"table name {self.name!r} is not lower-case letters, digits and _")
        if not self.columns:
            raise ValueError(f"table {self.name!r} has no columns")
        if not re.fullmatch(r"[A-Za-z0-9-]{1,35}", self.language):
            raise ValueError(f"{self.language!r} is not a language tag")
        for place, row in enumerate(self.rows):
            if len(row.cells) != len(self.columns):
                wide = f"{len(row.cells)} cells under {len(self.columns)} columns"
                raise ValueError(f"table {self.name!r}, row {place + 1}: {wide}")

    def _repr_html_(self) -> str:
        """The table in a notebook."""
        from kinpanel.report.html import fragment

        return fragment(self)

    @property
    def spanners(self) -> tuple[tuple[str, int], ...]:
        """Spanner texts and widths from left to right; empty when no column has one."""
        if not any(column.spanner for column in self.columns):
            return ()
        runs = groupby(column.spanner for column in self.columns)
        return tuple((label, len(list(run))) for label, run in runs)

    @property
    def groups(self) -> tuple[tuple[str, tuple[Row, ...]], ...]:
        """Runs of rows of the same group, in order."""
        runs = groupby(self.rows, key=lambda row: row.group)
        return tuple((label, tuple(run)) for label, run in runs)


def plain(text: str) -> str:
    """`text` on one line, without control, direction-override and half characters.

    Every renderer starts from this, then escapes for its own format.
    """
    line = " ".join(text.split())
    return "".join(character for character in line if _printable(character))


def _printable(character: str) -> bool:
    point = ord(character)
    if point in _DIRECTION or (point & 0xFFFF) in _NONCHARACTERS:
        return False
    return unicodedata.category(character) not in {"Cc", "Cs"}
