"""The words of all cases to columns: numbers with a mask, texts as index and dictionary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from kinpanel.ingest.damage import DamagedError
from kinpanel.ingest.spss.blocks import read_words
from kinpanel.ingest.spss.bytecode import LITERAL, MISSING, Cases, cases_of, decode
from kinpanel.ingest.spss.layout import WORD, Column, Layout
from kinpanel.ingest.texts import distinct_texts
from kinpanel.ingest.workers import ahead, side_by_side

SYSTEM_MISSING = -np.finfo(np.float64).max
_SPACES = np.uint64(0x2020202020202020)


@dataclass(frozen=True)
class SpssText:
    """A text column: an index into its distinct texts, still bytes, without trailing blanks."""

    index: npt.NDArray[np.int32]
    texts: list[bytes]
    width: int


Cells = npt.NDArray[Any] | SpssText


@dataclass
class _Number:
    """A column of numbers that grows: whole ones of two bytes until one does not fit."""

    chunks: list[npt.NDArray[Any]] = field(default_factory=list)

    def array(self) -> npt.NDArray[Any]:
        """All cells; system-missing ones are NaN, in float64, or -32768, in int16."""
        if any(chunk.dtype == np.float64 for chunk in self.chunks):
            self.chunks = [_as_float(chunk) for chunk in self.chunks]
        joined = np.concatenate(self.chunks) if self.chunks else np.zeros(0)
        self.chunks = []
        return joined


GONE = np.int16(-32768)


def _as_float(cells: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    if cells.dtype == np.float64:
        return cells
    wide = cells.astype(np.float64)
    wide[cells == GONE] = np.nan
    return wide


def read_cells(data: memoryview, layout: Layout) -> tuple[int, list[Cells]]:
    """The number of cases and the cells of every column of a file in memory, in order.

    Numbers are int16 with -32768 for system-missing, or float64 with NaN for it. Raises
    DamagedError when cases are not whole or not as many as the header says.
    """
    numbers = {column: _Number() for column in layout.columns if not column.width}
    texts: dict[Column, list[npt.NDArray[np.uint8]]] = {
        column: [] for column in layout.columns if column.width
    }
    small = _small(layout.bias)
    count = 0
    for cases in ahead(_cases(data, layout)):
        count += cases.codes.shape[1]
        if layout.cases is not None and count > layout.cases:
            raise DamagedError(f"its header counts {layout.cases} rows, it holds more")
        for column, number in numbers.items():
            number.chunks.append(_numbers(cases, column.word, small, layout.order))
        for column, pieces in texts.items():
            pieces.append(_texts(cases, column))
    if layout.cases is not None and layout.cases != count:
        raise DamagedError(f"its header counts {layout.cases} rows, it holds {count}")

    def whole(column: Column) -> Cells:
        if column in numbers:
            return numbers[column].array()
        return _distinct(texts.pop(column), column)

    return count, side_by_side(whole, layout.columns, count)


def _cases(data: memoryview, layout: Layout) -> Iterator[Cases]:
    if not layout.words:
        return
    blocks = read_words(data, layout)
    if layout.compression:
        yield from decode(blocks, layout.words)
        return
    rest = np.zeros(0, dtype=np.uint64)
    for block in blocks:
        stream = np.concatenate([rest, block])
        whole = len(stream) // layout.words
        used = stream[: whole * layout.words]
        rest = stream[len(used) :]
        yield cases_of(np.full(len(used), LITERAL, dtype=np.uint8), used, layout.words)
    if len(rest):
        raise DamagedError("the file is cut off: it ends within a case")


def _small(bias: float) -> npt.NDArray[np.int16] | None:
    """What each code below LITERAL stands for; None for a bias that is no small whole number."""
    if not (float(bias).is_integer() and abs(bias) < 30_000):
        return None
    table = (np.arange(256) - int(bias)).astype(np.int16)
    table[MISSING] = GONE
    return table


def _numbers(
    cases: Cases, word: int, small: npt.NDArray[np.int16] | None, order: str
) -> npt.NDArray[Any]:
    codes = cases.codes[word]
    if cases.blank[word]:
        raise DamagedError("the file is damaged: a number is written as blanks")
    if small is None:
        raise DamagedError("the file is damaged: its bias is no whole number")
    short = small[codes]
    if not cases.literal[word]:
        return np.asarray(short)
    cells = _as_float(short)
    literal = codes == LITERAL
    values = cases.literals[cases.place[word][literal]].view(order + "f8").astype(np.float64)
    values[values == SYSTEM_MISSING] = np.nan
    cells[literal] = values
    return cells


def _texts(cases: Cases, column: Column) -> npt.NDArray[np.uint8]:
    """The bytes of a text in every case, shape (cases, width)."""
    found = []
    for first, used in column.pieces:
        size = -(-used // WORD)
        words = [_text_word(cases, word) for word in range(first, first + size)]
        found.append(np.stack(words, axis=1).view(np.uint8)[:, :used])
    return np.concatenate(found, axis=1) if len(found) > 1 else found[0]


def _text_word(cases: Cases, word: int) -> npt.NDArray[np.uint64]:
    if cases.number[word]:
        raise DamagedError("the file is damaged: a text is written as a number")
    codes = cases.codes[word]
    cells = np.full(len(codes), _SPACES)
    literal = codes == LITERAL
    cells[literal] = cases.literals[cases.place[word][literal]]
    return cells


def _distinct(chunks: list[npt.NDArray[np.uint8]], column: Column) -> SpssText:
    matrix = np.concatenate(chunks) if chunks else np.zeros((0, 1), dtype=np.uint8)
    index, texts = distinct_texts(matrix, blank=b" "[0])
    return SpssText(index, texts, column.width)
