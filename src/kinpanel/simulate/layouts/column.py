"""How an export is laid out: files, columns, codes, labels and missing codes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import pandas as pd

Style = Literal["text", "identifier_number", "number", "yyyymm", "stata_month"]
"""`identifier_number`: digits as a number, zeros lost; `stata_month`: months since 1960, %tm."""

Code = int | str
"""A number, or the letter of a tagged Stata missing."""


@dataclass(frozen=True)
class Column:
    """One column of an export.

    `source` names the true quantity; `codes` lead from its values to the codes of the export
    (as they are when empty); `answer` columns can carry the missing codes of the wave. Where the
    export holds another quantity, `make` makes it from the rows (another unit, a band, a sum);
    reasons are still those of `source`. `missing` are codes of its own, where those of the file
    could be answers (97 in centimetres).
    """

    source: str
    name: str
    label: str
    style: Style = "number"
    codes: Mapping[int, int] = field(default_factory=dict)
    labels: Mapping[Code, str] = field(default_factory=dict)
    answer: bool = False
    make: Callable[[pd.DataFrame], pd.Series[Any]] | None = None
    missing: Mapping[str, Code] = field(default_factory=dict)


@dataclass(frozen=True)
class Missing:
    """How a wave writes missing answers: a code per reason (a blank where none stands).

    Tagged codes (`a` for `.a`) are Stata's; `low` to `high`, or the codes one by one, are
    declared user-missing in SPSS files.
    """

    codes: Mapping[str, Code]
    labels: Mapping[Code, str]
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True)
class Layout:
    """One file of one wave; `stata` is the Stata release of a .dta and None for a .sav.

    Texts are written in UTF-8, or in `encoding`, which only a .dta of release 13 can have.
    """

    wave: str
    unit: str
    file: str
    stata: int | None
    columns: tuple[Column, ...]
    missing: Missing
    encoding: str | None = None
