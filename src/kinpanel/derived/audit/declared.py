"""Rules that the codebook declares for a variable: constant within a group, no jump."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinpanel.derived.audit.majority import disagreeing
from kinpanel.derived.audit.material import Material, Sheet
from kinpanel.derived.audit.rule import AuditRule, Found, at_rows, both


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
)
