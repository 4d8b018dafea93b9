"""Trees to frozen models: every problem at once, with its line and the nearest known name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from kinpanel.documents.tree import KeyPath, Tree, read_tree
from kinpanel.errors import Finding, nearest


class Document(BaseModel):
    """Base of everything declared in YAML: frozen, strict, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)


D = TypeVar("D", bound=Document)


def read_document(path: Path, display: str, model: type[D]) -> tuple[D | None, Tree]:
    """Read one YAML file as `model`.

    Returns the model (None when anything is wrong) and the tree, whose findings list every
    problem of syntax and of form, each with its line.
    """
    tree = read_tree(path, display)
    if tree.findings:
        return None, tree
    if not isinstance(tree.value, dict):
        message = "the file is empty" if tree.value is None else "expected keys and values"
        tree.findings.append(Finding(rule="form", message=message, file=display, line=1))
        return None, tree
    try:
        # Through JSON: strict there still reads lists as tuples and texts as choices.
        return model.model_validate_json(json.dumps(tree.value)), tree
    except ValidationError as error:
        for problem in error.errors(include_url=False, include_input=False):
            tree.findings.append(_finding(tree, model, dict(problem)))
        return None, tree


def _finding(tree: Tree, model: type[Document], problem: dict[str, Any]) -> Finding:
    path: KeyPath = tuple(problem["loc"])
    known = _known_path(tree, path)
    name = ".".join(str(step) for step in known)
    message, advice = str(problem["msg"]), ""
    if problem["type"] == "extra_forbidden":
        message = f"unknown key {str(path[-1])!r}"
        advice = nearest(str(path[-1]), _keys_at(model, path[:-1]))
    elif problem["type"] == "missing":
        message = f"key {str(path[-1])!r} is missing"
    elif problem["type"] == "string_type":
        message = f"{name}: expected text"
        advice = "put it in quotes"
    elif name:
        message = f"{name}: {message}"
    return Finding(
        rule="form", message=message, file=tree.file, line=tree.line(path), advice=advice
    )


def _known_path(tree: Tree, path: KeyPath) -> KeyPath:
    """The part of a validation path that stands in the file (union branches do not)."""
    known = path
    while known and known not in tree.lines:
        known = known[:-1]
    return known


def _keys_at(model: type[BaseModel], path: KeyPath) -> list[str]:
    """The keys allowed at `path`, found by walking the model's own fields."""
    current: type[BaseModel] = model
    for step in path:
        if isinstance(step, int) or step not in current.model_fields:
            continue
        inner = _model_inside(current.model_fields[step].annotation)
        if inner is None:
            return []
        current = inner
    return [field.alias or name for name, field in current.model_fields.items()]


def _model_inside(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _model_inside(argument)
        if found is not None:
            return found
    return None
