"""Rows of the ledgers: corrections of single cells, and links from raw ids to permanent ones."""

from __future__ import annotations

from dataclasses import dataclass

from kinpanel.errors import Finding

KEY_SEPARATOR = ","
"""Between the values of a key of several variables, wherever a key is written as one text."""


@dataclass(frozen=True)
class Correction:
    """One cell that somebody decided is wrong: what stood there, and what holds.

    `key` is that of the row as it stands before any correction, its values parted by commas.
    `was` and `now` are values as people write them, or `missing:<reason>`.
    """

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

    def finding(self, message: str, advice: str = "") -> Finding:
        """A finding against this row; it names neither the key nor a value."""
        return Finding(
            rule="correction",
            message=message,
            file=self.file,
            line=self.line,
            wave=self.wave,
            variable=f"{self.table}.{self.variable}",
            advice=advice,
        )


@dataclass(frozen=True)
class Link:
    """In this wave, a raw id stands for the one known by a permanent id (`uid`).

    `space` is what the ids tell apart: person, household, or the name of another key. `origin` is
    the permanent id of the household that a household split off from, where it did.
    """

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

    def finding(self, message: str, advice: str = "") -> Finding:
        """A finding against this row; it names no id."""
        return Finding(
            rule="link",
            message=message,
            file=self.file,
            line=self.line,
            wave=self.wave,
            variable=self.table,
            advice=advice,
        )
