"""A plain YAML text as events, read in C; what is not plain is left to the thorough parser.

libyaml knows YAML 1.1, so it is believed only where that says the same as 1.2: texts with anything
on which the two have been seen to part are not given to it, and whatever it refuses is not refused
in its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from kinpanel.documents.events import Event, Kind

_APART = re.compile(
    r"""
      [\t\u2028\u2029\ufeff] | \r(?!\n)        # tabs, and what only one of them ends a line at
    | ^(?:%|\.\.\.)                            # directives, ends of documents
    | (?:^|[\s\[{,:?-])\?(?:[\s\[\]{},:#]|\Z)  # keys behind a question mark
    | ["']\s*:\S                               # colons behind quotes that cling to what follows
    | [|>][-+0-9]*[ ]*(?:\#|\Z)                # blocks of text with a remark, or without a text
    | [|>][-+0-9]*[ ]*\r?\n(?![ ]+[^\s\#])     # blocks that do not begin at once, and indented
    """,
    re.MULTILINE | re.VERBOSE,
)
"""What the two parsers do not agree upon; a text may hold it without harm, and is not plain."""

_KINDS: dict[type[yaml.Event], Kind] = {
    yaml.DocumentStartEvent: "document",
    yaml.MappingStartEvent: "mapping",
    yaml.SequenceStartEvent: "sequence",
    yaml.ScalarEvent: "scalar",
    yaml.AliasEvent: "alias",
    yaml.MappingEndEvent: "end",
    yaml.SequenceEndEvent: "end",
}


class NotPlainError(ValueError):
    """A text of which only the thorough parser can tell what it says, or what is wrong with it."""


def quick_events(text: str) -> Iterator[Event]:
    """The events of a plain text, as `read_events` gives them, but for lines of empty scalars.

    Raises NotPlainError, at once or on the way, where the text is not plain: it holds what parsers
    read differently, an alias, an anchor, a tag, or something that is wrong. Also where PyYAML was
    built without libyaml.
    """
    if not yaml.__with_libyaml__ or _APART.search(text):
        raise NotPlainError
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            kind = _KINDS.get(type(event))
            if kind is None:
                continue
            if kind == "alias" or getattr(event, "anchor", None) or getattr(event, "tag", None):
                raise NotPlainError
            line = event.start_mark.line + 1
            if kind == "scalar":
                yield Event(kind, line, event.value, not event.style)
            else:
                yield Event(kind, line)
    except (yaml.YAMLError, UnicodeError) as error:
        raise NotPlainError from error
