"""Texts of a Stata 13 file in another encoding than the UTF-8 that they were written in."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from kinpanel.errors import StoreError

_RELEASE = b"<stata_dta><header><release>117</release>"
_LABEL_SIZE = 81
_LONGEST_TEXT = 2045
_WIDTHS = {65526: 8, 65527: 4, 65528: 4, 65529: 2, 65530: 1}
"""Bytes of a cell by type of column: double, float, long, int, byte."""


def reencode(path: Path, encoding: str) -> None:
    """Write labels and text cells of a .dta of release 13 in another encoding, in their places.

    The texts must not become longer, as Chinese does not in GBK; what they leave is filled with
    zeros. StoreError for a file of another release, and for a text that does not fit.
    """
    data = bytearray(path.read_bytes())
    if not data.startswith(_RELEASE):
        raise StoreError(f"{path.name} is not of release 13")
    for start, size in [*_labels(data), *_value_labels(data), *_cells(data)]:
        text, *_ = bytes(data[start : start + size]).partition(b"\0")
        if text.isascii():
            continue
        new = text.decode("utf-8").encode(encoding)
        if len(new) > size:
            raise StoreError(f"{path.name} has a text that is too long in {encoding}")
        data[start : start + size] = new.ljust(size, b"\0")
    path.write_bytes(data)


def _between(data: bytearray, name: str) -> tuple[int, int]:
    """Where the contents of an element begin and end."""
    start = data.index(b"<" + name.encode() + b">") + len(name) + 2
    return start, data.index(b"</" + name.encode() + b">", start)


def _labels(data: bytearray) -> Iterator[tuple[int, int]]:
    start, end = _between(data, "variable_labels")
    for place in range(start, end, _LABEL_SIZE):
        yield place, _LABEL_SIZE


def _value_labels(data: bytearray) -> Iterator[tuple[int, int]]:
    """The texts of every set of value labels: from its offset to the next one."""
    place, end = _between(data, "value_labels")
    while place < end:
        body = place + len("<lbl>") + 4 + 33 + 3
        count, size = struct.unpack_from("<ii", data, body)
        offsets = struct.unpack_from(f"<{count}i", data, body + 8)
        first = body + 8 + 8 * count
        bounds = [*sorted(offsets), size]
        for low, high in pairwise(bounds):
            yield first + low, high - low
        place = first + size + len("</lbl>")


def _cells(data: bytearray) -> Iterator[tuple[int, int]]:
    """The cells of every text column, row by row."""
    start, end = _between(data, "variable_types")
    types = struct.unpack_from(f"<{(end - start) // 2}H", data, start)
    widths = [kind if kind <= _LONGEST_TEXT else _WIDTHS[kind] for kind in types]
    rows_at, _ = _between(data, "N")
    (rows,) = struct.unpack_from("<I", data, rows_at)
    first, _ = _between(data, "data")
    places = [sum(widths[:number]) for number in range(len(widths))]
    texts = [number for number, kind in enumerate(types) if kind <= _LONGEST_TEXT]
    for row in range(rows):
        for number in texts:
            yield first + row * sum(widths) + places[number], widths[number]
