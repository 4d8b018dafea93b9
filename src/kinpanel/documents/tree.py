"""YAML text to plain values with the line of every one, under rules that cannot surprise.

Only what looks like a number to everybody is a number: `7`, `-8`, `2.5`. Dates, `0101`, `No`,
`12:30`, `1e3`, `.5`, `0x10`, `1_000` stay text. Duplicate and merge keys, aliases, tags, a second
document and whatever exceeds the caps on size and depth are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from kinpanel.documents.events import Event, read_events
from kinpanel.documents.quick import NotPlainError, quick_events
from kinpanel.documents.source import SourceError, read_source, unseen
from kinpanel.errors import Finding

MAX_BYTES = 8 * 1024 * 1024
MAX_DEPTH = 40

KeyPath = tuple[str | int, ...]

_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,17})\.[0-9]{1,18}")
_WRITE_OUT = "write out what it stands for"
_WORDS: dict[str, Any] = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass
class Tree:
    """Plain values (dict, list, str, int, float, bool, None) and the line of each path."""

    file: str
    value: Any = None
    lines: dict[KeyPath, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def line(self, path: KeyPath) -> int | None:
        """The line (from 1) of the value at `path`, or of its nearest known ancestor."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return None

    def finding(
        self,
        rule: str,
        path: KeyPath,
        message: str,
        advice: str = "",
        examples: Sequence[str] = (),
    ) -> Finding:
        """A finding on the value at `path`; `examples` are codes or names."""
        return Finding(
            rule=rule,
            message=message,
            file=self.file,
            line=self.line(path),
            examples=tuple(examples),
            count=len(examples) or None,
            advice=advice,
        )


def read_tree(path: Path, display: str) -> Tree:
    """Read a YAML file into a `Tree`; everything wrong is a finding in it, nothing is raised.

    `display` is the name shown in findings. A file that cannot be read or parsed has value None;
    so has an empty one, without a finding.
    """
    try:
        text = read_source(path, MAX_BYTES)
    except SourceError as error:
        tree = Tree(file=display)
        _report(tree, error.line, str(error), error.advice)
        return tree
    known = _parsed(text, display)
    return Tree(display, _copied(known.value), dict(known.lines), list(known.findings))


def _copied(value: Any) -> Any:
    """Plain values of one's own."""
    if isinstance(value, dict):
        return {key: _copied(item) for key, item in value.items()}
    return [_copied(item) for item in value] if isinstance(value, list) else value


@lru_cache(maxsize=64)
def _parsed(text: str, display: str) -> Tree:
    """A text as a tree; the same text is read once, for definitions are opened again and again."""
    return _quickly(text, display) or _thoroughly(text, display)


def _quickly(text: str, display: str) -> Tree | None:
    """The tree of a plain text with nothing wrong in it; None where another way must be taken."""
    tree = Tree(file=display)
    try:
        tree.value = _document(quick_events(text), tree)
    except (NotPlainError, SourceError):
        return None
    # The line of a document without any value is told differently.
    return None if tree.value is None or tree.findings else tree


def _thoroughly(text: str, display: str) -> Tree:
    """The tree of any text, with all that is wrong."""
    tree = Tree(file=display)
    try:
        tree.value = _document(read_events(text), tree)
    except SourceError as error:
        _report(tree, error.line, str(error), error.advice)
    except (ValueError, OverflowError):  # what the parser makes of an escape like \UFFFFFFFF
        line = max(tree.lines.values(), default=1)
        _report(tree, line, "not valid YAML: an escape here or below is no character")
    return tree


def _report(tree: Tree, line: int, message: str, advice: str = "") -> None:
    tree.findings.append(
        Finding(rule="yaml", message=message, file=tree.file, line=line, advice=advice)
    )


def _refuse_tag(event: Event, tree: Tree) -> None:
    if event.tag is not None:
        _report(tree, event.line, f"tags ({event.tag}) are not read here", "leave it out")


def _document(events: Iterator[Event], tree: Tree) -> Any:
    value = None
    for number, event in enumerate(events, start=1):
        if number > 1:
            _report(tree, event.line, "a second document starts here", "one file, one document")
            return None
        value = _value(next(events), events, (), tree)
    return value


def _value(event: Event, events: Iterator[Event], path: KeyPath, tree: Tree) -> Any:
    """The value that starts with `event`; takes its other events from `events`."""
    tree.lines[path] = event.line
    if len(path) > MAX_DEPTH:
        raise SourceError(f"nested deeper than {MAX_DEPTH} levels", event.line)
    if event.kind == "alias":
        _report(tree, event.line, "aliases (*name) are not read here", _WRITE_OUT)
        return None
    _refuse_tag(event, tree)
    if event.kind == "scalar":
        return _scalar(event, tree)
    if event.kind == "sequence":
        items: list[Any] = []
        while (item := next(events)).kind != "end":
            items.append(_value(item, events, (*path, len(items)), tree))
        return items
    return _mapping(events, path, tree)


def _mapping(events: Iterator[Event], path: KeyPath, tree: Tree) -> dict[str, Any]:
    result: dict[str, Any] = {}
    while (event := next(events)).kind != "end":
        key = _key(event, events, result, path, tree)
        if key is None:
            # Read past what it holds; its findings count, its lines do not.
            _value(next(events), events, path, Tree(tree.file, findings=tree.findings))
            continue
        result[key] = _value(next(events), events, (*path, key), tree)
        tree.lines[(*path, key)] = event.line
    return result


def _key(
    event: Event, events: Iterator[Event], taken: dict[str, Any], path: KeyPath, tree: Tree
) -> str | None:
    """The key that starts with `event`, or None, with a finding, when it cannot be one."""
    line = event.line
    if event.kind != "scalar":
        _report(tree, line, "a key must be a single word or text")
        _value(event, events, path, Tree(tree.file, findings=tree.findings))
        return None
    _refuse_tag(event, tree)
    key = event.text
    if key == "<<" and event.plain:
        _report(tree, line, "merge keys (<<) are not read here", _WRITE_OUT)
        return None
    if hidden := unseen(key):
        _report(tree, line, f"a key holds {hidden}")
        return None
    if key in taken:
        first = tree.lines[(*path, key)]
        message = f"key {key!r} stands twice (first in line {first})"
        _report(tree, line, message, "keep one of them")
        return None
    return key


def _scalar(event: Event, tree: Tree) -> Any:
    value = event.text
    if not event.plain:
        if hidden := unseen(value):
            _report(tree, event.line, f"a text holds {hidden}")
        return value
    if value in _WORDS:
        return _WORDS[value]
    if _INTEGER.fullmatch(value):
        return int(value)
    if _DECIMAL.fullmatch(value):
        return float(value)
    return value
