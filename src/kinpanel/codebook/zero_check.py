"""Whether the sources of rule `zero` are a number and the gate that closes it."""

from __future__ import annotations

from collections.abc import Iterator

from kinpanel.codebook.crosswalk import CrosswalkRow
from kinpanel.errors import Finding, nearest
from kinpanel.questionnaire import Questionnaire

_ADVICE = "write the number, then the select_one question that leads to it"


def check_zero(row: CrosswalkRow, questionnaire: Questionnaire) -> Iterator[Finding]:
    """Not two sources, a first one that is no number, a gate that lacks the code or leads nowhere.

    Nothing is said of rows under another rule, nor of sources that are no questions.
    """
    if row.rule is None or row.rule.spec.name != "zero":
        return
    if len(row.sources) != 2:
        yield row.finding(f"rule zero has 2 sources, not {len(row.sources)}", _ADVICE)
        return
    asked, gate = (questionnaire.question(source) for source in row.sources)
    if asked is None or gate is None:
        return
    if asked.kind == "select_one":
        yield row.finding(f"the first source, {asked.id!r}, is a choice and no number", _ADVICE)
    if gate.kind != "select_one":
        yield row.finding(f"the gate, {gate.id!r}, is {gate.kind} and has no codes", _ADVICE)
        return
    if asked.ask_if is None or gate.id not in asked.ask_if.names:
        message = f"ask_if of {asked.id!r} does not name {gate.id!r}, so it is not its gate"
        yield row.finding(message, _ADVICE)
    code = row.rule.argument.split()[0]
    codes = [choice.code for choice in gate.choices]
    if code not in codes:
        yield row.finding(f"{gate.id!r} has no answer {code!r}", nearest(code, codes))
