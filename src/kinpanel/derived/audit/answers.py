"""Rules on whole rows of answers: copied, given in a straight line, given where not asked."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinpanel.codebook import Variable
from kinpanel.codebook.score import ScaleScore, SumScore
from kinpanel.derived.audit.declared import numbered
from kinpanel.derived.audit.material import Floats, Material, People, Sheet
from kinpanel.derived.audit.rule import AuditRule, Found, at_rows, both
from kinpanel.study import INAPPLICABLE
from kinpanel.tables.frame import why

SAFETY = 10.0
"""Bits beyond those that a chance agreement of any two rows of a wave needs: 1 in 1,000."""
LEAST = 20
"""Rows of one age and wave below which nothing is said about who is asked."""
MOST = 0.95
"""Share of an age that was routed out from which an answer there stands alone."""
LEAST_ITEMS = 4

Codes = npt.NDArray[np.int64]


def _substance(sheet: Sheet) -> list[Variable]:
    """Variables with answers of their own: no keys, no ids, no scores of other variables."""
    return [
        variable
        for variable in sheet.codebook.variables
        if variable.name in sheet.frame
        and variable.name not in sheet.codebook.key
        and variable.sensitivity != "identifier"
        and variable.score is None
    ]


def _copies(sheet: Sheet, _: Material) -> Found:
    """Rows that agree in everything, and say more than two rows can have in common by chance.

    What a value says is -log2 of its share in the wave; missing values say nothing.
    """
    names = [variable.name for variable in _substance(sheet)]
    if not names or sheet.frame.empty:
        return at_rows(0, [], "")
    codes = np.column_stack([numbered(sheet.frame[name]) for name in names])
    frame = pd.DataFrame(codes).assign(wave=sheet.wave)
    size = frame.groupby("wave")["wave"].transform("size").to_numpy()
    bits = np.zeros(len(frame))
    for place in range(len(names)):
        count = frame.groupby(["wave", place])["wave"].transform("size").to_numpy()
        bits += np.where(codes[:, place] >= 0, -np.log2(count / size), 0.0)
    twice = frame.duplicated(keep=False).to_numpy()
    failing = twice & (bits > 2 * np.log2(size) + SAFETY)
    return at_rows(len(frame), np.flatnonzero(failing), sheet.codebook.key[0])


def _instruments(sheet: Sheet, turned: frozenset[str]) -> list[tuple[Variable, Floats, Codes]]:
    """Scores with items in both directions: the answers as coded on the form, rows x items."""
    found = []
    for variable in sheet.codebook.variables:
        if isinstance(variable.score, ScaleScore):
            items = variable.score.numbered
            key = variable.score.key
            back = key.reversed & key.needed(variable.score.scale_key)
            mixed = bool(back & set(items)) and not set(items) <= back
            turn: list[str] = []
        elif isinstance(variable.score, SumScore):
            items = dict(enumerate(variable.score.items))
            turn = [name for name in items.values() if name in turned]
            mixed = bool(turn) and len(turn) < len(items)
        else:
            continue
        if mixed and len(items) >= LEAST_ITEMS and set(items.values()) <= set(sheet.frame.columns):
            values = np.column_stack([_coded(sheet, name, name in turn) for name in items.values()])
            found.append((variable, values, np.flatnonzero(~np.isnan(values).any(axis=1))))
    return found


def _coded(sheet: Sheet, name: str, turn: bool) -> Floats:
    column = sheet.frame[name]
    if isinstance(column.dtype, pd.CategoricalDtype):  # levels have codes, which are numbers here
        column = column.astype("string").astype("Float64")
    values = column.to_numpy(dtype=float, na_value=np.nan)
    variable = sheet.codebook.variable(name)
    if not turn or np.isnan(values).all():
        return values
    span = variable.range if variable is not None else None
    low, high = span if span is not None else (np.nanmin(values), np.nanmax(values))
    return np.asarray(low + high - values, dtype=float)


def _straight(sheet: Sheet, material: Material) -> Found:
    parts = []
    for variable, values, rows in _instruments(sheet, material.turned):
        flat = np.ptp(values[rows], axis=1) == 0 if len(rows) else np.zeros(0, dtype=bool)
        parts.append(at_rows(len(rows), rows[flat], variable.name))
    return both(*parts)


def _alone(people: People, answered: bool) -> Found:
    """Rows that are (not) routed out while 95 in 100 of their age and wave are (not)."""
    sheet = people.sheet
    parts = []
    age = people.frame["age"]
    age = age.where(age.notna(), (people.frame["at"] - people.frame["birth"]) // 12)
    for variable in _substance(sheet):
        if why(variable.name) not in sheet.frame:
            continue
        reason = sheet.frame[why(variable.name)].astype("string")
        given = sheet.frame[variable.name].notna().to_numpy()
        out = (reason == INAPPLICABLE).fillna(False).to_numpy(dtype=bool)
        frame = pd.DataFrame({"wave": sheet.wave, "age": age, "common": out if answered else given})
        frame = frame[(given | out) & age.notna().to_numpy()]
        by = frame.groupby(["wave", "age"])["common"]
        usual = (by.transform("size") >= LEAST) & (by.transform("mean") >= MOST)
        failing = frame.index[usual & ~frame["common"]]
        parts.append(at_rows(int(usual.sum()), failing, variable.name))
    return both(*parts)


def _answered_alone(people: People, _: Material) -> Found:
    return _alone(people, answered=True)


def _skipped_alone(people: People, _: Material) -> Found:
    return _alone(people, answered=False)


RULES = (
    AuditRule(
        "L80",
        "rows-copied",
        "warning",
        "Two rows of a wave agree in all answers, more than chance can explain.",
        "table",
        (),
        _copies,
    ),
    AuditRule(
        "L81",
        "straight-line",
        "note",
        "All items of a scale have one answer, though some of them are reversed.",
        "table",
        ("scale with reversed items",),
        _straight,
    ),
    AuditRule(
        "L82",
        "answer-outside-universe",
        "warning",
        "An answer is given where 95 in 100 of the same age and wave were routed past.",
        "people",
        ("universe",),
        _answered_alone,
    ),
    AuditRule(
        "L83",
        "skipped-inside-universe",
        "warning",
        "A question is routed past where 95 in 100 of the same age and wave answered it.",
        "people",
        ("universe",),
        _skipped_alone,
    ),
)
