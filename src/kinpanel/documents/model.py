"""Trees to frozen models: every problem at once, with its line and the nearest known name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, ConfigDict, ValidationError

from kinpanel.documents.tree import KeyPath, Tree, read_tree
from kinpanel.errors import Finding, nearest


class Document(BaseModel):
    """Base of everything declared in YAML: frozen, strict, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)


D = TypeVar("D", bound=Document)

_ADVICE = {
    "int_type": "write a whole number, without quotes",
    "int_from_float": "write a whole number",
    "float_type": "write a number, without quotes",
    "bool_type": "write true or false",
    "literal_error": "write one of these",
    "too_short": "name at least one",
    "tuple_type": "write a list: [one, two]",
    "dict_type": "write keys and values: {key: value}",
    "value_error": "",  # the message says what is wanted
}
_SEE = "what may stand there is in the schema of the file: kinpanel schemas DIR"


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
        advice = f"it begins with {next(iter(model.model_fields))}:"
        finding = Finding(rule="form", message=message, file=display, line=1, advice=advice)
        tree.findings.append(finding)
        return None, tree
    try:
        # Through JSON: strict there still reads lists as tuples and texts as choices.
        return model.model_validate_json(json.dumps(tree.value)), tree
    except ValidationError as error:
        problems = [dict(p) for p in error.errors(include_url=False, include_input=False)]
        tree.findings += [_finding(tree, model, p) for p in problems if not _echo(p, problems)]
        return None, tree


def _echo(problem: dict[str, Any], problems: list[dict[str, Any]]) -> bool:
    """Whether a list is called too short only because its items are wrong."""
    path = problem["loc"]
    return problem["type"] == "too_short" and any(
        len(other["loc"]) > len(path) and other["loc"][: len(path)] == path for other in problems
    )


def _finding(tree: Tree, model: type[Document], problem: dict[str, Any]) -> Finding:
    path: KeyPath = tuple(problem["loc"])
    known = _known_path(tree, path)
    name = ".".join(str(step) for step in known)
    message, advice = str(problem["msg"]), _ADVICE.get(str(problem["type"]), _SEE)
    if problem["type"] == "extra_forbidden":
        message = f"unknown key {str(path[-1])!r}"
        advice = nearest(str(path[-1]), _keys_at(model, path[:-1]))
    elif problem["type"] == "missing":
        message, advice = f"key {str(path[-1])!r} is missing", f"add {path[-1]}:"
    elif problem["type"] == "string_type":
        message = f"{name}: expected text"
        advice = "put it in quotes"
    elif problem["type"] == "union_tag_invalid":
        expected = [tag.strip(" '") for tag in problem["ctx"]["expected_tags"].split(",")]
        given = str(problem["ctx"]["tag"])
        message = f"{name}: unknown kind {given!r}"
        advice = nearest(given, expected)
    elif name:
        message = f"{name}: {message.removeprefix('Value error, ')}"
    return tree.finding("form", known, message, advice)


def _known_path(tree: Tree, path: KeyPath) -> KeyPath:
    """The steps of a validation path that stand in the file (tags of a union do not)."""
    known: KeyPath = ()
    for step in path:
        if (*known, step) in tree.lines:
            known = (*known, step)
    return known


def _keys_at(model: type[BaseModel], path: KeyPath) -> list[str]:
    """The keys allowed at `path`, found by walking the model's own fields."""
    candidates = [model]
    for step in path:
        inner = [
            found
            for current in candidates
            if step in current.model_fields
            for found in _models_inside(current.model_fields[str(step)].annotation)
        ]
        tagged = [current for current in candidates if step in _tags(current)]
        candidates = inner or tagged or candidates
    return sorted({name for current in candidates for name in current.model_fields})


def _models_inside(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [m for argument in getattr(annotation, "__args__", ()) for m in _models_inside(argument)]


def _tags(model: type[BaseModel]) -> set[str]:
    """Words by which a union tells this model from others: its one-word choices."""
    return {
        get_args(field.annotation)[0]
        for field in model.model_fields.values()
        if get_origin(field.annotation) is Literal and len(get_args(field.annotation)) == 1
    }
