"""Scores from harmonised items: sums, scales of the registry, and the bands of their cut-offs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinpanel.codebook import TableCodebook, Variable
from kinpanel.codebook.score import BandScore, ScaleScore, SumScore, cut_off
from kinpanel.derived.scoring import score
from kinpanel.tables.frame import reasons_column, typed, why

Objects = npt.NDArray[np.object_]


def add_scores(
    frame: pd.DataFrame, table: TableCodebook, vocabulary: Sequence[str]
) -> pd.DataFrame:
    """The frame with its declared scores, in codebook order.

    A sum is missing as soon as one item is, a scale of the registry where its rule says so; the
    reason is that of the first missing item, in the order the score lists them, or `invalid` where
    only a validity scale rules the score out. A band is missing where its score is, for the same
    reason. Items that the frame lacks raise KeyError; codes that are not the instrument's raise
    DataError, unless the codebook was checked.
    """
    full = frame.copy(deep=False)
    for variable in sorted(table.variables, key=lambda v: isinstance(v.score, BandScore)):
        if variable.score is None:
            continue
        values, reason = _made(full, variable, table)
        full[variable.name] = typed(variable, values)
        beside = reasons_column(reason, variable.name, vocabulary)
        if beside is not None:
            full[beside.name] = beside
    order = ["wave"]
    for variable in table.variables:
        order += [name for name in (variable.name, why(variable.name)) if name in full]
    return full[order]


def _made(frame: pd.DataFrame, variable: Variable, table: TableCodebook) -> tuple[Objects, Objects]:
    """Values, None where missing, and reasons, "" where given."""
    if isinstance(variable.score, SumScore):
        return _sum(frame, variable.score)
    if isinstance(variable.score, ScaleScore):
        return _scale(frame, variable.score)
    assert variable.score is not None  # noqa: S101  callers select variables with a score
    return _band(frame, variable, variable.score, table)


def _sum(frame: pd.DataFrame, made: SumScore) -> tuple[Objects, Objects]:
    reason = _first_reason(frame, made.items)
    total = frame[list(made.items)].astype("Float64").sum(axis=1, skipna=False)
    values = total.to_numpy(dtype=object)
    values[reason != ""] = None
    return values, reason


def _scale(frame: pd.DataFrame, made: ScaleScore) -> tuple[Objects, Objects]:
    key, named = made.key, made.numbered
    unasked = pd.Series(pd.NA, index=frame.index, dtype="Float64")
    items = pd.DataFrame(
        {n: _numbers(frame[named[n]]) if n in named else unasked for n in key.columns}
    )
    points = score(items, key.instrument, form=made.form, variant=made.variant, subscale=made.scale)
    gone = points.isna().to_numpy()
    values = points.to_numpy(dtype=object)
    values[gone] = None
    reason = np.where(gone, _first_reason(frame, named.values()), "").astype(object)
    reason[gone & (reason == "")] = made.invalid or ""
    return values, reason


def _band(
    frame: pd.DataFrame, variable: Variable, made: BandScore, table: TableCodebook
) -> tuple[Objects, Objects]:
    of = table.variable(made.band_of)
    cutoff = cut_off(made, of.score) if of and isinstance(of.score, ScaleScore) else None
    if cutoff is None:
        raise KeyError(made.cutoff)
    points, reason = frame[made.band_of], _first_reason(frame, [made.band_of])
    lows = [band.low for band in cutoff.bands[1:]]
    numbers = points.to_numpy(dtype=float, na_value=np.nan)
    place = np.searchsorted(lows, numbers, side="right")  # NaN comes last, and is taken out below
    names = [band.name for band in cutoff.bands]
    shown: list[Any] = list(range(len(names))) if variable.type == "boolean" else names
    values = np.array([*shown, None], dtype=object)[place]
    values[points.isna().to_numpy()] = None
    return values, reason


def _numbers(column: pd.Series[Any]) -> pd.Series[Any]:
    """An item as numbers: its values, or the codes of its levels."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.astype("string").astype("Float64")
    return column.astype("Float64")


def _first_reason(frame: pd.DataFrame, names: Iterable[str]) -> Objects:
    """Why the first of some variables is missing, row by row; "" where none is."""
    reason = np.full(len(frame), "", dtype=object)
    for name in reversed([*names]):
        rows = frame[name].isna().to_numpy()
        reason[rows] = frame.loc[rows, why(name)].astype(object) if rows.any() else ""
    return reason
