"""Raw cells to answers: every cell is a value or has exactly one missing reason.

Codes are judged one by one, never in sequence, in this order: codes the question itself calls
missing; the choices or the range of the question; codes the file or the wave calls missing. A
code that is none of these stops the wave.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from kinpanel.errors import Finding
from kinpanel.ingest.raw import Mask, RawColumn, RawFile
from kinpanel.labels import code_text
from kinpanel.questionnaire import Question, Questionnaire
from kinpanel.study import UNEXPLAINED, Wave

_CODE = re.compile(r"-?[0-9]{1,4}(\.[0-9]{1,2})?|-?([7-9])\2{3,}[0-9]|\.[a-z]|[A-Za-z]{1,2}")
MAX_CODES = 20
"""A column with more undeclared codes than this holds answers or ids, which are not shown."""

EXACT_FLOAT = 2**24
EXACT_DOUBLE = 2**53


@dataclass(frozen=True)
class Decoded:
    """A question's answers, one per row: `values` (float64, int64 or object) where `reason` is "".

    `codes` are the raw codes as text, for translation; filled only where there is a value.
    `format` is how the file shows the column (`%td`, `DATE11`): it tells what a date counts.
    """

    question: Question
    values: npt.NDArray[Any]
    codes: npt.NDArray[Any]
    reason: npt.NDArray[Any]
    format: str = ""

    @property
    def missing(self) -> Mask:
        """Rows without a value."""
        return np.asarray(self.reason != "", dtype=bool)


def decode_file(
    raw: RawFile, file: str, questionnaire: Questionnaire, wave: Wave
) -> tuple[dict[str, Decoded], list[Finding]]:
    """The answers of every question of a file, by question id, and what is wrong with them.

    Questions stand in the order asked. Blanks without a code are `unexplained` here; routing
    explains some of them afterwards.
    """
    spec = questionnaire.files[file]
    wide = {**wave.missing_codes, **spec.missing_codes}
    answers: dict[str, Decoded] = {}
    findings: list[Finding] = []
    for question in questionnaire.in_file(file):
        column = raw.columns.get(question.column)
        if column is None:
            continue  # the audit of the file reports it
        decoded, problems = _decode(question, column, wide, raw.name)
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
            problems.setdefault(problem, Counter())[_shown(problem, text)] += int(count)
    reason[given] = np.array([meaning for meaning, _ in verdicts], dtype=object)[inverse]
    codes[given] = np.array(texts, dtype=object)[inverse]
    codes[reason != ""] = ""
    findings = [_finding(kind, counter, question, file) for kind, counter in problems.items()]
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
    if column.is_declared_missing(value):
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


def _shown(problem: str, text: str) -> str:
    """Codes may be shown; numbers and words that people gave may not."""
    return text if problem == "undeclared-code" and _CODE.fullmatch(text) else ""


_PROBLEMS = {
    "undeclared-code": (
        "codes are neither answers nor declared missing",
        "add them to the response set or to missing_codes, or have the file corrected",
    ),
    "out-of-range": (
        "values lie outside the question's range and are not declared missing",
        "widen the range, declare the missing code, or have the file corrected",
    ),
    "not-whole": ("values are not whole numbers", "type decimal?"),
    "not-a-number": ("values are not numbers", "type text?"),
}


def _finding(kind: str, counter: Counter[str], question: Question, file: str) -> Finding:
    message, advice = _PROBLEMS[kind]
    shown = sorted(code for code in counter if code)
    return Finding(
        rule=kind,
        message=message,
        file=file,
        wave=question.wave,
        variable=question.column,
        examples=tuple(shown) if len(shown) <= MAX_CODES else (),
        count=sum(counter.values()),
        advice=advice,
    )


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
