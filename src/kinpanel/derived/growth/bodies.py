"""Measurements of children as the growth tables want them, and why those missing are missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinpanel.derived.growth.ages import whole_days
from kinpanel.errors import UsageError, nearest
from kinpanel.tables.frame import why

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Objects = npt.NDArray[np.object_]

LYING_DAYS = 731
"""Days of age from which children are measured standing, before that lying."""
LYING_LONGER = 0.7
"""Centimetres that a child is longer lying than standing."""

ABSENT: Mapping[str, str] = {
    "female": "no_sex",
    "age": "no_age",
    "height": "not_measured",
    "weight": "not_measured",
}
"""The reason of an input that is missing without one of its own."""


@dataclass(frozen=True)
class Measures:
    """Columns of a table by what they hold: sex as a boolean, months with decimals, cm and kg.

    `lying` and `oedema` are booleans; where they are None or missing, children were measured as
    is usual at their age, and without oedema.
    """

    female: str = "female"
    age: str = "age_months"
    height: str = "height"
    weight: str = "weight"
    lying: str | None = None
    oedema: str | None = None


@dataclass(frozen=True)
class Bodies:
    """Measurements as floats, NaN where missing: sex (1 girls, 0 boys), months, cm, kg.

    Heights are adjusted to the way in which a child of that age is measured; `lying` tells which.
    `missing` holds per input the reason it is missing for, "" where it is given.
    """

    female: Floats
    months: Floats
    height: Floats
    weight: Floats
    lying: Flags
    oedema: Flags
    missing: Mapping[str, Objects]


def bodies_in(frame: pd.DataFrame, measures: Measures) -> Bodies:
    """The measurements of a table; UsageError for columns that lack or hold something else."""
    female = _flags(frame, measures.female)
    months = _numbers(frame, measures.age)
    height = _numbers(frame, measures.height)
    lying = whole_days(months) < LYING_DAYS
    if measures.lying is not None:
        was = _flags(frame, measures.lying)
        height = height + LYING_LONGER * (lying & (was == 0))
        height = height - LYING_LONGER * (~lying & (was == 1))
    none = np.zeros(len(frame))
    oedema = none if measures.oedema is None else _flags(frame, measures.oedema)
    names = {role: getattr(measures, role) for role in ABSENT}
    return Bodies(
        female=female,
        months=months,
        height=height,
        weight=_numbers(frame, measures.weight),
        lying=lying,
        oedema=oedema == 1,
        missing={role: _reason(frame, name, ABSENT[role]) for role, name in names.items()},
    )


def reasons_in(frame: pd.DataFrame, measures: Measures) -> list[str]:
    """The vocabulary of the reasons that stand beside the inputs, in order."""
    words: dict[str, None] = {}
    for role in ABSENT:
        beside = why(getattr(measures, role))
        if beside in frame:
            words.update(dict.fromkeys(frame[beside].astype("category").cat.categories))
    return list(words)


def _column(frame: pd.DataFrame, name: str) -> pd.Series[Any]:
    if name not in frame:
        known = nearest(name, map(str, frame.columns))
        raise UsageError(f"no column {name!r} to take growth from: {known}")
    return frame[name]


def _numbers(frame: pd.DataFrame, name: str) -> Floats:
    column = _column(frame, name)
    if column.isna().all():
        return np.full(len(column), np.nan)
    if not pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column):
        raise UsageError(f"growth needs numbers: {name!r} holds none")
    return column.to_numpy(dtype=float, na_value=np.nan)


def _flags(frame: pd.DataFrame, name: str) -> Floats:
    column = _column(frame, name)
    if not column.isna().all() and not pd.api.types.is_bool_dtype(column):
        raise UsageError(f"growth needs a boolean: {name!r} is none")
    return np.asarray(column.astype("Float64").to_numpy(dtype=float, na_value=np.nan))


def _reason(frame: pd.DataFrame, name: str, otherwise: str) -> Objects:
    gone = frame[name].isna().to_numpy()
    reason = np.where(gone, otherwise, "").astype(object)
    if why(name) in frame:
        told = frame[why(name)].astype(object).to_numpy()
        known = gone & ~pd.isna(told)
        reason[known] = told[known]
    return reason
