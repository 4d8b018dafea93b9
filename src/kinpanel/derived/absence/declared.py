"""What is wrong with the roles of absence: tables, variables and codes that are not there."""

from __future__ import annotations

from collections.abc import Iterator

from kinpanel.codebook import Codebook, TableCodebook
from kinpanel.derived.joined import joined_codebook
from kinpanel.documents import Unusable
from kinpanel.documents.tree import KeyPath
from kinpanel.errors import nearest
from kinpanel.roles import AbsenceRoles, PanelRoles

Problem = tuple[KeyPath, str, str]
_PATH: KeyPath = ("panel", "absence")
_ROSTER = ("birth", "alive")
_CHILD = ("interviewed", "hukou", "child_place", "in_school", "entrusted")
_PARENTS = ("capacity", "coresident", "distance")
_SPELLS = ("boundary", "reason", "intra_city", "with_child")
_PLAIN = ("birth", "interviewed")


def check_absence(
    roles: PanelRoles, codebook: Codebook, unusable: Unusable | None = None
) -> Iterator[Problem]:
    """Problems of `panel: absence:` as path, message and advice.

    Nothing is said of tables and variables that are `unusable` themselves.
    """
    unusable = unusable or Unusable()
    own = roles.absence
    if own is None:
        return
    for role, table in (("roster", own.roster), ("spells", own.spells)):
        if table not in codebook.tables and not unusable.covers("table", table):
            yield (*_PATH, role), f"unknown table {table!r}", nearest(table, codebook.tables)
    for path, table, name, codes in _named(roles, own):
        if table not in codebook.tables or unusable.covers("table", table, name):
            continue
        yield from _variable(path, table, name, codes, _columns(table, roles, codebook))


def _named(
    roles: PanelRoles, own: AbsenceRoles
) -> Iterator[tuple[KeyPath, str, str, dict[str, tuple[str, ...]]]]:
    """Every variable that a role names: where, in which table, its name, codes by meaning."""
    groups = ((_ROSTER, own.roster), (_CHILD, roles.child), (_SPELLS, own.spells))
    for names, table in groups:
        for role in names:
            given = getattr(own, role)
            if given is not None and role in _PLAIN:
                yield (*_PATH, role), table, given, {}
            elif given is not None:
                yield (*_PATH, role), table, given.of, given.levels
    for role in _PARENTS:
        for side, given in getattr(own, role).items():
            yield (*_PATH, role, side), roles.child, given.of, given.levels


def _columns(table: str, roles: PanelRoles, codebook: Codebook) -> TableCodebook:
    """A table as a role sees it: the child table with what is joined to it."""
    return joined_codebook(roles, codebook) if table == roles.child else codebook.tables[table]


def _variable(
    path: KeyPath,
    table: str,
    name: str,
    codes: dict[str, tuple[str, ...]],
    columns: TableCodebook,
) -> Iterator[Problem]:
    known = columns.variable(name)
    if known is None:
        names = [variable.name for variable in columns.variables]
        yield path, f"no variable {name!r} in {table}", nearest(name, names)
        return
    if path[-1] in _PLAIN and known.type not in ("month", "date"):
        yield path, f"{name!r} must be a month or a date, not {known.type}", "name another"
    if path[-1] not in _PLAIN and not codes and known.type != "boolean":
        yield path, f"{name!r} is not a boolean", "say what its codes mean, under levels:"
    levels = ("0", "1") if known.type == "boolean" else known.level_codes
    for word, several in codes.items():
        strange = [code for code in several if levels and code not in levels]
        if strange:
            message = f"{word}: code {strange[0]!r} is not a level of {name!r}"
            yield (*path, "levels", word), message, nearest(strange[0], levels)
    met = [code for several in codes.values() for code in several]
    for code in sorted({code for code in met if met.count(code) > 1}):
        yield (*path, "levels"), f"code {code!r} has two meanings", "keep one"
