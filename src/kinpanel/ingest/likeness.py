"""How alike the tables of two waves are: shared keys, and rows that say the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinpanel.tables.frame import WHY

Hashes = npt.NDArray[np.uint64]

FEW_VALUES, ROWS_EACH = 20, 10
"""A column of that few values, with that many rows for each, may be coded otherwise elsewhere."""

GIVEN = 0.05
"""A column with no larger share of answers is taken for blank."""


@dataclass(frozen=True)
class Overlap:
    """Of the keys of one table, the share found in another; and the shared ones among all."""

    within: float
    jaccard: float


def key_hashes(frame: pd.DataFrame, key: Sequence[str]) -> Hashes:
    """One number for the key of every row, in order; rows with the same key have the same."""
    return np.asarray(pd.util.hash_pandas_object(frame[list(key)], index=False), dtype=np.uint64)


def overlap(one: Hashes, other: Hashes) -> Overlap:
    """The overlap of two sets of keys; none where `one` is empty."""
    mine, theirs = np.unique(one), np.unique(other)
    shared = len(np.intersect1d(mine, theirs, assume_unique=True))
    every = len(mine) + len(theirs) - shared
    return Overlap(shared / len(mine) if len(mine) else 0.0, shared / every if every else 0.0)


def same_rows(one: pd.DataFrame, other: pd.DataFrame, key: Sequence[str]) -> float | None:
    """Of the rows whose key both tables hold, the share that agrees in every answer.

    Answers are the columns that both have, the wave, the key and reasons left out, and those that
    one of them leaves all but blank. A blank agrees with a blank. A column of few values agrees
    where the other has what it mostly has beside that value: one wave may code what the other codes
    otherwise. None where nothing can be compared.
    """
    names = [
        name
        for name in one.columns
        if name in other.columns and name not in ("wave", *key) and not str(name).endswith(WHY)
        if min(one[name].notna().mean(), other[name].notna().mean()) > GIVEN
    ]
    keys, theirs = key_hashes(one, key), key_hashes(other, key)
    _, mine_at, other_at = np.intersect1d(keys, theirs, return_indices=True)
    if not names or not len(mine_at):
        return None
    same = np.ones(len(mine_at), dtype=bool)
    for name in names:
        same &= _agree(_hashed(one[name], mine_at), _hashed(other[name], other_at))
    return float(same.mean())


def _agree(mine: Hashes, theirs: Hashes) -> npt.NDArray[np.bool_]:
    values, index = np.unique(mine, return_inverse=True)
    if len(values) > FEW_VALUES or len(values) * ROWS_EACH > len(mine):
        return np.asarray(mine == theirs, dtype=bool)
    others, there = np.unique(theirs, return_inverse=True)
    pairs = np.zeros((len(values), len(others)), dtype=np.int64)
    np.add.at(pairs, (index, there), 1)
    return np.asarray(pairs.argmax(axis=1)[index] == there)


def _hashed(column: pd.Series[Any], rows: npt.NDArray[Any]) -> Hashes:
    return np.asarray(pd.util.hash_pandas_object(column.iloc[rows], index=False), dtype=np.uint64)
