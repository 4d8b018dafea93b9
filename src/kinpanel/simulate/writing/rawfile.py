"""A raw file from its shell, which pyreadstat writes, and the records of its blocks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinpanel.errors import StoreError
from kinpanel.simulate.encodings import reencode
from kinpanel.simulate.layouts import Column, Layout
from kinpanel.simulate.stamps import fix_stamp
from kinpanel.simulate.streams import Floats, Ints
from kinpanel.simulate.writing.shell import Shell, shell_of
from kinpanel.simulate.writing.spill import STATA_BLANK, STATA_STEP, Records, Spill

LONGEST_TEXT = 2044
"""Bytes of the longest text that stands in the rows of a .dta."""
_FIRST_BLANK, _INTEGER_BLANK = 2.0**1023, 2_147_483_621
"""The missing value `.` of Stata as a double and as an integer of four bytes."""
_SPSS_SHORT, _SPSS_SEGMENT, _SPSS_STORED = 255, 252, 256
"""Bytes of a text in a .sav: of the longest in one piece, of the pieces as they are counted, and
as they are stored; a piece is filled with 255 of them."""


def write_file(path: Path, layout: Layout, spill: Spill) -> None:
    """Write the rows of a spill as one file, block by block.

    The bytes are those that pyreadstat writes for all rows at once. Raises StoreError for a text
    of more than `LONGEST_TEXT` bytes.
    """
    too_long = [name for name, width in spill.widths.items() if width > LONGEST_TEXT]
    if too_long:
        raise StoreError(f"{path.name}: a text in {too_long[0]} has over {LONGEST_TEXT} bytes")
    shell = _shell(path, layout, spill)
    fields = [_field(column.name, layout, spill) for column in layout.columns]
    final = np.dtype(fields)
    if final.itemsize != shell.record:
        raise StoreError(f"{path.name} is laid out otherwise than expected")
    head, tail = shell.around(spill.rows)
    with path.open("wb") as file:
        file.write(head)
        for records in spill:
            file.write(_laid_out(records, final, padded=layout.stata is None).tobytes())
        file.write(tail)


def _field(name: str, layout: Layout, spill: Spill) -> tuple[str, str]:
    """Name and type of a column in the records of the file."""
    if name not in spill.widths:
        return name, "<i4" if name in spill.whole else "<f8"
    width = spill.widths[name]
    if layout.stata is None:
        pieces = 0 if width <= _SPSS_SHORT else (width - 1) // _SPSS_SEGMENT
        last = width - _SPSS_SEGMENT * pieces
        width = _SPSS_STORED * pieces + (last + 7) // 8 * 8
    return name, f"S{width}"


def _laid_out(records: Records, final: np.dtype[np.void], *, padded: bool) -> Records:
    """Records with texts as wide as in the file, filled with zeros, or `padded` with spaces."""
    if records.dtype == final and not padded:
        return records
    made = np.zeros(len(records), dtype=final)
    for name in final.names or ():
        if final[name].kind == "S" and padded:
            _put_padded(made, name, records[name])
        elif final[name].kind == "i":
            made[name] = _integers(records[name])
        else:
            made[name] = records[name]
    return made


def _integers(numbers: Floats) -> Ints:
    """Doubles of a .dta as integers of four bytes, missing values as those of that type."""
    missing = numbers >= _FIRST_BLANK
    letter = (np.ascontiguousarray(numbers).view("<u8") - STATA_BLANK) // STATA_STEP
    return np.where(missing, _INTEGER_BLANK + letter, np.where(missing, 0, numbers)).astype("i8")


def _put_padded(made: Records, name: str, texts: npt.NDArray[np.bytes_]) -> None:
    """Texts with spaces behind them; a byte after every 255 belongs to no text."""
    width = made.dtype[name].itemsize
    cells = np.full((len(texts), width), ord(" "), dtype=np.uint8)
    given = np.ascontiguousarray(texts).view(np.uint8).reshape(len(texts), texts.dtype.itemsize)
    place = np.arange(given.shape[1])
    cells[:, place + place // _SPSS_SHORT] = np.where(given == 0, ord(" "), given)
    made[name] = cells.view(f"S{width}")[:, 0]


def _shell(path: Path, layout: Layout, spill: Spill) -> Shell:
    """Write the file with one row in the place of all, and take what stands around it."""
    row: dict[str, pd.Series[Any]] = {}
    for name in (column.name for column in layout.columns):
        if name in spill.widths:
            row[name] = pd.Series(["x" * spill.widths[name]], dtype=object)
        elif name in spill.whole:
            row[name] = pd.Series([0], dtype=object)
        else:
            row[name] = pd.Series([0.0])
    _write(path, layout, pd.DataFrame(row))
    if layout.encoding is not None:
        reencode(path, layout.encoding)
    fix_stamp(path)
    return shell_of(path.read_bytes())


def _write(path: Path, layout: Layout, frame: pd.DataFrame) -> None:
    import pyreadstat

    labels = {column.name: _value_labels(column, layout) for column in layout.columns}
    common: dict[str, Any] = {
        "file_label": f"Reference LBC Panel {layout.wave} {layout.unit}",
        "column_labels": {column.name: column.label for column in layout.columns},
        "variable_value_labels": {name: of for name, of in labels.items() if of},
    }
    answers = [column.name for column in layout.columns if column.answer]
    if layout.stata is None:
        declared = _user_missing(layout)
        pyreadstat.write_sav(frame, path, missing_ranges=dict.fromkeys(answers, declared), **common)
        return
    tags = [code for code in layout.missing.labels if isinstance(code, str)]
    months = [column.name for column in layout.columns if column.style == "stata_month"]
    pyreadstat.write_dta(
        frame,
        path,
        version=layout.stata,
        missing_user_values=dict.fromkeys(answers, tags) if tags else None,
        variable_format=dict.fromkeys(months, "%tm"),
        **common,
    )


def _value_labels(column: Column, layout: Layout) -> dict[int | str, str]:
    """Labels of the codes, and of the missing codes where answers can be missing."""
    missing = layout.missing.labels if column.answer and column.style == "number" else {}
    return {**column.labels, **missing}


def _user_missing(layout: Layout) -> list[Any]:
    """What an SPSS file declares as user-missing: a range, or up to three codes."""
    missing = layout.missing
    if missing.low is not None:
        return [{"lo": missing.low, "hi": missing.high}]
    return list(missing.labels)
