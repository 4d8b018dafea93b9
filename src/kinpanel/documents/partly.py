"""YAML files whose form is wrong in places: what is left when those places are taken out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from kinpanel.documents.model import Document, read_document
from kinpanel.documents.tree import KeyPath, Tree
from kinpanel.errors import Finding

D = TypeVar("D", bound=Document)


def read_partly(
    path: Path, display: str, model: type[D], parts: Mapping[str, str]
) -> tuple[D | None, Tree, set[str | None]]:
    """Read one YAML file as `model`, without those of its parts whose form is wrong.

    `parts` names the keys whose items can be left out, each with the key that names an item of a
    list ("" for a mapping, whose keys are names). Unknown keys elsewhere are left out, too.
    Returns the model (None when what is left is none), the tree, whose findings are those of
    `read_document` and whose lines are those of what is left, and the names of the items that
    were left out: None for one whose name cannot be read.
    """
    document, tree = read_document(path, display, model)
    gone: set[str | None] = set()
    if any(finding.rule != "form" for finding in tree.findings):
        return None, tree, gone
    while document is None and isinstance(tree.value, dict):
        try:
            document = model.model_validate_json(json.dumps(tree.value))
        except ValidationError as error:
            places = {_place(problem, tree, parts) for problem in _problems(error)}
            if None in places:
                break
            for place in sorted(filter(None, places), key=_order, reverse=True):
                gone |= _name(tree, place, parts)
                _take_out(tree, place)
    return document, tree, gone


def yaml_files(folder: Path, display: str) -> tuple[list[Path], list[Finding]]:
    """The .yaml files of a folder in the order of their names, and findings on files like .yml."""
    files, findings = [], []
    for path in sorted(folder.glob("*.*")):
        if path.suffix == ".yaml":
            files.append(path)
        elif path.suffix.lower() in (".yml", ".yaml"):
            message, advice = f"files {path.suffix} are not read", f"rename to {path.stem}.yaml"
            place = f"{display}/{path.name}"
            findings.append(
                Finding(rule="file", message=message, file=place, line=1, advice=advice)
            )
    return files, findings


def _problems(error: ValidationError) -> list[dict[str, Any]]:
    return [dict(problem) for problem in error.errors(include_url=False, include_input=False)]


def _place(problem: dict[str, Any], tree: Tree, parts: Mapping[str, str]) -> KeyPath | None:
    """What must be left out because of a problem; None when it is the whole file."""
    path: KeyPath = tuple(problem["loc"])
    if len(path) > 1 and path[0] in parts and path[:2] in tree.lines:
        return path[:2]
    return path if problem["type"] == "extra_forbidden" and path in tree.lines else None


def _order(path: KeyPath) -> list[tuple[bool, int | str]]:
    return [(isinstance(step, str), step) for step in path]


def _name(tree: Tree, place: KeyPath, parts: Mapping[str, str]) -> set[str | None]:
    """The name of an item that is left out; none for an unknown key."""
    if len(place) != 2 or place[0] not in parts:
        return set()
    if isinstance(place[1], str):
        return {place[1]}
    item = tree.value[place[0]][place[1]]
    name = item.get(parts[str(place[0])]) if isinstance(item, dict) else None
    return {name if isinstance(name, str) else None}


def _take_out(tree: Tree, place: KeyPath) -> None:
    """Delete the value at `place`; later items of a list move up and keep their lines."""
    *way, last = place
    holder, depth = tree.value, len(way)
    for step in way:
        holder = holder[step]
    del holder[last]
    lines: dict[KeyPath, int] = {}
    for path, line in tree.lines.items():
        if path[: depth + 1] == place:
            continue
        moves = path[:depth] == tuple(way) and len(path) > depth
        own = path[depth] if moves else None
        if isinstance(last, int) and isinstance(own, int) and own > last:
            lines[(*way, own - 1, *path[depth + 1 :])] = line
        else:
            lines[path] = line
    tree.lines = lines
