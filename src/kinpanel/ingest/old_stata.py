"""Stata files of formats 113 to 115 (Stata 8 to 12) carry no closing mark: do they end whole?

A file cut within its value labels still parses, to values without labels. Layout after Stata's
`help dta`: header, types, names, sort order, display formats, label names, variable labels,
expansion fields, data, label sets up to the end.
"""

from __future__ import annotations

import struct
from typing import BinaryIO

FORMATS = range(113, 116)
HEADER = 109
NAME = 33
VARIABLE_LABEL = 81
_WIDTHS = {251: 1, 252: 2, 253: 4, 254: 4, 255: 8}


def ends_whole(file: BinaryIO) -> bool:
    """Whether the last label set (or the data, where there is none) ends where the file ends."""
    size = file.seek(0, 2)
    file.seek(0)
    try:
        return _end_of_labels(file, _end_of_data(file), size) == size
    except struct.error:  # the file ends within a number
        return False


def _end_of_data(file: BinaryIO) -> int:
    head = file.read(HEADER)
    order = ">" if head[1:2] == b"\x01" else "<"
    columns, rows = struct.unpack(f"{order}HI", head[4:10])
    types = file.read(columns)
    format_width = 12 if head[0] == FORMATS[0] else 49
    place = HEADER + columns * (1 + 2 * NAME + format_width + VARIABLE_LABEL) + 2 * (columns + 1)
    while True:
        file.seek(place)
        kind, length = struct.unpack(f"{order}Bi", file.read(5))
        place += 5 + max(length, 0)
        if kind == 0 or length < 0:
            break
    return int(place + rows * sum(_WIDTHS.get(kind, kind) for kind in types))


def _end_of_labels(file: BinaryIO, place: int, size: int) -> int:
    file.seek(1)
    order = ">" if file.read(1) == b"\x01" else "<"
    while 0 <= place < size:
        file.seek(place)
        (length,) = struct.unpack(f"{order}I", file.read(4))
        place += 4 + NAME + 3 + length
    return place
