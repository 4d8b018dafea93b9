"""codebooks/crosswalk.csv: one row per harmonised variable and wave."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Literal, get_args

from kinpanel.codebook.placed import Placed
from kinpanel.codebook.rules import RULES, Rule, parse_rule
from kinpanel.documents import GridRow, Unusable, read_grid
from kinpanel.errors import Finding, closest, nearest

FOLDER = "codebooks"
CROSSWALK = "crosswalk.csv"
COLUMNS = ("variable", "wave", "source", "rule", "status", "why", "by", "reviewed")

Status = Literal[
    "identical", "compatible", "approximate", "impossible", "not_asked", "undetermined"
]
STATUSES: tuple[Status, ...] = get_args(Status)
WITHOUT_SOURCE: frozenset[Status] = frozenset({"impossible", "not_asked"})


@dataclass(frozen=True)
class CrosswalkRow(Placed):
    """How one variable is made in one wave.

    `rule` is None, and `sources` are empty, where nothing can be made or nothing is decided yet.
    """

    rule_name: ClassVar[str] = "contract"

    table: str
    variable: str
    wave: str
    sources: tuple[str, ...]
    rule: Rule | None
    status: Status
    why: str
    file: str
    line: int

    @property
    def subject(self) -> str:
        """The variable."""
        return f"{self.table}.{self.variable}"


def read_crosswalk(
    path: Path, display: str, unusable: Unusable | None = None
) -> tuple[list[CrosswalkRow], list[Finding]]:
    """Read the crosswalk; rows that are well formed, and findings on those that are not.

    The latter are taken down as `unusable`: ("row", wave, table, variable).
    """
    unusable = unusable or Unusable()
    grid = read_grid(path, display, required=COLUMNS)
    findings = list(grid.findings)
    if len(findings) > len(grid.broken):
        unusable.add("row")
    for row in grid.broken:
        _take_down(row, unusable)
    rows: list[CrosswalkRow] = []
    for row in grid.rows:
        parsed = _row(row, display)
        if isinstance(parsed, CrosswalkRow):
            rows.append(parsed)
        else:
            findings += parsed
            _take_down(row, unusable)
    return rows, findings


def _take_down(row: GridRow, unusable: Unusable) -> None:
    table, dot, variable = row["variable"].rpartition(".")
    unusable.add("row", row["wave"] or None, table if dot else None, variable or None)


def _advice_on_rule(name: str) -> str:
    if name in RULES:
        return RULES[name].sentence
    return nearest(name, RULES) if closest(name, RULES) else "write one of these"


def _row(row: GridRow, display: str) -> CrosswalkRow | list[Finding]:
    problems: list[tuple[str, str]] = []
    table, dot, variable = row["variable"].partition(".")
    if not dot:
        advice = f"the name of its table and a point before it: child.{row['variable']}"
        problems.append((f"variable {row['variable']!r} is not table.variable", advice))
    status = next((known for known in STATUSES if known == row["status"]), None)
    if status is None:
        problems.append((f"unknown status {row['status']!r}", nearest(row["status"], STATUSES)))
    sources = tuple(row["source"].split())
    rule: Rule | None = None
    if status in WITHOUT_SOURCE:
        if sources or row["rule"]:
            advice = "leave source and rule empty, or write the status that holds"
            problems.append((f"status {status} must have no source and no rule", advice))
    elif status != "undetermined" or sources or row["rule"]:
        parsed = parse_rule(row["rule"])
        if isinstance(parsed, str):
            problems.append((parsed, _advice_on_rule(row["rule"].partition(" ")[0])))
        else:
            rule = parsed
        if not sources:
            advice = "the id of a question; without one the status is not_asked or impossible"
            problems.append(("no source: which question is it made from?", advice))
        elif rule is not None and len(sources) > 1 and not rule.spec.many_sources:
            advice = "keep one source, or write rule first, which takes several"
            problems.append((f"rule {rule.spec.name} takes one source", advice))
    if problems or status is None:
        return [
            Finding(
                rule="crosswalk",
                message=message,
                file=display,
                line=row.line,
                wave=row["wave"],
                variable=row["variable"],
                advice=advice,
            )
            for message, advice in problems
        ]
    return CrosswalkRow(
        table, variable, row["wave"], sources, rule, status, row["why"], display, row.line
    )
