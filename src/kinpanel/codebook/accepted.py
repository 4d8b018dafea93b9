"""codebooks/accepted.csv: findings of the audit that are known and left as they are."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from kinpanel.codebook.model import TableCodebook
from kinpanel.documents import Unusable, read_grid
from kinpanel.errors import Finding, nearest

ACCEPTED = "accepted.csv"
COLUMNS = ("rule", "table", "key", "wave", "why", "by", "date")


@dataclass(frozen=True)
class Accepted:
    """A finding that somebody has looked at and accepts.

    `key` is that of the row, its values parted by commas; empty for findings on whole waves. An
    empty `variable` stands for any.
    """

    rule: str
    table: str
    key: str
    wave: str
    variable: str
    why: str


def read_accepted(
    path: Path,
    display: str,
    rules: Collection[str],
    tables: Mapping[str, TableCodebook],
    waves: Collection[str],
    unusable: Unusable,
) -> tuple[list[Accepted], list[Finding]]:
    """Read the file, and what is wrong in it; a study without the file accepts nothing.

    Every row needs a known rule (number or name), table and wave, a `why` and a `by`. Nothing is
    said of tables and variables that are `unusable` themselves.
    """
    if not path.exists():
        return [], []
    grid = read_grid(path, display, required=COLUMNS, optional=("variable",))
    findings = list(grid.findings)
    rows = []
    for row in grid.rows:
        problems = [
            (f"unknown {what} {row[what]!r}", nearest(row[what], known))
            for what, known in (("rule", rules), ("table", tables), ("wave", waves))
            if row[what] not in known and not unusable.covers(what, row[what])
        ]
        problems += [(f"{name} is empty", "") for name in ("why", "by") if not row[name]]
        variable = row.cells.get("variable", "")
        table = tables.get(row["table"])
        faulty = unusable.covers("table", row["table"], variable)
        if variable and table is not None and table.variable(variable) is None and not faulty:
            names = [known.name for known in table.variables]
            problems.append((f"unknown variable {variable!r}", nearest(variable, names)))
        findings += [
            Finding(rule="accepted", message=message, file=display, line=row.line, advice=advice)
            for message, advice in problems
        ]
        if not problems:
            known = (row["rule"], row["table"], row["key"], row["wave"])
            rows.append(Accepted(*known, variable, row["why"]))
    return rows, findings
