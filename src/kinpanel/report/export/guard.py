"""What may leave: public variables, what was asked for by name of its class, and pseudonyms."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from kinpanel.codebook import TableCodebook, Variable
from kinpanel.codebook.ids import NAMES, id_spaces
from kinpanel.report.export.pseudonym import Key, in_order, pseudonymised
from kinpanel.roles import AuditRoles, PanelRoles
from kinpanel.study import Sensitivity
from kinpanel.tables.frame import why


@dataclass(frozen=True)
class Choice:
    """Variables that go out, those of them that go out as pseudonyms, and those left out."""

    kept: tuple[Variable, ...]
    pseudonyms: tuple[str, ...]
    left_out: Mapping[Sensitivity, tuple[str, ...]]

    @property
    def identifiers(self) -> tuple[str, ...]:
        """Identifiers that go out as they are."""
        raw = [v.name for v in self.kept if v.sensitivity == "identifier"]
        return tuple(name for name in raw if name not in self.pseudonyms)


def linking(
    tables: Iterable[TableCodebook], roles: PanelRoles, audit: AuditRoles | None = None
) -> frozenset[str]:
    """Names of ids that rows are linked by: keys, pointers to them (`father_pid`), the cluster."""
    tables = tuple(tables)
    names = {name for _, name in id_spaces(tables, audit)}
    names = names.union(NAMES, *(table.key for table in tables))
    return frozenset(names | ({roles.cluster} if roles.cluster else set()))


def choose(
    table: TableCodebook, links: Collection[str], include: Collection[Sensitivity]
) -> Choice:
    """Public variables and the classes in `include`; other identifiers only if they link rows.

    Identifiers that link rows become pseudonyms, unless identifiers are asked for as they are.
    """
    kept: list[Variable] = []
    pseudonyms: list[str] = []
    left_out: dict[Sensitivity, list[str]] = {}
    for variable in table.variables:
        if variable.sensitivity == "public" or variable.sensitivity in include:
            kept.append(variable)
        elif variable.sensitivity == "identifier" and variable.name in links:
            changed = {"type": "text", "levels": (), "range": None, "unit": None, "score": None}
            kept.append(variable.model_copy(update=changed))
            pseudonyms.append(variable.name)
        else:
            left_out.setdefault(variable.sensitivity, []).append(variable.name)
    classes = {sensitivity: tuple(names) for sensitivity, names in left_out.items()}
    return Choice(tuple(kept), tuple(pseudonyms), classes)


def guarded(
    frame: pd.DataFrame, table: TableCodebook, choice: Choice, key: Key | None
) -> tuple[pd.DataFrame, TableCodebook]:
    """The frame and the codebook of what goes out; columns that no codebook knows stay behind.

    With pseudonyms the rows are put in the order of the pseudonyms. `key` is needed for them.
    """
    names = [variable.name for variable in choice.kept if variable.name in frame]
    columns = ["wave", *(part for name in names for part in (name, why(name)) if part in frame)]
    shown = frame[columns]
    if choice.pseudonyms:
        if key is None:
            raise ValueError("pseudonyms need a key")
        there = [name for name in choice.pseudonyms if name in names]
        shown = in_order(pseudonymised(shown, there, key), [n for n in table.key if n in names])
    kept = tuple(variable for variable in choice.kept if variable.name in names)
    return shown, table.model_copy(update={"variables": kept})
