"""The raw exports of the reference panel, as a field agency would deliver them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from kinpanel.errors import StoreError, UsageError, nearest
from kinpanel.simulate.answers import GIVEN
from kinpanel.simulate.delivery import delivered
from kinpanel.simulate.encodings import reencode
from kinpanel.simulate.files import layouts_of
from kinpanel.simulate.layouts import Column, Layout
from kinpanel.simulate.months import yyyymm
from kinpanel.simulate.parameters import WAVES
from kinpanel.simulate.sections import Traps
from kinpanel.simulate.sent import sent_rows
from kinpanel.simulate.stamps import fix_stamp
from kinpanel.simulate.traps import ALL_TRAPS
from kinpanel.simulate.truth import Truth

_LOOKED_AT = 50
"""Rows by which pyreadstat tells what a column holds: half of them, with room for rows moved up."""


def write_exports(
    truth: Truth,
    folder: Path,
    waves: Sequence[str] | None = None,
    *,
    traps: Traps = ALL_TRAPS,
    files: Collection[str] | None = None,
) -> list[Path]:
    """Write the files of the waves to `<folder>/<wave>/<file>`: all, or those named in `files`.

    Traps that are left out of `traps` are not set: those columns are written the plain way. The
    same truth gives the same bytes. Returns the paths written; UsageError on an unknown wave,
    StoreError when a file cannot be written.
    """
    chosen = list(WAVES) if waves is None else list(waves)
    for wave in chosen:
        if wave not in WAVES:
            raise UsageError(f"the reference panel has no wave {wave!r}; {nearest(wave, WAVES)}")
    written: list[Path] = []
    for wave in chosen:
        wanted = [one for one in layouts_of(wave, traps) if files is None or one.file in files]
        rows = delivered(truth, wave, traps, {layout.unit for layout in wanted})
        for layout in wanted:
            path = folder / wave / layout.file
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                sent = sent_rows(truth, rows[layout.unit], layout, traps)
                _write(path, layout, encode(sent, layout))
                if layout.encoding is not None:
                    reencode(path, layout.encoding)
                fix_stamp(path)
            except OSError as error:
                raise StoreError(f"{path.name} cannot be written: {error.strerror}") from error
            written.append(path)
    return written


def encode(rows: pd.DataFrame, layout: Layout) -> pd.DataFrame:
    """True values to the raw columns of a layout: its names, codes and missing codes."""
    return pd.DataFrame({column.name: _encode(rows, column, layout) for column in layout.columns})


def _encode(rows: pd.DataFrame, column: Column, layout: Layout) -> pd.Series[Any]:
    values = rows[column.source] if column.make is None else column.make(rows)
    if column.style == "text":
        return values.astype(object)
    if column.style == "identifier_number":
        return values.astype("int64").astype("float64")
    numbers = pd.Series(values.to_numpy(dtype="float64", na_value=np.nan))
    if column.style == "yyyymm":
        known = numbers.notna()
        numbers[known] = yyyymm(numbers[known].to_numpy().astype("int64"))
    if column.codes:
        numbers = numbers.map(dict(column.codes))
    why = f"{column.source}__why"
    if column.missing:
        own = replace(layout.missing, codes={**layout.missing.codes, **column.missing})
        layout = replace(layout, missing=own)
    return _with_codes(numbers, rows[why], layout) if why in rows else numbers


def _with_codes(numbers: pd.Series[Any], why: pd.Series[Any], layout: Layout) -> pd.Series[Any]:
    """Put the wave's code, or a blank, where a reason stands."""
    reasons = why.to_numpy(dtype=object)
    there = {str(reason) for reason in set(reasons)}
    codes = {reason: code for reason, code in layout.missing.codes.items() if reason in there}
    tagged = any(isinstance(code, str) for code in codes.values())
    result = numbers.to_numpy(dtype=object if tagged else float, copy=True)
    result[reasons != GIVEN] = np.nan
    for reason, code in codes.items():
        result[reasons == reason] = code
    return pd.Series(result, index=numbers.index)


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
        _numbers_first(frame, answers) if tags else frame,
        path,
        version=layout.stata,
        missing_user_values=dict.fromkeys(answers, tags) if tags else None,
        variable_format=dict.fromkeys(months, "%tm"),
        **common,
    )


def _numbers_first(frame: pd.DataFrame, answers: list[str]) -> pd.DataFrame:
    """The rows in an order in which every column with tags has a number among the first rows.

    The writer takes a column for text where it meets nothing but tags there. Rows move only where
    they must; a column with tags and without any number becomes blank.
    """
    leading: list[Any] = []
    frame = frame.copy()
    for name in answers:
        text = frame[name].map(lambda cell: isinstance(cell, str))
        number = frame[name].notna() & ~text
        if text.any() and not number.any():
            frame[name] = np.nan
        elif text.any() and not number.iloc[:_LOOKED_AT].any():
            leading.append(number.idxmax())
    first = frame.index.isin(leading)
    return pd.concat([frame[first], frame[~first]])


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
