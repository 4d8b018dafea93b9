"""The answer under a definition as columns of the panel."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from kinpanel.derived.absence.evaluate import evaluate
from kinpanel.derived.absence.gather import gather_facts
from kinpanel.presets import Definition
from kinpanel.roles import PanelRoles

UNVERIFIED = "lbc_unverified"
"""The attribute of the panel that names unverified fields of its definition."""


def add_answer(
    panel: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame],
    roles: PanelRoles,
    definition: Definition,
) -> pd.DataFrame:
    """The panel with `lbc` (boolean, NA unknown) and `lbc_reason` (why not, or what is unknown).

    With `by_parent` also `lbc_father` and `lbc_mother`. `panel` has the rows of the child table.
    `attrs["lbc_unverified"]` names the fields of the definition that wait for verification. See
    `gather_facts` for errors.
    """
    found = evaluate(definition, gather_facts(tables, roles))
    columns = {"lbc": found.answer, "lbc_reason": found.why}
    if definition.by_parent:
        columns |= {"lbc_father": found.father, "lbc_mother": found.mother}
    extended = panel.assign(**columns)
    extended.attrs[UNVERIFIED] = list(found.doubts)
    return extended
