"""Parental absence: state at interview, published definitions, exposures from spells, status."""

from kinpanel.derived.absence.definition import (
    Definition,
    definition_names,
    definition_of,
    preset,
    preset_names,
)
from kinpanel.derived.absence.evaluate import Absence, evaluate
from kinpanel.derived.absence.exposures import exposures
from kinpanel.derived.absence.facts import Facts, completed
from kinpanel.derived.absence.interview import month_number, parent_away, parental_state

__all__ = [
    "Absence",
    "Definition",
    "Facts",
    "completed",
    "definition_names",
    "definition_of",
    "evaluate",
    "exposures",
    "month_number",
    "parent_away",
    "parental_state",
    "preset",
    "preset_names",
]
