"""The columns that hold one multi-response answer, and how they hold it.

`q5` is one column of codes, parted by a sign. `q5_{choice}` is an indicator for each code of the
response set; a sign that no column name can have (the minus of -1, a point) becomes `_`, as survey
software writes it: `q5__1`. `q5m{1-3}` is a column for each mention, the first to the third;
`{01-12}` keeps its zeros.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

Layout = Literal["text", "indicators", "mentions"]

CHOICE = "{choice}"
MAX_COLUMNS = 200
"""Neither response sets nor spans of mentions may be longer."""

_SPAN = re.compile(r"\{([0-9]{1,3})-([0-9]{1,3})\}")
_NOT_IN_A_NAME = re.compile(r"[^\w]")


def placeholders(template: str) -> tuple[str, ...]:
    """What stands for a code or a mention in the name of a column, in order."""
    return tuple(match[0] for match in re.finditer(rf"{_SPAN.pattern}|{CHOICE}", template))


def is_placeholder(text: str) -> bool:
    """Whether a text in braces stands for a code or a mention."""
    return text == CHOICE or _SPAN.fullmatch(text) is not None


def layout_of(template: str) -> Layout:
    """How the answers to a multi-response question are held; of two placeholders, the first."""
    found = placeholders(template)
    if not found:
        return "text"
    return "indicators" if found[0] == CHOICE else "mentions"


def span_of(placeholder: str) -> tuple[str, ...]:
    """The mentions of `{1-3}`, as they stand in names; none for a span that leads nowhere."""
    match = _SPAN.fullmatch(placeholder)
    if match is None:
        return ()
    first, last = match.groups()
    width = len(first) if first.startswith("0") else 1
    return tuple(str(number).zfill(width) for number in range(int(first), int(last) + 1))


def columns_of(template: str, codes: Sequence[str]) -> tuple[str, ...]:
    """The actual columns: of indicators one for each code, in their order."""
    found = placeholders(template)
    if not found:
        return (template,)
    parts = [_in_name(code) for code in codes] if found[0] == CHOICE else span_of(found[0])
    return tuple(template.replace(found[0], part, 1) for part in parts)


def _in_name(code: str) -> str:
    return _NOT_IN_A_NAME.sub("_", code)
