"""Variables read by the meaning of their codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from kinpanel.derived.absence.interview import month_number
from kinpanel.errors import UsageError, nearest
from kinpanel.labels import code_text
from kinpanel.roles import BoundaryVariable, HukouVariable, PlaceVariable, ReasonVariable, YesNo

Coded = HukouVariable | PlaceVariable | BoundaryVariable | ReasonVariable


def months_of(frame: pd.DataFrame, name: str) -> pd.Series[Any]:
    """A variable of months as month numbers; UsageError when it is not there."""
    return month_number(_column(frame, name))


def words(frame: pd.DataFrame, variable: Coded | None) -> pd.Series[Any] | None:
    """What the codes mean, NA for a code without meaning; None when nothing is declared."""
    return None if variable is None else _meant(frame, variable.of, variable.levels)


def yes_no(frame: pd.DataFrame, variable: YesNo | None) -> pd.Series[Any] | None:
    """A boolean by the levels that mean yes and no, a boolean variable as it is.

    NA for a code without meaning; None when nothing is declared. Raises UsageError for another
    variable without levels.
    """
    if variable is None:
        return None
    if variable.levels:
        found = _meant(frame, variable.of, variable.levels)
        return found.map({"yes": True, "no": False}).astype("boolean")
    column = _column(frame, variable.of)
    if not pd.api.types.is_bool_dtype(column):
        message = f"{variable.of!r} is not a boolean: say which of its levels mean yes and no"
        raise UsageError(f"{message}, as in levels: {{yes: [1], no: [2]}}")
    return column.astype("boolean")


def _meant(frame: pd.DataFrame, name: str, levels: Mapping[Any, Sequence[str]]) -> pd.Series[Any]:
    meaning = {code: word for word, codes in levels.items() for code in codes}
    column = _column(frame, name)
    if pd.api.types.is_bool_dtype(column):
        column = column.astype("Int64")
    return column.astype(object).map(code_text, na_action="ignore").map(meaning).astype(object)


def _column(frame: pd.DataFrame, name: str) -> pd.Series[Any]:
    if name not in frame:
        known = [str(column) for column in frame.columns]
        raise UsageError(f"`panel: absence:` names {name!r}; {nearest(name, known)}")
    return frame[name]
