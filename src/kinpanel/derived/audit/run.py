"""The audit: every rule over every table that holds what it needs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinpanel.codebook.accepted import Accepted
from kinpanel.derived.audit.material import Material, People, Sheet, Spells
from kinpanel.derived.audit.need import lacking, nothing_to_run_over
from kinpanel.derived.audit.registry import RULES
from kinpanel.derived.audit.result import FAILURE_COLUMNS, AuditResult, RuleResult
from kinpanel.derived.audit.rule import AuditRule, Found
from kinpanel.tables.cells import key_texts, written_cells


def audit(
    material: Material,
    rules: Sequence[AuditRule] = (),
    accepted: Collection[Accepted] = (),
) -> AuditResult:
    """Run the rules, all of them if none are named; neither tables nor definitions are changed.

    Failures are sorted by table, wave and row. Those that `accepted` names are marked.
    """
    chosen = rules or tuple(RULES.values())
    return AuditResult(tuple(_run(rule, material, accepted) for rule in chosen))


def _run(rule: AuditRule, material: Material, accepted: Collection[Accepted]) -> RuleResult:
    scope = _scope(rule, material)
    missing = [lacking(rule, over, material) for over in scope] or [nothing_to_run_over(rule)]
    parts, checked = [], 0
    for over, gaps in zip(scope, missing, strict=False):
        if not gaps:
            found = rule.find(over, material)
            checked += found.checked
            sheet = over if isinstance(over, Sheet) else over.sheet
            parts.append(_failures(found, sheet, material.waves))
    if not parts:
        least = min(missing, key=len)
        return RuleResult(rule, least, 0, _failures_of([]))
    failures = _failures_of(parts)
    wanted = [one for one in accepted if one.rule in (rule.number, rule.name)]
    return RuleResult(rule, (), checked, failures.assign(accepted=_marked(failures, wanted)))


def _scope(rule: AuditRule, material: Material) -> Sequence[People | Spells | Sheet]:
    if rule.scope == "people":
        return list(material.people.values())
    if rule.scope == "spells":
        return [material.spells] if material.spells is not None else []
    return list(material.sheets.values())


def _failures_of(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    filled = [part for part in parts if len(part)]
    if not filled:
        frame = pd.DataFrame(columns=list(FAILURE_COLUMNS))
        return frame.astype({"row": "int64", "accepted": bool})
    frame = pd.concat(filled, ignore_index=True)
    frame = frame.sort_values(["table", "wave", "row", "variable", "detail"], kind="stable")
    return frame.reset_index(drop=True)


def _failures(found: Found, sheet: Sheet, waves: Sequence[str]) -> pd.DataFrame:
    """What a rule found in one table, with keys, waves, row numbers and values as text."""
    rows = found.rows.drop_duplicates().reset_index(drop=True)
    place = rows["row"].to_numpy(dtype=np.int64)
    whole = place < 0
    order = rows["wave"].to_numpy(dtype=np.int64).copy()
    number = np.zeros(len(rows), dtype=np.int64)
    if len(sheet.wave):
        order[~whole] = sheet.wave[place[~whole]]
        within = pd.Series(sheet.wave).groupby(sheet.wave).cumcount().to_numpy() + 1
        number[~whole] = within[place[~whole]]
    now = rows["now"].to_numpy(dtype=object).copy()
    was = np.full(len(rows), "", dtype=object)
    like = rows["like"].to_numpy(dtype=np.int64)
    for variable in rows["variable"].unique():
        here = (rows["variable"] == variable).to_numpy() & ~whole
        was[here] = _written(sheet, str(variable), place[here])
        suggested = here & (like >= 0)
        now[suggested] = _written(sheet, str(variable), like[suggested])
    return pd.DataFrame(
        {
            "table": sheet.table,
            "wave": pd.Categorical.from_codes(order, categories=pd.Index(waves), ordered=True),
            "row": number,
            "key": _keys(sheet, place),
            "variable": rows["variable"],
            "was": was,
            "now": now,
            "detail": rows["detail"],
            "accepted": False,
        }
    )


def _keys(sheet: Sheet, place: Any) -> list[str]:
    """Keys of rows as text, values parted by commas; empty for a whole wave."""
    keys = key_texts(sheet.frame.iloc[np.maximum(place, 0)], sheet.codebook)
    return [str(key) if row >= 0 else "" for key, row in zip(keys, place, strict=True)]


def _written(sheet: Sheet, variable: str, place: Any) -> list[str]:
    return written_cells(sheet.frame, variable, sheet.codebook.variable(variable), place)


def _marked(failures: pd.DataFrame, accepted: Sequence[Accepted]) -> npt.NDArray[np.bool_]:
    """Whether somebody accepts each failure; an accepted row without a variable means all."""
    exact = {(a.table, a.wave, a.key, a.variable) for a in accepted if a.variable}
    whole = {(a.table, a.wave, a.key) for a in accepted if not a.variable}
    if not exact and not whole:
        return np.zeros(len(failures), dtype=bool)
    places = zip(
        failures["table"], failures["wave"], failures["key"], failures["variable"], strict=True
    )
    return np.array([p in exact or p[:3] in whole for p in places], dtype=bool)
