"""The definitions that a study can name: the presets and its own."""

from __future__ import annotations

from kinpanel.errors import UsageError, nearest
from kinpanel.presets import Definition, like, preset, preset_names
from kinpanel.study import StudyDefinition

__all__ = ["Definition", "definition_names", "definition_of", "preset", "preset_names"]


def definition_names(study: StudyDefinition) -> tuple[str, ...]:
    """The presets, then the study's own definitions."""
    return (*preset_names(), *study.definitions)


def definition_of(study: StudyDefinition, name: str) -> Definition:
    """The definition of that name, a study's own completed from the one that it is `like`.

    Raises UsageError with the nearest name when unknown.
    """
    own = study.definitions.get(name)
    if own is not None:
        return like(own, preset(own.like)) if own.like is not None else own
    if name not in preset_names():
        raise UsageError(f"unknown definition {name!r}; {nearest(name, definition_names(study))}")
    return preset(name)
