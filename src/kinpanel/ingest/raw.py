"""A delivered file as read: raw values, raw missing tags and the metadata of each column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from kinpanel.labels import code_text

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class RawColumn:
    """One column: `values` where there are some, and a missing `tag` where there are none.

    `values` is float64, int64 or object (text), of length n; `tags` holds "." or ".a" to ".z" in
    the rows without a value and "" elsewhere. SPSS user-missing values are values: `declared`
    lists the (low, high) ranges that the file itself calls missing.
    """

    name: str
    label: str
    storage: Literal["integer", "float", "double", "text"]
    format: str
    values: npt.NDArray[Any]
    tags: npt.NDArray[Any]
    value_labels: Mapping[str, str]
    declared: tuple[tuple[float | str, float | str], ...] = ()

    @property
    def missing(self) -> Mask:
        """Rows without a value."""
        return np.asarray(self.tags != "", dtype=bool)

    def is_declared_missing(self, value: Any) -> bool:
        """Whether the file itself calls this value missing."""
        for low, high in self.declared:
            if isinstance(low, str) or isinstance(high, str) or isinstance(value, str):
                if low == value:
                    return True
            elif low <= value <= high:
                return True
        return False

    def code_at(self, row: int) -> str:
        """The raw cell as text: a code, a number, a text, or a missing tag."""
        tag = str(self.tags[row])
        return tag or str(
            code_text(self.values[row].item() if self.storage != "text" else self.values[row])
        )


@dataclass(frozen=True)
class RawFile:
    """A delivered file: its name below data/raw, its rows and its columns by exact name."""

    name: str
    sha256: str
    rows: int
    columns: Mapping[str, RawColumn]

    def origin(self, row: int, column: str) -> tuple[int, str]:
        """The row (from 0) and the column of the delivered file in which a cell sits."""
        return row, column

    def place(self, row: int) -> str:
        """A row (from 0) as messages name it, counted from 1."""
        return f"row {row + 1}"

    def named(self, column: str, rows: Mask) -> str:
        """What messages call the column, when they speak of `rows`."""
        del rows
        return column
