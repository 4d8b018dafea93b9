"""Rows of a raw file that wait on disk until all blocks of it are there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from kinpanel.simulate.writing.cells import Cells

Records = npt.NDArray[np.void]
"""One record per row; numbers as doubles with the missing values of the format, texts in bytes."""

STATA_BLANK, STATA_STEP = 0x7FE0000000000000, 0x0000010000000000
"""The bits of `.`; those of `.a` are one step further, those of `.b` two."""
SPSS_BLANK = 0xFFEFFFFFFFFFFFFF


class Spill:
    """The rows of one file, block by block; only what all blocks share stays in memory.

    `widths` are the bytes in UTF-8 of the longest text by column.
    """

    def __init__(self, path: Path, *, stata: bool, encoding: str | None = None) -> None:
        self._path, self._stata, self._encoding = path, stata, encoding
        self._blocks: list[tuple[np.dtype[np.void], int]] = []
        self.widths: dict[str, int] = {}
        self._whole: set[str] = set()
        self._tagged: set[str] = set()

    @property
    def rows(self) -> int:
        """Rows of all blocks."""
        return sum(rows for _, rows in self._blocks)

    @property
    def whole(self) -> set[str]:
        """Columns of integers in all blocks, and of tagged missings in any: a type of its own."""
        return self._whole & self._tagged

    def add(self, columns: Mapping[str, Cells]) -> None:
        """Put a block of rows behind those before; all columns have the same length."""
        whole = {name for name, cells in columns.items() if cells.whole}
        self._whole = self._whole & whole if self._blocks else whole
        self._tagged |= {name for name, cells in columns.items() if cells.letters is not None}
        made = {name: self._bytes(name, cells) for name, cells in columns.items()}
        order = _numbers_first(columns) if self._stata else None
        rows = len(next(iter(made.values())))
        records = np.empty(rows, dtype=[(name, cells.dtype) for name, cells in made.items()])
        for name, cells in made.items():
            records[name] = cells if order is None else cells[order]
        with self._path.open("ab") as file:
            file.write(records.tobytes())
        self._blocks.append((records.dtype, rows))

    def __iter__(self) -> Iterator[Records]:
        """The blocks in their order, each with texts as wide as its own longest."""
        start = 0
        for kind, rows in self._blocks:
            yield np.fromfile(self._path, kind, rows, offset=start)
            start += rows * kind.itemsize

    def drop(self) -> None:
        """Take the rows off the disk."""
        self._path.unlink(missing_ok=True)

    def _bytes(self, name: str, cells: Cells) -> npt.NDArray[Any]:
        if not cells.text:
            return self._doubles(cells)
        encoded = _encoded(cells.values.tolist(), "utf-8")
        self.widths[name] = max(self.widths.get(name, 1), encoded.dtype.itemsize)
        if self._encoding is None:
            return encoded
        return _encoded(cells.values.tolist(), self._encoding)

    def _doubles(self, cells: Cells) -> npt.NDArray[np.float64]:
        blank = STATA_BLANK if self._stata else SPSS_BLANK
        numbers = np.array(cells.values, dtype="<f8")
        bits = numbers.view("<u8")
        bits[np.isnan(numbers)] = blank
        if cells.letters is not None:
            for letter in np.unique(cells.letters[cells.letters != ""]).tolist():
                bits[cells.letters == letter] = blank + STATA_STEP * (ord(letter) - ord("a") + 1)
        return numbers


def _encoded(texts: list[str], encoding: str) -> npt.NDArray[np.bytes_]:
    """Texts as bytes, zeros behind the shorter ones; at least one byte wide."""
    try:
        return np.array(texts or [""], dtype="S")[: len(texts)]
    except UnicodeEncodeError:
        return np.array([text.encode(encoding) for text in texts], dtype="S")


_LOOKED_AT = 50


def _numbers_first(columns: Mapping[str, Cells]) -> npt.NDArray[np.int64] | None:
    """The order of rows of an agency whose program must meet a number before it meets only tags.

    Where a column has nothing but tags among its first rows, the first row with a number in it
    moves to the front. None where the rows stay as they are.
    """
    leading: set[int] = set()
    for cells in columns.values():
        if cells.letters is None or not (cells.letters != "").any():
            continue
        number = np.flatnonzero(cells.numeric)
        if len(number) and number[0] >= _LOOKED_AT:
            leading.add(int(number[0]))
    if not leading:
        return None
    rows = len(next(iter(columns.values())).values)
    first = np.isin(np.arange(rows), sorted(leading))
    return np.concatenate([np.flatnonzero(first), np.flatnonzero(~first)])
