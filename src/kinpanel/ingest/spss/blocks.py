"""The data of a system file as words of eight bytes, block by block, inflated where needed."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from kinpanel.ingest.cursor import Cursor
from kinpanel.ingest.damage import DamagedError
from kinpanel.ingest.spss.layout import WORD, Layout

BLOCK = 1 << 21
"""Words that are taken apart at once."""
_HEADER, _TRAILER, _ENTRY = 24, 24, 24
MOST_INFLATED = 1 << 26
"""Bytes that one zlib block may inflate to; SPSS writes blocks of 0x3ff000."""
MOST_PER_WORD = 2 * (1 + WORD)
"""Bytes that a word of a case may inflate to: a code and a literal, and as much for fillers."""


def read_words(data: memoryview, layout: Layout) -> Iterator[npt.NDArray[np.uint64]]:
    """The words of the data in the order of the file, as the bytes stand (not swapped)."""
    if layout.compression == 2:
        yield from _inflated(data, layout)
        return
    stream = data[layout.data :]
    if len(stream) % WORD:
        raise DamagedError("the file is cut off: it ends within a cell")
    words = np.frombuffer(stream, dtype=np.uint64)
    for start in range(0, len(words), BLOCK):
        yield words[start : start + BLOCK]


def _inflated(data: memoryview, layout: Layout) -> Iterator[npt.NDArray[np.uint64]]:
    rest = b""
    for start, size, inflated in _tiles(data, layout):
        content = _inflate(data[start : start + size], inflated)
        content = rest + content
        whole = len(content) - len(content) % WORD
        rest = content[whole:]
        yield np.frombuffer(content[:whole], dtype=np.uint64)
    if rest:
        raise DamagedError("the file is cut off: it ends within a cell")


def _tiles(data: memoryview, layout: Layout) -> list[tuple[int, int, int]]:
    """Place, size and inflated size of every block; they lie side by side, and fill the data."""
    file = Cursor(data, layout.order, layout.data)
    here, trailer, size = file.numbers("q", 3)
    if here != layout.data or trailer + size != len(data) or trailer < layout.data + _HEADER:
        raise DamagedError("the file is cut off or spliced: its blocks do not fit its size")
    file.place = trailer + _TRAILER - 8
    _, count = file.numbers("I", 2)
    if size != _TRAILER + count * _ENTRY:
        raise DamagedError("the file is damaged: its list of blocks is not as long as it says")
    tiles = []
    next_plain, next_packed = layout.data, layout.data + _HEADER
    for _ in range(count):
        plain, packed = file.numbers("q", 2)
        inflated, packed_size = file.numbers("I", 2)
        if (plain, packed) != (next_plain, next_packed) or inflated > MOST_INFLATED:
            raise DamagedError("the file is damaged: its blocks do not lie side by side")
        tiles.append((packed, packed_size, inflated))
        next_plain, next_packed = plain + inflated, packed + packed_size
    if next_packed != trailer:
        raise DamagedError("the file is damaged: its blocks do not lie side by side")
    if layout.cases is not None:
        most = MOST_PER_WORD * layout.cases * layout.words + MOST_INFLATED
        if next_plain - layout.data > most:
            raise DamagedError("the file is damaged: it inflates to more than its rows can hold")
    return tiles


def _inflate(packed: memoryview, size: int) -> bytes:
    engine = zlib.decompressobj()
    try:
        content = engine.decompress(packed, size + 1)
    except zlib.error:
        raise DamagedError("the file is damaged: a block does not inflate") from None
    if len(content) != size or not engine.eof or engine.unused_data:
        raise DamagedError("the file is damaged: a block inflates to another size than it says")
    return content
