"""Scale scores from harmonised items."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from kinpanel.codebook import TableCodebook, Variable
from kinpanel.tables.frame import reasons_column, typed, why


def add_scores(
    frame: pd.DataFrame, table: TableCodebook, vocabulary: Sequence[str]
) -> pd.DataFrame:
    """The frame with its declared scores, in codebook order.

    A score is missing as soon as one item is; its reason is that of the first missing item, in
    the order the score lists them. Items that the frame lacks raise KeyError.
    """
    full = frame.copy()
    for variable in table.variables:
        if variable.score is not None:
            values, reason = _sum(frame, variable)
            full[variable.name] = typed(variable, values)
            beside = reasons_column(reason, variable.name, vocabulary)
            if beside is not None:
                full[beside.name] = beside
    order = ["wave"]
    for variable in table.variables:
        order += [name for name in (variable.name, why(variable.name)) if name in full]
    return full[order]


def _sum(
    frame: pd.DataFrame, variable: Variable
) -> tuple[
    np.ndarray[tuple[int], np.dtype[np.object_]], np.ndarray[tuple[int], np.dtype[np.object_]]
]:
    assert variable.score is not None  # noqa: S101  callers select variables with a score
    items = list(variable.score.items)
    reason = np.full(len(frame), "", dtype=object)
    for item in reversed(items):
        rows = frame[item].isna().to_numpy()
        reason[rows] = frame.loc[rows, why(item)].astype(object) if rows.any() else ""
    total = frame[items].astype("Float64").sum(axis=1, skipna=False).to_numpy(dtype=object)
    total[reason != ""] = None
    return total, reason
