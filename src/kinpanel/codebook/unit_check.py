"""The unit that a question was asked in against the unit that its variable is held in."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from kinpanel.codebook.behind import parse_behind
from kinpanel.codebook.crosswalk import CrosswalkRow
from kinpanel.codebook.model import Variable
from kinpanel.codebook.units import Unit, conversion, unit_of, unknown_unit
from kinpanel.errors import Finding
from kinpanel.questionnaire import Question

NUMBERS = ("integer", "decimal")
NEAR = Fraction(1, 1000)
"""How far, as a share, a factor may be rounded: no decimal number makes hectares of mu."""
_TIMES = {"time", "calendar time"}


def check_units(row: CrosswalkRow, variable: Variable, question: Question) -> Iterator[Finding]:
    """What a rule does to a number against what the declared units say should be done to it.

    Rule `unit` needs two known units that can be converted, and is not identical where it changes
    the number. Of the other rules only declared units are held against each other: a `scale`
    factor that is not that of the units, and numbers taken as they are although the units differ.
    """
    name = _name(row)
    if question.kind not in NUMBERS or variable.type not in NUMBERS:
        return
    if name == "unit":
        yield from _converted(row, variable, question)
    elif question.unit and variable.unit and name == "scale" and row.rule is not None:
        yield from _scaled(row, question.unit, variable.unit, Fraction(row.rule.argument))
    elif question.unit and variable.unit and name == "behind" and row.rule is not None:
        meant = parse_behind(row.rule.argument)
        if meant is not None and meant.factor != 1:
            yield from _scaled(row, question.unit, variable.unit, meant.factor)
        else:
            yield from _taken(row, question.unit, variable.unit)
    elif question.unit and variable.unit and name in ("same", "first"):
        yield from _taken(row, question.unit, variable.unit)


def times(factor: Fraction) -> str:
    """A factor for people: `x 0.5`, and `x 1/15` where no short decimal is exact."""
    short = f"{float(factor):.10g}"
    return f"x {short}" if Fraction(short) == factor else f"x {factor}"


def _name(row: CrosswalkRow) -> str:
    return row.rule.spec.name if row.rule is not None else ""


def _converted(row: CrosswalkRow, variable: Variable, question: Question) -> Iterator[Finding]:
    said = row.rule.argument if row.rule is not None else ""
    source, target = said or question.unit, variable.unit
    if not source:
        advice = "declare its unit, or name it: unit jin"
        yield row.finding(f"rule unit, but {question.id!r} has no unit", advice)
    if not target:
        yield row.finding("rule unit, but the variable has no unit", "declare its unit")
    named = [unit for unit in (source, target) if unit]
    strange = [unit for unit in dict.fromkeys(named) if unit_of(unit) is None]
    for unit in strange:
        yield row.finding(f"rule unit knows no unit {unit!r}", unknown_unit(unit))
    if strange or not source or not target:
        return
    if said and question.unit and unit_of(said) != unit_of(question.unit):
        message = f"rule unit says {said!r}, but the unit of {question.id!r} is {question.unit!r}"
        yield row.finding(message, "write unit alone, or mend the unit of the question")
        return
    factor = conversion(source, target)
    if factor is None:
        yield row.finding(f"rule unit cannot make {target} of {source}", _apart(source, target))
    elif factor != 1 and row.status == "identical":
        message = f"status identical, but {target} are made from {source} ({times(factor)})"
        yield row.finding(message, "status compatible, and say why")


def _scaled(row: CrosswalkRow, source: str, target: str, factor: Fraction) -> Iterator[Finding]:
    one, two = unit_of(source), unit_of(target)
    if one is None or two is None:
        return
    expected = conversion(source, target)
    if expected is None:
        if not _both_times(one, two):
            message = f"rule {_name(row)} cannot make {target} of {source}"
            yield row.finding(message, _apart(source, target))
        return
    if abs(factor / expected - 1) > NEAR:
        written = row.rule.argument.split()[-1] if row.rule is not None else ""
        message = f"factor {written} does not make {target} of {source}"
        advice = "rule same" if expected == 1 else f"rule unit, or scale ({times(expected)})"
        yield row.finding(message, f"{advice}; or mend one of the units")


def _taken(row: CrosswalkRow, source: str, target: str) -> Iterator[Finding]:
    factor = conversion(source, target)
    if factor == 1 or source.strip().casefold() == target.strip().casefold():
        return
    message = f"is taken as it is, but its unit is {target!r} and that of the question {source!r}"
    if factor is None:
        yield row.finding(message, "declare one unit for both, or write another rule")
    else:
        yield row.finding(message, f"rule unit ({times(factor)}), or mend one of the units")


def _apart(source: str, target: str) -> str:
    one, two = unit_of(source), unit_of(target)
    if one is None or two is None:
        return ""
    if _both_times(one, two):
        return "no number of days is a month: a derived variable, or the unit that was meant"
    return f"{source} is {one.dimension}, {target} is {two.dimension}; mend one of the units"


def _both_times(one: Unit, two: Unit) -> bool:
    return {one.dimension, two.dimension} <= _TIMES
