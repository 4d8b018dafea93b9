"""The panel as a table with a codebook: the child table and what is derived for it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from kinpanel.codebook import TableCodebook, Variable
from kinpanel.codebook.model import Level
from kinpanel.derived.panel import EXPOSURES
from kinpanel.labels import Labels
from kinpanel.report.words import WORDS
from kinpanel.roles import STATES, PanelRoles
from kinpanel.tables.frame import WHY


def panel_table(
    table: TableCodebook, roles: PanelRoles, labels: Mapping[str, Labels]
) -> TableCodebook:
    """The codebook of the panel: variables of the child table, then those derived for it.

    Amounts and z-scores are as sensitive as what they are made from. `labels` are those of the
    panel's columns.
    """
    derived: list[Variable] = []
    if roles.absence is not None:
        levels = tuple(Level(code=state, label=WORDS[state]) for state in STATES)
        label = WORDS["parental_state"]
        derived.append(Variable(name="state", type="nominal", label=label, levels=levels))
        derived += [Variable(name=name, type="boolean", label=labels[name]) for name in EXPOSURES]
    real = roles.prices.real if roles.prices is not None else {}
    made = {**real, **{name: real.get(z.of, z.of) for name, z in roles.standardise.items()}}
    for name, source in made.items():
        of = table.variable(source)
        sensitivity = of.sensitivity if of is not None else "restricted"
        unit = of.unit if of is not None and name in real else None
        derived.append(
            Variable(
                name=name, type="decimal", label=labels[name], unit=unit, sensitivity=sensitivity
            )
        )
    new = {variable.name for variable in derived}
    own = tuple(variable for variable in table.variables if variable.name not in new)
    return table.model_copy(update={"variables": (*own, *derived)})


def panel_frame(panel: pd.DataFrame, child: pd.DataFrame) -> pd.DataFrame:
    """The panel with the reasons of the child table beside its values, exposures as booleans.

    Rows of both correspond one to one.
    """
    exposures = {name: panel[name].astype("boolean") for name in EXPOSURES if name in panel}
    beside = [name for name in child.columns if str(name).endswith(WHY)]
    return pd.concat([panel.assign(**exposures), child[beside]], axis=1)
