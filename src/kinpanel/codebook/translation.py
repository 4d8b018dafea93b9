"""The codes of a question against the values of a variable: nothing unmapped, nothing invented."""

from __future__ import annotations

from collections.abc import Set

from kinpanel.codebook.codes import Target
from kinpanel.codebook.crosswalk import CrosswalkRow
from kinpanel.codebook.model import Codebook, Variable
from kinpanel.codebook.selection import check_selection
from kinpanel.codebook.value import wrong_value
from kinpanel.documents import Unusable
from kinpanel.errors import Finding
from kinpanel.questionnaire import Question
from kinpanel.study import INAPPLICABLE, NOT_ASKED, StudyDefinition


def check_codes(
    row: CrosswalkRow,
    variable: Variable,
    question: Question,
    codebook: Codebook,
    study: StudyDefinition,
    unusable: Unusable,
) -> list[Finding]:
    """Whether every answer that the question allows becomes a value of the variable.

    Codes that the question itself declares missing never become values and need no target. Codes
    that the file or the wave declares missing do when they are choices: there they are answers.
    A wrong target is reported with the first row that it concerns.
    """
    if question.kind == "select_multiple" or (row.rule and row.rule.spec.name == "any"):
        return check_selection(row, variable, question)
    if row.rule is not None and row.rule.spec.name == "map":
        return _check_map(row, variable, question, codebook, study, unusable)
    if row.rule is not None and row.rule.spec.name == "behind":
        return []  # the codes of a gate are no values
    answers = [c.code for c in question.choices if c.code not in question.missing_codes]
    strange = [code for code in answers if wrong_value(code, variable)]
    if not strange:
        return []
    held = "levels" if variable.levels else "values"
    return [row.finding(f"codes are not {held} of the variable", "rule map?", strange)]


def _check_map(
    row: CrosswalkRow,
    variable: Variable,
    question: Question,
    codebook: Codebook,
    study: StudyDefinition,
    unusable: Unusable,
) -> list[Finding]:
    """Raw codes and targets of a map, but for those whose line in the grid has its own fault."""
    address = "code", row.table, row.variable, row.wave
    if unusable.covers(*address):
        return []
    every = codebook.codes.map_of(row.table, row.variable, row.wave)
    targets = {code: to for code, to in every.items() if not unusable.covers(*address, code)}
    findings = _check_sources(row, question, every.keys() - targets.keys(), [*targets])
    for target in targets.values():
        place = "target", row.table, row.variable, str(target.line)
        wrong = _wrong_target(target, variable, study)
        if wrong and not unusable.covers(*place):
            findings.append(row.finding(wrong, f"{codebook.codes.file}, line {target.line}"))
        if wrong:
            unusable.add(*place)
            unusable.add(*address)
    asked = [choice.code for choice in question.choices] or [*targets]
    values = [to.code for code, to in targets.items() if to.reason is None and code in asked]
    if row.status == "identical" and len(set(values)) < len(values):
        message = "status identical, but two codes lead to one target"
        findings.append(row.finding(message, "compatible?"))
    return findings


def _check_sources(
    row: CrosswalkRow, question: Question, told: Set[str], mapped: list[str]
) -> list[Finding]:
    """The raw codes of a map: all that can be answered, and no others."""
    findings = []
    codes = [choice.code for choice in question.choices]
    known = {*mapped, *told, *question.missing_codes}
    unmapped = [code for code in codes if code not in known]
    strange = [code for code in mapped if question.kind == "select_one" and code not in codes]
    if unmapped:
        message = "codes of the questionnaire are neither mapped nor declared missing"
        findings.append(row.finding(message, "add them to codes.csv", unmapped))
    elif not mapped and not told:
        message = "codes.csv has no codes for this variable in this wave"
        findings.append(row.finding(message, "add them to codes.csv, or write another rule"))
    if strange:
        message = "codes.csv maps codes that the question does not have"
        advice = "take them out of codes.csv, or add them to the response set"
        findings.append(row.finding(message, advice, strange))
    return findings


def _wrong_target(target: Target, variable: Variable, study: StudyDefinition) -> str:
    if target.reason is not None:
        known = target.reason in (*study.missing, INAPPLICABLE, NOT_ASKED)
        return "" if known else f"unknown reason {target.reason!r}"
    wrong = wrong_value(target.code, variable)
    return f"target {target.code!r} {wrong}" if wrong else ""
