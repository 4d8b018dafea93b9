"""A column as a reader hands it over: cells as they are stored, a mark where one is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

Storage = Literal["integer", "float", "double", "text"]
TAGS = (".", *(f".{chr(letter)}" for letter in range(ord("a"), ord("z") + 1)))
"""Blank and the tagged missing values of Stata; mark k stands for TAGS[k - 1], 0 for a value."""


@dataclass(frozen=True)
class ReadColumn:
    """One column of shape (rows,): numbers, or for a text an index into `texts`.

    `marks` is None where every cell is a value. `labels` lead from raw codes to texts, `declared`
    are the (low, high) ranges that the file itself calls missing. `cut` counts texts that the
    program which wrote the file cut within a character.
    """

    name: str
    label: str
    storage: Storage
    form: str
    cells: npt.NDArray[Any]
    marks: npt.NDArray[np.int8] | None = None
    texts: Sequence[str] | None = None
    labels: Mapping[Any, str] = field(default_factory=dict)
    declared: tuple[tuple[Any, Any], ...] = ()
    cut: int = 0


def text_cells(
    index: npt.NDArray[np.int32], texts: Sequence[str]
) -> tuple[npt.NDArray[np.int32], list[str], npt.NDArray[np.int8] | None]:
    """Index, texts and marks of a text column once blanks at the end are dropped.

    Texts that differ in such blanks alone become one; a text of nothing but blanks is missing.
    """
    places: dict[str, int] = {}
    table = np.array(
        [places.setdefault(text.rstrip(), len(places)) for text in texts], dtype=np.int32
    )
    found = table[index] if len(table) else index
    if "" not in places:
        return found, list(places), None
    return found, list(places), (found == places[""]).astype(np.int8)
