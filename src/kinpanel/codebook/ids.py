"""Which variables hold ids, and of what: the one place that tells keys and pointers apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kinpanel.codebook.model import TableCodebook
from kinpanel.roles import AuditRoles

PERSON = "person"
HOUSEHOLD = "household"

CONCEPTS: Mapping[str, str] = {
    "person_id": PERSON,
    "father_id": PERSON,
    "mother_id": PERSON,
    "caregiver_id": PERSON,
    "spouse_id": PERSON,
    "household_id": HOUSEHOLD,
    "household_origin": HOUSEHOLD,
}
"""Concepts of ids, and the space that the ids are of."""

ORIGIN = "household_origin"
"""The concept of the household that a household split off from."""

NAMES: Mapping[str, str] = {"pid": PERSON, "hhid": HOUSEHOLD}
"""Names of ids that need no concept, whether or not a table has them in its key."""

ROLES: Mapping[str, str] = {
    **dict.fromkeys(("id", "father", "mother", "caregiver", "spouse", "parent"), PERSON),
    "household": HOUSEHOLD,
}
"""Roles of study.yaml that are filled by ids."""

Spaces = Mapping[tuple[str, str], str]
"""The space of every id, by table and variable."""


def id_spaces(tables: Iterable[TableCodebook], roles: AuditRoles | None = None) -> Spaces:
    """The space of every variable that holds ids: keys, and pointers to them (`father_pid`).

    A role of study.yaml decides first, then the concept, then the name: that of a key, or one
    that ends in it after an underscore. A key that none of them tells has a space of its own
    name. Variables that hold no ids are left out.
    """
    tables = tuple(tables)
    declared = _declared(roles or AuditRoles())
    by_name = {
        **{name: name for table in tables for name in table.key},
        **_of_keys(tables, declared),
        **NAMES,
    }
    spaces = {}
    for table in tables:
        for variable in table.variables:
            place = (table.table, variable.name)
            space = declared.get(place) or CONCEPTS.get(variable.meaning)
            space = space or by_name.get(variable.name) or _pointed(variable.name, by_name)
            if space is not None:
                spaces[place] = space
    return spaces


def space_of(name: str, tables: Mapping[str, TableCodebook], spaces: Spaces) -> str | None:
    """The space that a ledger means by the name of a table, or of a space; None for neither.

    A table stands for its key; where that has several variables, for the only one of persons or
    of households among them.
    """
    table = tables.get(name)
    if table is None:
        return name if name in spaces.values() else None
    held = [spaces[(name, key)] for key in table.key if (name, key) in spaces]
    if len(table.key) > 1:
        held = [space for space in held if space in (PERSON, HOUSEHOLD)]
    return held[0] if len(set(held)) == 1 else None


def _declared(roles: AuditRoles) -> dict[tuple[str, str], str]:
    """Ids by the roles of study.yaml, at table and variable."""
    sections: tuple[tuple[str, Mapping[str, str]], ...] = (
        ("person", {str(role): name for role, name in roles.person.items()}),
        ("child", {str(role): name for role, name in roles.child.items()}),
        ("spell", {str(role): name for role, name in roles.spells.items()}),
    )
    return {
        (section.get("table", default), name): ROLES[role]
        for default, section in sections
        for role, name in section.items()
        if role in ROLES
    }


def _of_keys(
    tables: Iterable[TableCodebook], declared: Mapping[tuple[str, str], str]
) -> dict[str, str]:
    """The space of keys that a role or a concept tells, by their names."""
    found = {}
    for table in tables:
        for variable in table.variables:
            space = declared.get((table.table, variable.name)) or CONCEPTS.get(variable.meaning)
            if variable.name in table.key and space is not None:
                found[variable.name] = space
    return found


def _pointed(name: str, by_name: Mapping[str, str]) -> str | None:
    ends = [key for key in by_name if name.endswith(f"_{key}")]
    return by_name[max(ends, key=len)] if ends else None
