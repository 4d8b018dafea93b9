"""Rows of the ledgers: corrections of single cells, and links from raw ids to permanent ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kinpanel.codebook.placed import Placed

KEY_SEPARATOR = ","
"""Between the values of a key of several variables, wherever a key is written as one text."""


@dataclass(frozen=True)
class Correction(Placed):
    """One cell that somebody decided is wrong: what stood there, and what holds.

    `key` is that of the row as it stands before any correction, its values parted by commas.
    `was` and `now` are values as people write them, or `missing:<reason>`.
    """

    rule_name: ClassVar[str] = "correction"

    table: str
    key: str
    wave: str
    variable: str
    was: str
    now: str
    reason: str
    evidence: str
    by: str
    date: str
    file: str
    line: int

    @property
    def subject(self) -> str:
        """The variable."""
        return f"{self.table}.{self.variable}"


@dataclass(frozen=True)
class Link(Placed):
    """In this wave, a raw id stands for the one known by a permanent id (`uid`).

    `space` is what the ids tell apart: person, household, or the name of another key. `origin` is
    the permanent id of the household that a household split off from, where it did.
    """

    rule_name: ClassVar[str] = "link"

    wave: str
    table: str
    space: str
    raw_id: str
    uid: str
    why: str
    by: str
    date: str
    file: str
    line: int
    origin: str = ""

    @property
    def subject(self) -> str:
        """The table."""
        return self.table
