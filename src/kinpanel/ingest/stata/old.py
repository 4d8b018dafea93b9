"""The layout of formats 113 to 115: a header of fixed places, without marks or a map."""

from __future__ import annotations

from kinpanel.ingest.cursor import Cursor
from kinpanel.ingest.damage import DamagedError
from kinpanel.ingest.stata.layout import (
    BYTE,
    DOUBLE,
    FLOAT,
    INT,
    LONG,
    Layout,
    columns_of,
    release_of,
    texts,
)

TITLE, STAMP = 81, 18
MOST_TEXT = 244
_TYPES = {251: BYTE, 252: INT, 253: LONG, 254: FLOAT, 255: DOUBLE}


def read_old(data: memoryview) -> Layout:
    """The layout of a whole file; DamagedError when its parts do not fit together."""
    file = Cursor(data)
    release = file.number("B")
    spec = release_of(release)
    file.order = {1: ">", 2: "<"}.get(file.number("B"), "")
    if not file.order:
        raise DamagedError("the file is damaged: its byte order is neither high nor low")
    file.take(2)
    count, rows = file.number("H"), file.number("I")
    file.take(TITLE + STAMP)
    types = file.take(count)
    names = texts(file, spec.name, count)
    file.take(2 * (count + 1))
    forms = texts(file, spec.form, count)
    sets = texts(file, spec.name, count)
    labels = texts(file, spec.label, count)
    while True:
        kind, size = file.number("B"), file.number("I")
        if kind == 0 and size == 0:
            break
        file.take(size)
    columns = columns_of([_storage(kind) for kind in types], names, forms, sets, labels)
    start = file.place
    width = sum(column.width for column in columns)
    if start + rows * width > len(file.data):
        raise DamagedError(f"its header counts {rows} rows of {width} bytes; the data are shorter")
    return Layout(release, file.order, rows, columns, start, None, start + rows * width)


def _storage(kind: int) -> int:
    if kind in _TYPES:
        return _TYPES[kind]
    if 1 <= kind <= MOST_TEXT:
        return kind
    raise DamagedError("the file is damaged: a column has a type that Stata does not have")
