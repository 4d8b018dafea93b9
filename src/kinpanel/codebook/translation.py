"""The codes of a question against the values of a variable: nothing unmapped, nothing invented."""

from __future__ import annotations

import re

from kinpanel.codebook.codes import Target
from kinpanel.codebook.crosswalk import CrosswalkRow
from kinpanel.codebook.model import Codebook, Variable
from kinpanel.errors import Finding
from kinpanel.questionnaire import Question
from kinpanel.study import StudyDefinition

_WHOLE = re.compile(r"-?[0-9]+")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def check_codes(
    row: CrosswalkRow,
    variable: Variable,
    question: Question,
    codebook: Codebook,
    study: StudyDefinition,
) -> list[Finding]:
    """Whether every answer that the question allows becomes a value of the variable.

    Codes that the question itself declares missing never become values and need no target. Codes
    that the file or the wave declares missing do when they are choices: there they are answers.
    """
    codes = [choice.code for choice in question.choices]
    answers = [code for code in codes if code not in question.missing_codes]
    if row.rule is not None and row.rule.spec.name == "map":
        targets = codebook.codes.map_of(row.table, row.variable, row.wave)
        findings = _check_sources(row, question, codes, answers, [*targets])
        for target in targets.values():
            if wrong := _wrong_target(target, variable, study):
                findings.append(row.finding(wrong, f"{codebook.codes.file}, line {target.line}"))
        values = [target.code for target in targets.values() if target.reason is None]
        if row.status == "identical" and len(set(values)) < len(values):
            message = "status identical, but two codes lead to one target"
            findings.append(row.finding(message, "compatible?"))
        return findings
    strange = [code for code in answers if _wrong_value(code, variable)]
    if not strange:
        return []
    held = "levels" if variable.levels else "values"
    return [row.finding(f"codes are not {held} of the variable", "rule map?", strange)]


def _check_sources(
    row: CrosswalkRow, question: Question, codes: list[str], answers: list[str], mapped: list[str]
) -> list[Finding]:
    """The raw codes of a map: all that can be answered, and no others."""
    findings = []
    unmapped = [code for code in answers if code not in mapped]
    strange = [code for code in mapped if question.kind == "select_one" and code not in codes]
    if unmapped:
        message = "codes of the questionnaire are neither mapped nor declared missing"
        findings.append(row.finding(message, "add them to codes.csv", unmapped))
    elif not mapped:
        findings.append(row.finding("codes.csv has no codes for this variable in this wave"))
    if strange:
        message = "codes.csv maps codes that the question does not have"
        findings.append(row.finding(message, examples=strange))
    return findings


def _wrong_target(target: Target, variable: Variable, study: StudyDefinition) -> str:
    if target.reason is not None:
        return "" if target.reason in study.missing else f"unknown reason {target.reason!r}"
    wrong = _wrong_value(target.code, variable)
    return f"target {target.code!r} {wrong}" if wrong else ""


def _wrong_value(code: str, variable: Variable) -> str:
    """What keeps a code from being a value of the variable; "" when nothing does."""
    if variable.type in ("nominal", "ordinal"):
        return "" if code in variable.level_codes else "is not a level of the variable"
    if variable.type == "boolean":
        return "" if code in ("0", "1") else "is not 0 or 1"
    if variable.type not in ("integer", "decimal"):
        return ""
    if not _NUMBER.fullmatch(code):
        return "is not a number"
    if variable.type == "integer" and not _WHOLE.fullmatch(code):
        return "is not a whole number"
    if variable.range and not variable.range[0] <= float(code) <= variable.range[1]:
        return "is outside the variable's range"
    return ""
