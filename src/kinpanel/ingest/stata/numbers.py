"""Stata's numbers: which bit patterns are values and which are `.` and `.a` to `.z`."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from kinpanel.ingest.damage import DamagedError
from kinpanel.ingest.stata.layout import BYTE, DOUBLE, FLOAT, INT, LONG

TYPES = {BYTE: "i1", INT: "i2", LONG: "i4", FLOAT: "f4", DOUBLE: "f8"}
_FIRST = {BYTE: 101, INT: 32741, LONG: 2147483621, FLOAT: 0x7F000000, DOUBLE: 0x7FE0000000000000}
_STEP = {FLOAT: 0x800, DOUBLE: 0x10000000000}
_BITS = {FLOAT: "i4", DOUBLE: "i8"}


def marks(cells: npt.NDArray[Any], storage: int) -> npt.NDArray[np.int8] | None:
    """The mark of each cell, shape (n,), or None when every cell is a value; see `columns.TAGS`.

    `cells` are in the machine's byte order. Raises DamagedError for a bit pattern that is no
    number of Stata: an infinity, a NaN, a missing value beyond `.z`.
    """
    first, step = _FIRST[storage], _STEP.get(storage)
    bits = cells if step is None else cells.view(_BITS[storage])
    missing = bits >= first
    if step is not None:
        # Negative ones as large as the missing ones: minus infinity and NaN with a sign.
        large = int(np.iinfo(bits.dtype).min) + first
        if bool(((bits < 0) & (bits >= large)).any()):
            raise DamagedError("a cell holds a number that Stata does not have")
    if not missing.any():
        return None
    found = np.zeros(len(cells), dtype=np.int8)
    beyond = bits[missing].astype(np.int64) - first
    order = beyond if step is None else beyond // step
    if bool((order > 26).any()) or (step is not None and bool((beyond % step).any())):
        raise DamagedError("a cell holds a number that Stata does not have")
    found[missing] = order + 1
    return found
