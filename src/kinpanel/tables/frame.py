"""Typed columns: a harmonised variable as a nullable pandas column, its reasons beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinpanel.codebook import Variable
from kinpanel.labels import code_text

WHY = "__why"
"""Suffix of the column that holds why a value is missing."""


class TypeMismatchError(ValueError):
    """Values that cannot be what the codebook says; `count` rows, no value is quoted."""

    def __init__(self, what: str, count: int) -> None:
        super().__init__(what)
        self.count = count


def why(name: str) -> str:
    """The name of the reason column of a variable."""
    return name + WHY


def typed(variable: Variable, values: npt.NDArray[Any]) -> pd.Series[Any]:
    """Object values (None where missing) as the nullable type the codebook declares.

    integer Int64, decimal Float64, boolean boolean, text string, date and month datetime64[s]
    (a month is its first day), nominal and ordinal categorical over the level codes. Raises
    TypeMismatchError for values of another type or outside the variable's range.
    """
    missing = np.array([value is None for value in values], dtype=bool)
    if variable.type in ("nominal", "ordinal"):
        return _categorical(variable, values, missing)
    if variable.type in ("date", "month"):
        return _calendar(variable, values, missing)
    if variable.type == "text":
        texts = [None if value is None else str(code_text(value)) for value in values]
        return pd.Series(texts, name=variable.name, dtype="string")
    return _numeric(variable, values, missing)


def _calendar(
    variable: Variable, values: npt.NDArray[Any], missing: npt.NDArray[np.bool_]
) -> pd.Series[Any]:
    # A number would be taken for seconds, so only dates pass.
    dated = np.array([isinstance(value, date | np.datetime64) for value in values], dtype=bool)
    _refuse(~dated & ~missing, "values are not dates")
    days = np.full(len(values), np.datetime64("NaT"), dtype="datetime64[s]")
    unit = "datetime64[M]" if variable.type == "month" else "datetime64[D]"
    days[~missing] = values[~missing].astype(unit).astype("datetime64[s]")
    return pd.Series(days, name=variable.name)


def _numeric(
    variable: Variable, values: npt.NDArray[Any], missing: npt.NDArray[np.bool_]
) -> pd.Series[Any]:
    try:
        numbers = values[~missing].astype(float)
    except (TypeError, ValueError):
        raise TypeMismatchError("values are not numbers", int((~missing).sum())) from None
    _refuse(~np.isfinite(numbers), "values are not finite numbers")
    if variable.type == "boolean":
        _refuse(~np.isin(numbers, (0, 1)), "values are neither 0 nor 1")
    if variable.type == "integer":
        _refuse(numbers != np.floor(numbers), "values are not whole numbers")
        _refuse(np.abs(numbers) > 2**53, "whole numbers are too large")
    if variable.range is not None:
        low, high = variable.range
        _refuse((numbers < low) | (numbers > high), f"values are outside {low:g} to {high:g}")
    full = np.zeros(len(values))
    full[~missing] = numbers
    array: Any
    if variable.type == "boolean":
        array = pd.arrays.BooleanArray(full.astype(bool), missing)
    elif variable.type == "integer":
        array = pd.arrays.IntegerArray(full.astype("int64"), missing)
    else:
        array = pd.arrays.FloatingArray(full, missing)
    return pd.Series(array, name=variable.name)


def _categorical(
    variable: Variable, values: npt.NDArray[Any], missing: npt.NDArray[np.bool_]
) -> pd.Series[Any]:
    texts = np.array([code_text(value) for value in values] + [None], dtype=object)[:-1]
    codes = pd.Index(variable.level_codes).get_indexer(pd.Index(texts, dtype=object))
    _refuse((codes < 0) & ~missing, "codes are not levels of the variable")
    kind = pd.CategoricalDtype(list(variable.level_codes), ordered=variable.type == "ordinal")
    return pd.Series(pd.Categorical.from_codes(codes, dtype=kind), name=variable.name)


def _refuse(bad: npt.NDArray[np.bool_], what: str) -> None:
    if bad.any():
        raise TypeMismatchError(what, int(bad.sum()))


def reasons_column(
    reason: npt.NDArray[Any], name: str, vocabulary: Sequence[str]
) -> pd.Series[Any] | None:
    """The reason column beside a variable, categorical over the vocabulary; None when all given."""
    if not (reason != "").any():
        return None
    codes = pd.Index(list(vocabulary)).get_indexer(pd.Index(reason, dtype=object))
    values = pd.Categorical.from_codes(codes, categories=pd.Index(vocabulary))
    return pd.Series(values, name=why(name))
