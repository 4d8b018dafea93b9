"""What a file is to hold, decided to the last cell: entries and their metadata."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from kinpanel.errors import Finding
from kinpanel.report.export.columns import Column, Kind

Measure = Literal["nominal", "ordinal", "scale"]


@dataclass(frozen=True)
class Entry:
    """One column of the file. `cells` are what is written, of length n.

    `labels` leads from cells to texts, those of missing codes among them; `missing` from missing
    codes to reasons; `block` is the range (low, high) that an SPSS file declares missing.
    """

    name: str
    column: Column
    kind: Kind
    cells: npt.NDArray[Any]
    labels: Mapping[Any, str] = field(default_factory=dict)
    missing: Mapping[Any, str] = field(default_factory=dict)
    label: str = ""
    format: str | None = None
    block: tuple[int, int] | None = None


@dataclass(frozen=True)
class Sheet:
    """A file: its label, its entries in order, and what had to be changed to fit the format."""

    label: str
    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...] = ()


def cut(
    label: str, most: int, findings: list[Finding], what: str, name: str, unit: str = "characters"
) -> str:
    """The label, whole or its first `most` characters or bytes; a note when it was cut."""
    short = label[:most]
    if unit == "bytes":
        short = label.encode("utf-8")[:most].decode("utf-8", "ignore")
    if short != label:
        message = f"{what} is cut to {most} {unit}, the most that the format takes"
        findings.append(
            Finding(rule="export-label", message=message, severity="note", variable=name or None)
        )
    return short


def as_text(column: Column, why: str, findings: list[Finding]) -> Column:
    """A column of numbers as text, because the format cannot hold them; with a note."""
    message = f"is written as text, because {why}"
    findings.append(
        Finding(rule="export-type", message=message, severity="note", variable=column.name)
    )
    texts = np.array([repr(value) for value in column.values.tolist()] + [None], dtype=object)[:-1]
    texts[column.missing] = ""
    return Column(
        name=column.name,
        kind="text",
        values=texts,
        missing=column.missing,
        reasons=column.reasons,
        label=column.label,
        variable=column.variable,
    )


def check_text(
    column: Column, most: int | None, suffix: str, findings: list[Finding]
) -> npt.NDArray[Any]:
    """Text cells, "" where missing; an error for those that the format would cut in silence."""
    cells = column.values.copy()
    cells[column.missing] = ""
    zero = sum("\0" in cell for cell in cells)
    long = 0 if most is None else sum(len(cell.encode("utf-8")) > most for cell in cells)
    for count, message in (
        (zero, "texts hold a zero byte, at which the format would end them"),
        (long, f"texts are longer than {most} bytes"),
    ):
        if count:
            advice = f"{suffix} cannot hold them; export to .parquet, or leave the variable out"
            findings.append(
                Finding(
                    rule="export-text",
                    message=message,
                    variable=column.name,
                    count=count,
                    advice=advice,
                )
            )
    return cells


def any_reason(column: Column) -> bool:
    """Whether a reason is known for some missing value."""
    return bool((column.reasons != "").any())


def occurring(column: Column, reasons: Sequence[str]) -> list[str]:
    """The reasons that occur in a column, in the order given."""
    found = set(column.reasons.tolist())
    return [reason for reason in reasons if reason in found]
