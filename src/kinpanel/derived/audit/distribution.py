"""Rules on whole variables: shares, levels and gaps that jump from wave to wave."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from kinpanel.codebook import Variable
from kinpanel.derived.audit.material import Floats, Material, Sheet
from kinpanel.derived.audit.rule import AuditRule, Found, at_waves
from kinpanel.tables.frame import why

LEAST = 50
"""Values in both waves below which nothing is said about shares and means."""
JUMP = 0.20
"""A share that moves by more than this jumps."""
FACTORS = (2, 10, 100, 1000, 10_000)
"""Factors between units: jin and kg, cm and mm, m and cm, km and m, yuan and 10,000 yuan."""
NEAR = 0.10
"""How far, as a share, a ratio may lie from a factor and still be taken for it."""

CATEGORIES = ("nominal", "ordinal", "boolean")
NUMBERS = ("integer", "decimal")

Place = tuple[int, str, str]


def _variables(sheet: Sheet, kinds: tuple[str, ...]) -> Iterator[Variable]:
    for variable in sheet.codebook.variables:
        known = variable.type in kinds and variable.name in sheet.frame
        if known and variable.sensitivity != "identifier":
            yield variable


def _counts(sheet: Sheet, variable: Variable) -> pd.DataFrame:
    """Rows by wave and code; waves without any value are left out."""
    column = sheet.frame[variable.name]
    if variable.type == "boolean":
        column = column.astype("Int64")
    known = column.notna().to_numpy()
    return pd.crosstab(sheet.wave[known], column[known].astype("string").to_numpy())


def _unseen(sheet: Sheet, _: Material) -> Found:
    places: list[Place] = []
    checked = 0
    for variable in _variables(sheet, CATEGORIES):
        counts = _counts(sheet, variable)
        checked += max(len(counts) - 1, 0) * counts.shape[1]
        for code in counts.columns:
            first = int((counts[code] > 0).to_numpy().argmax())
            if first > 0:
                detail = f"code {code} occurs here for the first time"
                places.append((int(counts.index[first]), variable.name, detail))
    return at_waves(checked, places)


def _shares(sheet: Sheet, material: Material) -> Found:
    places: list[Place] = []
    checked = 0
    for variable in _variables(sheet, CATEGORIES):
        counts = _counts(sheet, variable)
        counts = counts[counts.sum(axis=1) >= LEAST]
        checked += max(len(counts) - 1, 0) * counts.shape[1]
        shares = counts.div(counts.sum(axis=1), axis=0)
        for code in shares.columns:
            for wave, before, now, was in _jumps(shares[code]):
                detail = f"code {code} goes from {was:.0%} in {material.waves[before]} to {now:.0%}"
                places.append((wave, variable.name, detail))
    return at_waves(checked, places)


def _jumps(shares: pd.Series[float]) -> Iterator[tuple[int, int, float, float]]:
    """Waves whose share moved by more than `JUMP`, or by half of it and far more than is usual.

    Unusual is a step more than five robust deviations from the middle step, of four or more.
    """
    steps = shares.diff().to_numpy()[1:]
    centre = np.median(steps) if len(steps) else 0.0
    spread = 1.4826 * np.median(np.abs(steps - centre)) if len(steps) else 0.0
    for place, step in enumerate(steps, 1):
        unusual = len(steps) >= 4 and spread > 0 and abs(step - centre) > 5 * spread
        if abs(step) > JUMP or (unusual and abs(step) > JUMP / 2):
            before, wave = int(shares.index[place - 1]), int(shares.index[place])
            yield wave, before, float(shares.iloc[place]), float(shares.iloc[place - 1])


def _missing(sheet: Sheet, material: Material) -> Found:
    """Shares of missing values among those who were asked, where the reasons say who was."""
    places: list[Place] = []
    checked = 0
    for variable in sheet.codebook.variables:
        if variable.name not in sheet.frame or variable.sensitivity == "identifier":
            continue
        missing = sheet.frame[variable.name].isna().to_numpy()
        asked = np.ones(len(missing), dtype=bool)
        if why(variable.name) in sheet.frame:
            reason = sheet.frame[why(variable.name)].astype("string")
            asked = ~reason.isin(list(material.by_design)).to_numpy(dtype=bool)
        by = pd.DataFrame({"missing": missing[asked]}).groupby(sheet.wave[asked])["missing"]
        shares = by.mean()[by.size() >= LEAST]
        checked += max(len(shares) - 1, 0)
        for wave, before, now, was in _jumps(shares):
            detail = f"{now:.0%} are missing, {was:.0%} in {material.waves[before]}"
            places.append((wave, variable.name, detail))
    return at_waves(checked, places)


def _units(sheet: Sheet, material: Material) -> Found:
    """Waves whose mean, median and spread are all those of the wave before times one factor."""
    places: list[Place] = []
    checked = 0
    for variable in _variables(sheet, NUMBERS):
        values = _numbers(sheet, variable)
        by = pd.Series(values).groupby(sheet.wave)
        table = pd.DataFrame({"mean": by.mean(), "median": by.median(), "std": by.std()})
        table = table[by.count() >= LEAST]
        checked += max(len(table) - 1, 0)
        for place in range(1, len(table)):
            before, wave = int(table.index[place - 1]), int(table.index[place])
            factor = _factor(table.iloc[place].to_numpy(), table.iloc[place - 1].to_numpy())
            if factor:
                detail = f"all values seem to be {factor} those of {material.waves[before]}"
                places.append((wave, variable.name, detail))
    return at_waves(checked, places)


def _factor(now: Floats, before: Floats) -> str:
    """The factor of units that all statistics have in common, as text; empty without one."""
    if not (now > 0).all() or not (before > 0).all():
        return ""
    ratios = now / before
    for factor in FACTORS:
        if (np.abs(ratios / factor - 1) < NEAR).all():
            return f"{factor:,} times"
        if (np.abs(ratios * factor - 1) < NEAR).all():
            return f"1/{factor:,} of"
    return ""


def _numbers(sheet: Sheet, variable: Variable) -> Floats:
    column = sheet.frame[variable.name]
    if not pd.api.types.is_numeric_dtype(column):  # landed while the codebook called it a text
        return np.full(len(column), np.nan)
    return column.to_numpy(dtype=float, na_value=np.nan)


def _frozen(sheet: Sheet, _: Material) -> Found:
    """Waves in which everybody has one value, of variables that vary in other waves."""
    places: list[Place] = []
    checked = 0
    for variable in _variables(sheet, (*CATEGORIES, *NUMBERS)):
        column = sheet.frame[variable.name].astype("string")
        by = column.groupby(sheet.wave)
        values = by.nunique()[by.count() >= LEAST]
        checked += len(values)
        if (values > 1).any():
            detail = "everybody has the same value"
            places += [(int(w), variable.name, detail) for w in values.index[values == 1]]
    return at_waves(checked, places)


RULES = (
    AuditRule(
        "L60",
        "code-unseen",
        "note",
        "A category occurs that no earlier wave has.",
        "table",
        (),
        _unseen,
    ),
    AuditRule(
        "L61",
        "share-jumps",
        "warning",
        "The share of a category moves by more than 20 points from one wave to the next, or by "
        "more than 10 where that is far more than usual.",
        "table",
        (),
        _shares,
    ),
    AuditRule(
        "L62",
        "unit-changes",
        "warning",
        "Mean, median and spread of a number are those of the wave before times a factor between "
        "units (2, 10, 100, 1,000 or 10,000).",
        "table",
        (),
        _units,
    ),
    AuditRule(
        "L63",
        "missing-jumps",
        "warning",
        "The share of missing answers, among those who were asked, jumps from one wave to the "
        "next.",
        "table",
        (),
        _missing,
    ),
    AuditRule(
        "L64",
        "no-variation",
        "warning",
        "Everybody has the same value in a wave, though the variable varies in others.",
        "table",
        (),
        _frozen,
    ),
)
