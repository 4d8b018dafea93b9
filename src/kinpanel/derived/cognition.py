"""Scores of cognitive tests that change from wave to wave: z by age, and no way across tests.

A panel may read words in one wave and recall lists in the next. Within a wave children of one age
in months are compared; differences over time mean something between waves of one test only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from kinpanel.errors import DataError, Finding, UsageError, nearest

Since = Literal["last", "same_test"]


@dataclass(frozen=True)
class ScoreColumns:
    """Columns of a table: the score, the test it is of, age in months, wave and child."""

    score: str = "score"
    test: str = "test"
    age: str = "age_months"
    wave: str = "wave"
    child: str = "pid"


def score_z(
    frame: pd.DataFrame, columns: ScoreColumns, *, width: int = 1, smallest: int = 20
) -> pd.Series[Any]:
    """z-scores within wave, test and age: Float64, one per row.

    Ages are grouped by `width` months, from 0 on. NA where score, test or age is, and in groups
    with fewer than `smallest` scores or without spread: no group is made larger unasked.
    """
    _check(frame, columns)
    if width < 1 or smallest < 2:
        raise UsageError("width is a month or more, smallest two scores or more")
    scores = frame[columns.score].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    ages = frame[columns.age].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    rows = pd.DataFrame(
        {
            "score": scores,
            "wave": frame[columns.wave].astype(object).to_numpy(),
            "test": frame[columns.test].astype(object).to_numpy(),
            "months": np.floor(ages / width),
        }
    )
    by = rows.groupby(["wave", "test", "months"], dropna=True)["score"]
    size, mean, sd = (by.transform(how).to_numpy(dtype=float) for how in ("count", "mean", "std"))
    usable = (size >= smallest) & (by.transform("nunique").to_numpy(dtype=float) > 1)
    values = np.where(usable, (scores - mean) / np.where(usable, sd, 1.0), np.nan)
    array: Any = pd.arrays.FloatingArray(np.nan_to_num(values), np.isnan(values))
    return pd.Series(array, index=frame.index, name=f"{columns.score}_z")


def change(
    frame: pd.DataFrame, z: pd.Series[Any], columns: ScoreColumns, *, since: Since = "last"
) -> pd.Series[Any]:
    """How a child's `z` changed since an earlier wave: Float64, NA where there is none to compare.

    Since the `last` wave in which the child has a score, or the last one with the `same_test`.
    DataError where the last one was of another test: scores of two tests have no difference.
    UsageError for waves without an order.
    """
    _check(frame, columns)
    if since not in ("last", "same_test"):
        raise UsageError(f"since must be last or same_test, not {since!r}")
    rows = pd.DataFrame(
        {
            "child": frame[columns.child].astype(object).to_numpy(),
            "test": frame[columns.test].astype(object).to_numpy(),
            "wave": _order(frame[columns.wave]),
            "z": z.to_numpy(dtype=float, na_value=np.nan),
        }
    )
    rows = rows.dropna().sort_values(["child", "wave"])
    if since == "same_test":
        found = rows.groupby(["child", "test"])["z"].diff()
    else:
        _refuse_across(rows)
        found = rows.groupby("child")["z"].diff()
    values = found.reindex(range(len(frame))).to_numpy(dtype=float)
    array: Any = pd.arrays.FloatingArray(np.nan_to_num(values), np.isnan(values))
    return pd.Series(array, index=frame.index, name="change")


def one_test(tests: Sequence[Any] | pd.Series[Any], of: str = "the sample") -> str:
    """The one test that all scores are of; DataError where there are several, or none.

    To be asked before scores enter a model with child effects, which compares waves.
    """
    names = sorted(map(str, pd.Series(tests).dropna().unique()))
    if len(names) == 1:
        return names[0]
    if not names:
        raise DataError(f"{of} has no scores")
    raise DataError(f"{of} mixes scores of {_and(names)}: keep the waves of one of them")


def _refuse_across(rows: pd.DataFrame) -> None:
    before = rows.groupby("child")["test"].shift(1)
    across = before.notna() & (before != rows["test"])
    if not across.any():
        return
    pairs = sorted(
        {f"{a} to {b}" for a, b in zip(before[across], rows["test"][across], strict=True)}
    )
    finding = Finding(
        rule="across-tests",
        message="scores of one test follow those of another",
        examples=tuple(pairs),
        count=int(across.sum()),
        advice="keep the waves of one test, or compare since the last wave of the same test",
    )
    raise DataError("scores of different tests have no difference", [finding])


def _and(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _order(wave: pd.Series[Any]) -> Any:
    if isinstance(wave.dtype, pd.CategoricalDtype) and wave.cat.ordered:
        return wave.cat.codes.to_numpy()
    if pd.api.types.is_numeric_dtype(wave):
        return wave.to_numpy()
    raise UsageError("waves need an order: an ordered categorical, or numbers")


def _check(frame: pd.DataFrame, columns: ScoreColumns) -> None:
    for name in (columns.score, columns.test, columns.age, columns.wave, columns.child):
        if name not in frame:
            raise UsageError(f"no column {name!r}: {nearest(name, map(str, frame.columns))}")
