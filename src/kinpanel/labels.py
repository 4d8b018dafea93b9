"""Texts in several languages, and codes as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import BeforeValidator

Labels = dict[str, str]
"""One text per language tag, e.g. `{"en": "Refused", "zh": "拒答"}`."""


def code_text(value: Any) -> Any:
    """A code as the text people read: `1`, `-8`, `.a`, `2.5`; whole floats lose their `.0`.

    Returns anything that is not a number unchanged; booleans are not codes and stay booleans,
    so that a model refuses them.
    """
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
    return value


Code = Annotated[str, BeforeValidator(code_text)]
"""A raw or harmonised code, kept as text: `"1"`, `"-8"`, `".a"`, `"0101"`."""


def text(labels: Mapping[str, str], language: str, order: Sequence[str] = ()) -> str:
    """The text in `language`, else the first language of `order`, else any; `""` when empty."""
    for tag in (language, *order, *labels):
        if tag in labels:
            return labels[tag]
    return ""
