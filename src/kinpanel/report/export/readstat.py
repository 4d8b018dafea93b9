"""The door to pyreadstat's writer: a sheet as the bytes of a .dta or .sav file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from kinpanel.errors import StoreError
from kinpanel.report.export.sheet import Entry, Sheet
from kinpanel.simulate.stamps import fix_stamp

STATA, STATA_WIDE = 14, 15
"""What pyreadstat calls formats 118, which every Stata since 14 reads, and 119, for MP only."""
WIDE = 32_767
"""More variables than format 118 can count."""


def write_readstat(sheet: Sheet, suffix: str, work: Path) -> bytes:
    """The bytes of a .dta or .sav file; the same sheet gives the same bytes.

    `work` is a private folder: the writer can only write to files, which are gone afterwards.
    Raises StoreError when it cannot be written there.
    """
    import pyreadstat

    path = work / f"export{suffix}"
    # Cells are plain numbers and text: the writer turns second-based dates into 1970.
    frame = pd.DataFrame({entry.name: _series(entry) for entry in sheet.entries})
    common: dict[str, Any] = {
        "file_label": sheet.label,
        "column_labels": {entry.name: entry.label for entry in sheet.entries},
        "variable_value_labels": {e.name: dict(e.labels) for e in sheet.entries if e.labels},
        "variable_format": {e.name: e.format for e in sheet.entries if e.format},
    }
    try:
        if suffix == ".dta":
            tagged = {e.name: list(e.missing) for e in sheet.entries if e.missing}
            version = STATA if len(sheet.entries) <= WIDE else STATA_WIDE
            pyreadstat.write_dta(
                frame, path, version=version, missing_user_values=tagged or None, **common
            )
        else:
            blocks = {e.name: [_range(e)] for e in sheet.entries if e.block}
            measures = {entry.name: _measure(entry) for entry in sheet.entries}
            pyreadstat.write_sav(
                frame, path, missing_ranges=blocks or None, variable_measure=measures, **common
            )
        fix_stamp(path)
        return path.read_bytes()
    except OSError as error:
        raise StoreError(f"the export cannot be written: {error.strerror}") from error
    except pyreadstat.ReadstatError:  # its text may quote a cell
        raise StoreError(f"the writer of {suffix} files refuses the table") from None
    finally:
        path.unlink(missing_ok=True)


def _series(entry: Entry) -> pd.Series[Any]:
    cells = entry.cells
    if cells.dtype == object and entry.kind == "text":
        return pd.Series(cells, dtype=object)
    if cells.dtype == object and all(type(cell) is int for cell in cells) and len(cells):
        return pd.Series(cells.astype("int32"))
    if cells.dtype == object and not entry.missing:
        return pd.Series([np.nan if cell is None else cell for cell in cells], dtype="float64")
    return pd.Series(cells)


def _range(entry: Entry) -> Any:
    low, high = entry.block or (0, 0)
    return {"lo": low, "hi": high}


def _measure(entry: Entry) -> str:
    variable = entry.column.variable
    if variable is not None and variable.type == "ordinal":
        return "ordinal"
    return "nominal" if entry.kind == "text" or entry.column.codes else "scale"
