"""A variable of a typed table against the truth, cell by cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinpanel.codebook import Variable
from kinpanel.labels import code_text
from kinpanel.tables.frame import why

_NUMBERS = ("integer", "decimal", "boolean")


@dataclass(frozen=True)
class Compared:
    """How the cells of a variable in a wave came out; masks over the rows of the truth.

    `wrong`: a value that is not the true one, a value where none should be, or a reason that is
    not the true one. `empty`: no value in the table, whatever is true. `rows` has their keys.
    """

    rows: pd.DataFrame
    wrong: npt.NDArray[np.bool_]
    empty: npt.NDArray[np.bool_]


def compare(
    variable: Variable, truth: pd.DataFrame, table: pd.DataFrame, within: float = 0.0
) -> Compared:
    """Compare a variable; both frames have the same keys in the same order.

    Numbers may differ by `within`; yes and no, months, dates and codes may not. A variable that
    the truth leaves out should have no value.
    """
    held = _comparable(variable, table.get(variable.name), len(table))
    true = _comparable(variable, truth.get(variable.name), len(truth))
    empty = pd.isna(held)
    absent = pd.isna(true)
    if held.dtype == object:
        same = held == true
    else:
        leeway = within if variable.type in ("integer", "decimal") else 0.0
        close = np.abs(held - true) <= leeway + 1e-9 * np.abs(true)
        same = np.asarray(close, dtype=bool)
    wrong = np.where(empty | absent, empty != absent, ~same).astype(bool)
    beside = why(variable.name)
    if beside in truth:
        given = truth[beside].astype(object).fillna("").to_numpy(dtype=object)
        found = np.full(len(table), "", dtype=object)
        if beside in table:
            found = table[beside].astype(object).fillna("").to_numpy(dtype=object)
        wrong |= empty & absent & (given != found)
    return Compared(truth, wrong, np.asarray(empty, dtype=bool))


def _comparable(variable: Variable, values: pd.Series[Any] | None, rows: int) -> npt.NDArray[Any]:
    """Values as floats (months and days counted) or, of codes and texts, as objects."""
    if variable.type in _NUMBERS or variable.type in ("month", "date"):
        if values is None:
            return np.full(rows, np.nan)
        if pd.api.types.is_datetime64_any_dtype(values):
            counted = (values.dt.year - 1960) * 12 + values.dt.month - 1
            days = (values - pd.Timestamp(1960, 1, 1)).dt.days
            return (counted if variable.type == "month" else days).to_numpy(dtype=float)
        numbers = pd.to_numeric(values.astype(object), errors="coerce")
        return np.asarray(numbers.to_numpy(dtype=float, na_value=np.nan))
    if values is None:
        return np.full(rows, None, dtype=object)
    return np.array(
        [None if pd.isna(value) else str(code_text(value)) for value in values.astype(object)],
        dtype=object,
    )
