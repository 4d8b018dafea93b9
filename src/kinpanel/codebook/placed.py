"""Rows of the grids that people fill in, and findings that point to one of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from kinpanel.errors import Finding


class Placed:
    """A row that knows its file, line and wave; `rule` names what it is held to."""

    rule_name: ClassVar[str]
    file: str
    line: int
    wave: str

    @property
    def subject(self) -> str:
        """The table, or the variable of a table, that the row is about."""
        raise NotImplementedError

    def finding(self, message: str, advice: str = "", examples: Sequence[str] = ()) -> Finding:
        """A finding against this row; `examples` are codes or names, never ids or values."""
        return Finding(
            rule=self.rule_name,
            message=message,
            file=self.file,
            line=self.line,
            wave=self.wave,
            variable=self.subject,
            examples=tuple(examples),
            count=len(examples) or None,
            advice=advice,
        )
