"""The columns of a repeat's slots, `name_1` to `name_12`, as one; what stands against it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np

from kinpanel.errors import MAX_EXAMPLES, Finding
from kinpanel.ingest.dates import calendar
from kinpanel.ingest.decode import EXACT_DOUBLE, EXACT_FLOAT
from kinpanel.ingest.raw import RawColumn

_Storage = Literal["integer", "float", "double", "text"]


def stack(
    name: str, columns: Sequence[RawColumn | None], rows: int
) -> tuple[RawColumn, list[Finding]]:
    """One column of length rows x slots: row by row and, within a row, slot by slot.

    A slot without a column (None) is blank; at least one has one. Missing tags, value labels and
    the ranges that the file calls missing are kept, those of all slots together. Storages widen
    where no value changes; else, and where dates count differently or labels contradict each
    other, there are findings, without file and wave.
    """
    there = [column for column in columns if column is not None]
    storage, fitting, findings = _storage(name, there)
    findings += _calendars(name, there)
    labels, problems = _labels(name, there)
    kinds: dict[str, Any] = {"text": object, "integer": "int64"}
    blank: Any = "" if storage == "text" else 0
    values = np.full((rows, len(columns)), blank, dtype=kinds.get(storage, "float64"))
    tags = np.full((rows, len(columns)), ".", dtype=object)
    for place, column in enumerate(columns):
        if column is None:
            continue
        given = ~column.missing
        if column.name in fitting:
            values[given, place] = column.values[given]
            tags[:, place] = column.tags
        else:
            tags[~given, place] = column.tags[~given]
    declared = dict.fromkeys(pair for column in there for pair in column.declared)
    stacked = RawColumn.of(
        name=name,
        label=there[0].label,
        storage=storage,
        format=there[0].format,
        values=values.ravel(),
        tags=tags.ravel(),
        value_labels=labels,
        declared=tuple(declared),
    )
    return stacked, findings + problems


def _storage(
    name: str, columns: Sequence[RawColumn]
) -> tuple[_Storage, frozenset[str], list[Finding]]:
    """The storage that holds all, the columns that fit it, and a finding when not all do.

    A column without any value fits every storage: exports store an empty text as a number.
    """
    filled = [column for column in columns if not column.missing.all()]
    names = frozenset(column.name for column in columns)
    kinds = {column.storage for column in filled} or {columns[0].storage}
    if len(kinds) == 1:
        return kinds.pop(), names, []
    numbers = [column for column in filled if column.storage != "text"]
    too_long = [
        column
        for column in numbers
        if column.storage == "integer" and _reaches(column, EXACT_DOUBLE)
    ]
    if "text" not in kinds and not too_long:
        # Digits that a float has lost stay lost, so its storage stays known to later checks.
        short = any(c.storage == "float" and _reaches(c, EXACT_FLOAT) for c in numbers)
        return "float" if short else "double", names, []
    first = filled[0].storage
    fitting = frozenset(
        column.name for column in columns if column.missing.all() or column.storage == first
    )
    others = next(column for column in filled if column.name not in fitting)
    finding = Finding(
        rule="slot-storage",
        message="the columns of the slots are stored so differently that one storage cannot hold "
        "them all",
        variable=name,
        examples=tuple(f"{c.name} ({c.storage})" for c in (filled[0], others)),
        count=len(filled),
        advice="ask for an export in which all slots are stored alike",
    )
    return first, fitting, [finding]


def _reaches(column: RawColumn, limit: int) -> bool:
    return bool((np.abs(column.values[~column.missing]) >= limit).any())


def _calendars(name: str, columns: Sequence[RawColumn]) -> list[Finding]:
    by_calendar = {calendar(column.format): column for column in reversed(columns)}
    if len(by_calendar) == 1:
        return []
    odd = list(by_calendar.values())[::-1]
    return [
        Finding(
            rule="slot-format",
            message="the columns of the slots count dates differently",
            variable=name,
            examples=tuple(f"{c.name} ({c.format or 'no format'})" for c in odd[:MAX_EXAMPLES]),
            advice="ask for an export in which all slots have the same format",
        )
    ]


def _labels(name: str, columns: Sequence[RawColumn]) -> tuple[dict[str, str], list[Finding]]:
    """The value labels of all slots, the first one's wording where they differ.

    Another wording of a code is a warning. It is an error where it is, in another slot, the
    wording of another code: then the slots seem to be coded differently.
    """
    labels: dict[str, str] = {}
    owner: dict[str, str] = {}
    codes: dict[str, set[str]] = {}
    for column in columns:
        for code, text in column.value_labels.items():
            labels.setdefault(code, text)
            owner.setdefault(code, column.name)
            codes.setdefault(_plain(text), set()).add(code)
    different: dict[str, list[str]] = {"error": [], "warning": []}
    for column in columns:
        for code, text in column.value_labels.items():
            if _plain(text) != _plain(labels[code]):
                swapped = codes[_plain(text)] != {code}
                said = f"{code} in {owner[code]} and {column.name}"
                different["error" if swapped else "warning"].append(said)
    findings = [
        Finding(
            rule="slot-labels",
            severity="error" if severity == "error" else "warning",
            message="the file labels a code differently in different slots",
            variable=name,
            examples=tuple(found[:MAX_EXAMPLES]),
            count=len(found),
            advice="ask which coding holds; all slots are read with the same answers",
        )
        for severity, found in different.items()
        if found
    ]
    return labels, findings


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
