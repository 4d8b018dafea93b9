"""Reliability of a scale: Cronbach's alpha and item-rest correlations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinpanel.derived.scoring import Floats
from kinpanel.errors import UsageError

Deletion = Literal["listwise", "pairwise"]


@dataclass(frozen=True)
class Alpha:
    """Cronbach's alpha, NaN where undefined; `rows` is the smallest number behind a covariance."""

    value: float
    items: int
    rows: int
    deletion: Deletion


def cronbach_alpha(items: pd.DataFrame, *, deletion: Deletion = "listwise") -> Alpha:
    """Internal consistency of items that all point the same way: reverse first (`oriented`).

    k/(k-1) times (1 - trace/sum) of the covariance matrix. `listwise` uses rows without any
    missing answer; `pairwise` uses for each covariance the rows that have both items. NaN with
    fewer than two items or rows, or without variance. UsageError for another `deletion`.
    Source: Cronbach LJ (1951), Psychometrika 16(3), 297-334.
    """
    if deletion not in ("listwise", "pairwise"):
        raise UsageError(f"deletion must be listwise or pairwise, not {deletion!r}")
    frame = items.astype("Float64").astype(float)
    if deletion == "listwise":
        frame = frame.dropna()
    size = frame.shape[1]
    given = frame.notna().to_numpy().astype(int)
    rows = int((given.T @ given).min()) if size else 0
    value = float("nan")
    if size > 1 and rows > 1:
        covariance = frame.cov().to_numpy()
        total = covariance.sum()
        if total > 0:
            value = float(size / (size - 1) * (1 - np.trace(covariance) / total))
    return Alpha(value=value, items=size, rows=rows, deletion=deletion)


def item_rest(items: pd.DataFrame) -> pd.Series[Any]:
    """Correlation of each item with the sum of the others, over complete rows, by column.

    Items must all point the same way (`oriented`). Float64, NA for an item, or a rest, without
    variance and with fewer than three complete rows.
    """
    complete = items.astype("Float64").astype(float).dropna().to_numpy()
    values = item_rest_of(complete) if len(complete) >= 3 else np.full(items.shape[1], np.nan)
    array: Any = pd.arrays.FloatingArray(np.nan_to_num(values), np.isnan(values))
    return pd.Series(array, index=items.columns, name="item_rest")


def item_rest_of(complete: Floats) -> Floats:
    """Item-rest correlations of complete rows (n, items); NaN where undefined."""
    total = complete.sum(axis=1)
    return np.array([correlation(item, total - item) for item in complete.T])


def correlation(x: npt.NDArray[Any], y: npt.NDArray[Any]) -> float:
    """Pearson's correlation; NaN with fewer than three values or without variance."""
    if len(x) < 3 or np.ptp(x) == 0 or np.ptp(y) == 0:
        return float("nan")
    return float(np.corrcoef(x, y)[0, 1])
