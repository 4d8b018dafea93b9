"""The presets, read when one is asked for, once; definitions that are like another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import as_file, files

from kinpanel.documents import Document, read_document
from kinpanel.errors import DefinitionError, UsageError, nearest
from kinpanel.presets.check import contradictions
from kinpanel.presets.model import Definition

_FILE = "presets.yaml"
_OWN_NAME = r"[a-z][a-z0-9_]{0,31}"


class _PresetFile(Document):
    """The presets by name."""

    presets: dict[str, Definition]


def preset(name: str) -> Definition:
    """The preset of that name, e.g. `mca_2016`; UsageError with the nearest name when unknown.

    Fields that its `verify` names are unverified and must not be presented as fact.
    """
    known = _presets()
    if name not in known:
        raise UsageError(f"unknown definition {name!r}; {nearest(name, known)}")
    return known[name]


def preset_names() -> tuple[str, ...]:
    """The presets in the order of the catalogue."""
    return tuple(_presets())


def like(declared: Definition, base: Definition) -> Definition:
    """`base` with everything that `declared` states itself.

    A field that `declared` states is its own and no longer waits for verification. Its source
    stays that of `base`, with a word on the change, unless it states one.
    """
    stated = {name: getattr(declared, name) for name in declared.model_fields_set}
    inherited = {
        "verify": tuple(field for field in base.verify if field not in stated),
        "source": f"changed from {declared.like} ({base.source})",
    }
    return base.model_copy(update={**inherited, **stated})


def check_declared(
    definitions: Mapping[str, Definition],
) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """What is wrong with definitions that a study declares: path, message, advice."""
    for name, declared in definitions.items():
        if name in _presets():
            yield (name,), f"{name!r} is a preset", f"choose another name, with like: {name}"
        elif not re.fullmatch(_OWN_NAME, name):
            yield (name,), f"{name!r} is no name of a definition", "lower-case letters, digits, _"
        elif declared.like is not None and declared.like not in _presets():
            message = f"unknown definition {declared.like!r}"
            yield (name, "like"), message, nearest(declared.like, _presets())
        else:
            whole = declared if declared.like is None else like(declared, preset(declared.like))
            for field, message, advice in contradictions(whole):
                path = (name, field) if field in declared.model_fields_set else (name,)
                yield path, message, advice


@cache
def _presets() -> Mapping[str, Definition]:
    with as_file(files("kinpanel.presets").joinpath("data").joinpath(_FILE)) as path:
        read, tree = read_document(path, _FILE, _PresetFile)
    found = {} if read is None else read.presets
    findings = [
        *tree.findings,
        *(
            tree.finding("definition", ("presets", name, field), message, advice)
            for name, definition in found.items()
            for field, message, advice in contradictions(definition)
        ),
    ]
    if findings:
        raise DefinitionError("the presets cannot be used", findings)
    return found
