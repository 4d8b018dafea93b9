"""True values to the cells of a raw column: its codes, missing codes and texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinpanel.simulate.answers import GIVEN
from kinpanel.simulate.layouts import Column, Layout
from kinpanel.simulate.layouts.column import Code
from kinpanel.simulate.months import yyyymm
from kinpanel.simulate.streams import Flags, Floats


@dataclass(frozen=True)
class Cells:
    """The cells of one column of a raw file, row by row.

    `values` are texts (objects) or numbers (NaN is a blank); `letters` those of tagged missings,
    "" where none stands, and None in columns without any. `whole`: integers,
    but for missing answers. pyreadstat gives them a type of their own beside tagged missings.
    """

    values: npt.NDArray[Any]
    letters: npt.NDArray[np.str_] | None = None
    whole: bool = False

    @property
    def text(self) -> bool:
        """Whether the cells are texts."""
        return self.values.dtype == object

    @property
    def numeric(self) -> Flags:
        """Where a number stands."""
        there: Flags = ~np.isnan(self.values)
        return there

    def mixed(self) -> pd.Series[Any]:
        """Numbers and letters in one column, as statistical programs show them."""
        if self.letters is None:
            return pd.Series(self.values)
        mixed = self.values.astype(object)
        if self.whole:
            mixed[self.numeric] = self.values[self.numeric].astype("int64")
        return pd.Series(np.where(self.letters == "", mixed, self.letters.astype(object)))


def cells_of(rows: pd.DataFrame, layout: Layout) -> dict[str, Cells]:
    """The raw columns of a layout, by name, from true values with `<name>__why` beside them."""
    return {column.name: _cells(rows, column, layout) for column in layout.columns}


def _cells(rows: pd.DataFrame, column: Column, layout: Layout) -> Cells:
    values = rows[column.source] if column.make is None else column.make(rows)
    if column.style == "text":
        return Cells(values.fillna("").to_numpy(dtype=object))
    if column.style == "identifier_number":
        return Cells(values.astype("int64").to_numpy(dtype=float))
    numbers = np.array(values.to_numpy(dtype=float, na_value=np.nan))
    if column.style == "yyyymm":
        known = ~np.isnan(numbers)
        numbers[known] = yyyymm(numbers[known].astype("int64"))
    if column.codes:
        numbers = _recoded(numbers, column)
    why = f"{column.source}__why"
    if why not in rows:
        return Cells(numbers)
    missing = layout.missing
    if column.missing:
        missing = replace(missing, codes={**missing.codes, **column.missing})
    return _with_codes(numbers, bool(column.codes), rows[why], missing.codes)


def _recoded(numbers: Floats, column: Column) -> Floats:
    """Codes of the export instead of those of the truth; blank where there is none."""
    recoded = np.full(len(numbers), np.nan)
    for true, raw in column.codes.items():
        recoded[numbers == true] = raw
    return recoded


def _with_codes(
    numbers: Floats, coded: bool, why: pd.Series[Any], codes: Mapping[str, Code]
) -> Cells:
    """Put the wave's code, or a blank, where a reason stands."""
    whole = coded and not np.isnan(numbers).any()
    place, reasons = pd.factorize(why)
    found = {reason: place == at for at, reason in enumerate(reasons)}
    numbers[~found.get(GIVEN, np.zeros(len(numbers), dtype=bool))] = np.nan
    letters = np.full(len(numbers), "", dtype="U1")
    for reason in codes.keys() & found.keys():
        code = codes[reason]
        if isinstance(code, str):
            letters[found[reason]] = code
        else:
            numbers[found[reason]] = code
    tagged = bool((letters != "").any())
    return Cells(numbers, letters if tagged else None, whole)
