"""Which columns seem to identify a row: unique, never missing, named like an id."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinpanel.ingest.raw import RawColumn, RawFile
from kinpanel.questionnaire.model import Kind

_ID_NAME = re.compile(r"id(_?[a-z]|_?[0-9]{1,4})?$|^id|(^|_)(no|num|nr|key|index|line)([_0-9]|$)")
_ID_LABEL = re.compile(r"\b(id|identifier|serial)\b|编码|编号|序号", re.IGNORECASE)
Cells = npt.NDArray[np.int64]
MOST = 40
"""Only so many columns, and so many ids, are tried in pairs; keys stand at the front."""


@dataclass(frozen=True)
class Key:
    """The columns of a guessed key, and what to look at."""

    columns: tuple[str, ...]
    note: str


def guess_key(raw: RawFile, kinds: dict[str, Kind]) -> Key:
    """One id, or an id and a second column, that together are unique and never missing.

    Else the first column that is, whatever its name, else the first one. `kinds` hold the columns
    that can be a key; decimals are none.
    """
    columns = [raw.columns[name] for name in kinds]
    whole = [c for c in columns if not c.missing.any() and kinds[c.name] != "decimal"]
    unique = [c.name for c in whole if raw.rows and _unique([_numbered(c)])]
    ids = [column for column in whole if _like_id(column)]
    for column in ids:
        if column.name in unique:
            return Key((column.name,), "TODO: confirm; unique and never missing in this file")
    open_ = [c for c in whole if kinds[c.name] != "select_one" and not _like_id(c)]
    others = [*ids, *open_][:MOST]
    cells = {column.name: _numbered(column) for column in others}
    for one, two in product(ids[:MOST] if raw.rows else (), others):
        if one is not two and _unique([cells[one.name], cells[two.name]]):
            note = "TODO: confirm; together unique and never missing in this file"
            return Key((one.name, two.name), note)
    if unique:
        return Key((unique[0],), "TODO: unique and never missing, but not named like an id")
    return Key((next(iter(kinds)),), "TODO: no column, and no id with another one, is unique")


def _like_id(column: RawColumn) -> bool:
    return bool(_ID_NAME.search(column.name.lower()) or _ID_LABEL.search(column.label))


def _numbered(column: RawColumn) -> Cells:
    """The cells as numbers from 0, equal where the cells are."""
    values = column.values.astype(str) if column.storage == "text" else column.values
    return np.asarray(pd.factorize(values)[0], dtype=np.int64)


def _unique(columns: Sequence[Cells]) -> bool:
    joined = columns[0]
    for other in columns[1:]:
        joined = joined * (int(other.max(initial=0)) + 1) + other
    return len(np.unique(joined)) == len(joined)
