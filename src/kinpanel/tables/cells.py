"""Cells and keys of typed tables as people write them in ledgers and commands."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinpanel.codebook import TableCodebook, Variable
from kinpanel.codebook.cell import MISSING
from kinpanel.codebook.ledger import KEY_SEPARATOR
from kinpanel.labels import code_text
from kinpanel.tables.frame import why


def cell_texts(column: pd.Series[Any], variable: Variable | None) -> list[str]:
    """Cells as text: codes, numbers, 0 and 1, `2014-07` for a month; empty where missing."""
    if pd.api.types.is_datetime64_any_dtype(column):
        form = "%Y-%m" if variable is not None and variable.type == "month" else "%Y-%m-%d"
        return [str(text) for text in column.dt.strftime(form).fillna("")]
    if pd.api.types.is_bool_dtype(column):
        column = column.astype("Int64")
    plain = column.astype(object).where(column.notna(), None)
    return ["" if value is None else str(code_text(value)) for value in plain]


def written_cells(
    frame: pd.DataFrame, variable: str, declared: Variable | None, rows: Any
) -> list[str]:
    """Cells of some rows, by place, as ledgers hold them: `missing:<reason>` where missing."""
    column = frame[variable].iloc[rows]
    texts = cell_texts(column, declared)
    if not column.isna().any():
        return texts
    reasons = (
        frame[why(variable)].iloc[rows].astype("string").fillna("")
        if (why(variable) in frame)
        else [""] * len(column)
    )
    return [
        f"{MISSING}{reason}" if gone else text
        for text, reason, gone in zip(texts, reasons, column.isna(), strict=True)
    ]


def key_texts(frame: pd.DataFrame, table: TableCodebook) -> npt.NDArray[Any]:
    """The key of every row as one text: its values parted by commas, nothing where one is missing.

    Key variables that the frame lacks are passed over.
    """
    columns = [cell_texts(frame[name], table.variable(name)) for name in table.key if name in frame]
    texts = [KEY_SEPARATOR.join(parts) for parts in zip(*columns, strict=True)]
    return np.array([*texts, ""], dtype=object)[:-1]
