"""The closed list of crosswalk rules: how answers become a harmonised value."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

DATE_FORMATS = (
    *("YYYYMMDD", "YYYY-MM-DD", "YYYY/MM/DD", "YYYY.MM.DD"),
    *("DD.MM.YYYY", "DD/MM/YYYY", "MM/DD/YYYY", "stata", "spss"),
)
"""How the rule `date` reads a day; stata counts days (%td), spss seconds."""

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?(e-?[0-9]{1,3})?")


@dataclass(frozen=True)
class RuleSpec:
    """A rule's name, how it is written, its sentence for the documentation, what it can connect.

    `argument` checks the text after the name and returns what is wrong with it, or "".
    """

    name: str
    usage: str
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


def _codes(argument: str) -> str:
    codes = argument.split()
    if not codes:
        return "needs codes, e.g. any 3 4"
    twice = [code for place, code in enumerate(codes) if code in codes[:place]]
    return f"names code {twice[0]} twice" if twice else ""


def _place(argument: str) -> str:
    good = re.fullmatch(r"[1-9][0-9]?", argument)
    return "" if good else "needs the number of a mention, e.g. mention 1"


def _date_format(argument: str) -> str:
    return "" if argument in DATE_FORMATS else f"needs a format: {', '.join(DATE_FORMATS)}"


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
            "same",
            "The answer is taken as it is; the codes of a choice must be levels of the variable.",
            _ANY,
            _ALL_TYPES,
            _none,
        ),
        RuleSpec(
            "map",
            "map",
            "Codes are translated by the grid codes.csv, all at once; an unmapped code stops.",
            frozenset({"select_one", "integer", "text"}),
            frozenset({"integer", "decimal", "boolean", "nominal", "ordinal"}),
            _none,
        ),
        RuleSpec(
            "scale",
            "scale FACTOR",
            "The number is multiplied by a factor that changes its unit.",
            _NUMBERS,
            frozenset({"integer", "decimal"}),
            _factor,
        ),
        RuleSpec(
            "pad",
            "pad WIDTH",
            "An identifier becomes text with leading zeros up to a width.",
            frozenset({"integer", "text"}),
            frozenset({"text"}),
            _width,
        ),
        RuleSpec(
            "month",
            "month FORMAT",
            "A calendar month is read from a number: YYYYMM, or months since 1960 (Stata %tm).",
            frozenset({"integer", "text", "month"}),
            frozenset({"month"}),
            _month_format,
        ),
        RuleSpec(
            "date",
            "date FORMAT",
            "A day is read from a number or text in one format; a day that no calendar has stops.",
            frozenset({"integer", "text", "date"}),
            frozenset({"date"}),
            _date_format,
        ),
        RuleSpec(
            "first",
            "first",
            "The first source that was answered counts; its answer is taken as it is.",
            _ANY,
            _ALL_TYPES,
            _none,
            many_sources=True,
        ),
        RuleSpec(
            "any",
            "any CODE ...",
            "Whether one of the codes was chosen; an answer without any of them is no.",
            frozenset({"select_multiple", "select_one"}),
            frozenset({"boolean"}),
            _codes,
        ),
        RuleSpec(
            "count",
            "count",
            "How many answers were chosen; 0 where the question was answered with none.",
            frozenset({"select_multiple"}),
            frozenset({"integer"}),
            _none,
        ),
        RuleSpec(
            "mention",
            "mention NUMBER",
            "The code mentioned first, second, ...; where fewer were mentioned it is inapplicable.",
            frozenset({"select_multiple"}),
            frozenset({"nominal", "integer"}),
            _place,
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
