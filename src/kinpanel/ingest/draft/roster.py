"""Columns of a delivered file that look like a roster in wide columns: `name_1`, `name_2`, ..."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from kinpanel.documents.scalar import TODO, clean
from kinpanel.errors import MAX_EXAMPLES
from kinpanel.ingest.dates import calendar
from kinpanel.ingest.raw import RawColumn
from kinpanel.questionnaire.slots import SLOT

FEWEST_SLOTS = 3
FEWEST_COLUMNS = 2
_NUMBER = re.compile(r"[0-9]{1,3}")
_DIGITS = re.compile(r"[0-9]+")


def suggestions(columns: Mapping[str, RawColumn], file: str) -> list[str]:
    """A comment for each set of slots that several series of alike columns share.

    Alike are columns with the same storage, kind of dates, value labels and, but for numbers, the
    same label; so a battery of items, whose wordings differ, is no roster.
    """
    by_slots: dict[tuple[str, ...], list[str]] = {}
    for template, found in _series(columns).items():
        slots = tuple(sorted(found, key=int))
        counted = [int(slot) for slot in slots] == list(range(1, len(slots) + 1))
        widths = {len(slot) for slot in slots if slot[0] == "0"} | {len(slots[-1])}
        even = len(widths) == 1
        if len(slots) >= FEWEST_SLOTS and counted and even and _alike(list(found.values())):
            by_slots.setdefault(slots, []).append(template)
    return [
        f"  # {TODO}: columns {_named(templates)} look like a repeat: "
        f"{{repeat: {file}, slots: {slots[0]}-{slots[-1]}}}"
        for slots, templates in by_slots.items()
        if len(templates) >= FEWEST_COLUMNS
    ]


def _series(columns: Mapping[str, RawColumn]) -> dict[str, dict[str, RawColumn]]:
    """Columns by name with one number taken out, and by that number."""
    found: dict[str, dict[str, RawColumn]] = {}
    for name, column in columns.items():
        for template, slot in _templates(name):
            found.setdefault(template, {})[slot] = column
    return found


def _templates(name: str) -> Iterator[tuple[str, str]]:
    for number in _DIGITS.finditer(name):
        if _NUMBER.fullmatch(number[0]):
            yield name[: number.start()] + SLOT + name[number.end() :], number[0]


def _alike(columns: Sequence[RawColumn]) -> bool:
    return len({_looks(column) for column in columns}) == 1


def _looks(column: RawColumn) -> tuple[object, ...]:
    said = _DIGITS.sub("#", column.label)
    labels = tuple(sorted(column.value_labels.items()))
    return column.storage, calendar(column.format), labels, said


def _named(templates: Sequence[str]) -> str:
    shown = ", ".join(clean(template) for template in templates[:MAX_EXAMPLES])
    return shown + (", ..." if len(templates) > MAX_EXAMPLES else "")
