"""Harmonised values before they are typed: compact, with what is missing beside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Values:
    """n values: `cells` are numbers or datetime64, or an index into `texts`, which are codes.

    `missing` says where there is none; cells there mean nothing. Without `texts`, cells may also
    be objects: dates, texts, numbers, None where missing.
    """

    cells: npt.NDArray[Any]
    missing: npt.NDArray[np.bool_]
    texts: tuple[str, ...] | None = None

    @classmethod
    def of(cls, objects: npt.NDArray[Any]) -> Values:
        """Values from objects, None where missing."""
        return cls(objects, np.array([value is None for value in objects], dtype=bool))

    @classmethod
    def none(cls, rows: int) -> Values:
        """Rows without any value."""
        return cls(np.zeros(rows, dtype=np.int8), np.ones(rows, dtype=bool))

    @property
    def objects(self) -> npt.NDArray[Any]:
        """The values as objects, None where missing."""
        if self.texts is not None:
            found = np.array([*self.texts, None], dtype=object)[self.cells]
        else:
            found = self.cells.astype(object)
        found[self.missing] = None
        return np.asarray(found, dtype=object)
