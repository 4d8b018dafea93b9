"""Scores of registered instruments: reversal, missing-item rule, sum, all from the registry."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinpanel.errors import DataError, Finding, UsageError
from kinpanel.instruments import Instrument, Key, ScaleKey, instrument, scoring_key

Floats = npt.NDArray[np.float64]


def score(
    items: pd.DataFrame,
    instrument: str | Instrument,
    *,
    variant: str | None = None,
    subscale: str | None = None,
    form: str | None = None,
) -> pd.Series[Any]:
    """One score per row of `items`: the instrument's main score, or that of `subscale`.

    `items` has one column per item, in the printed order of the form, with canonical codes
    (nullable numbers) not yet reversed; column names are free. `form` is the version as fielded
    (informant, item order, answer codes), `variant` another way of scoring. The result is Int64,
    or Float64 where the missing rule prorates without rounding, with the index of `items`; NA
    where more items are missing than the rule allows, or a validity scale rules the answers out.
    Rounding is half up. Facts of the rule can be unverified, see `Instrument.to_verify`.

    Raises UsageError for unknown names or the wrong number of columns, DataError for codes
    outside the canonical ones. Source: the `source` of the instrument.
    """
    key = scoring_key(known(instrument), form=form, variant=variant)
    scale = key.scale(subscale)
    return _score(_checked(items, key), key, scale, items.index)


def scores(
    items: pd.DataFrame,
    instrument: str | Instrument,
    *,
    variant: str | None = None,
    form: str | None = None,
) -> pd.DataFrame:
    """Every score of the instrument, one column per scale id; otherwise as `score`."""
    key = scoring_key(known(instrument), form=form, variant=variant)
    values = _checked(items, key)
    columns = [_score(values, key, scale, items.index) for scale in key.scales]
    return pd.DataFrame({str(column.name): column for column in columns}, index=items.index)


def oriented(
    items: pd.DataFrame,
    instrument: str | Instrument,
    *,
    variant: str | None = None,
    form: str | None = None,
) -> pd.DataFrame:
    """The answers after reversal, columns named by item number 1, 2, ...; Float64, NA kept.

    Reversing takes code x to min + max - x. Raises as `score`.
    """
    key = scoring_key(known(instrument), form=form, variant=variant)
    values = turned(_checked(items, key), key)
    numbers = range(1, values.shape[1] + 1)
    return pd.DataFrame(values, index=items.index, columns=list(numbers)).astype("Float64")


def item_values(items: pd.DataFrame, key: Key) -> Floats:
    """The answers as rows x items in the instrument's own numbering; NaN where missing.

    Raises UsageError for the wrong number of columns or columns that hold no numbers.
    """
    name = key.instrument.id
    if items.shape[1] != len(key.columns):
        raise UsageError(f"{name} has {len(key.columns)} items, given {items.shape[1]} columns")
    values = np.full(items.shape, np.nan)
    for place, number in enumerate(key.columns):
        column = items.iloc[:, place]
        if column.isna().all():
            continue
        if not pd.api.types.is_numeric_dtype(column) or pd.api.types.is_complex_dtype(column):
            raise UsageError(f"{name}: column {items.columns[place]!r} holds no numbers")
        values[:, number - 1] = column.to_numpy(dtype=float, na_value=np.nan)
    return values


def turned(values: Floats, key: Key) -> Floats:
    """Item values with the reversed items turned: low + high - x; doing it twice undoes it."""
    result = values.copy()
    back = [number - 1 for number in sorted(key.reversed)]
    result[:, back] = key.codes.min + key.codes.max - result[:, back]
    return result


def check_codes(values: Floats, key: Key) -> list[Finding]:
    """Codes outside the canonical ones, one finding per item, and the shift that would fit them.

    `values` as of `item_values`. Findings hold item numbers, codes and counts, nothing else.
    """
    low, high = key.codes.min, key.codes.max
    given = ~np.isnan(values)
    wrong = given & ~np.isin(values, np.arange(low, high + 1))
    findings = []
    for column in np.flatnonzero(wrong.any(axis=0)):
        name, bad = key.name(int(column) + 1), values[wrong[:, column], column]
        findings.append(
            Finding(
                rule="codes",
                message=f"{name}: codes outside {low} to {high}",
                variable=key.instrument.id,
                examples=tuple(f"{code:g}" for code in np.unique(bad)[:3]),
                count=len(bad),
            )
        )
    shift = offset(values, key)
    if shift and findings:
        findings.append(offset_finding(shift, key, int(given.sum())))
    return findings


def offset(values: Floats, key: Key) -> int:
    """By how much every code lies above the canonical ones (below: negative); 0 for no offset.

    The smallest shift that makes all codes fit, where none of them is at the canonical minimum
    (1-4 for 0-3 gives 1, 0-3 for 1-4 gives -1). Codes that fit but never reach the minimum, such
    as 1-3 for 0-3, give 1, too; with few rows that is chance. Negative codes are never an offset.
    """
    codes = values[~np.isnan(values)]
    low, high = key.codes.min, key.codes.max
    if not len(codes) or not np.isfinite(codes).all() or (codes != np.floor(codes)).any():
        return 0
    first, last = int(codes.min()), int(codes.max())
    if first < 0 or last - first > high - low:
        return 0
    if first < low:
        return first - low
    return max(last - high, 1) if first > low and last > low + 1 else 0


def offset_finding(shift: int, key: Key, answers: int, wave: str | None = None) -> Finding:
    """The finding that names a constant offset and what to do about it."""
    size, way = len(key.columns), "above" if shift > 0 else "below"
    worth = f"a plain sum of {size} items is {abs(shift) * size} points too "
    return Finding(
        rule="offset",
        message=f"every code lies {abs(shift)} {way} the canonical {key.codes.min} to "
        f"{key.codes.max}: {worth}{'high' if shift > 0 else 'low'}",
        variable=key.instrument.id,
        wave=wave,
        count=answers,
        advice=f"{'subtract' if shift > 0 else 'add'} {abs(shift)}",
    )


def known(name: str | Instrument) -> Instrument:
    """The instrument itself, looked up when given by id."""
    return instrument(name) if isinstance(name, str) else name


def _checked(items: pd.DataFrame, key: Key) -> Floats:
    values = item_values(items, key)
    findings = check_codes(values, key)
    if findings:
        raise DataError(f"cannot score {key.instrument.id}", findings)
    return values


def _score(values: Floats, key: Key, scale: ScaleKey, index: pd.Index[Any]) -> pd.Series[Any]:
    result = _points(turned(values, key), key, scale)
    validity = key.instrument.validity
    if validity is not None and scale.id != validity.scale:
        control = _points(turned(values, key), key, key.scale(validity.scale))
        result[~(control <= validity.max)] = np.nan
    array: Any = pd.arrays.FloatingArray(np.nan_to_num(result), np.isnan(result))
    series = pd.Series(array, index=index, name=scale.id)
    return series.astype("Int64") if key.whole(scale) else series


def _points(values: Floats, key: Key, scale: ScaleKey) -> Floats:
    """The score as floats, NaN where missing; `values` are turned already."""
    if scale.parts:
        parts = [_points(values, key, key.scale(part)) for part in scale.parts]
        return np.asarray(np.sum(parts, axis=0) * scale.times)
    answers = values[:, [number - 1 for number in scale.items]]
    size = len(scale.items)
    present = (~np.isnan(answers)).sum(axis=1)
    enough = (size - present <= scale.allowed) & (present > 0)
    total, over = np.nansum(answers, axis=1), np.maximum(present, 1)
    points = total * size / over
    if scale.rounded:  # in whole numbers, so that a half is a half: floor(total size / n + 1/2)
        points = (2 * total * size + over) // (2 * over)
    return np.where(enough, points * scale.times, np.nan)
