"""An SPSS system file: its dictionary by pyreadstat, its cells by the readers beside."""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from kinpanel.ingest.columns import ReadColumn, text_cells
from kinpanel.ingest.damage import DamagedError
from kinpanel.ingest.encoding import UTF8, Decoder, decoder
from kinpanel.ingest.foreign import declared_of, labels_of, read_dictionary, storage_of
from kinpanel.ingest.mixed import refuse_mixed
from kinpanel.ingest.spss.cells import GONE, Cells, SpssText, read_cells
from kinpanel.ingest.spss.layout import read_layout


def read_spss(path: Path, data: memoryview, encoding: str | None) -> tuple[int, list[ReadColumn]]:
    """Rows and columns of a .sav or .zsav file that lies in memory, too.

    `encoding` is the declared one; without it that of the file counts. Raises DamagedError when
    anything does not fit.
    """
    layout = read_layout(data)
    meta = read_dictionary(path, encoding)
    names = meta.column_names
    if not len(layout.columns) == len(names) == len(set(names)):
        raise DamagedError("the file is damaged: its dictionary can be read in two ways")
    rows, cells = read_cells(data, layout)
    decode = _decoder(meta, encoding, cells)
    refuse_mixed(decode.encoding, encoding is not None, _places(meta, encoding, cells))
    return rows, [
        _column(name, place, found, meta, decode)
        for place, (name, found) in enumerate(zip(names, cells, strict=True))
    ]


def _decoder(meta: Any, encoding: str | None, cells: Iterable[Cells]) -> Decoder:
    own = meta.file_encoding or "utf-8"
    try:
        own = codecs.lookup(own).name
    except LookupError:
        if encoding is None:
            message = f"it says that its encoding is {own!r}, which is not known"
            raise DamagedError(message, "declare its `encoding:` in the questionnaire") from None
    return decoder(encoding, own, chain(*_places(meta, encoding, cells).values()))


def _places(meta: Any, encoding: str | None, cells: Iterable[Cells]) -> dict[str, list[bytes]]:
    """Texts of the file by what messages call them; those of the dictionary turned back."""
    called = encoding or meta.file_encoding or UTF8
    places = {"column labels": _turned_back(called, meta.column_labels)}
    for name, labels in meta.variable_value_labels.items():
        places[f"value labels of {name}"] = _turned_back(called, labels.values())
    for name, column in zip(meta.column_names, cells, strict=True):
        if isinstance(column, SpssText):
            places[f"cells of {name}"] = column.texts
    return places


def _turned_back(encoding: str, texts: Iterable[str | None]) -> list[bytes]:
    found = []
    for text in texts:
        try:
            found.append((text or "").encode(encoding))
        except (UnicodeEncodeError, LookupError):
            continue
    return found


def _column(name: str, place: int, cells: Cells, meta: Any, decode: Decoder) -> ReadColumn:
    storage = storage_of(meta.readstat_variable_types[name])
    about: dict[str, Any] = {
        "name": name,
        "label": meta.column_labels[place] or "",
        "storage": storage,
        "form": meta.original_variable_types.get(name) or "",
        "labels": labels_of(meta, name, storage),
        "declared": declared_of(meta, name),
    }
    if isinstance(cells, SpssText) != (storage == "text"):
        raise DamagedError("the file is damaged: its dictionary can be read in two ways")
    if isinstance(cells, SpssText):
        texts, cut = decode.cells(cells.texts, cells.width, f"a cell of column {name}")
        index, words, marks = text_cells(cells.index, texts)
        return ReadColumn(cells=index, texts=words, marks=marks, cut=cut, **about)
    gone = cells == GONE if cells.dtype == np.int16 else np.isnan(cells)
    if not gone.any():
        return ReadColumn(cells=cells, **about)
    return ReadColumn(cells=np.where(gone, 0, cells), marks=gone.astype(np.int8), **about)
