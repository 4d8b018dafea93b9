"""Means, spread and numbers by parental state, with normalised differences to both home."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from kinpanel.errors import UsageError, nearest
from kinpanel.report.columns import require, states, values
from kinpanel.report.disclosure import (
    WITHHELD,
    Mask,
    shown_count,
    withheld,
)
from kinpanel.report.notes import suppression_note, unknown_note
from kinpanel.report.numbers import decimal
from kinpanel.report.setting import Setting
from kinpanel.report.table import Column, Row, Table
from kinpanel.roles import STATES

COLUMNS = (*STATES, "all")


def describe(panel: pd.DataFrame, variable: str | None = None) -> pd.DataFrame:
    """Numbers and moments by parental state, not disclosure-checked: for tables, not for print.

    `panel` has one row per child x wave with `pid` and `state`; rows of unknown state, and rows
    where `variable` is missing, are left out. Rows: B, F, M, FM, all. Columns: children
    (distinct), rows (child-waves), mean and sd (denominator n - 1; NaN where undefined, and for
    no variable). Raises UsageError for an unknown or non-numeric variable, DataError for a
    strange state.
    """
    require(panel, ["pid"])
    number = values(panel, variable) if variable else pd.Series(0.0, index=panel.index)
    frame = pd.DataFrame({"pid": panel["pid"], "state": states(panel), "value": number}).dropna()
    doubled = pd.concat([frame, frame.assign(state="all")])
    grouped = doubled.groupby("state", sort=False)
    found = pd.DataFrame(
        {
            "children": grouped["pid"].nunique(),
            "rows": grouped.size(),
            "mean": grouped["value"].mean(),
            "sd": grouped["value"].std(ddof=1),
        }
    ).reindex(list(COLUMNS))
    found[["children", "rows"]] = found[["children", "rows"]].fillna(0).astype("int64")
    if variable is None:
        found[["mean", "sd"]] = math.nan
    return found


def normalised_difference(mean_a: float, sd_a: float, mean_b: float, sd_b: float) -> float:
    """(mean_a - mean_b) / sqrt((sd_a² + sd_b²) / 2); NaN when neither group varies.

    Source: Imbens and Rubin (2015), Causal Inference, section 14.2.
    """
    spread = math.sqrt((sd_a**2 + sd_b**2) / 2)
    return (mean_a - mean_b) / spread if spread > 0 else math.nan


def descriptive_table(
    panel: pd.DataFrame,
    variables: Sequence[str],
    *,
    name: str,
    title: str,
    setting: Setting,
    wave: str | None = None,
) -> Table:
    """Mean (SD) of each variable by parental state, normalised differences to B, and numbers.

    With `wave`, of that wave only. Cells about fewer than `setting.threshold` distinct children
    are withheld, with a second one where the total would give them away.
    """
    require(panel, ["pid", "wave", "state", *variables])
    if wave is not None:
        if wave not in setting.waves:
            raise UsageError(f"unknown wave {wave!r}; {nearest(wave, setting.waves)}")
        panel = panel.loc[panel["wave"].astype("object") == wave]
    numbers = describe(panel)
    hidden = withheld(numbers[["children"]].to_numpy().T, setting.threshold)[0]
    rows = [_moments(panel, variable, hidden, setting) for variable in variables]
    rows += _numbers(numbers, hidden, setting)
    return Table(
        name=name,
        title=title,
        columns=_columns(setting),
        rows=tuple(rows),
        notes=_notes(panel, rows, setting, wave),
        stub=setting.word("variable"),
        language=setting.language,
    )


def _columns(setting: Setting) -> tuple[Column, ...]:
    difference = setting.word("difference", name=setting.word("B"))
    means = [Column(setting.word(state), setting.word("mean_sd")) for state in COLUMNS]
    return (*means, *(Column(setting.word(state), difference) for state in STATES[1:]))


def _moments(panel: pd.DataFrame, variable: str, hidden: Mask, setting: Setting) -> Row:
    found = describe(panel, variable)
    unseen = hidden | withheld(found[["children"]].to_numpy().T, setting.threshold)[0]
    closed = dict(zip(COLUMNS, unseen.tolist(), strict=True))
    mean = dict(zip(COLUMNS, found["mean"].tolist(), strict=True))
    sd = dict(zip(COLUMNS, found["sd"].tolist(), strict=True))
    cells = []
    for state in COLUMNS:
        moments = f"{decimal(mean[state], 2)} ({decimal(sd[state], 2)})"
        cells.append(WITHHELD if closed[state] else moments)
    for state in STATES[1:]:
        gap = normalised_difference(mean[state], sd[state], mean["B"], sd["B"])
        cells.append(WITHHELD if closed[state] or closed["B"] else decimal(gap, 2))
    return Row(setting.label(variable), tuple(cells))


def _numbers(numbers: pd.DataFrame, hidden: Mask, setting: Setting) -> list[Row]:
    rows = []
    for word, kind in (("children", "children"), ("child_waves", "rows")):
        cells = [
            shown_count(int(value), int(children), setting.threshold, hidden=bool(closed))
            for value, children, closed in zip(
                numbers[kind], numbers["children"], np.asarray(hidden), strict=True
            )
        ]
        blank = [""] * (len(STATES) - 1)
        rows.append(Row(setting.word(word), (*cells, *blank), setting.word("number")))
    return rows


def _notes(
    panel: pd.DataFrame, rows: Sequence[Row], setting: Setting, wave: str | None
) -> tuple[str, ...]:
    notes = [
        setting.word("note_unit", name=wave or setting.word("all_waves")),
        setting.word("note_difference"),
        *unknown_note(panel.loc[panel["state"].isna()], setting),
    ]
    return (*notes, *suppression_note(rows, setting))
