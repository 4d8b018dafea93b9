"""codebooks/codes.csv: the grid that every `map` reads, raw codes of all waves side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kinpanel.documents import Unusable, read_grid
from kinpanel.errors import Finding

CODES = "codes.csv"
COLUMNS = ("variable", "target", "label")
MISSING = "missing:"
"""A target `missing:dont_know` turns a code into that reason."""


@dataclass(frozen=True)
class Target:
    """Where a raw code leads: to a harmonised code, or to a missing reason."""

    code: str
    line: int

    @property
    def reason(self) -> str | None:
        """The missing reason, or None for a value."""
        return self.code.removeprefix(MISSING) if self.code.startswith(MISSING) else None


@dataclass(frozen=True)
class CodeGrid:
    """For each (table, variable, wave): raw code -> target. Simultaneous by construction."""

    file: str
    maps: Mapping[tuple[str, str, str], Mapping[str, Target]]

    def map_of(self, table: str, variable: str, wave: str) -> Mapping[str, Target]:
        """The map of a variable in a wave; empty when the grid has none."""
        return self.maps.get((table, variable, wave), {})


def read_codes(
    path: Path, display: str, waves: Sequence[str] | None, unusable: Unusable | None = None
) -> tuple[CodeGrid, list[Finding]]:
    """Read the grid; one raw code under two targets of a variable and wave is a finding.

    Without `waves` every further column counts as one. Codes whose target is not known for that
    are taken down as `unusable`: ("code", table, variable, wave, code).

    Cells hold raw codes parted by spaces; an empty cell means that the wave has no such answer.
    A study without the file has an empty grid.
    """
    maps: dict[tuple[str, str, str], dict[str, Target]] = {}
    unusable = unusable or Unusable()
    if not path.exists():
        return CodeGrid(display, maps), []
    grid = read_grid(path, display, required=COLUMNS, optional=waves)
    findings = list(grid.findings)
    if len(findings) > len(grid.broken):
        unusable.add("code")
    for row in grid.broken:
        unusable.add("code", *row["variable"].split(".", 1))
    if waves is None:
        waves = [name for name in grid.columns if name not in COLUMNS]
    for row in grid.rows:
        table, _, variable = row["variable"].partition(".")
        for wave in dict.fromkeys(waves):
            for code in row.cells.get(wave, "").split():
                targets = maps.setdefault((table, variable, wave), {})
                if code in targets:
                    findings.append(
                        Finding(
                            rule="codes",
                            message=f"raw code {code} leads to two targets "
                            f"({targets[code].code} in line {targets[code].line})",
                            file=display,
                            line=row.line,
                            wave=wave,
                            variable=row["variable"],
                            advice="keep it under one of them",
                        )
                    )
                    unusable.add("code", table, variable, wave, code)
                targets.setdefault(code, Target(row["target"], row.line))
    return CodeGrid(display, maps), findings
