"""Truth that may be unknown: for each row, what surely holds and what possibly does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Bounds:
    """One proposition per row: `sure` implies `possible`; unknown where they differ.

    The operations are those of Kleene's strong logic of three values.
    """

    sure: Mask
    possible: Mask

    @classmethod
    def of(cls, values: pd.Series[Any]) -> Bounds:
        """From a column of true, false and NA."""
        column = values.astype("boolean")
        sure = column.to_numpy(dtype=bool, na_value=False)
        return cls(sure, column.to_numpy(dtype=bool, na_value=True))

    @classmethod
    def known(cls, truth: Mask) -> Bounds:
        """What is known in every row."""
        return cls(truth, truth)

    @classmethod
    def nobody_knows(cls, rows: int) -> Bounds:
        """What is known in no row."""
        return cls(np.zeros(rows, dtype=bool), np.ones(rows, dtype=bool))

    @property
    def unknown(self) -> Mask:
        """The rows in which it is not known."""
        return self.possible & ~self.sure

    @property
    def never(self) -> Mask:
        """The rows in which it surely does not hold."""
        return ~self.possible

    def __and__(self, other: Bounds) -> Bounds:
        return Bounds(self.sure & other.sure, self.possible & other.possible)

    def __or__(self, other: Bounds) -> Bounds:
        return Bounds(self.sure | other.sure, self.possible | other.possible)

    def __invert__(self) -> Bounds:
        return Bounds(~self.possible, ~self.sure)

    def choose(self, yes: Bounds, no: Bounds) -> Bounds:
        """`yes` where this holds and `no` where it does not; what both say where unknown."""
        may, may_not = self.possible, ~self.sure
        return Bounds(
            (yes.sure | ~may) & (no.sure | ~may_not),
            (yes.possible & may) | (no.possible & may_not),
        )

    def column(self, index: pd.Index) -> pd.Series[Any]:
        """As a nullable boolean column."""
        return pd.Series(pd.arrays.BooleanArray(self.sure.copy(), self.unknown), index=index)
