"""The closed list of crosswalk rules: how answers become a harmonised value."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?(e-?[0-9]{1,3})?")


@dataclass(frozen=True)
class RuleSpec:
    """A rule's name, its sentence for the documentation, and what it can connect.

    `argument` checks the text after the name and returns what is wrong with it, or "".
    """

    name: str
    sentence: str
    from_kinds: frozenset[str]
    to_types: frozenset[str]
    argument: Callable[[str], str]
    many_sources: bool = False


@dataclass(frozen=True)
class Rule:
    """A rule as written in the crosswalk: the specification and its argument."""

    spec: RuleSpec
    argument: str

    def __str__(self) -> str:
        return f"{self.spec.name} {self.argument}".strip()


def _none(argument: str) -> str:
    return "takes no argument" if argument else ""


def _factor(argument: str) -> str:
    if not _NUMBER.fullmatch(argument):
        return "needs a factor, e.g. scale 0.5"
    value = float(argument)
    return "" if math.isfinite(value) and value != 0 else "needs a finite factor that is not 0"


def _width(argument: str) -> str:
    return "" if re.fullmatch(r"[1-9]|[1-4][0-9]", argument) else "needs a width, e.g. pad 10"


def _month_format(argument: str) -> str:
    return "" if argument in ("YYYYMM", "stata") else "needs a format: YYYYMM or stata (%tm)"


_ANY = frozenset({"integer", "decimal", "text", "date", "month", "select_one"})
_NUMBERS = frozenset({"integer", "decimal"})
_ALL_TYPES = frozenset(
    {"integer", "decimal", "boolean", "date", "month", "text", "nominal", "ordinal"}
)

RULES: dict[str, RuleSpec] = {
    spec.name: spec
    for spec in (
        RuleSpec(
            "same",
            "The answer is taken as it is; the codes of a choice must be levels of the variable.",
            _ANY,
            _ALL_TYPES,
            _none,
        ),
        RuleSpec(
            "map",
            "Codes are translated by the grid codes.csv, all at once; an unmapped code stops.",
            frozenset({"select_one", "integer", "text"}),
            frozenset({"integer", "decimal", "boolean", "nominal", "ordinal"}),
            _none,
        ),
        RuleSpec(
            "scale",
            "The number is multiplied by a factor that changes its unit.",
            _NUMBERS,
            frozenset({"integer", "decimal"}),
            _factor,
        ),
        RuleSpec(
            "pad",
            "An identifier becomes text with leading zeros up to a width.",
            frozenset({"integer", "text"}),
            frozenset({"text"}),
            _width,
        ),
        RuleSpec(
            "month",
            "A calendar month is read from a number: YYYYMM, or months since 1960 (Stata %tm).",
            frozenset({"integer", "text", "month"}),
            frozenset({"month"}),
            _month_format,
        ),
        RuleSpec(
            "first",
            "The first source that was answered counts; its answer is taken as it is.",
            _ANY,
            _ALL_TYPES,
            _none,
            many_sources=True,
        ),
    )
}


def parse_rule(text: str) -> Rule | str:
    """The rule a crosswalk cell names, or, as text, what is wrong with the cell."""
    name, argument = (*text.split(maxsplit=1), "", "")[:2]
    spec = RULES.get(name)
    if spec is None:
        return f"unknown rule {name!r}; known: {', '.join(RULES)}"
    wrong = spec.argument(argument.strip())
    return f"rule {name} {wrong}" if wrong else Rule(spec, argument.strip())
