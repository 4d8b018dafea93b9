"""Typed tables and roles to the material of the rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinpanel.codebook import Codebook
from kinpanel.derived.absence import month_number
from kinpanel.derived.audit.material import IDS, Material, People, Sheet, Spells
from kinpanel.derived.audit.roles import SECTIONS, WORDS, Names, resolve
from kinpanel.study import INAPPLICABLE, StudyDefinition
from kinpanel.tables.frame import why

Floats = npt.NDArray[np.float64]


def gather(
    tables: Mapping[str, pd.DataFrame], codebook: Codebook, study: StudyDefinition
) -> Material:
    """The material of the audit; `tables` are typed frames over all waves, by name.

    Tables that have not landed are left out, and with them the rules that need them.
    """
    order = {wave: place for place, wave in enumerate(study.wave_ids)}
    sheets = {}
    for name, table in tables.items():
        frame = table.reset_index(drop=True)
        wave = frame["wave"].astype(str).map(order).to_numpy(dtype=float)
        sheets[name] = Sheet(codebook.tables[name], frame, wave.astype(np.int64))
    names: dict[str, Names] = {}
    for section in SECTIONS:
        roles = resolve(study.audit, section, codebook)
        if roles.get("table") in sheets:
            held_there = set(sheets[roles["table"]].frame.columns)
            usable = {r: name for r, name in roles.items() if r in WORDS or name in held_there}
            if "id" in usable or section == "spells":
                names[section] = usable
    ids, numbers = _number_ids(sheets, names)
    people: dict[str, People] = {}
    for section in ("person", "child"):
        if section in names:
            people[section] = _people(section, sheets, names[section], numbers)
    if "child" in people and "person" in people:
        people["child"] = _with_births(people["child"], people["person"])
    spells = _spells(sheets, names["spells"], numbers) if "spells" in names else None
    fieldwork = {
        order[wave]: (_month(first), _month(last))
        for wave, (first, last) in study.audit.fieldwork.items()
        if wave in order
    }
    held = {f"{p.section}.{role}" for p in people.values() for role in p.held}
    held |= {"fieldwork"} if fieldwork else set()
    return Material(
        waves=study.wave_ids,
        years=tuple(wave.year for wave in study.waves),
        sheets=sheets,
        people=people,
        spells=spells,
        ids=ids,
        fieldwork=fieldwork,
        turned=frozenset(study.audit.turned),
        by_design=frozenset(n for n, r in study.missing.items() if r.kind == "design"),
        held=frozenset(held),
    )


def _month(text: str) -> int:
    return (int(text[:4]) - 1970) * 12 + int(text[5:]) - 1


def _number_ids(
    sheets: Mapping[str, Sheet], names: Mapping[str, Names]
) -> tuple[npt.NDArray[Any], dict[tuple[str, str], npt.NDArray[np.int64]]]:
    """The ids of all persons, sorted, and for every section and role the numbers of its column."""
    columns = {
        (section, role): sheets[roles["table"]].frame[roles[role]].astype("string")
        for section, roles in names.items()
        for role in (*IDS, "parent")
        if role in roles
    }
    if not columns:
        return np.array([], dtype=object), {}
    together = pd.concat(list(columns.values()), ignore_index=True)
    codes, ids = pd.factorize(together, sort=True)
    ends = np.cumsum([len(column) for column in columns.values()])[:-1]
    parts = np.split(codes.astype(np.int64), ends)
    return np.asarray(ids, dtype=object), dict(zip(columns, parts, strict=True))


def _people(
    section: str,
    sheets: Mapping[str, Sheet],
    names: Names,
    numbers: Mapping[tuple[str, str], npt.NDArray[np.int64]],
) -> People:
    sheet = sheets[names["table"]]
    frame, count = sheet.frame, len(sheet.frame)
    columns: dict[str, Any] = {"row": np.arange(count), "wave": sheet.wave}
    for role in IDS:
        columns[role] = numbers.get((section, role), np.full(count, -1))
    for role in ("household", "place"):
        columns[role] = np.full(count, -1)
        if role in names:
            columns[role] = pd.factorize(frame[names[role]].astype("string"), sort=True)[0]
    for role in ("age", "height", "weight"):
        columns[role] = _number(frame, names.get(role))
    columns["birth"], slack = _birth(frame, names)
    columns["at"] = _months(frame, names.get("interviewed"))
    columns["death"] = _months(frame, names.get("death_month"))
    columns["dead"] = _dead(frame, names, columns["death"])
    columns["sex"], columns["woman"] = _sex(frame, names)
    held = set(names) - {"table"}
    held |= {"birth"} if {"birth_month", "birth_year"} & held else set()
    held |= {"parents"} if {"father", "mother"} & held else set()
    held |= {"death"} if {"died", "death_month"} & held else set()
    return People(section, sheet, names, frozenset(held), pd.DataFrame(columns), slack)


def _number(frame: pd.DataFrame, name: str | None) -> Floats:
    if name is None or not pd.api.types.is_numeric_dtype(frame[name]):
        return np.full(len(frame), np.nan)
    return frame[name].to_numpy(dtype=float, na_value=np.nan)


def _months(frame: pd.DataFrame, name: str | None) -> Floats:
    if name is None or not pd.api.types.is_datetime64_any_dtype(frame[name]):
        return np.full(len(frame), np.nan)
    return month_number(frame[name]).to_numpy(dtype=float, na_value=np.nan)


def _birth(frame: pd.DataFrame, names: Names) -> tuple[Floats, int]:
    """Months of birth and how many months they can be off: the middle of the year where alone."""
    if "birth_month" in names:
        return _months(frame, names["birth_month"]), 0
    return (_number(frame, names.get("birth_year")) - 1970) * 12 + 6, 6


def _dead(frame: pd.DataFrame, names: Names, death: Floats) -> Floats:
    """1 where dead, 0 where not, NaN where unknown; without `died`, those with a month of death."""
    if "died" in names:
        return _number(frame, names["died"])
    return np.where(np.isnan(death), 0.0, 1.0) if "death_month" in names else death


def _sex(frame: pd.DataFrame, names: Names) -> tuple[Floats, Floats]:
    if "sex" not in names:
        empty = np.full(len(frame), np.nan)
        return empty, empty
    column = frame[names["sex"]]
    if pd.api.types.is_bool_dtype(column):
        column = column.astype("Int64")
    texts = column.astype("string")
    codes = pd.factorize(texts, sort=True)[0].astype(float)
    codes[codes < 0] = np.nan
    women = (texts == names.get("female", "")).to_numpy(dtype=float, na_value=np.nan)
    return codes, np.where(np.isnan(codes) | ("female" not in names), np.nan, women)


def _with_births(child: People, person: People) -> People:
    """Children with their months of birth from the roster, where their own table holds none."""
    if "birth" in child.held or "birth" not in person.held:
        return child
    births = person.once[["wave", "id", "birth"]]
    own = child.frame.drop(columns="birth").merge(births, on=["wave", "id"], how="left")
    held = child.held | {"birth"}
    return People(child.section, child.sheet, child.names, held, own, person.slack)


def _spells(
    sheets: Mapping[str, Sheet],
    names: Names,
    numbers: Mapping[tuple[str, str], npt.NDArray[np.int64]],
) -> Spells:
    sheet = sheets[names["table"]]
    frame = sheet.frame
    end = _months(frame, names.get("end"))
    goes_on = np.isnan(end)
    if "end" in names and why(names["end"]) in frame:
        goes_on &= (frame[why(names["end"])].astype(object) == INAPPLICABLE).to_numpy(dtype=bool)
    columns = {
        "row": np.arange(len(frame)),
        "wave": sheet.wave,
        "parent": numbers.get(("spells", "parent"), np.full(len(frame), -1)),
        "start": _months(frame, names.get("start")),
        "end": end,
        "goes_on": goes_on,
    }
    held = frozenset(set(names) - {"table"})
    return Spells(sheet, names, held, pd.DataFrame(columns))
