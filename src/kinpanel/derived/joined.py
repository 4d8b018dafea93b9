"""Variables of other tables beside those of the child table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from kinpanel.codebook import Codebook, TableCodebook
from kinpanel.documents import Unusable
from kinpanel.documents.tree import KeyPath
from kinpanel.errors import nearest
from kinpanel.roles import PanelRoles
from kinpanel.tables.frame import why

_PATH: KeyPath = ("panel", "join")


def join_tables(
    child: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame],
    join: Mapping[str, tuple[str, ...]],
    keys: Mapping[str, tuple[str, ...]],
) -> pd.DataFrame:
    """The child table with the declared variables of other tables, reasons included.

    Rows are those of the child table, in their order: each takes the row of the same wave and the
    same key of the other table; without one the variables are missing, and so is their reason.
    """
    for table, variables in join.items():
        other = tables[table]
        beside = [why(name) for name in variables if why(name) in other]
        by = ["wave", *keys[table]]
        there = [name for name in variables if name in other]
        child = child.merge(
            other[[*by, *there, *beside]], on=by, how="left", validate="many_to_one"
        )
    return child


def joined_codebook(roles: PanelRoles, codebook: Codebook) -> TableCodebook:
    """The codebook of the child table with the variables that are joined to it."""
    child = codebook.tables[roles.child]
    others = [
        found
        for table, names in roles.join.items()
        if table in codebook.tables
        for name in names
        if (found := codebook.tables[table].variable(name)) is not None
    ]
    return child.model_copy(update={"variables": (*child.variables, *others)})


def check_join(
    roles: PanelRoles, codebook: Codebook, unusable: Unusable | None = None
) -> Iterator[tuple[KeyPath, str, str]]:
    """What is wrong with `panel: join:`, as path, message and advice.

    Nothing is said of tables and variables that are `unusable` themselves.
    """
    unusable = unusable or Unusable()
    child = codebook.tables.get(roles.child)
    held = {variable.name for variable in child.variables} if child else set()
    for table, names in roles.join.items():
        path: KeyPath = (*_PATH, table)
        found = codebook.tables.get(table)
        if found is None:
            if not unusable.covers("table", table):
                yield path, f"unknown table {table!r}", nearest(table, codebook.tables)
            continue
        for key in found.key:
            if child is not None and child.variable(key) is None:
                message = f"the key {key!r} of {table} is not in {roles.child}"
                yield path, message, "join tables by a key that every child has"
        for place, name in enumerate(names):
            known = [variable.name for variable in found.variables]
            if name not in known and not unusable.covers("table", table, name):
                message = f"no variable {name!r} in {table}"
                yield (*path, place), message, nearest(name, known)
            elif name in held:
                message = f"{name!r} is already in the panel"
                yield (*path, place), message, "give one of them another name"
            held.add(name)


def check_design(
    roles: PanelRoles, codebook: Codebook, unusable: Unusable | None = None
) -> Iterator[tuple[KeyPath, str, str]]:
    """What is wrong with `panel: cluster:` and `strata:`, as path, message and advice.

    Each is a variable of the child table, or joined to it; nothing is said of what is `unusable`.
    """
    unusable = unusable or Unusable()
    child = codebook.tables.get(roles.child)
    if child is None or unusable.covers("table", roles.child):
        return
    held = [variable.name for variable in child.variables]
    held += [name for names in roles.join.values() for name in names]
    for role, name in (("cluster", roles.cluster), ("strata", roles.strata)):
        if name is None or name in held or unusable.covers("table", roles.child, name):
            continue
        yield ("panel", role), f"no variable {name!r} in {roles.child}", nearest(name, held)
