"""The answers to one question, row by row."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinpanel.ingest.raw import Mask
from kinpanel.ingest.reasons import Reasons
from kinpanel.labels import code_text
from kinpanel.questionnaire import Question


@dataclass(frozen=True)
class Decoded:
    """A question's answers, one per row: numbers or texts where there is no reason.

    `cells` are numbers or, where the answers are texts, an index into `texts`; those of missing
    rows mean nothing. Of a multi-response question the texts are the chosen codes parted by
    spaces, "" where none was chosen: in the order of mention, of indicators in that of the
    response set. `format` is how the file shows the column (`%td`, `DATE11`): it tells what a
    date counts.
    """

    question: Question
    cells: npt.NDArray[Any]
    why: Reasons
    texts: tuple[str, ...] | None = None
    format: str = ""

    @property
    def missing(self) -> Mask:
        """Rows without a value."""
        return self.why.missing

    @property
    def reason(self) -> npt.NDArray[Any]:
        """Why each row is missing, as objects; "" for a value."""
        return self.why.texts

    @cached_property
    def values(self) -> npt.NDArray[Any]:
        """Numbers, or texts as objects; those of missing rows mean nothing."""
        if self.texts is None:
            return self.cells
        return np.asarray(np.array([*self.texts, ""], dtype=object)[self.cells], dtype=object)

    @cached_property
    def distinct(self) -> tuple[npt.NDArray[Any], tuple[str, ...]]:
        """The answers as an index into their distinct raw codes; the index of missing ones lies."""
        if self.texts is not None:
            return self.cells, self.texts
        index, values = factorised(self.cells)
        return index, tuple(str(code_text(value)) for value in values.tolist())

    @property
    def codes(self) -> npt.NDArray[Any]:
        """The raw codes as objects, "" where there is no value."""
        index, texts = self.distinct
        words = np.array([*texts, ""], dtype=object)[index]
        words[self.missing] = ""
        return np.asarray(words, dtype=object)

    def taken(self, rows: npt.NDArray[Any]) -> Decoded:
        """The answers of some rows, by place."""
        return Decoded(
            self.question, self.cells[rows], self.why.taken(rows), self.texts, self.format
        )


def factorised(cells: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """Numbers as an index into the distinct ones, in ascending order where they are small."""
    if cells.dtype.kind == "i" and cells.dtype.itemsize <= 2 and len(cells):
        low = int(cells.min())
        shifted = cells.astype(np.int32) - low
        there = np.flatnonzero(np.bincount(shifted))
        table = np.zeros(int(there[-1]) + 1, dtype=np.int32)
        table[there] = np.arange(len(there))
        return table[shifted], (there + low).astype(np.int64)
    index, values = pd.factorize(cells)
    return index.astype(np.int32), np.asarray(values)
