"""Names that Stata and SPSS take: not reserved, not too long, and different from each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kinpanel.errors import Finding
from kinpanel.report.export.columns import Column
from kinpanel.tables.frame import WHY


@dataclass(frozen=True)
class Naming:
    """What a format allows: `longest` in characters, words it keeps for itself, case."""

    longest: int
    reserved: re.Pattern[str]
    case_matters: bool


STATA = Naming(
    32, re.compile(r"if|in|using|with|byte|int|long|float|double|strL|str[0-9]+"), case_matters=True
)
SPSS = Naming(
    64, re.compile(r"all|and|by|eq|ge|gt|le|lt|ne|not|or|to|with", re.I), case_matters=False
)
FREE = Naming(1000, re.compile(r"(?!)"), case_matters=True)


def names_for(columns: Sequence[Column], naming: Naming) -> tuple[list[str], list[Finding]]:
    """A name for each column, its own where the format takes it, and a note for each that changed.

    Variables choose first, companions then.
    """
    used: set[str] = set()
    chosen: dict[int, str] = {}
    for place in sorted(range(len(columns)), key=lambda at: columns[at].of is not None):
        chosen[place] = _free(columns[place], naming, used)
        used.add(_folded(chosen[place], naming))
    names = [chosen[place] for place in range(len(columns))]
    notes = [
        Finding(
            rule="export-name",
            message=f"is called {name!r} in the file, because the format does not take its name",
            severity="note",
            variable=column.name,
        )
        for column, name in zip(columns, names, strict=True)
        if name != column.name
    ]
    return names, notes


def _folded(name: str, naming: Naming) -> str:
    return name if naming.case_matters else name.lower()


def _free(column: Column, naming: Naming, used: set[str]) -> str:
    ending = "" if column.of is None else WHY
    stem = column.name.removesuffix(ending)
    number = 1
    while True:
        mark = "" if number == 1 else f"_{number}"
        name = stem[: naming.longest - len(mark + ending)] + mark + ending
        if not naming.reserved.fullmatch(name) and _folded(name, naming) not in used:
            return name
        number += 1
