"""Why the cells of a column are missing: one reason a row, or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from kinpanel.ingest.raw import Mask


@dataclass
class Reasons:
    """A small number per row, and the words it stands for; 0 stands for "", a value.

    `words` grows when a new reason is set; the numbers mean something only beside it.
    """

    codes: npt.NDArray[np.int8]
    words: list[str]

    @classmethod
    def none(cls, rows: int) -> Reasons:
        """No reason in any of some rows."""
        return cls(np.zeros(rows, dtype=np.int8), [""])

    @classmethod
    def all(cls, rows: int, word: str) -> Reasons:
        """The same reason in all rows."""
        return cls(np.ones(rows, dtype=np.int8), ["", word])

    @property
    def missing(self) -> Mask:
        """Rows with a reason."""
        return np.asarray(self.codes != 0, dtype=bool)

    @property
    def texts(self) -> npt.NDArray[Any]:
        """The reasons as objects, "" where there is none."""
        return np.asarray(np.array(self.words, dtype=object)[self.codes], dtype=object)

    def code(self, word: str) -> int:
        """The number of a reason, which it gets when it is new."""
        if word not in self.words:
            self.words.append(word)
        return self.words.index(word)

    def at(self, word: str) -> Mask:
        """Rows with that reason."""
        place = self.words.index(word) if word in self.words else -1
        return np.asarray(self.codes == place, dtype=bool)

    def put(self, rows: Mask, word: str) -> None:
        """Set the reason of some rows, in place."""
        self.codes[rows] = self.code(word)

    def put_each(self, rows: Mask, index: npt.NDArray[Any], words: Sequence[str]) -> None:
        """Set the reasons of some rows, in place: row k of them gets words[index[k]]."""
        if any(words):
            table = np.array([self.code(word) for word in words], dtype=np.int8)
            self.codes[rows] = table[index]

    def put_from(self, rows: Mask, other: Reasons) -> None:
        """Set the reasons of some rows, in place, to those that the same rows have in another."""
        self.put_each(rows, other.codes[rows], other.words)

    def taken(self, rows: npt.NDArray[Any]) -> Reasons:
        """The reasons of some rows, by mask or place."""
        return Reasons(self.codes[rows], list(self.words))

    def copy(self) -> Reasons:
        """The same reasons, to be changed apart."""
        return Reasons(self.codes.copy(), list(self.words))
