"""The slots of a repeat, as written and one by one, and columns named after them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import BeforeValidator

from kinpanel.labels import Code, code_text

SLOT = "{slot}"
"""Where the slot stands in the name of a column; alone it is the slot itself."""
MAX_SLOTS = 500
PLACEHOLDER = re.compile(r"\{[^{}]*\}|[{}]")

_SPAN = re.compile(r"([0-9]{1,6})-([0-9]{1,6})")
_NAME = re.compile(r"[A-Za-z0-9_]{1,32}")
_HOW = "write 1-12, 01-12 (zeros as in the columns), or a list: [a, b, c]"


class SlotsError(ValueError):
    """Slots that cannot be: what is wrong, and what to write."""

    def __init__(self, message: str, advice: str = _HOW) -> None:
        super().__init__(message)
        self.message, self.advice = message, advice


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, dict):
        raise ValueError(f"expected slots; {_HOW}")
    return value if isinstance(value, tuple) else code_text(value)


Slots = Annotated[str | tuple[Code, ...], BeforeValidator(_plain)]
"""Slots as written: a span `1-12` or `01-12`, or the slots themselves in a list."""


def slot_names(written: str | Sequence[str]) -> tuple[str, ...]:
    """Every slot as it stands in the names of columns, in order.

    Raises SlotsError for what is no span or list, for slots that stand twice and for more than
    500 of them.
    """
    names = _span(written) if isinstance(written, str) else tuple(written)
    if not names:
        raise SlotsError("there is no slot")
    for name in names:
        if not _NAME.fullmatch(name):
            raise SlotsError(f"{name!r} cannot be a slot", "letters, digits and _ only")
    if len(names) > MAX_SLOTS:
        message = f"{len(names):,} slots are more than {MAX_SLOTS}"
        raise SlotsError(message, "have the file exported with one row per member")
    seen: set[str | int] = set()
    numbers = are_numbers(names)
    for name in names:
        known = int(name) if numbers else name
        if known in seen:
            raise SlotsError(f"slot {name!r} stands twice", "leave one of them out")
        seen.add(known)
    return names


def _span(written: str) -> tuple[str, ...]:
    """`1-12`, or `01-12` where every number is written with that many digits."""
    span = _SPAN.fullmatch(written.replace(" ", ""))
    if span is None:
        raise SlotsError(f"{written!r} is neither a span nor a list of slots")
    low, high = span.groups()
    padded = low.startswith("0") and len(low) > 1
    if int(low) > int(high) or (padded and len(low) != len(high)):
        raise SlotsError(f"{written!r} is no span of slots")
    # Not more than one beyond what is allowed, however long the span that was written.
    last = min(int(high), int(low) + MAX_SLOTS)
    return tuple(str(n).zfill(len(low) if padded else 1) for n in range(int(low), last + 1))


def are_numbers(slots: Sequence[str]) -> bool:
    """Whether all slots are digits, so that the slot of a row is a number."""
    return all(slot.isascii() and slot.isdigit() for slot in slots)


def is_slotted(column: str) -> bool:
    """Whether there is one such column per slot; the slot itself sits in no column."""
    return SLOT in column and column != SLOT


def column_of(template: str, slot: str) -> str:
    """The column of a slot: `name_{slot}` and `3` give `name_3`."""
    return template.replace(SLOT, slot)
