"""Rules that the codebook declares for a variable: constant within a group, no jump, one unit."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinpanel.derived.audit.majority import disagreeing
from kinpanel.derived.audit.material import Material, Sheet
from kinpanel.derived.audit.rule import AuditRule, Found, at_rows, both
from kinpanel.labels import code_text

FEWEST = 8
"""Values of a group, and of all others, below which a median says nothing about its unit."""
APART = 1.5
"""How many times the median of the others that of a group must be to be in another unit."""
FACTORS = (2.0, 10.0, 100.0, 1000.0)


def numbered(column: pd.Series[str]) -> np.ndarray:
    """Values of any type as numbers, -1 where missing."""
    if pd.api.types.is_numeric_dtype(column) or pd.api.types.is_datetime64_any_dtype(column):
        return np.asarray(pd.factorize(column, sort=True)[0], dtype=np.int64)
    return np.asarray(pd.factorize(column.astype("string"), sort=True)[0], dtype=np.int64)


def _constant(sheet: Sheet, _: Material) -> Found:
    parts = []
    for variable in sheet.codebook.variables:
        group = variable.checks.constant_within
        if group is None or not {group, variable.name} <= set(sheet.frame.columns):
            continue
        values = numbered(sheet.frame[variable.name])
        rows = pd.DataFrame(
            {
                "row": np.arange(len(values)),
                "group": numbered(sheet.frame[group]),
                "value": np.where(values < 0, np.nan, values),
            }
        )
        parts.append(disagreeing(rows, "group", "value", variable.name))
    return both(*parts)


def _jumps(sheet: Sheet, _: Material) -> Found:
    parts = []
    key = [name for name in sheet.codebook.key if name in sheet.frame]
    unit = sheet.frame.groupby(key, sort=False, dropna=False).ngroup().to_numpy()
    for variable in sheet.codebook.variables:
        most = variable.checks.max_jump
        if most is None or variable.name not in sheet.frame:
            continue
        rows = pd.DataFrame(
            {
                "row": np.arange(len(unit)),
                "unit": unit,
                "wave": sheet.wave,
                "value": sheet.frame[variable.name].to_numpy(dtype=float, na_value=np.nan),
            }
        )
        rows = rows[~rows.duplicated(["unit", "wave"], keep=False)].dropna(subset=["value"])
        rows = rows.sort_values(["unit", "wave"])
        steps = rows.groupby("unit")["value"].diff().dropna()
        failing = steps.index[steps.abs() > most]
        parts.append(at_rows(len(steps), rows.loc[failing, "row"], variable.name))
    return both(*parts)


def _units(sheet: Sheet, _: Material) -> Found:
    """Groups of rows whose median is a factor between units away from that of all other rows."""
    parts = []
    for variable in sheet.codebook.variables:
        group = variable.checks.unit_within
        if group is None or not {group, variable.name} <= set(sheet.frame.columns):
            continue
        value = _positive(sheet, variable.name)
        given = variable.checks.unit_given or ""
        given = given if given in sheet.frame else ""
        beside = _positive(sheet, given) if given else np.ones(len(value))
        member = numbered(sheet.frame[group])
        rows = np.flatnonzero(~np.isnan(value) & (member >= 0))
        known = pd.DataFrame({"wave": sheet.wave, "group": member, "value": value}).loc[rows]
        known["beside"], known["factor"] = np.log(beside[rows]), 1.0
        for wave in (rows for _, rows in known.groupby("wave")):
            level = _level(wave)
            for mine in (rows for _, rows in wave.groupby("group")):
                here = level.index.isin(mine.index)
                own, rest = level[here], level[~here]
                if min(len(own), len(rest)) >= FEWEST:
                    known.loc[mine.index, "factor"] = _factor(own.median() - rest.median())
        off = known[known["factor"] != 1.0]
        now = [str(code_text(round(v, 2))) for v in off["value"] / off["factor"]]
        parts.append(at_rows(len(known), off.index, variable.name, now=now))
    return both(*parts)


def _positive(sheet: Sheet, name: str) -> npt.NDArray[np.float64]:
    values = sheet.frame[name].to_numpy(dtype=float, na_value=np.nan)
    return np.where(values > 0, values, np.nan)


def _level(rows: pd.DataFrame) -> pd.Series[float]:
    """Logarithms of the values, less what goes with the number beside them, where that varies."""
    known = rows[rows["beside"].notna()]
    level: pd.Series[float] = pd.Series(np.log(known["value"]))
    if known["beside"].nunique() < 2:
        return level
    slope = float(np.polyfit(known["beside"], level, 1)[0])
    return pd.Series(level - slope * known["beside"])


def _factor(difference: float) -> float:
    """The factor between units nearest to a difference of logarithms; 1 for a small one."""
    if abs(difference) < np.log(APART):
        return 1.0
    factors = np.array([*FACTORS, *(1 / factor for factor in FACTORS)])
    return float(factors[np.abs(np.log(factors) - difference).argmin()])


RULES = (
    AuditRule(
        "L75",
        "not-constant",
        "error",
        "A variable that the codebook declares constant within another one is not.",
        "table",
        ("checks: constant_within",),
        _constant,
    ),
    AuditRule(
        "L76",
        "jumps",
        "warning",
        "A variable moves by more than the `max_jump` of the codebook from one wave to the next.",
        "table",
        ("checks: max_jump",),
        _jumps,
    ),
    AuditRule(
        "L77",
        "group-unit",
        "warning",
        "The median of an interviewer's, or another group's, values in a wave is a factor between "
        "units (2, 10, 100 or 1,000) away from that of all others.",
        "table",
        ("checks: unit_within",),
        _units,
    ),
)
