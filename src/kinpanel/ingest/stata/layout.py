"""Where everything stands in a Stata file: columns, rows, data, long texts, value labels."""

from __future__ import annotations

from dataclasses import dataclass

from kinpanel.ingest.cursor import Cursor
from kinpanel.ingest.damage import DamagedError

BYTE, INT, LONG, FLOAT, DOUBLE, STRL = -1, -2, -3, -4, -5, -6
"""Storage of a column; a positive number is the width of a text."""

WIDTHS = {BYTE: 1, INT: 2, LONG: 4, FLOAT: 4, DOUBLE: 8, STRL: 8}


@dataclass(frozen=True)
class Release:
    """What differs between formats: widths in bytes, and letters of `struct` for counts."""

    name: int
    form: int
    label: int
    columns: str = "H"
    rows: str = "I"
    sort: str = "H"
    title: str = "B"


RELEASES = {
    113: Release(33, 12, 81),
    114: Release(33, 49, 81),
    115: Release(33, 49, 81),
    117: Release(33, 49, 81),
    118: Release(129, 57, 321, rows="Q", title="H"),
    119: Release(129, 57, 321, rows="Q", title="H", columns="I", sort="I"),
}


@dataclass(frozen=True)
class Column:
    """One column as the header has it; its texts still as bytes, NUL-terminated."""

    name: bytes
    storage: int
    form: bytes
    label_set: bytes
    label: bytes

    @property
    def width(self) -> int:
        """Bytes of a cell."""
        return self.storage if self.storage > 0 else WIDTHS[self.storage]


@dataclass(frozen=True)
class Layout:
    """The parts of a file: `data`, `strls` and `labels` are places of their first bytes."""

    release: int
    order: str
    rows: int
    columns: tuple[Column, ...]
    data: int
    strls: int | None
    labels: int

    @property
    def row_width(self) -> int:
        """Bytes of a row."""
        return sum(column.width for column in self.columns)


def release_of(number: int) -> Release:
    """What holds in a format; DamagedError for one that no Stata from 8 on writes."""
    if number not in RELEASES:
        raise DamagedError("its format is none that Stata 8 to 19 writes")
    return RELEASES[number]


def texts(file: Cursor, width: int, count: int) -> list[bytes]:
    """The next `count` texts of one width, each up to its first NUL."""
    return [file.take(width).partition(b"\0")[0] for _ in range(count)]


def columns_of(
    storages: list[int],
    names: list[bytes],
    forms: list[bytes],
    sets: list[bytes],
    labels: list[bytes],
) -> tuple[Column, ...]:
    """Columns from their parts, in order; DamagedError when two have one name."""
    if len(set(names)) < len(names):
        raise DamagedError("the file is damaged: two columns have one name")
    return tuple(
        Column(name, storage, form, label_set, label)
        for name, storage, form, label_set, label in zip(
            names, storages, forms, sets, labels, strict=True
        )
    )
