"""A study as a Frictionless Data Package: `datapackage.json` as plain values."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from kinpanel.codebook.ddi.access import described
from kinpanel.codebook.ddi.element import clean, in_order
from kinpanel.codebook.ddi.files import waves_of
from kinpanel.codebook.model import Codebook, TableCodebook, Variable, VariableType
from kinpanel.codebook.score_text import described_score
from kinpanel.codebook.statistics import Release, landed, stored, version
from kinpanel.codebook.weights import table_weights
from kinpanel.questionnaire import Questionnaires
from kinpanel.study import StudyDefinition

TYPES: dict[VariableType, str] = {
    "integer": "integer",
    "decimal": "number",
    "boolean": "boolean",
    "date": "date",
    "month": "yearmonth",
    "text": "string",
    "nominal": "string",
    "ordinal": "string",
}
"""Table Schema types; a month is `YYYY-MM`, a category its code as text."""

REASON_SUFFIX = "__why"
"""A column `x__why` says why `x` is missing; a file has it only where something is."""

PARQUET = {"format": "parquet", "mediatype": "application/vnd.apache.parquet"}
CSV = {"format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}


def data_package(
    study: StudyDefinition,
    questionnaires: Questionnaires,
    codebook: Codebook,
    release: Release | None = None,
) -> dict[str, Any]:
    """The descriptor of a Frictionless Data Package: one resource per harmonised table.

    Without a release a resource is the CSV file `<table>.csv`, profile `tabular-data-resource`,
    all waves below each other. With one it is the table's Parquet objects, one file per wave or
    several, below data/processed; `parts` has wave, path, hash and rows of each. That profile is
    `data-resource`, since the tabular one is for CSV only, and the schema stays the same. Tables
    that no wave of the release holds are left out; a release without tables is described as if
    there were none. `title` is in the study's first language, `title@zh` in Chinese.

    A missing value is an empty cell; its reason, one of `missingReasons`, stands in `x__why`.
    Restricted and identifier fields have no `enum`, `minimum` or `maximum`. There are no
    `foreignKeys`, because codebooks declare no pointers. The same arguments give the same values
    in the same order; nothing is raised for definitions that have been checked.

    Source: Data Package, Data Resource and Table Schema of frictionlessdata.io, version 1.
    """
    release = landed(release)
    names = _names(codebook)
    made = [
        _resource(table, names[table.table], study, questionnaires, codebook, release)
        for table in codebook.tables.values()
        if release is None or any(table.table in wave.tables for wave in release.waves.values())
    ]
    title = next((text for _, text in in_order(study.title, study.languages)), "")
    return {
        "profile": "tabular-data-package" if release is None else "data-package",
        "name": re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "study",
        **texts("title", study.title, study.languages),
        **({"version": version(release)} if release is not None else {}),
        "languages": list(study.languages),
        "waves": [
            {"id": wave.id, "year": wave.year, "fieldwork": clean(wave.fieldwork)}
            for wave in study.waves
        ],
        "missingReasons": {
            reason: texts("title", labels, study.languages)
            | ({"kind": study.missing[reason].kind} if reason in study.missing else {})
            for reason, labels in study.reasons.items()
        },
        "resources": made,
    }


def texts(key: str, labels: Mapping[str, str], languages: Sequence[str]) -> dict[str, str]:
    """A text per language: `title` in the first language, then `title@zh` and so on.

    Empty where there is no text.
    """
    pairs = in_order(labels, languages)
    return {
        f"{key}@{language}" if place else key: text for place, (language, text) in enumerate(pairs)
    }


def _names(codebook: Codebook) -> dict[str, str]:
    """Resource names, which are lower case; tables that differ in case only are numbered."""
    names: dict[str, str] = {}
    for table in codebook.tables:
        name, number = table.lower(), 2
        while name in names.values():
            name, number = f"{table.lower()}-{number}", number + 1
        names[table] = name
    return names


def _resource(
    table: TableCodebook,
    name: str,
    study: StudyDefinition,
    questionnaires: Questionnaires,
    codebook: Codebook,
    release: Release | None,
) -> dict[str, Any]:
    waves = waves_of(codebook, table.table, study)
    place: dict[str, Any] = {"path": f"{name}.csv", "profile": "tabular-data-resource", **CSV}
    if release is not None:
        held = [(w, record) for w in study.wave_ids if (record := stored(release, w, table.table))]
        waves = tuple(wave for wave, _ in held)
        parts = [
            {"wave": wave, "path": r.file, "hash": f"sha256:{r.sha256}", "rows": r.rows}
            for wave, record in held
            for r in record.parts
        ]
        paths = [part["path"] for part in parts]
        place = {"path": paths, "profile": "data-resource", **PARQUET, "parts": parts}
        if len(parts) == 1:
            place |= {"path": paths[0], "hash": parts[0]["hash"]}
    return {
        "name": name,
        **place,
        **texts("title", table.label, study.languages),
        "unit": clean(table.unit),
        **({"weight": weights[0]} if (weights := table_weights(table)) else {}),
        "schema": {
            "fields": [
                _wave_field(waves),
                *(_field(v, table, study, questionnaires, codebook) for v in table.variables),
            ],
            "missingValues": [""],
            "primaryKey": [*table.key, "wave"],
        },
    }


def _wave_field(waves: Sequence[str]) -> dict[str, Any]:
    return {
        "name": "wave",
        "type": "string",
        "title": "Wave",
        "constraints": {"required": True, "enum": list(waves)},
    }


def _field(
    variable: Variable,
    table: TableCodebook,
    study: StudyDefinition,
    questionnaires: Questionnaires,
    codebook: Codebook,
) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": variable.name,
        "type": TYPES[variable.type],
        "format": "default",
        **texts("title", variable.label, study.languages),
        "concept": clean(variable.meaning),
        "sensitivity": variable.sensitivity,
    }
    if variable.note:
        field["description"] = clean(variable.note)
    if variable.unit:
        field["unit"] = clean(variable.unit)
    if variable.levels and described(variable.sensitivity):
        field["levels"] = [
            {"value": level.code, **texts("label", level.label, study.languages)}
            for level in variable.levels
        ]
        field["levelsOrdered"] = variable.type == "ordinal"
    if constraints := _constraints(variable, table):
        field["constraints"] = constraints
    if variable.name not in table.key:
        field["reasons"] = variable.name + REASON_SUFFIX
    if variable.score is not None:
        field["score"] = described_score(variable.score, table)
    elif origin := _origin(variable, table, study, questionnaires, codebook):
        field["origin"] = origin
    return field


def _constraints(variable: Variable, table: TableCodebook) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if variable.name in table.key:
        constraints["required"] = True
    if not described(variable.sensitivity):
        return constraints
    if variable.span is not None and variable.type in ("integer", "decimal"):
        low, high = variable.span
        whole = variable.type == "integer"
        if math.isfinite(low):
            constraints["minimum"] = math.ceil(low) if whole else low
        if math.isfinite(high):
            constraints["maximum"] = math.floor(high) if whole else high
    if variable.levels:
        constraints["enum"] = list(variable.level_codes)
    return constraints


def _origin(
    variable: Variable,
    table: TableCodebook,
    study: StudyDefinition,
    questionnaires: Questionnaires,
    codebook: Codebook,
) -> list[dict[str, Any]]:
    """How the variable came about in each wave: status, rule, questions with their columns."""
    origin = []
    for wave in study.wave_ids:
        row = codebook.row(table.table, variable.name, wave)
        if row is None:
            continue
        entry: dict[str, Any] = {"wave": wave, "status": row.status}
        if row.why:
            entry["why"] = clean(row.why)
        if row.rule is not None:
            entry["rule"] = clean(str(row.rule))
        asked = [questionnaires[wave].question(source) for source in row.sources]
        if asked:
            entry["questions"] = [
                {
                    "id": q.id,
                    "column": clean(f"{q.file}.{q.column}"),
                    **({"item": q.item} if q.item else {}),
                }
                for q in asked
                if q
            ]
        origin.append(entry)
    return origin
