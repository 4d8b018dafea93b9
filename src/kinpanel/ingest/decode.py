"""Raw cells to answers: every cell is a value or has exactly one missing reason.

Codes are judged one by one, never in sequence, in this order: codes the question itself calls
missing; the choices or the range of the question; codes the file or the wave calls missing. A
code that is none of these stops the wave.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from kinpanel.errors import Finding
from kinpanel.ingest.decoded import Decoded
from kinpanel.ingest.multiple import decode_multiple
from kinpanel.ingest.problems import problem_finding, shown_code
from kinpanel.ingest.raw import RawColumn, RawFile
from kinpanel.labels import code_text
from kinpanel.questionnaire import Question, Questionnaire
from kinpanel.study import UNEXPLAINED, Wave

__all__ = ["EXACT_DOUBLE", "EXACT_FLOAT", "Decoded", "decode_file"]

EXACT_FLOAT = 2**24
EXACT_DOUBLE = 2**53


def decode_file(
    raw: RawFile, file: str, questionnaire: Questionnaire, wave: Wave
) -> tuple[dict[str, Decoded], list[Finding]]:
    """The answers of every question of a file, by question id, and what is wrong with them.

    Questions stand in the order asked. Blanks without a code are `unexplained` here; routing
    explains some of them afterwards.
    """
    spec = questionnaire.files[file]
    everywhere = {**wave.missing_codes, **spec.missing_codes}
    answers: dict[str, Decoded] = {}
    findings: list[Finding] = []
    for question in questionnaire.in_file(file):
        columns = [raw.columns[name] for name in question.columns if name in raw.columns]
        if len(columns) < len(question.columns):
            continue  # the audit of the file reports it
        wide = {c: why for c, why in everywhere.items() if c not in question.not_missing}
        if question.kind == "select_multiple":
            decoded, problems = decode_multiple(question, columns, wide, raw.name)
        else:
            decoded, problems = _decode(question, columns[0], wide, raw.name)
        answers[question.id] = decoded
        findings += problems
    return answers, findings


def _decode(
    question: Question, column: RawColumn, wide: Mapping[str, str], file: str
) -> tuple[Decoded, list[Finding]]:
    reason = np.full(len(column.tags), "", dtype=object)
    codes = np.full(len(column.tags), "", dtype=object)
    problems: dict[str, Counter[str]] = {}
    for tag in np.unique(column.tags[column.missing].astype(str)):
        rows = column.tags == tag
        meaning = question.missing_codes.get(tag, wide.get(tag))
        if meaning is not None:
            reason[rows] = meaning
        elif tag != ".":
            problems.setdefault("undeclared-code", Counter())[tag] = int(rows.sum())
        else:
            reason[rows] = UNEXPLAINED
    given = ~column.missing
    distinct, inverse, counts = np.unique(
        column.values[given], return_inverse=True, return_counts=True
    )
    texts = [str(code_text(value)) for value in distinct.tolist()]
    verdicts = [
        _judge(question, column, text, value, wide)
        for text, value in zip(texts, distinct.tolist(), strict=True)
    ]
    for (_, problem), text, count in zip(verdicts, texts, counts, strict=True):
        if problem:
            problems.setdefault(problem, Counter())[shown_code(problem, text)] += int(count)
    reason[given] = np.array([meaning for meaning, _ in verdicts], dtype=object)[inverse]
    codes[given] = np.array(texts, dtype=object)[inverse]
    codes[reason != ""] = ""
    findings = [
        problem_finding(kind, counter, question, file) for kind, counter in problems.items()
    ]
    if question.kind in ("integer", "text"):
        findings += _precision(question, column, column.values[reason == ""], file)
    return Decoded(question, column.values, codes, reason, column.format), findings


def _judge(
    question: Question, column: RawColumn, text: str, value: Any, wide: Mapping[str, str]
) -> tuple[str, str]:
    """The missing reason of one raw value ("" for a value) and what is wrong with it ("")."""
    if text in question.missing_codes:
        return question.missing_codes[text], ""
    if question.kind == "select_one":
        if question.choice(text) is not None:
            return "", ""
        return (wide[text], "") if text in wide else ("", "undeclared-code")
    number = isinstance(value, int | float)
    if number and question.range and question.range[0] <= value <= question.range[1]:
        whole = question.kind == "decimal" or float(value).is_integer()
        return ("", "") if whole else ("", "not-whole")
    if text in wide:
        return wide[text], ""
    if column.is_declared_missing(value) and text not in question.not_missing:
        return "", "undeclared-code"
    if question.range:
        return "", "out-of-range"
    if question.kind == "decimal" and not number:
        return "", "not-a-number"
    if question.kind == "integer" and not _whole(value):
        return "", "not-whole"
    return "", ""


def _whole(value: Any) -> bool:
    if isinstance(value, str):
        return value.strip().lstrip("-").isdigit()
    return float(value).is_integer()


def _precision(
    question: Question, column: RawColumn, values: npt.NDArray[Any], file: str
) -> list[Finding]:
    """Values too long for their storage: neighbouring ids have already become one.

    The limit itself is among them: the number above it is stored as the limit.
    """
    limit = {"float": EXACT_FLOAT, "double": EXACT_DOUBLE}.get(column.storage)
    long = 0 if limit is None else int((np.abs(values) >= limit).sum())
    if not long:
        return []
    return [
        Finding(
            rule="digits-lost",
            message=f"whole numbers from {limit:,} up are stored as {column.storage}: "
            "digits are lost",
            file=file,
            wave=question.wave,
            variable=question.column,
            count=long,
            advice="ask for a new export with this column as text or as a wider type",
        )
    ]
