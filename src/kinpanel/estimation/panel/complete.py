"""Complete rows of a panel, and the means of their units."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinpanel.errors import EstimationError
from kinpanel.estimation.arrays import BoolArray, FloatArray, IntArray
from kinpanel.estimation.columns import coded, numeric
from kinpanel.estimation.flow import Dropped
from kinpanel.estimation.formula import Formula
from kinpanel.estimation.panel.rows import PanelRows


def complete_rows(
    panel: PanelRows,
    formula: Formula,
    offered: int,
    more: list[tuple[pd.DataFrame, list[str]]],
    weights: str | None = None,
) -> tuple[BoolArray, list[Dropped]]:
    """Rows without a missing value, in panel order, and what was dropped for which variable."""
    keep = np.ones(panel.rows.size, dtype=np.bool_)
    dropped = []
    if offered > panel.rows.size:
        dropped.append(Dropped("missing panel_id", panel.unit.name, offered - panel.rows.size))
    bad = [
        ("missing outcome" if name == formula.outcome else "missing variable", name, np.isnan(x))
        for name, x in panel.numbers.items()
    ]
    for data, names in more:
        for name in dict.fromkeys(names):
            bad.append(("missing effect", name, coded(data, name).codes[panel.rows] < 0))
        if weights is not None:
            w = numeric(data, weights)[panel.rows]
            bad.append(("missing or non-positive weight", weights, ~(w > 0)))
    for reason, name, missing in bad:
        count = int(np.count_nonzero(missing & keep))
        if count:
            dropped.append(Dropped(reason, name, count))
            keep &= ~missing
    if not keep.any():
        raise EstimationError("no complete row is left to take means of")
    return keep, dropped


def unit_means(
    values: FloatArray, codes: IntArray, units: int, weights: FloatArray | None = None
) -> FloatArray:
    """(Weighted) means by unit, (units,), about the overall mean: offsets lose no digit."""
    w = np.ones(codes.size) if weights is None else weights
    centre = float(values.mean())
    moved = np.bincount(codes, w * (values - centre), minlength=units)
    return np.asarray(centre + moved / np.bincount(codes, w, minlength=units))
