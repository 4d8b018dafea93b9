"""CSV grids that people fill in: every cell is text, every row knows its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kinpanel.documents.source import SourceError, read_source
from kinpanel.errors import Finding, nearest

MAX_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class GridRow:
    """One row: its line in the file (from 1) and its cells, stripped, by column."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


@dataclass
class Grid:
    """A grid as read: header, rows and what is wrong with its form."""

    file: str
    columns: tuple[str, ...] = ()
    rows: list[GridRow] = field(default_factory=list)
    broken: list[GridRow] = field(default_factory=list)
    """Rows of the wrong width; a column that they do not reach holds ""."""
    findings: list[Finding] = field(default_factory=list)


def read_grid(
    path: Path, display: str, *, required: Sequence[str], optional: Sequence[str] | None = ()
) -> Grid:
    """Read a CSV file (UTF-8, comma, header) whose columns are `required` plus some `optional`.

    With `optional` None any other column may stand in it, too.
    Blank rows are skipped; cells are stripped. Unknown, missing and repeated columns and rows of
    the wrong width are findings in the result; nothing is raised.
    """
    grid = Grid(file=display)
    try:
        lines = _lines(read_source(path, MAX_BYTES))
    except SourceError as error:
        _report(grid, error.line, str(error), error.advice)
        return grid
    if not lines:
        _report(grid, 1, "the file is empty", f"it begins with {','.join(required)}")
        return grid
    grid.columns = tuple(cell.strip() for cell in lines[0][1])
    _check_header(grid, required, optional)
    if not grid.findings:
        _read_rows(grid, lines[1:])
    return grid


def _lines(text: str) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows, start = [], 1
    try:
        for row in reader:
            rows.append((start, row))
            start = reader.line_num + 1
    except csv.Error as error:
        raise SourceError(f"not a CSV file: {error}", start) from None
    return rows


def _read_rows(grid: Grid, lines: list[tuple[int, list[str]]]) -> None:
    for line, row in lines:
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(grid.columns):
            message = f"{len(row)} cells under {len(grid.columns)} columns"
            _report(grid, line, message, 'a comma within a cell needs quotes: "one, two"')
            padded = [*row, *[""] * len(grid.columns)]
            cells = {n: c.strip() for n, c in zip(grid.columns, padded, strict=False)}
            grid.broken.append(GridRow(line=line, cells=cells))
            continue
        cells = {name: cell.strip() for name, cell in zip(grid.columns, row, strict=True)}
        grid.rows.append(GridRow(line=line, cells=cells))


def _check_header(grid: Grid, required: Sequence[str], optional: Sequence[str] | None) -> None:
    known = [*required, *(grid.columns if optional is None else optional)]
    for name in sorted({name for name in grid.columns if grid.columns.count(name) > 1}):
        _report(grid, 1, f"column {name!r} stands twice", "keep one of them")
    for name in grid.columns:
        if name not in known:
            _report(grid, 1, f"unknown column {name!r}", nearest(name, known))
    for name in required:
        if name not in grid.columns:
            _report(grid, 1, f"column {name!r} is missing", "add it; its cells may be empty")


def _report(grid: Grid, line: int, message: str, advice: str = "") -> None:
    grid.findings.append(
        Finding(rule="grid", message=message, file=grid.file, line=line, advice=advice)
    )
