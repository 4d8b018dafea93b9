"""A Stata file in memory to columns: numbers with marks, texts as index and dictionary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from kinpanel.ingest.columns import ReadColumn, Storage, text_cells
from kinpanel.ingest.damage import DamagedError
from kinpanel.ingest.encoding import UTF8, WESTERN, Decoder, decoder
from kinpanel.ingest.mixed import refuse_mixed
from kinpanel.ingest.stata.labels import read_label_sets
from kinpanel.ingest.stata.layout import (
    BYTE,
    DOUBLE,
    FLOAT,
    INT,
    LONG,
    RELEASES,
    STRL,
    Column,
    Layout,
)
from kinpanel.ingest.stata.numbers import TYPES, marks
from kinpanel.ingest.stata.old import read_old
from kinpanel.ingest.stata.strls import read_strls, resolve_strls
from kinpanel.ingest.stata.tagged import MARK, read_tagged
from kinpanel.ingest.texts import distinct_texts

BLOCK = 1 << 20
"""Bytes of rows that are taken apart at once: few enough to stay in the processor's cache."""
FIRST_UNICODE = 118
_STORAGE: dict[int, Storage] = {
    BYTE: "integer",
    INT: "integer",
    LONG: "integer",
    FLOAT: "float",
    DOUBLE: "double",
}


def read_stata(data: memoryview, encoding: str | None) -> tuple[int, list[ReadColumn]]:
    """Rows and columns of a whole Stata file that lies in memory.

    `encoding` is the declared one; without it formats from 118 are UTF-8, older ones cp1252 and
    refused where that would garble their texts. Raises DamagedError when anything does not fit.
    """
    layout = (read_tagged if bytes(data[: len(MARK)]) == MARK else read_old)(data)
    if layout.rows and not layout.columns:
        raise DamagedError(f"its header counts {layout.rows} rows, but there are no columns")
    sets = read_label_sets(data, layout)
    strls = read_strls(data, layout)
    raw = dict(zip(layout.columns, _cells(data, layout), strict=True))
    taken = {column: _text_cells(raw.pop(column), column, strls) for column in _textual(layout)}
    default = UTF8 if layout.release >= FIRST_UNICODE else WESTERN
    decode = decoder(encoding, default, _samples(layout, sets, taken.values()))
    names = {
        column: decode.text(column.name, where=f"the name of column {place}")
        for place, column in enumerate(layout.columns, start=1)
    }
    refuse_mixed(decode.encoding, encoding is not None, _places(names, sets, taken))
    labels = {name: _decoded(name, texts, decode) for name, texts in sets.items()}
    room = RELEASES[layout.release]
    columns = []
    for column in layout.columns:
        name = names[column]
        about: dict[str, Any] = {
            "name": name,
            "label": decode.text(column.label, room.label - 1, f"the label of column {name}"),
            "storage": _STORAGE.get(column.storage, "text"),
            "form": decode.text(column.form, where=f"the format of column {name}"),
            "labels": labels.get(column.label_set, {}),
        }
        if column in taken:
            width = max(column.storage, 0) or None
            texts, cut = decode.cells(taken[column][1], width, f"a cell of column {name}")
            index, words, marked = text_cells(taken.pop(column)[0], texts)
            columns.append(ReadColumn(cells=index, texts=words, marks=marked, cut=cut, **about))
        else:
            cells = raw.pop(column)
            marked = marks(cells, column.storage)
            columns.append(ReadColumn(cells=cells, marks=marked, **about))
    return layout.rows, columns


def _textual(layout: Layout) -> list[Column]:
    return [column for column in layout.columns if column.storage not in TYPES]


def _cells(data: memoryview, layout: Layout) -> list[npt.NDArray[Any]]:
    """The cells of every column, in the machine's byte order, block by block of rows."""
    fields = [f"f{place}" for place in range(len(layout.columns))]
    forms = [_form(column, layout.order) for column in layout.columns]
    row = np.dtype({"names": fields, "formats": forms})
    columns = [np.empty(layout.rows, np.dtype(form).newbyteorder("=")) for form in forms]
    if not row.itemsize or not layout.rows:
        return columns
    rows = np.frombuffer(data, row, layout.rows, layout.data)
    step = max(1, BLOCK // row.itemsize)
    for start in range(0, layout.rows, step):
        block = rows[start : start + step]
        for name, column in zip(fields, columns, strict=True):
            column[start : start + step] = block[name]
    return columns


def _form(column: Column, order: str) -> str:
    if column.storage == STRL:
        return f"{order}u8"
    if column.storage > 0:
        return f"S{column.storage}"
    return order + TYPES[column.storage]


def _text_cells(
    cells: npt.NDArray[Any], column: Column, strls: dict[int, bytes]
) -> tuple[npt.NDArray[np.int32], list[bytes]]:
    if column.storage == STRL:
        return resolve_strls(cells, strls)
    return distinct_texts(cells.view(np.uint8).reshape(len(cells), column.width))


def _samples(
    layout: Layout,
    sets: Mapping[bytes, Mapping[str, bytes]],
    texts: Iterable[tuple[npt.NDArray[np.int32], list[bytes]]],
) -> Iterator[bytes]:
    """Every text of the file that its encoding can be told from."""
    for column in layout.columns:
        yield from (column.label, column.name)
    for labels in sets.values():
        yield from labels.values()
    for _, distinct in texts:
        yield from distinct


def _decoded(name: bytes, labels: Mapping[str, bytes], decode: Decoder) -> dict[str, str]:
    called = decode.text(name, where="the name of a value-label set")
    where = f"a label of value-label set {called}"
    return {code: decode.text(text, where=where) for code, text in labels.items()}


def _places(
    names: Mapping[Column, str],
    sets: Mapping[bytes, Mapping[str, bytes]],
    taken: Mapping[Column, tuple[npt.NDArray[np.int32], list[bytes]]],
) -> dict[str, list[bytes]]:
    """The texts of the file by what messages call them."""
    places = {"column labels": [column.label for column in names]}
    used: dict[bytes, list[str]] = {}
    for column, name in names.items():
        used.setdefault(column.label_set, []).append(name)
    for label_set, labels in sets.items():
        called = " and ".join(used.get(label_set, ["no column"])[:2])
        places[f"value labels of {called}"] = list(labels.values())
    for column, (_, texts) in taken.items():
        places[f"cells of {names[column]}"] = texts
    return places
