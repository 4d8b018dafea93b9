"""The one door to pyreadstat: whole files of old formats, and the dictionaries of SPSS files.

It is imported when it is needed: it takes longer to load than most files take to read.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np

from kinpanel.ingest.columns import TAGS, ReadColumn, Storage, text_cells
from kinpanel.ingest.damage import DamagedError
from kinpanel.ingest.portable import declared_missing

_MARKS = {tag.lstrip("."): place for place, tag in enumerate(TAGS, start=1)}


def read_dictionary(path: Path, encoding: str | None) -> Any:
    """What pyreadstat tells about an SPSS file without its cells."""
    import pyreadstat

    _, meta = pyreadstat.read_sav(
        str(path),
        metadataonly=True,
        user_missing=True,
        disable_datetime_conversion=True,
        encoding=encoding,
    )
    return meta


def read_whole(path: Path, kind: str, encoding: str | None) -> tuple[int, list[ReadColumn]]:
    """Rows and columns of a file, of kind "dta" or "por", as pyreadstat's dict output has them.

    Its default output returns uninitialised memory beside tagged missings. Raises DamagedError
    for a file whose header counts other rows than it holds, and for a .por that declares
    missing values, which pyreadstat cannot tell from blanks.
    """
    import pyreadstat

    reader = getattr(pyreadstat, f"read_{kind}")
    more = {} if kind == "por" else {"user_missing": True, "encoding": encoding}
    if kind == "por" and encoding is not None:
        raise DamagedError("no encoding can be declared for a .por", "ask for the file as .sav")
    cells, meta = reader(str(path), output_format="dict", disable_datetime_conversion=True, **more)
    declared = [name for name, ranges in meta.missing_ranges.items() if ranges]
    if kind == "por" and (declared := declared or declared_missing(path.read_bytes())):
        shown = ", ".join(declared[:3]) + (", ..." if len(declared) > 3 else "")
        raise DamagedError(
            f"columns declare missing values ({shown}; {len(declared)} in all), which cannot be "
            "told from blanks in a .por",
            "ask for the file as .sav",
        )
    columns = [
        _column(name, list(cells.pop(name)), meta, place)
        for place, name in enumerate(meta.column_names)
    ]
    rows = len(columns[0].cells) if columns else 0
    if meta.number_rows not in (None, -1, rows):
        raise DamagedError(f"its header counts {meta.number_rows} rows, it holds {rows}")
    return rows, columns


def _column(name: str, cells: list[Any], meta: Any, place: int) -> ReadColumn:
    storage = storage_of(meta.readstat_variable_types[name])
    about: dict[str, Any] = {
        "name": name,
        "label": meta.column_labels[place] or "",
        "storage": storage,
        "form": meta.original_variable_types.get(name) or "",
        "labels": labels_of(meta, name, storage),
        "declared": declared_of(meta, name),
    }
    if storage == "text":
        texts, index = np.unique(
            np.array([cell if isinstance(cell, str) else "" for cell in cells], dtype=object),
            return_inverse=True,
        )
        found, words, marks = text_cells(index.astype(np.int32), texts.tolist())
        return ReadColumn(cells=found, texts=words, marks=marks, **about)
    marks = np.array([_mark(cell) for cell in cells], dtype=np.int8)
    numbers = [0 if mark else cell for cell, mark in zip(cells, marks, strict=True)]
    kind = np.int64 if storage == "integer" else np.float64
    return ReadColumn(
        cells=np.array(numbers, dtype=kind), marks=marks if marks.any() else None, **about
    )


def _mark(cell: Any) -> int:
    if isinstance(cell, str):
        return _MARKS[cell]
    return 1 if cell is None or (isinstance(cell, float) and math.isnan(cell)) else 0


def storage_of(kind: str) -> Storage:
    """The storage of a column by the word that pyreadstat has for it."""
    if kind == "string":
        return "text"
    return "float" if kind == "float" else "double" if kind == "double" else "integer"


def labels_of(meta: Any, name: str, storage: Storage) -> dict[Any, str]:
    """Value labels by code; a label on a tagged missing has the code `.a`."""
    tagged = storage != "text"
    return {
        f".{code}" if tagged and isinstance(code, str) else code: text
        for code, text in meta.variable_value_labels.get(name, {}).items()
    }


def declared_of(meta: Any, name: str) -> tuple[tuple[Any, Any], ...]:
    """The ranges of values that the file calls missing."""
    return tuple((r["lo"], r["hi"]) for r in meta.missing_ranges.get(name, []))
