"""Which variable fills which role: as study.yaml declares it, else by the codebook's concepts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, get_args

from kinpanel.codebook import Codebook, TableCodebook, Variable
from kinpanel.documents import Unusable
from kinpanel.documents.tree import KeyPath
from kinpanel.errors import nearest
from kinpanel.roles import AuditRoles
from kinpanel.study import StudyDefinition

Section = Literal["person", "child", "spells"]
SECTIONS: tuple[Section, ...] = get_args(Section)
Names = Mapping[str, str]
"""Variables by role, and the table under `table`."""

WORDS = frozenset({"table", "female"})
"""Roles that are filled by something else than a variable."""

CONCEPTS: Mapping[str, str] = {
    "person_id": "id",
    "household_id": "household",
    "sex": "sex",
    "birth_month": "birth_month",
    "birth_year": "birth_year",
    "age": "age",
    "interview_month": "interviewed",
    "death_month": "death_month",
    "father_id": "father",
    "mother_id": "mother",
    "caregiver_id": "caregiver",
    "spouse_id": "spouse",
}
"""Concepts that fill a role of a table of people where exactly one variable has them."""

SPELL_CONCEPTS: Mapping[str, str] = {
    "person_id": "parent",
    "absence_start": "start",
    "absence_end": "end",
}

_MONTHS = frozenset({"birth_month", "interviewed", "death_month", "start", "end"})
_NUMBERS = frozenset({"birth_year", "age", "height", "weight"})


def resolve(roles: AuditRoles, section: Section, codebook: Codebook) -> Names:
    """The roles of a section: declared ones, then those that a concept fills without doubt.

    A section without a `table` of its own takes the table of its name, where there is one.
    Declared names that do not exist are left out; `check_roles` reports them.
    """
    declared: Mapping[str, str] = {
        str(role): name for role, name in getattr(roles, section).items()
    }
    default = "spell" if section == "spells" else section
    table = codebook.tables.get(declared.get("table", default))
    if table is None:
        return {}
    names = {
        role: name
        for role, name in declared.items()
        if role in WORDS or _unfit(role, table.variable(name)) is None
    }
    concepts = SPELL_CONCEPTS if section == "spells" else CONCEPTS
    for concept, role in concepts.items():
        candidates = [v for v in table.variables if v.meaning == concept]
        fits = len(candidates) == 1 and _unfit(role, candidates[0]) is None
        if role not in declared and fits:
            names[role] = candidates[0].name
    if section != "spells" and "id" not in names:
        if len(table.key) != 1:
            return {}
        names["id"] = table.key[0]
    return {**names, "table": table.table}


def check_roles(
    study: StudyDefinition, codebook: Codebook, unusable: Unusable | None = None
) -> Iterator[tuple[KeyPath, str, str]]:
    """What is wrong in the section `audit` of study.yaml: path, message and advice.

    Nothing is said of tables and variables that are `unusable` themselves.
    """
    unusable = unusable or Unusable()
    for section in SECTIONS:
        declared = getattr(study.audit, section)
        if not declared:
            continue
        name = declared.get("table", "spell" if section == "spells" else section)
        table = codebook.tables.get(name)
        if table is None:
            if unusable.covers("table", name):
                continue
            path: KeyPath = (
                ("audit", section, "table") if "table" in declared else ("audit", section)
            )
            yield path, f"unknown table {name!r}", nearest(name, codebook.tables)
            continue
        usable = {
            role: known
            for role, known in declared.items()
            if not unusable.covers("table", table.table, known)
        }
        yield from _check_section(section, usable, table)
    for wave, (first, last) in study.audit.fieldwork.items():
        place: KeyPath = ("audit", "fieldwork", wave)
        if wave not in study.wave_ids:
            yield place, f"unknown wave {wave!r}", nearest(wave, study.wave_ids)
        if last < first:
            yield place, "fieldwork ends before it starts", "write the first month first"
    known = {v.name for table in codebook.tables.values() for v in table.variables}
    for name in sorted(set(study.audit.turned) - known):
        if any(unusable.covers("table", table, name) for table in codebook.tables):
            continue
        yield ("audit", "turned"), f"unknown variable {name!r}", nearest(name, known)


def _check_section(
    section: Section, declared: Mapping[str, str], table: TableCodebook
) -> Iterator[tuple[KeyPath, str, str]]:
    for role, name in declared.items():
        path: KeyPath = ("audit", section, role)
        if role == "female":
            yield from _check_female(path, name, declared, table)
        elif role not in WORDS:
            problem = _unfit(role, table.variable(name))
            if problem is not None:
                known = [v.name for v in table.variables]
                advice = nearest(name, known) if table.variable(name) is None else ""
                yield path, f"{role} {name!r}: {problem.format(table=table.table)}", advice


def _check_female(
    path: KeyPath, code: str, declared: Mapping[str, str], table: TableCodebook
) -> Iterator[tuple[KeyPath, str, str]]:
    names = [v.name for v in table.variables if v.meaning == "sex"]
    sex = table.variable(declared.get("sex", names[0] if len(names) == 1 else ""))
    codes = () if sex is None else ("0", "1") if sex.type == "boolean" else sex.level_codes
    if codes and code not in codes:
        yield path, f"code {code!r} is not one of {', '.join(codes)}", ""


def _unfit(role: str, variable: Variable | None) -> str | None:
    """Why a variable cannot fill a role, or None; `{table}` stands for the table's name."""
    if variable is None:
        return "no such variable in {table}"
    if role in _MONTHS and variable.type not in ("month", "date"):
        return f"must be a month or a date, not {variable.type}"
    if role in _NUMBERS and variable.type not in ("integer", "decimal"):
        return f"must be a number, not {variable.type}"
    if role == "died" and variable.type != "boolean":
        return f"must be a boolean, not {variable.type}"
    return None
