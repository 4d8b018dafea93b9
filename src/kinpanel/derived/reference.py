"""z-scores against a reference group: a wave, a parental state, cells of sex and age."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinpanel.errors import DataError, Finding, UsageError, nearest
from kinpanel.labels import code_text
from kinpanel.roles import AGE_BAND, AgeBands, Standardised


def standardise(panel: pd.DataFrame, z: Standardised) -> pd.Series[Any]:
    """A z-score against the reference group; NA where the score is, or what forms the cells.

    With `by`, mean and sd are those of the reference group within the child's own cell, whatever
    the wave; every cell that any score of the panel falls into needs `smallest` scores there.

    Raises DataError when a reference group has fewer than two different scores, or fewer scores
    than `smallest`, naming every such cell; UsageError for a column that is not there or holds no
    numbers.
    """
    scores = _numbers(panel, z.of, z.of)
    group = panel["wave"] == z.wave
    if z.state is not None:
        group &= (panel["state"] == z.state).astype(bool)
    if not z.by:
        reference = scores[group].dropna()
        if z.smallest is not None and len(reference) < z.smallest:
            size = f"{len(reference):,} scores of {z.smallest:,}"
            raise DataError(f"cannot standardise {z.of!r}: the reference group has {size}")
        if reference.nunique() < 2:
            raise DataError(f"cannot standardise {z.of!r}: the reference group shows no spread")
        return (scores - float(reference.mean())) / float(reference.std())
    return _within(scores, group, _cells(panel, z), z)


def age_band(ages: pd.Series[Any], bands: AgeBands) -> pd.Series[Any]:
    """The band of ages in years as text, `8-9`; NA where the age is, or lies in none.

    Years are completed ones: 9.5 is 9.
    """
    years = np.floor(ages.to_numpy(dtype=float, na_value=np.nan))
    names = pd.Series(pd.NA, index=ages.index, dtype="string")
    for low, high in bands.bands:
        names[(years >= low) & (years <= high)] = f"{low}-{high}"
    return names


def _within(
    scores: pd.Series[Any], group: pd.Series[Any], cell: pd.Series[Any], z: Standardised
) -> pd.Series[Any]:
    rows = group.to_numpy(dtype=bool) & scores.notna().to_numpy() & cell.notna().to_numpy()
    plain = scores.to_numpy(dtype=float, na_value=np.nan)
    of_group = pd.Series(plain[rows]).groupby(cell[rows].to_numpy(dtype=object))
    told = pd.DataFrame(
        {
            "size": of_group.size(),
            "different": of_group.nunique(),
            "mean": of_group.mean(),
            "sd": of_group.std(),
        }
    ).reindex(sorted(cell[scores.notna()].dropna().unique()))
    _refuse_small(told, z)
    mean = cell.map(told["mean"]).to_numpy(dtype=float, na_value=np.nan)
    sd = cell.map(told["sd"]).to_numpy(dtype=float, na_value=np.nan)
    values: npt.NDArray[np.float64] = (plain - mean) / sd
    array: Any = pd.arrays.FloatingArray(np.nan_to_num(values), np.isnan(values))
    return pd.Series(array, index=scores.index)


def _refuse_small(told: pd.DataFrame, z: Standardised) -> None:
    least = z.smallest or 2
    sizes = told["size"].fillna(0).astype(int)
    small = told[sizes < least]
    flat = told[(sizes >= least) & (told["different"] < 2)]
    findings = []
    if len(small):
        findings.append(
            Finding(
                rule="reference-group",
                message=f"cells with fewer than {least} scores in the reference group",
                wave=z.wave,
                variable=z.of,
                examples=tuple(f"{cell}: {sizes[cell]}" for cell in small.index),
                count=len(small),
                advice="make the bands of age wider, or leave a variable out of by",
            )
        )
    if len(flat):
        findings.append(
            Finding(
                rule="reference-group",
                message="cells in which every score of the reference group is the same",
                wave=z.wave,
                variable=z.of,
                examples=tuple(map(str, flat.index)),
                count=len(flat),
                advice="make the bands of age wider, or leave a variable out of by",
            )
        )
    if findings:
        cells = ", ".join(map(str, (*small.index, *flat.index)))
        raise DataError(f"cannot standardise {z.of!r} in these cells: {cells}", findings)


def _cells(panel: pd.DataFrame, z: Standardised) -> pd.Series[Any]:
    """The cell of every row as text, `girl 1, age_band 8-9`; NA where a part of it is."""
    cell = pd.Series("", index=panel.index, dtype="string")
    for place, name in enumerate(z.by):
        if name == AGE_BAND and z.age_bands is not None:
            part = age_band(_numbers(panel, z.age_bands.of, z.of), z.age_bands)
        else:
            part = _codes(_column(panel, name, z.of), z.of)
        cell = cell + (", " if place else "") + f"{name} " + part
    return cell


def _codes(column: pd.Series[Any], of: str) -> pd.Series[Any]:
    """Codes as text. Only codes: what people wrote could stand in a message."""
    if pd.api.types.is_bool_dtype(column):
        column = column.map({True: "yes", False: "no"})
    elif not (
        isinstance(column.dtype, pd.CategoricalDtype) or pd.api.types.is_integer_dtype(column)
    ):
        what = f"{column.name!r} holds no codes"
        raise UsageError(
            f"cannot standardise {of!r}: {what}; by takes levels, whole numbers, yes/no"
        )
    return column.astype(object).map(code_text, na_action="ignore").astype("string")


def _numbers(panel: pd.DataFrame, name: str, of: str) -> pd.Series[Any]:
    column = _column(panel, name, of)
    if not pd.api.types.is_numeric_dtype(column):
        what = "it" if name == of else repr(name)
        raise UsageError(f"cannot standardise {of!r}: {what} holds no numbers")
    return column.astype("Float64")


def _column(panel: pd.DataFrame, name: str, of: str) -> pd.Series[Any]:
    if name in panel:
        return panel[name]
    what = "" if name == of else f"no column {name!r}, "
    raise UsageError(f"cannot standardise {of!r}: {what}{nearest(name, map(str, panel.columns))}")
