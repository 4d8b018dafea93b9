"""Texts in several languages, and codes as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from numbers import Integral, Real
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

Labels = dict[str, str]
"""One text per language tag, e.g. `{"en": "Refused", "zh": "拒答"}`."""


def code_text(value: Any) -> Any:
    """A code as the text people read: `1`, `-8`, `.a`, `2.5`; whole floats lose their `.0`.

    Numbers of numpy are numbers, too. Whole floats from 2**53 on, where digits are already lost,
    keep the form that Python gives them. Returns anything that is not a number unchanged;
    booleans are not codes and stay booleans, so that a model refuses them.
    """
    if isinstance(value, bool):
        return value
    if isinstance(value, Integral):
        return str(int(value))
    if isinstance(value, Real):
        number = float(value)
        return str(int(number)) if number.is_integer() and abs(number) < 2**53 else repr(number)
    return value


Code = Annotated[
    str,
    BeforeValidator(code_text),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "number"}]}),
]
"""A raw or harmonised code, kept as text: `"1"`, `"-8"`, `".a"`, `"0101"`."""


def text(labels: Mapping[str, str], language: str, order: Sequence[str] = ()) -> str:
    """The text in `language`, else the first language of `order`, else any; `""` when empty."""
    for tag in (language, *order, *labels):
        if tag in labels:
            return labels[tag]
    return ""
