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
from kinpanel.tables.values import Values

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


def typed(variable: Variable, values: Values | npt.NDArray[Any]) -> pd.Series[Any]:
    """Values, or objects with None where missing, as the nullable type the codebook declares.

    integer Int64, decimal Float64, boolean boolean, text string, date and month datetime64[s]
    (a month is its first day), nominal and ordinal categorical over the level codes. Raises
    TypeMismatchError for values of another type or outside the variable's range.
    """
    if isinstance(values, np.ndarray):
        values = Values.of(values)
    if variable.type in ("nominal", "ordinal"):
        return _categorical(variable, values)
    if variable.type in ("date", "month"):
        return _calendar(variable, values)
    if variable.type == "text":
        return _text(variable, values)
    return _numeric(variable, values)


def _text(variable: Variable, values: Values) -> pd.Series[Any]:
    objects = values.objects
    if values.texts is None:
        objects = np.array([v if v is None else str(code_text(v)) for v in objects], dtype=object)
    return pd.Series(objects, name=variable.name, dtype="string")


def _calendar(variable: Variable, values: Values) -> pd.Series[Any]:
    cells, given = values.cells, ~values.missing
    # A number would be taken for seconds, so only dates pass.
    if cells.dtype.kind != "M" and not values.missing.all():
        objects = values.objects
        dated = np.array([isinstance(v, date | np.datetime64) for v in objects], dtype=bool)
        _refuse(~dated & given, "values are not dates")
        cells = objects
    days = np.full(len(cells), np.datetime64("NaT"), dtype="datetime64[s]")
    unit = "datetime64[M]" if variable.type == "month" else "datetime64[D]"
    days[given] = cells[given].astype(unit).astype("datetime64[s]")
    return pd.Series(days, name=variable.name)


def _numbers(values: Values) -> npt.NDArray[Any]:
    """The numbers of the rows with a value; integers as such, all others as floats."""
    given = ~values.missing
    cells = values.cells if values.texts is None else values.objects
    try:
        if values.texts is not None:
            # Each distinct text once; one that no row has may be no number.
            used = np.unique(values.cells[given])
            table = np.zeros(len(values.texts) + 1)
            table[used] = [float(values.texts[place]) for place in used]
            return np.asarray(table[values.cells[given]])
        if cells.dtype.kind == "i":
            return cells[given]
        return np.asarray(cells[given].astype(float))
    except (TypeError, ValueError):
        raise TypeMismatchError("values are not numbers", int(given.sum())) from None


def _numeric(variable: Variable, values: Values) -> pd.Series[Any]:
    numbers, missing = _numbers(values), values.missing
    if numbers.dtype.kind == "f":
        _refuse(~np.isfinite(numbers), "values are not finite numbers")
        if variable.type == "integer":
            _refuse(numbers != np.floor(numbers), "values are not whole numbers")
    if variable.type == "boolean":
        _refuse((numbers != 0) & (numbers != 1), "values are neither 0 nor 1")
    if variable.type == "integer" and numbers.dtype.itemsize == 8:
        _refuse(np.abs(numbers) > 2**53, "whole numbers are too large")
    if variable.range is not None:
        low, high = variable.range
        _refuse((numbers < low) | (numbers > high), f"values are outside {low:g} to {high:g}")
    array: Any
    if variable.type == "boolean":
        array = pd.arrays.BooleanArray(_filled(numbers, missing, bool), missing.copy())
    elif variable.type == "integer":
        array = pd.arrays.IntegerArray(_filled(numbers, missing, np.int64), missing.copy())
    else:
        array = pd.arrays.FloatingArray(_filled(numbers, missing, np.float64), missing.copy())
    return pd.Series(array, name=variable.name)


def _filled(
    numbers: npt.NDArray[Any], missing: npt.NDArray[np.bool_], kind: Any
) -> npt.NDArray[Any]:
    full = np.zeros(len(missing), dtype=kind)
    full[~missing] = numbers
    return full


def _categorical(variable: Variable, values: Values) -> pd.Series[Any]:
    if values.texts is None:
        objects = values.objects
        texts = np.array([code_text(v) for v in objects] + [None], dtype=object)[:-1]
        codes = pd.Index(variable.level_codes).get_indexer(pd.Index(texts, dtype=object))
    else:
        places = {code: place for place, code in enumerate(variable.level_codes)}
        table = np.array([places.get(text, -1) for text in values.texts] + [-1], dtype=np.int16)
        codes = table[values.cells]
        codes[values.missing] = -1
    _refuse((codes < 0) & ~values.missing, "codes are not levels of the variable")
    kind = pd.CategoricalDtype(list(variable.level_codes), ordered=variable.type == "ordinal")
    return pd.Series(pd.Categorical.from_codes(codes, dtype=kind), name=variable.name)


def _refuse(bad: npt.NDArray[np.bool_], what: str) -> None:
    if bad.any():
        raise TypeMismatchError(what, int(bad.sum()))


def reasons_column(
    reason: npt.NDArray[Any], name: str, vocabulary: Sequence[str]
) -> pd.Series[Any] | None:
    """The reason column beside a variable, categorical over the vocabulary; None when all given.

    `reason` are objects, "" where there is a value.
    """
    codes, words = pd.factorize(np.append(np.array([""], dtype=object), reason))
    return coded_reasons(codes[1:], list(words), name, vocabulary)


def coded_reasons(
    codes: npt.NDArray[Any], words: Sequence[str], name: str, vocabulary: Sequence[str]
) -> pd.Series[Any] | None:
    """The same from codes that lead into `words`, of which the first, "", stands for a value."""
    if not codes.any():
        return None
    known = list(vocabulary)
    table = np.array([known.index(word) if word else -1 for word in words], dtype=np.int8)
    values = pd.Categorical.from_codes(table[codes], categories=pd.Index(known))
    return pd.Series(values, name=why(name))
