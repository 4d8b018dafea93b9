"""Array types of the estimation layer, and the sort that puts panel rows in order."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

_DIGIT = 16


def stable_order(*keys: IntArray) -> IntArray | None:
    """Row order that sorts by the first key, ties by the next, ties left as they stand.

    keys: (n,) codes >= 0 each. Returns (n,) row positions, or None when the rows are already in
    that order. Linear in n: a radix sort by digits of 16 bits, the last key first.
    """
    if _in_order(keys):
        return None
    order = np.arange(keys[0].size, dtype=np.int64)
    for key in reversed(keys):
        top = int(key.max()) if key.size else 0
        for shift in range(0, max(top.bit_length(), 1), _DIGIT):
            digit = ((key[order] >> shift) & 0xFFFF).astype(np.uint16)
            order = order[np.argsort(digit, kind="stable")]
    return order


def compress(codes: IntArray) -> tuple[IntArray, int]:
    """Codes >= 0 renumbered without gaps, order kept; and the number of levels left."""
    if codes.size == 0:
        return codes, 0
    top = int(codes.max())
    if top <= 8 * codes.size + 1024:
        present = np.bincount(codes, minlength=top + 1) > 0
        if present.all():
            return codes, top + 1
        renumbered = np.cumsum(present, dtype=np.int64) - 1
        return renumbered[codes], int(present.sum())
    levels, inverse = np.unique(codes, return_inverse=True)
    return inverse.astype(np.int64, copy=False).reshape(-1), int(levels.size)


def starts_of(codes: IntArray) -> IntArray:
    """First position of every run of equal codes; (runs,), empty for no rows."""
    if codes.size == 0:
        return np.empty(0, dtype=np.int64)
    changes = np.flatnonzero(codes[1:] != codes[:-1]) + 1
    return np.concatenate(([0], changes)).astype(np.int64, copy=False)


def _in_order(keys: tuple[IntArray, ...]) -> bool:
    tied = np.ones(max(keys[0].size - 1, 0), dtype=np.bool_)
    for key in keys:
        if np.any(tied & (key[1:] < key[:-1])):
            return False
        tied &= key[1:] == key[:-1]
    return True
