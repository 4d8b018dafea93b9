"""Growth tables of one's own: a CSV file with a row for every L, M and S."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import cast

from kinpanel.derived.growth.tables import (
    INDICATORS,
    SEXES,
    STEPS,
    Curve,
    GrowthTables,
    Indicator,
    Sex,
    Step,
    curve_of,
)
from kinpanel.documents import GridRow, read_grid
from kinpanel.errors import DefinitionError, Finding, nearest

COLUMNS = ("indicator", "sex", "by", "at", "l", "m", "s")

_NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,12})?")

Key = tuple[Indicator, Step, Sex]


def read_growth_tables(path: Path, display: str | None = None) -> GrowthTables:
    """Read a table of L, M and S; DefinitionError lists everything wrong in it, by line.

    Columns: `indicator` (height_for_age, weight_for_age, bmi_for_age, weight_for_length or
    weight_for_height), `sex` (female, male), `by` (day or month of age; cm of size for the last
    two), `at` (which day, month or cm), `l`, `m`, `s`. Days and months are whole, sizes 0.1 cm
    apart, without a gap; what the file leaves out gives no z-scores.
    """
    file = display or path.name
    grid = read_grid(path, file, required=COLUMNS)
    findings = list(grid.findings)
    found: dict[Key, dict[float, GridRow]] = defaultdict(dict)
    for row in grid.rows:
        problems = _wrong(row)
        findings += [_finding(file, row.line, *problem) for problem in problems]
        if problems:
            continue
        key, place = cast(Key, (row["indicator"], row["by"], row["sex"])), float(row["at"])
        if place in found[key]:
            message = f"stands twice (first in line {found[key][place].line})"
            findings.append(_finding(file, row.line, message, "keep one of them"))
        found[key].setdefault(place, row)
    curves: dict[Key, Curve] = {}
    for key, rows in found.items():
        try:
            curves[key] = curve_of({at: _lms(row) for at, row in rows.items()}, key[1])
        except ValueError as error:
            line = rows[min(rows)].line
            advice = "look at the rows of that table; they may stand in any order"
            findings.append(
                _finding(file, line, f"{key[0]}, {key[2]}, by {key[1]}: {error}", advice)
            )
    if not curves and not findings:
        findings.append(_finding(file, 1, "there are no rows", "one row for every L, M and S"))
    if findings:
        raise DefinitionError(f"{file} cannot be used as growth tables", findings)
    return GrowthTables(curves=curves, source=file)


def _wrong(row: GridRow) -> list[tuple[str, str]]:
    problems = []
    for column, known in (("indicator", INDICATORS), ("sex", SEXES), ("by", tuple(STEPS))):
        if row[column] not in known:
            problems.append((f"unknown {column} {row[column]!r}", nearest(row[column], known)))
    for column in ("at", "l", "m", "s"):
        if not _NUMBER.fullmatch(row[column]):
            problems.append((f"{column} is not a number", "write digits and a point, 0.0379"))
    if problems:
        return problems
    by_size = row["indicator"] in ("weight_for_length", "weight_for_height")
    if by_size != (row["by"] == "cm"):
        wanted = "cm" if by_size else "day or month"
        return [(f"{row['indicator']} does not go by {row['by']}", f"write {wanted}")]
    if row["by"] != "cm" and not float(row["at"]).is_integer():
        return [(f"{row['at']} is no whole {row['by']}", "rows stand at whole days and months")]
    return []


def _lms(row: GridRow) -> tuple[float, float, float]:
    return float(row["l"]), float(row["m"]), float(row["s"])


def _finding(file: str, line: int, message: str, advice: str) -> Finding:
    return Finding(rule="growth-tables", message=message, file=file, line=line, advice=advice)
