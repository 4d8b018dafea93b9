"""The panel: one row per child and wave, with parental state and standardised outcomes."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from kinpanel.derived.absence import parent_away, parental_state
from kinpanel.derived.prices import add_real, real_label
from kinpanel.derived.reference import standardise
from kinpanel.labels import Labels
from kinpanel.roles import AbsenceRoles, PanelRoles
from kinpanel.tables.frame import WHY

EXPOSURES: Mapping[str, str] = {"f": "F", "m": "M", "fm": "FM"}
"""0/1 exposures by name and the state each stands for; both parents home is the reference."""

EXPOSURE_LABELS: Mapping[str, Labels] = {
    "f": {"en": "Father away", "zh": "父亲外出"},
    "m": {"en": "Mother away", "zh": "母亲外出"},
    "fm": {"en": "Both parents away", "zh": "双亲外出"},
}


def panel_labels(roles: PanelRoles, labels: Mapping[str, Labels]) -> dict[str, Labels]:
    """Labels of the panel's columns, those of derived ones made from `labels` of the table."""
    derived: dict[str, Labels] = dict(EXPOSURE_LABELS) if roles.absence is not None else {}
    if roles.prices is not None:
        for name, amount in roles.prices.real.items():
            derived[name] = real_label(labels.get(amount, {}), roles.prices)
    for name, z in roles.standardise.items():
        units = {"zh": "（标准分）"}
        of = {**labels, **derived}.get(z.of, {})
        derived[name] = {tag: text + units.get(tag, ", SD units") for tag, text in of.items()}
    return {**labels, **derived}


def build_panel(tables: Mapping[str, pd.DataFrame], roles: PanelRoles) -> pd.DataFrame:
    """The child table with `state`, `f`, `m`, `fm`, real amounts and z-scores; reasons left out.

    `tables` holds the child table and, when the study declares absence, roster and spells.
    Exposures are NA where the state is.
    """
    child = tables[roles.child]
    panel = child[[name for name in child.columns if not str(name).endswith(WHY)]].copy()
    if roles.absence is not None:
        panel = add_state(
            panel, tables[roles.absence.roster], tables[roles.absence.spells], roles.absence
        )
    if roles.prices is not None:
        panel = add_real(panel, roles.prices)
    for name, z in roles.standardise.items():
        panel[name] = standardise(panel, z)
    return panel


def add_state(
    panel: pd.DataFrame, roster: pd.DataFrame, spells: pd.DataFrame, roles: AbsenceRoles
) -> pd.DataFrame:
    """The panel with parental state at interview and one 0/1 exposure per kind of absence."""
    father = parent_away(panel, roster, spells, "father_pid", roles.interviewed, roles.min_months)
    mother = parent_away(panel, roster, spells, "mother_pid", roles.interviewed, roles.min_months)
    state = parental_state(father, mother)
    exposures = {
        name: (state == meaning).astype("Int64").mask(state.isna())
        for name, meaning in EXPOSURES.items()
    }
    return panel.assign(state=state, **exposures)
