"""The closed list of crosswalk rules: how answers become a harmonised value."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

from kinpanel.codebook.behind import parse_behind
from kinpanel.codebook.factors import parse_factors
from kinpanel.codebook.parts import parse_lunar
from kinpanel.codebook.units import unit_of, unknown_unit

DATE_FORMATS = (
    *("YYYYMMDD", "YYYY-MM-DD", "YYYY/MM/DD", "YYYY.MM.DD"),
    *("DD.MM.YYYY", "DD/MM/YYYY", "MM/DD/YYYY", "YYYY年MM月DD日", "stata", "spss"),
)
"""How the rule `date` reads a day; stata counts days (%td), spss seconds."""

MONTH_FORMATS = ("YYYYMM", "YYYY-MM", "YYYY/MM", "YYYY.MM", "YYYY年MM月", "stata")
"""How the rule `month` reads a month; stata counts months (%tm)."""

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


def _most(argument: str) -> str:
    good = re.fullmatch(r"[1-9][0-9]?", argument)
    return "" if good else "needs the number to count to, e.g. count_to 2"


def _place(argument: str) -> str:
    good = re.fullmatch(r"[1-9][0-9]?", argument)
    return "" if good else "needs the number of a mention, e.g. mention 1"


def _date_format(argument: str) -> str:
    return "" if argument in DATE_FORMATS else f"needs a format: {', '.join(DATE_FORMATS)}"


def _month_format(argument: str) -> str:
    return "" if argument in MONTH_FORMATS else f"needs a format: {', '.join(MONTH_FORMATS)}"


def _unit(argument: str) -> str:
    if not argument or unit_of(argument) is not None:
        return ""
    return f"knows no unit {argument!r}; {unknown_unit(argument)}"


def _lunar(argument: str) -> str:
    good = not argument or parse_lunar(argument) is not None
    return "" if good else "needs nothing, or the code and the reason of lunar dates: lunar=2:lunar"


def _behind(argument: str) -> str:
    good = parse_behind(argument) is not None
    return "" if good else "needs the code that closes the gate and a number, e.g. behind 2=0"


def _zero(argument: str) -> str:
    code, *factor = argument.split()[:3] or [""]
    if not code or len(factor) > 1:
        return "needs the code of its gate, and a factor where there is one, e.g. zero 0 0.5"
    return _factor(factor[0]) if factor else ""


def _factors(argument: str) -> str:
    good = parse_factors(argument) is not None
    return "" if good else "needs factors by code for every flag, e.g. factors 1=12,2=1"


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
            "A calendar month is read from a number or text in one format.",
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
            many_sources=True,
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
            "count_to",
            "count_to NUMBER",
            "How many answers were chosen, counted to a number: it stands for all above, too.",
            frozenset({"select_multiple"}),
            frozenset({"integer", "ordinal"}),
            _most,
        ),
        RuleSpec(
            "mention",
            "mention NUMBER",
            "The code mentioned first, second, ...; where fewer were mentioned it is inapplicable.",
            frozenset({"select_multiple"}),
            frozenset({"nominal", "integer"}),
            _place,
        ),
        RuleSpec(
            "unit",
            "unit [UNIT]",
            "The number is converted into the unit of the variable, by a closed table of units.",
            _NUMBERS,
            _NUMBERS,
            _unit,
        ),
        RuleSpec(
            "parts",
            "parts [lunar=CODE:REASON]",
            "A day or month is put together from a year, a month and a day.",
            frozenset({"integer", "text", "select_one"}),
            frozenset({"date", "month"}),
            _lunar,
            many_sources=True,
        ),
        RuleSpec(
            "behind",
            "behind CODE=NUMBER",
            "The number; where the gate was closed with the code, the number that this stands for.",
            frozenset({"integer", "decimal", "select_one"}),
            _NUMBERS,
            _behind,
            many_sources=True,
        ),
        RuleSpec(
            "zero",
            "zero CODE [FACTOR]",
            "The number, times a factor where there is one; 0 where its gate answered the code.",
            _NUMBERS | {"select_one"},
            _NUMBERS,
            _zero,
            many_sources=True,
        ),
        RuleSpec(
            "factors",
            "factors CODE=FACTOR,... ...",
            "The number is multiplied by the factors of what other answers say of its unit.",
            frozenset({"integer", "decimal", "select_one"}),
            _NUMBERS,
            _factors,
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
