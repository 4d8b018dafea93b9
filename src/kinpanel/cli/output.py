"""What the command line prints: results to standard output, progress and trouble to error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from kinpanel.errors import DataError, Finding, KinpanelError

if TYPE_CHECKING:
    import pandas as pd

WIDE = 160
"""Characters of a line where no terminal says how wide it is."""


@dataclass
class Voice:
    """How to speak in this call: as JSON, and with or without progress."""

    json: bool = False
    quiet: bool = False


VOICE = Voice()
"""Set once by the options of the verb that runs."""


def say(text: str) -> None:
    """A line of the result, when the result is for people."""
    if not VOICE.json:
        print(text)


def note(text: str) -> None:
    """A line of progress, on standard error; nothing with --quiet."""
    if not VOICE.quiet:
        print(text, file=sys.stderr)


def give(value: Any) -> None:
    """The result as JSON, when --json was asked for."""
    if VOICE.json:
        json.dump(value, sys.stdout, ensure_ascii=False, indent=1, default=str)
        sys.stdout.write("\n")


def grid(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """A table for people: names left, numbers right."""
    if VOICE.json:
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    lines = [["" if cell is None else _shown(cell) for cell in row] for row in rows]
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for place, name in enumerate(columns):
        numeric = bool(lines) and all(_numeric(line[place]) for line in lines)
        table.add_column(Text(name), justify="right" if numeric else "left", overflow="fold")
    for line in lines:
        table.add_row(*(Text(cell) for cell in line))
    width = None if sys.stdout.isatty() else WIDE
    Console(highlight=False, width=width).print(table)


def records(frame: pd.DataFrame) -> None:
    """A frame as a table for people; nothing where it is missing."""
    plain = frame.astype(object).where(frame.notna(), None)
    grid([str(name) for name in frame.columns], [list(row) for row in plain.to_numpy()])


def findings(items: Iterable[Finding], *, notes: bool = False) -> None:
    """Findings on standard error; those that are mere notes only when asked."""
    for item in items:
        if item.severity != "note" or notes:
            note(f"{item.severity}: {item}")


def trouble(error: KinpanelError) -> None:
    """An error: for people on standard error, and as JSON on standard output when asked.

    A blank line parts the findings of one file from those of the next. Many findings on data are
    told by rule; --json has them all.
    """
    print(f"error: {error.message}", file=sys.stderr)
    for place, lines in enumerate(_told(error)):
        if place:
            print(file=sys.stderr)
        for line in lines:
            print(f"  {line}", file=sys.stderr)
    give(
        {
            "error": error.message,
            "exit_code": int(error.exit_code),
            "findings": [finding.as_dict() for finding in error.findings],
        }
    )


def _told(error: KinpanelError) -> list[list[str]]:
    """The lines on the findings of an error, file by file."""
    if isinstance(error, DataError):
        from kinpanel.cli.grouped import grouped

        return [lines for _, lines in grouped(error.findings)]
    parted = groupby(error.findings, key=lambda finding: finding.file)
    return [[str(finding) for finding in items] for _, items in parted]


def _shown(cell: Any) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, int):
        return f"{cell:,}"
    return f"{cell:.4f}" if isinstance(cell, float) else str(cell)


def _numeric(text: str) -> bool:
    return not text or text.replace(",", "").replace(".", "").lstrip("-").isdigit()


def labels(texts: Mapping[str, str]) -> str:
    """All languages of a label on one line."""
    return " / ".join(texts.values())
