"""Whether the sources of rule `behind` are a number and the gate before it."""

from __future__ import annotations

from collections.abc import Iterator

from kinpanel.codebook.behind import parse_behind
from kinpanel.codebook.crosswalk import CrosswalkRow
from kinpanel.codebook.model import Variable
from kinpanel.errors import Finding, nearest
from kinpanel.questionnaire import Questionnaire


def check_behind(
    row: CrosswalkRow, variable: Variable, questionnaire: Questionnaire
) -> Iterator[Finding]:
    """Sources that are no number and its gate, a code that this lacks, a number out of range.

    Nothing is said of rows under another rule, nor of sources that are no questions.
    """
    if row.rule is None or row.rule.spec.name != "behind":
        return
    behind = parse_behind(row.rule.argument)
    if len(row.sources) != 2:
        message = f"rule behind takes a number and its gate, not {len(row.sources)} sources"
        yield row.finding(message, "write the number first, the gate last")
        return
    asked, gate = (questionnaire.question(source) for source in row.sources)
    if asked is not None and asked.kind not in ("integer", "decimal"):
        message = f"the first source, {asked.id!r}, is {asked.kind} and no number"
        yield row.finding(message, "write the number first, the gate last")
    if gate is not None and gate.kind != "select_one":
        message = f"the last source, {gate.id!r}, is {gate.kind} and no gate"
        yield row.finding(message, "a select_one question as the last source")
    elif gate is not None and behind is not None:
        codes = [choice.code for choice in gate.choices]
        if asked is not None and (asked.ask_if is None or gate.id not in asked.ask_if.names):
            message = f"ask_if of {asked.id!r} does not name {gate.id!r}, so it is not its gate"
            yield row.finding(message, "write the number, then the question that leads to it")
        if behind.code not in codes:
            message = f"{gate.id!r} has no answer {behind.code!r}"
            yield row.finding(message, nearest(behind.code, codes))
    if behind is not None and _outside(behind.number, variable):
        yield row.finding(
            "the number of rule behind lies outside the range of the variable",
            "widen the range, or write the number that is meant",
        )


def _outside(number: float, variable: Variable) -> bool:
    low, high = variable.span or (number, number)
    broken = variable.type == "integer" and not number.is_integer()
    return broken or not low <= number <= high
