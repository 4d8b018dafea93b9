"""The closed list of crosswalk rules: how answers become a harmonised value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kinpanel.codebook.argument import (
    DATE_FORMATS,
    MONTH_FORMATS,
    behind_wrong,
    codes_wrong,
    date_format_wrong,
    factor_wrong,
    factors_wrong,
    lunar_wrong,
    month_format_wrong,
    most_wrong,
    none_wrong,
    place_wrong,
    unit_wrong,
    width_wrong,
)

__all__ = ["DATE_FORMATS", "MONTH_FORMATS", "RULES", "Rule", "RuleSpec", "parse_rule"]


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
            none_wrong,
        ),
        RuleSpec(
            "map",
            "map",
            "Codes are translated by the grid codes.csv, all at once; an unmapped code stops.",
            frozenset({"select_one", "integer", "text"}),
            frozenset({"integer", "decimal", "boolean", "nominal", "ordinal"}),
            none_wrong,
        ),
        RuleSpec(
            "scale",
            "scale FACTOR",
            "The number is multiplied by a factor that changes its unit.",
            _NUMBERS,
            frozenset({"integer", "decimal"}),
            factor_wrong,
        ),
        RuleSpec(
            "pad",
            "pad WIDTH",
            "An identifier becomes text with leading zeros up to a width.",
            frozenset({"integer", "text"}),
            frozenset({"text"}),
            width_wrong,
        ),
        RuleSpec(
            "month",
            "month FORMAT",
            "A calendar month is read from a number or text in one format.",
            frozenset({"integer", "text", "month"}),
            frozenset({"month"}),
            month_format_wrong,
        ),
        RuleSpec(
            "date",
            "date FORMAT",
            "A day is read from a number or text in one format; a day that no calendar has stops.",
            frozenset({"integer", "text", "date"}),
            frozenset({"date"}),
            date_format_wrong,
        ),
        RuleSpec(
            "first",
            "first",
            "The first source that was answered counts; its answer is taken as it is.",
            _ANY,
            _ALL_TYPES,
            none_wrong,
            many_sources=True,
        ),
        RuleSpec(
            "any",
            "any CODE ...",
            "Whether one of the codes was chosen; an answer without any of them is no.",
            frozenset({"select_multiple", "select_one"}),
            frozenset({"boolean"}),
            codes_wrong,
            many_sources=True,
        ),
        RuleSpec(
            "count",
            "count",
            "How many answers were chosen; 0 where the question was answered with none.",
            frozenset({"select_multiple"}),
            frozenset({"integer"}),
            none_wrong,
        ),
        RuleSpec(
            "count_to",
            "count_to NUMBER",
            "How many answers were chosen, counted to a number: it stands for all above, too.",
            frozenset({"select_multiple"}),
            frozenset({"integer", "ordinal"}),
            most_wrong,
        ),
        RuleSpec(
            "mention",
            "mention NUMBER",
            "The code mentioned first, second, ...; where fewer were mentioned it is inapplicable.",
            frozenset({"select_multiple"}),
            frozenset({"nominal", "integer"}),
            place_wrong,
        ),
        RuleSpec(
            "unit",
            "unit [UNIT]",
            "The number is converted into the unit of the variable, by a closed table of units.",
            _NUMBERS,
            _NUMBERS,
            unit_wrong,
        ),
        RuleSpec(
            "parts",
            "parts [lunar=CODE:REASON]",
            "A day or month is put together from a year, a month and a day.",
            frozenset({"integer", "text", "select_one"}),
            frozenset({"date", "month"}),
            lunar_wrong,
            many_sources=True,
        ),
        RuleSpec(
            "behind",
            "behind CODE=NUMBER [FACTOR]",
            "The number, times any factor; where the code closed its gate, the number declared.",
            frozenset({"integer", "decimal", "select_one"}),
            _NUMBERS,
            behind_wrong,
            many_sources=True,
        ),
        RuleSpec(
            "factors",
            "factors CODE=FACTOR,... ...",
            "The number is multiplied by the factors of what other answers say of its unit.",
            frozenset({"integer", "decimal", "select_one"}),
            _NUMBERS,
            factors_wrong,
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
