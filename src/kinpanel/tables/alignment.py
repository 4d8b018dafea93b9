"""Which rows of two versions of a table are the same, by their key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Alignment:
    """Rows (from 0) of the old and the new table.

    `old` and `new` have the same length and pair the rows that both have, in the order of the
    new table; `gone` are rows of the old table alone, `added` of the new table alone.
    """

    old: Places
    new: Places
    gone: Places
    added: Places

    @property
    def reordered(self) -> bool:
        """Whether the rows that both have stand in another order."""
        return bool((np.diff(self.old) < 0).any())


def align(old: Sequence[pd.Series[Any]], new: Sequence[pd.Series[Any]]) -> Alignment | None:
    """Pair rows by the columns of their key; None where a key does not name one row.

    Missing parts of a key are a value like any other.
    """
    if not old:
        return None
    size = len(old[0])
    codes: Places = np.zeros(size + len(new[0]), dtype=np.int64)
    for before, after in zip(old, new, strict=True):
        both = pd.concat([_comparable(before), _comparable(after)], ignore_index=True)
        part, values = pd.factorize(both)
        # Numbered anew at each step, so that the products of many columns stay small.
        codes = pd.factorize(codes * (len(values) + 1) + part + 1)[0].astype(np.int64)
    mine, theirs = codes[:size], codes[size:]
    if len(np.unique(mine)) < len(mine) or len(np.unique(theirs)) < len(theirs):
        return None
    place = np.full(len(codes) + 1, -1, dtype=np.int64)
    place[mine] = np.arange(size)
    match = place[theirs]
    found = match >= 0
    kept = np.zeros(size, dtype=bool)
    kept[match[found]] = True
    return Alignment(
        match[found], np.flatnonzero(found), np.flatnonzero(~kept), (~found).nonzero()[0]
    )


def _comparable(key: pd.Series[Any]) -> pd.Series[Any]:
    """A key column as text, so that one whose type changed still pairs."""
    return key.astype("string")
