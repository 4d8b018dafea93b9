"""Columns of a data frame as numbers or as codes, with the dtypes that are refused and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from kinpanel.errors import MAX_EXAMPLES, DataError, Finding, UsageError, nearest
from kinpanel.estimation.arrays import FloatArray, IntArray, compress


@dataclass(frozen=True)
class Coding:
    """A column as codes: (n,) 0 .. levels-1 in sorted (or category) order, -1 where missing."""

    name: str
    codes: IntArray
    levels: int


def column(data: pd.DataFrame, name: str) -> pd.Series:
    """The column of that name.

    Raises UsageError for an unknown name (with the nearest known one) or one that occurs twice.
    """
    if name not in data.columns:
        advice = nearest(name, (str(known) for known in data.columns))
        raise UsageError(f"the data have no column {name!r}; {advice}")
    found = data[name]
    if isinstance(found, pd.DataFrame):
        raise UsageError(
            f"the data have {found.shape[1]} columns named {name!r}; rename all but one"
        )
    return found


def numeric(data: pd.DataFrame, name: str) -> FloatArray:
    """A column as (n,) float64, NaN where missing.

    Takes numpy and nullable integers, floats and booleans. Raises DataError for text, object,
    categorical, date and complex columns, and for infinite values.
    """
    found = column(data, name)
    dtype = found.dtype
    way_out = _way_out(dtype)
    if way_out:
        raise DataError(
            f"column {name!r} has dtype {dtype} and cannot be used as a number; {way_out}"
        )
    if dtype == np.float64 and isinstance(dtype, np.dtype):
        values = found.to_numpy()
    else:
        values = found.to_numpy(dtype=np.float64, na_value=np.nan)
    with np.errstate(over="ignore", invalid="ignore"):
        if np.isfinite(values.sum()):
            return values  # neither missing nor infinite: the usual case, seen in one pass
    infinite = np.flatnonzero(np.isinf(values))
    if infinite.size:
        finding = Finding(
            rule="infinite",
            message="infinite values",
            variable=name,
            examples=tuple(f"row {position}" for position in infinite[:MAX_EXAMPLES]),
            count=int(infinite.size),
            advice="set them to missing, or mend the division or logarithm that made them",
        )
        raise DataError(f"column {name!r} has infinite values", [finding])
    return values


def _way_out(dtype: Any) -> str:
    """What to do with a dtype that is not a number; empty for one that is."""
    if isinstance(dtype, pd.CategoricalDtype):
        return "make a 0/1 column for each category of interest"
    if pd.api.types.is_complex_dtype(dtype):
        return "take its real part"
    if pd.api.types.is_bool_dtype(dtype) or pd.api.types.is_numeric_dtype(dtype):
        return ""
    if (isinstance(dtype, np.dtype) and dtype.kind in "mM") or "datetime" in str(dtype):
        return "make a numeric column from the date first, such as months since 2000-01"
    return "convert it first: pandas.to_numeric(...) for numbers held as text, or a 0/1 column"


def coded(data: pd.DataFrame, name: str) -> Coding:
    """A column of any plain dtype as codes in sorted order; a categorical keeps its own order."""
    found = column(data, name)
    if isinstance(found.dtype, pd.CategoricalDtype):
        codes = found.cat.codes.to_numpy().astype(np.int64)
        return _without_gaps(name, codes)
    dtype = found.dtype
    if isinstance(dtype, np.dtype) and dtype.kind in "iub":
        raw = found.to_numpy()
        low, high = (int(raw.min()), int(raw.max())) if raw.size else (0, 0)
        if high - low <= 4 * raw.size + 1024:
            # ids and waves that lie close together need no hash table
            near_zero = raw - raw.min() if dtype.kind == "u" else raw.astype(np.int64) - low
            return _without_gaps(name, near_zero.astype(np.int64, copy=False))
    try:
        codes, levels = pd.factorize(found, sort=True)
    except TypeError:
        raise DataError(
            f"column {name!r} (dtype {dtype}) mixes values that cannot be ordered or compared; "
            "hold all of them as text or all of them as numbers"
        ) from None
    return Coding(name, np.asarray(codes, dtype=np.int64), len(levels))


def _without_gaps(name: str, codes: IntArray) -> Coding:
    missing = codes < 0
    if not missing.any():
        renumbered, levels = compress(codes)
        return Coding(name, renumbered, levels)
    kept, levels = compress(codes[~missing])
    out = np.full(codes.size, -1, dtype=np.int64)
    out[~missing] = kept
    return Coding(name, out, levels)
