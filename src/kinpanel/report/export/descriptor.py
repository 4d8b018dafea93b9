"""The descriptor beside an exported file: fields, labels, units, missing codes, as plain values."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from kinpanel.codebook.datapackage import TYPES
from kinpanel.report.export.columns import speaker
from kinpanel.report.export.formats import Content, Look
from kinpanel.report.export.guard import Choice
from kinpanel.report.export.pseudonym import METHOD, Key
from kinpanel.report.export.sheet import Entry, Sheet

MEDIA = {
    ".dta": "application/x-stata-dta",
    ".sav": "application/x-spss-sav",
    ".parquet": "application/vnd.apache.parquet",
    ".csv": "text/csv",
}
PLAIN = {"integer": "integer", "decimal": "number", "date": "date", "month": "yearmonth"}


@dataclass(frozen=True)
class File:
    """The file described: its name, its bytes and the version of the release it is made from."""

    name: str
    suffix: str
    payload: bytes
    release: str


def describe(
    file: File, content: Content, look: Look, sheet: Sheet, choice: Choice, key: Key | None
) -> dict[str, Any]:
    """A Data Resource that says what the file holds and what was left out; never a cell.

    The same file gives the same values. Source: Data Resource and Table Schema of
    frictionlessdata.io, version 1; `pseudonyms`, `leftOut`, `missing` and `codes` are ours.
    """
    table, study = content.table, content.study
    say = speaker(study, look.language)
    present = set(content.frame["wave"].astype(object))
    about: dict[str, Any] = {
        "profile": "data-resource",
        "name": table.table.lower(),
        "path": file.name,
        "format": file.suffix[1:],
        "mediatype": MEDIA[file.suffix],
        **({"encoding": "utf-8"} if file.suffix == ".csv" else {}),
        "bytes": len(file.payload),
        "hash": f"sha256:{hashlib.sha256(file.payload).hexdigest()}",
        "title": say(table.label),
        "language": look.language,
        "unit": table.unit,
        "rows": len(content.frame),
        "waves": [wave for wave in study.wave_ids if wave in present],
        "release": file.release,
        "leftOut": {kind: list(names) for kind, names in choice.left_out.items()},
    }
    if choice.pseudonyms and key is not None:
        about["pseudonyms"] = {
            "method": METHOD,
            "keyId": key.id,
            "fields": [e.name for e in sheet.entries if e.column.name in choice.pseudonyms],
        }
    about["missingReasons"] = {reason: say(texts) for reason, texts in study.reasons.items()}
    names = {entry.column.name: entry.name for entry in sheet.entries}
    schema: dict[str, Any] = {"fields": [_field(entry, names) for entry in sheet.entries]}
    if all(name in names for name in table.key):
        schema["primaryKey"] = ["wave", *(names[name] for name in table.key)]
    if file.suffix == ".csv":
        schema["missingValues"] = [""]
    return {**about, "schema": schema}


def _field(entry: Entry, names: dict[str, str]) -> dict[str, Any]:
    column, variable = entry.column, entry.column.variable
    kind = PLAIN.get(entry.kind, "string")
    if variable is not None and entry.kind != "text":
        kind = TYPES[variable.type]
    elif column.codes:
        kind = "string"
    field: dict[str, Any] = {"name": entry.name, "type": kind, "title": column.label}
    if entry.format:
        field["storedAs"] = entry.format
    if variable is not None:
        if variable.name != entry.name:
            field["variable"] = variable.name
        field |= {"concept": variable.meaning, "sensitivity": variable.sensitivity}
        if variable.unit:
            field["unit"] = variable.unit
    if column.of is not None:
        field["explains"] = names[column.of]
    missing = dict(entry.missing)
    codes = [
        {"value": _plain(code), "label": label}
        for code, label in entry.labels.items()
        if code not in missing
    ]
    if codes:
        field["codes"] = codes
    if missing:
        field["missing"] = [
            {"value": f".{code}" if isinstance(code, str) else code, "reason": reason}
            for code, reason in missing.items()
        ]
    return field


def _plain(code: Any) -> Any:
    return code if isinstance(code, str | int) else float(code)
