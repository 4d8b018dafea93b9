"""Rules over chosen codes against the question: its codes, its order of mention, the levels."""

from __future__ import annotations

from kinpanel.codebook.crosswalk import CrosswalkRow
from kinpanel.codebook.model import Variable
from kinpanel.codebook.value import wrong_value
from kinpanel.errors import Finding, nearest
from kinpanel.questionnaire import Question


def check_selection(row: CrosswalkRow, variable: Variable, question: Question) -> list[Finding]:
    """Whether a rule over chosen codes can work on this question; other rules are left alone."""
    if row.rule is None or question.kind not in row.rule.spec.from_kinds:
        return []
    if row.rule.spec.name == "any":
        return _any(row, row.rule.argument.split(), question)
    if row.rule.spec.name == "mention":
        return _mention(row, int(row.rule.argument), variable, question)
    return []


def _any(row: CrosswalkRow, named: list[str], question: Question) -> list[Finding]:
    findings = []
    codes = [choice.code for choice in question.choices]
    unknown = [code for code in named if code not in codes]
    if unknown:
        message = f"rule any names codes that {question.id!r} does not have"
        findings.append(row.finding(message, nearest(unknown[0], codes), unknown))
    missing = [code for code in named if code in codes and code in question.missing_codes]
    if missing:
        message = f"rule any names codes that {question.id!r} calls missing"
        findings.append(row.finding(message, "leave them out: they are no answers", missing))
    return findings


def _mention(
    row: CrosswalkRow, number: int, variable: Variable, question: Question
) -> list[Finding]:
    if question.layout == "indicators":
        message = f"rule mention needs an order of mention, which indicators ({question.id!r}) lack"
        return [row.finding(message, "rule any, or a source with a column for each mention")]
    findings = []
    held = len(question.columns) if question.layout == "mentions" else len(question.choices)
    if number > held:
        message = f"rule mention {number}, but {question.id!r} holds {held} mentions at most"
        findings.append(row.finding(message, f"mention 1 to {held}"))
    codes = [c.code for c in question.choices if c.code not in question.missing_codes]
    strange = [code for code in codes if wrong_value(code, variable)]
    if strange:
        held_by = "levels" if variable.levels else "values"
        message = f"codes are not {held_by} of the variable"
        findings.append(row.finding(message, "add them to the levels", strange))
    return findings
