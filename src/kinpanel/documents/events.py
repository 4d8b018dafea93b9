"""A YAML text as events, one after the other: what `tree` makes values of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml import events as ruamel
from ruamel.yaml.error import YAMLError

from kinpanel.documents.source import SourceError

Kind = Literal["document", "mapping", "sequence", "scalar", "alias", "end"]
"""What begins, or stands there; "end" is that of a mapping or a sequence."""


class Event(NamedTuple):
    """One event: its kind and line (from 1), of a scalar its text and whether it has no quotes.

    `tag` is what is written before a value to name its type, None where nothing is.
    """

    kind: Kind
    line: int
    text: str = ""
    plain: bool = False
    tag: str | None = None


_KINDS: dict[type[ruamel.Event], Kind] = {
    ruamel.DocumentStartEvent: "document",
    ruamel.MappingStartEvent: "mapping",
    ruamel.SequenceStartEvent: "sequence",
    ruamel.ScalarEvent: "scalar",
    ruamel.AliasEvent: "alias",
    ruamel.MappingEndEvent: "end",
    ruamel.SequenceEndEvent: "end",
}


def read_events(text: str) -> Iterator[Event]:
    """The events of a text by the rules of YAML 1.2; ends of documents and streams are left out.

    Raises SourceError, with line and advice, where the text is not YAML, and ValueError or
    OverflowError where an escape stands for no character.
    """
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            kind = _KINDS.get(type(event))
            if kind is None:
                continue
            line, tag = int(event.start_mark.line) + 1, getattr(event, "ctag", None)
            scalar = kind == "scalar"
            value, plain = (str(event.value), event.style is None) if scalar else ("", False)
            yield Event(kind, line, value, plain, None if tag is None else str(tag))
    except YAMLError as error:
        raise _not_yaml(error) from None


def _not_yaml(error: YAMLError) -> SourceError:
    problem = getattr(error, "problem", None) or "not understood"
    opened = getattr(error, "context_mark", None) if "end of stream" in problem else None
    mark = opened or getattr(error, "problem_mark", None)
    advice = (
        "indent with spaces, not with tabs"
        if "\\t" in problem
        else "is a quote or a bracket left open here or above, or a colon or an indent wrong?"
    )
    return SourceError(f"not valid YAML: {problem}", mark.line + 1 if mark else 1, advice)
