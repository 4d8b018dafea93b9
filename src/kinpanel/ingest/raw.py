"""A delivered file as read: raw values, raw missing tags and the metadata of each column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinpanel.ingest.columns import TAGS, Storage
from kinpanel.labels import code_text

Mask = npt.NDArray[np.bool_]
_WORDS = np.array(["", *TAGS], dtype=object)


@dataclass(frozen=True, kw_only=True)
class RawColumn:
    """One column of n cells: values where there are some, and a missing tag where there are none.

    `cells` are numbers as the file stores them or, for a text, an index into `texts`, which are
    distinct. `marks` are 0 for a value and else the place in `TAGS`, from 1, of the missing tag.
    SPSS user-missing values are values: `declared` lists the (low, high) ranges that the file
    itself calls missing. `cut` counts texts that were cut within a character.
    """

    name: str
    label: str = ""
    storage: Storage
    format: str = ""
    cells: npt.NDArray[Any]
    marks: npt.NDArray[np.int8]
    texts: tuple[str, ...] = ()
    value_labels: Mapping[str, str] = field(default_factory=dict)
    declared: tuple[tuple[float | str, float | str], ...] = ()
    cut: int = 0

    @classmethod
    def of(
        cls,
        *,
        storage: Storage,
        values: npt.NDArray[Any],
        tags: npt.NDArray[Any],
        **about: Any,
    ) -> RawColumn:
        """A column from its values (float64, int64 or object) and its tags ("" for a value)."""
        codes, words = pd.factorize(tags)
        places = np.array([TAGS.index(word) + 1 if word else 0 for word in words], dtype=np.int8)
        marks = places[codes] if len(places) else np.zeros(0, dtype=np.int8)
        if storage != "text":
            return cls(storage=storage, cells=values, marks=marks, **about)
        index, texts = pd.factorize(values)
        return cls(
            storage=storage,
            cells=index.astype(np.int32),
            marks=marks,
            texts=tuple(map(str, texts)),
            **about,
        )

    @cached_property
    def values(self) -> npt.NDArray[Any]:
        """The values: numbers, or texts as objects; those of missing cells mean nothing."""
        if self.storage != "text":
            return self.cells
        words = np.array([*self.texts, ""], dtype=object)
        return np.asarray(words[self.cells], dtype=object)

    @cached_property
    def tags(self) -> npt.NDArray[Any]:
        """The missing tag of every cell, as a text; "" for a value."""
        return np.asarray(_WORDS[self.marks], dtype=object)

    @cached_property
    def missing(self) -> Mask:
        """Rows without a value."""
        return np.asarray(self.marks != 0, dtype=bool)

    def taken(self, rows: npt.NDArray[Any]) -> RawColumn:
        """The column with some of its rows only, by mask or place."""
        return replace(self, cells=self.cells[rows], marks=self.marks[rows])

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
        if self.marks[row]:
            return str(TAGS[self.marks[row] - 1])
        if self.storage == "text":
            return str(self.texts[self.cells[row]])
        return str(code_text(self.cells[row].item()))


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
