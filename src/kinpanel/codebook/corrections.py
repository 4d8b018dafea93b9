"""codebooks/corrections.csv: single cells that are wrong, each with its reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path

from kinpanel.codebook.cell import wrong_cell
from kinpanel.codebook.crosswalk import FOLDER
from kinpanel.codebook.ledger import KEY_SEPARATOR, Correction
from kinpanel.codebook.model import Codebook, TableCodebook, Variable
from kinpanel.documents import Unusable, read_grid
from kinpanel.errors import Finding, nearest
from kinpanel.study import StudyDefinition

CORRECTIONS = "corrections.csv"
COLUMNS = tuple(f.name for f in fields(Correction) if f.name not in ("file", "line"))
Problem = tuple[str, str]
"""What is wrong, and what to do."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_corrections(
    root: Path, codebook: Codebook, study: StudyDefinition | None, unusable: Unusable
) -> tuple[list[Correction], list[Finding]]:
    """The corrections that are well formed, and findings on those that are not.

    A study without the file corrects nothing. Waves and missing reasons are looked up where there
    is a study. Nothing is said of tables, variables, waves and rows of the crosswalk that are
    `unusable` themselves. Whether `was` is what the data hold shows at ingest.
    """
    path, display = root / FOLDER / CORRECTIONS, f"{FOLDER}/{CORRECTIONS}"
    if not path.exists():
        return [], []
    grid = read_grid(path, display, required=COLUMNS)
    findings = list(grid.findings)
    first: dict[tuple[str, str, str, str], int] = {}
    found = []
    for row in grid.rows:
        correction = Correction(
            **{name: row[name] for name in COLUMNS}, file=display, line=row.line
        )
        cell = (correction.table, correction.key, correction.wave, correction.variable)
        problems = list(_problems(correction, codebook, study, unusable))
        if cell in first:
            message = f"a second row on one cell (first in line {first[cell]})"
            problems.append((message, "keep the row that holds"))
        first.setdefault(cell, row.line)
        findings += [correction.finding(*problem) for problem in problems]
        if not problems:
            found.append(correction)
    return found, findings


def _problems(
    row: Correction, codebook: Codebook, study: StudyDefinition | None, unusable: Unusable
) -> Iterator[Problem]:
    yield from signature(row.by, row.date)
    if not row.reason:
        yield "reason is empty", "say why the value that stands there is wrong"
    if study is not None and row.wave not in study.wave_ids:
        if not unusable.covers("wave", row.wave):
            yield f"unknown wave {row.wave!r}", nearest(row.wave, study.wave_ids)
        return
    table = codebook.tables.get(row.table)
    if table is None:
        if not unusable.covers("table", row.table):
            yield f"unknown table {row.table!r}", nearest(row.table, codebook.tables)
        return
    yield from _key(row, table)
    if unusable.covers("table", row.table, row.variable):
        return
    variable = table.variable(row.variable)
    if variable is None:
        names = [known.name for known in table.variables]
        yield f"unknown variable {row.variable!r}", nearest(row.variable, names)
        return
    if study is not None:
        yield from _place(row, variable, codebook, unusable)
    yield from _values(row, variable, study)


def signature(by: str, on: str) -> Iterator[Problem]:
    """What is wrong with who decided, and when."""
    if not by:
        yield "by is empty", "name the person who decided"
    try:
        sound = bool(_DAY.fullmatch(on)) and bool(date.fromisoformat(on))
    except ValueError:
        sound = False
    if not sound:
        yield "date is no day", "the day of the decision, e.g. 2024-05-02"


def _key(row: Correction, table: TableCodebook) -> Iterator[Problem]:
    parts = row.key.split(KEY_SEPARATOR)
    few = len(parts) < len(table.key)
    if few or not all(part.strip() for part in parts):
        wanted = KEY_SEPARATOR.join(table.key)
        yield "key is not that of a row", f'the key of {row.table} is: {wanted}; quote it: "a,b"'


def _place(
    row: Correction, variable: Variable, codebook: Codebook, unusable: Unusable
) -> Iterator[Problem]:
    if variable.score is not None:
        yield "is a score and follows from its items", "correct the item that is wrong"
        return
    known = codebook.row(row.table, row.variable, row.wave) is not None
    if not known and not unusable.covers("row", row.wave, row.table, row.variable):
        yield "the wave does not hold this variable", "see codebooks/crosswalk.csv"


def _values(
    row: Correction, variable: Variable, study: StudyDefinition | None
) -> Iterator[Problem]:
    reasons = None if study is None else study.reasons
    for name, written in (("was", row.was), ("now", row.now)):
        wrong = wrong_cell(written, variable, reasons)
        if wrong is not None:
            yield f"{name}: {wrong[0]}", wrong[1]
    if row.was and row.was == row.now:
        yield "was and now are the same", "write in now what holds, or leave the row out"
