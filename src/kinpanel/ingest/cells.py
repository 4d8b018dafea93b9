"""Single cells of a typed table, set to what somebody wrote in a ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from kinpanel.codebook import TableCodebook, Variable
from kinpanel.codebook.cell import cell_value, missing_reason
from kinpanel.tables.frame import WHY, coded_reasons, typed, why
from kinpanel.tables.values import Values

Cells = Mapping[str, tuple[Sequence[int], Sequence[str]]]
"""By variable: places of rows, and what is to stand there, a value or `missing:<reason>`."""


def with_cells(
    frame: pd.DataFrame, table: TableCodebook, cells: Cells, vocabulary: Sequence[str]
) -> pd.DataFrame:
    """A typed table in which some cells hold something else; the frame given stays as it is.

    What is written must be sound, see `wrong_cell`. A reason goes where a value comes and comes
    where a value goes; a variable without any missing value has no column of reasons.
    """
    columns: dict[str, pd.Series[Any]] = {}
    for name in (str(name) for name in frame.columns):
        variable = table.variable(name)
        if variable is not None and name in cells:
            reasons = frame.get(why(name))
            columns |= _set(frame[name], reasons, variable, *cells[name], vocabulary)
        elif not (name.endswith(WHY) and name.removesuffix(WHY) in cells):
            columns[name] = frame[name]
    return pd.DataFrame(columns)


def _set(
    column: pd.Series[Any],
    reasons: pd.Series[Any] | None,
    variable: Variable,
    places: Sequence[int],
    written: Sequence[str],
    vocabulary: Sequence[str],
) -> dict[str, pd.Series[Any]]:
    """The column with its new cells, and its reasons where any row still has one."""
    values = np.array([*(cell_value(text, variable) for text in written), None], dtype=object)
    changed = column.copy()
    changed.iloc[list(places)] = typed(variable, Values.of(values[:-1])).array
    words = ["", *vocabulary]
    codes = np.zeros(len(column), dtype=np.int8)
    if reasons is not None:
        codes[:] = reasons.cat.codes.to_numpy() + 1
    codes[list(places)] = [words.index(missing_reason(text) or "") for text in written]
    beside = coded_reasons(codes, words, variable.name, vocabulary)
    made = {variable.name: changed}
    return made if beside is None else {**made, why(variable.name): beside}
