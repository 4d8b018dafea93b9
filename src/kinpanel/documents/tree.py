"""YAML text to plain values with the line of every one, under rules that cannot surprise.

Only what looks like a number to everybody is a number: `0101`, `No`, `12:30` and dates stay
text. Duplicate keys, aliases, tags and documents above the size cap are refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import AliasEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from kinpanel.errors import Finding

MAX_BYTES = 8 * 1024 * 1024
MAX_DEPTH = 40

KeyPath = tuple[str | int, ...]

_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,17})\.[0-9]{1,18}(e[+-]?[0-9]{1,3})?")
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


def read_tree(path: Path, display: str) -> Tree:
    """Read a YAML file into a `Tree`; everything wrong is a finding in it, nothing is raised.

    `display` is the name shown in findings. A file that cannot be read or parsed has value None.
    """
    tree = Tree(file=display)
    try:
        raw = path.read_bytes()
        if len(raw) > MAX_BYTES:
            raise ValueError(f"larger than {MAX_BYTES:,} bytes")
        text = raw.decode("utf-8-sig")
        # Before composing: composing would follow the aliases that are refused here.
        for event in YAML(typ="safe", pure=True).parse(text):
            if isinstance(event, AliasEvent):
                _report(tree, event.start_mark.line, "aliases (*name) are not read here")
                return tree
        node = YAML(typ="safe", pure=True).compose(text)
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "not valid YAML"
        _report(tree, mark.line if mark else 0, f"not valid YAML: {problem}")
    except UnicodeDecodeError:
        _report(tree, 0, "not UTF-8 text")
    except RecursionError:
        _report(tree, 0, f"nested deeper than {MAX_DEPTH} levels")
    except (OSError, ValueError) as error:
        problem = error.strerror if isinstance(error, OSError) else str(error)
        _report(tree, 0, f"cannot be read: {problem}")
    else:
        if node is not None:
            tree.value = _plain(node, (), tree)
    return tree


def _report(tree: Tree, line: int, message: str) -> None:
    tree.findings.append(Finding(rule="yaml", message=message, file=tree.file, line=line + 1))


def _plain(node: Node, path: KeyPath, tree: Tree) -> Any:
    line = node.start_mark.line
    tree.lines[path] = line + 1
    if len(path) > MAX_DEPTH:
        _report(tree, line, f"nested deeper than {MAX_DEPTH} levels")
        return None
    if isinstance(node, ScalarNode):
        return _scalar(node)
    if isinstance(node, SequenceNode):
        return [_plain(child, (*path, place), tree) for place, child in enumerate(node.value)]
    if isinstance(node, MappingNode):
        return _mapping(node, path, tree)
    _report(tree, line, "this kind of value is not read here")
    return None


def _mapping(node: MappingNode, path: KeyPath, tree: Tree) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line
        if not isinstance(key_node, ScalarNode):
            _report(tree, line, "a key must be a single word or text")
            continue
        key = str(key_node.value)
        if key in result:
            first = tree.lines[(*path, key)]
            _report(tree, line, f"key {key!r} stands twice (first in line {first})")
            continue
        result[key] = _plain(value_node, (*path, key), tree)
        tree.lines[(*path, key)] = line + 1
    return result


def _scalar(node: ScalarNode) -> Any:
    value = str(node.value)
    if node.style is not None:
        return value
    if value in _WORDS:
        return _WORDS[value]
    if _INTEGER.fullmatch(value):
        return int(value)
    if _DECIMAL.fullmatch(value):
        return float(value)
    return value
