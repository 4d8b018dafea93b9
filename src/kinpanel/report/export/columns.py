"""Columns on their way out: plain values, masks, reasons, labels; the same for every format."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinpanel.codebook import TableCodebook, Variable
from kinpanel.labels import Labels, text
from kinpanel.report.words import WORDS
from kinpanel.study import StudyDefinition
from kinpanel.tables.frame import WHY, why

Kind = Literal["integer", "decimal", "date", "month", "text"]
Say = Callable[[Labels], str]
"""A text in the language of the export."""

_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,8}")
_KINDS: dict[str, Kind] = {
    "integer": "integer",
    "decimal": "decimal",
    "boolean": "integer",
    "date": "date",
    "month": "month",
    "text": "text",
    "nominal": "integer",
    "ordinal": "integer",
}


@dataclass(frozen=True)
class Column:
    """One column: `values` of length n, `missing` where they mean nothing, `reasons` there.

    `values` is int64, float64, datetime64[D] or object (text) by `kind`. `reasons` holds the
    reason of a missing value, "" where there is a value or no reason is known. Of a categorical
    column the values are numbers; `codes` leads from them to the codes of the codebook, `labels`
    to texts, "" where there is none. `of` names the column that a companion explains.
    """

    name: str
    kind: Kind
    values: npt.NDArray[Any]
    missing: npt.NDArray[np.bool_]
    reasons: npt.NDArray[Any]
    label: str
    labels: Mapping[int, str] = field(default_factory=dict)
    codes: Mapping[int, str] = field(default_factory=dict)
    variable: Variable | None = None
    of: str | None = None

    @property
    def given(self) -> npt.NDArray[Any]:
        """The values that are there."""
        return self.values[~self.missing]

    @property
    def numbered(self) -> dict[int, str]:
        """Labels for files that hold the numbers; before them the codes that would be lost."""
        texts = {number: self.labels.get(number, "") for number in self.codes}
        if self.of is None:
            for number, code in self.codes.items():
                if str(number) != code:
                    texts[number] = f"{code}: {texts[number]}" if texts[number] else code
        return {number: label for number, label in texts.items() if label}


def speaker(study: StudyDefinition, language: str) -> Say:
    """Texts in one language, in the study's other languages where it has none."""
    return lambda labels: text(labels, language, study.languages)


def columns_of(
    frame: pd.DataFrame, table: TableCodebook, study: StudyDefinition, say: Say
) -> tuple[Column, ...]:
    """The wave and every variable of the table that the frame has, in the codebook's order."""
    known = [variable for variable in table.variables if variable.name in frame]
    return (_wave(frame, study, say), *(_column(frame, variable, say) for variable in known))


def companion(column: Column, reasons: Sequence[str], say: Say, study: StudyDefinition) -> Column:
    """The column that says why another is missing: reasons numbered from 1 in the order given."""
    place = {reason: number for number, reason in enumerate(reasons, 1)}
    numbers = np.array([place.get(reason, 0) for reason in column.reasons], dtype="int64")
    return Column(
        name=column.name + WHY,
        kind="integer",
        values=numbers,
        missing=numbers == 0,
        reasons=np.full(len(numbers), "", dtype=object),
        label=say(WORDS["why_missing"]).format(name=column.label),
        labels={number: say(study.reasons[reason]) for reason, number in place.items()},
        codes={number: reason for reason, number in place.items()},
        of=column.name,
    )


def numbering(codes: Sequence[str]) -> dict[str, int]:
    """A number for each code: its own where all are whole numbers, else its place from 1."""
    if all(_WHOLE.fullmatch(code) for code in codes):
        return {code: int(code) for code in codes}
    return {code: place for place, code in enumerate(codes, 1)}


def _wave(frame: pd.DataFrame, study: StudyDefinition, say: Say) -> Column:
    numbers = {wave: place for place, wave in enumerate(study.wave_ids, 1)}
    values = np.array([numbers[wave] for wave in frame["wave"].astype(object)], dtype="int64")
    labels = {numbers[wave.id]: say(wave.label) or str(wave.year) for wave in study.waves}
    return Column(
        name="wave",
        kind="integer",
        values=values,
        missing=np.zeros(len(frame), dtype=bool),
        reasons=np.full(len(frame), "", dtype=object),
        label=say(WORDS["wave"]),
        labels=labels,
        codes={number: wave for wave, number in numbers.items()},
    )


def _column(frame: pd.DataFrame, variable: Variable, say: Say) -> Column:
    cells = frame[variable.name]
    missing = cells.isna().to_numpy(dtype=bool)
    reasons = np.full(len(frame), "", dtype=object)
    if why(variable.name) in frame:
        given = frame[why(variable.name)].astype(object)
        reasons = np.where(given.notna() & missing, given.to_numpy(dtype=object), "")
    numbers, labels = _levels(variable, say)
    return Column(
        name=variable.name,
        kind=_KINDS[variable.type],
        values=_values(cells, missing, variable),
        missing=missing,
        reasons=reasons,
        label=say(variable.label),
        labels=labels,
        codes={number: code for code, number in numbers.items()},
        variable=variable,
    )


def _levels(variable: Variable, say: Say) -> tuple[dict[str, int], dict[int, str]]:
    if variable.type == "boolean":
        return {"0": 0, "1": 1}, {0: say(WORDS["no"]), 1: say(WORDS["yes"])}
    numbers = numbering(variable.level_codes)
    labels = {numbers[level.code]: say(level.label) for level in variable.levels}
    return numbers, labels


def _values(
    cells: pd.Series[Any], missing: npt.NDArray[np.bool_], variable: Variable
) -> npt.NDArray[Any]:
    if variable.type in ("nominal", "ordinal"):
        numbers = numbering(variable.level_codes)
        return np.array([numbers.get(code, 0) for code in cells.astype(object)], dtype="int64")
    if variable.type == "decimal":
        return cells.to_numpy(dtype="float64", na_value=0.0)
    if variable.type in ("integer", "boolean"):
        return cells.to_numpy(dtype="int64", na_value=0)
    if variable.type == "text":
        return cells.astype(object).where(~missing, "").to_numpy(dtype=object)
    days = cells.to_numpy().astype("datetime64[D]")
    days[missing] = np.datetime64(0, "D")
    return np.asarray(days)
