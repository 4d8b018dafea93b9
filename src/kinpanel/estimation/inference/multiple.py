"""p values adjusted for being several."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from kinpanel.errors import UsageError, nearest
from kinpanel.estimation.arrays import FloatArray


def _bonferroni(p: FloatArray) -> FloatArray:
    return p * p.size


def _holm(p: FloatArray) -> FloatArray:
    return np.maximum.accumulate(p * np.arange(p.size, 0, -1))


def _bh(p: FloatArray) -> FloatArray:
    scaled = p * p.size / np.arange(1, p.size + 1)
    return np.minimum.accumulate(scaled[::-1])[::-1]


def _by(p: FloatArray) -> FloatArray:
    return _bh(p) * float(np.sum(1.0 / np.arange(1, p.size + 1)))


METHODS: dict[str, Callable[[FloatArray], FloatArray]] = {
    "bonferroni": _bonferroni,
    "holm": _holm,
    "bh": _bh,
    "by": _by,
}


def adjust(p_values: Sequence[float] | FloatArray, method: str = "holm") -> FloatArray:
    """Adjusted p values in the order given, (n,).

    method: "bonferroni" or "holm" (the chance of any false rejection), "bh" (Benjamini and
    Hochberg 1995) or "by" (Benjamini and Yekutieli 2001, under any dependence), both the share
    of false ones among the rejections. NaN stays NaN and does not count as a test. Raises
    UsageError for an unknown method or values outside 0 to 1.
    """
    if method not in METHODS:
        raise UsageError(f"unknown method {method!r}; {nearest(method, METHODS)}")
    values = np.atleast_1d(np.asarray(p_values, dtype=float))
    there = ~np.isnan(values)
    if values.ndim != 1 or ((values[there] < 0) | (values[there] > 1)).any():
        raise UsageError("p values must be a list of numbers between 0 and 1")
    out = np.full(values.shape, np.nan)
    own = values[there]
    order = np.argsort(own, kind="stable")
    adjusted = np.empty_like(own)
    adjusted[order] = METHODS[method](own[order]).clip(max=1.0)
    out[there] = adjusted
    return out
