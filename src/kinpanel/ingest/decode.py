"""Raw cells to answers: every cell is a value or has exactly one missing reason.

Codes are judged one by one, never in sequence, in this order: codes the question itself calls
missing; the choices or the range of the question; codes the file or the wave calls missing. A
code that is none of these stops the wave.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from kinpanel.errors import Finding
from kinpanel.ingest.columns import TAGS
from kinpanel.ingest.decoded import Decoded, factorised
from kinpanel.ingest.multiple import decode_multiple
from kinpanel.ingest.problems import LEAKED, problem_finding, shown_code
from kinpanel.ingest.raw import Mask, RawColumn, RawFile
from kinpanel.ingest.reasons import Reasons
from kinpanel.ingest.workers import side_by_side
from kinpanel.labels import code_text
from kinpanel.questionnaire import Question, Questionnaire
from kinpanel.study import UNEXPLAINED, Wave

__all__ = ["EXACT_DOUBLE", "EXACT_FLOAT", "Decoded", "decode_file"]

EXACT_FLOAT = 2**24
EXACT_DOUBLE = 2**53
_EXACT = {"float": EXACT_FLOAT, "double": EXACT_DOUBLE}
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def decode_file(
    raw: RawFile, file: str, questionnaire: Questionnaire, wave: Wave
) -> tuple[dict[str, Decoded], list[Finding]]:
    """The answers of every question of a file, by question id, and what is wrong with them.

    Questions stand in the order asked. Blanks without a code are `unexplained` here; routing
    explains some of them afterwards.
    """
    spec = questionnaire.files[file]
    everywhere = {**wave.missing_codes, **spec.missing_codes}

    def one(question: Question) -> tuple[Decoded, list[Finding]] | None:
        columns = [raw.columns[name] for name in question.columns if name in raw.columns]
        if len(columns) < len(question.columns):
            return None  # the audit of the file reports it
        wide = {c: why for c, why in everywhere.items() if c not in question.not_missing}
        if question.kind == "select_multiple":
            return decode_multiple(question, columns, wide, raw.name)
        return _decode(question, columns[0], wide, raw.name)

    made = [found for found in side_by_side(one, questionnaire.in_file(file), raw.rows) if found]
    answers = {decoded.question.id: decoded for decoded, _ in made}
    return answers, [problem for _, problems in made for problem in problems]


def _decode(
    question: Question, column: RawColumn, wide: Mapping[str, str], file: str
) -> tuple[Decoded, list[Finding]]:
    problems: dict[str, Counter[str]] = {}
    why = _tagged(question, column, wide, problems)
    rows = _doubtful(question, column, wide)
    index, values, counts = _distinct(column, rows)
    texts = [str(code_text(value)) for value in values]
    verdicts = [
        _judge(question, column, text, value, wide)
        for text, value in zip(texts, values, strict=True)
    ]
    for (_, problem), text, count in zip(verdicts, texts, counts, strict=True):
        if problem and count:
            problems.setdefault(problem, Counter())[shown_code(problem, text)] += int(count)
    why.put_each(rows, index, [meaning for meaning, _ in verdicts])
    findings = [
        problem_finding(kind, counter, question, file) for kind, counter in problems.items()
    ]
    if question.kind in ("integer", "text") and column.storage in _EXACT:
        findings += _precision(question, column, column.cells[~why.missing], file)
    words = column.texts if column.storage == "text" else None
    return Decoded(question, column.cells, why, words, column.format), findings


def _tagged(
    question: Question,
    column: RawColumn,
    wide: Mapping[str, str],
    problems: dict[str, Counter[str]],
) -> Reasons:
    """The reasons of the cells without a value; tags that nobody declared are `problems`."""
    why = Reasons.none(0)
    table = np.zeros(len(TAGS) + 1, dtype=np.int8)
    for mark, count in enumerate(np.bincount(column.marks, minlength=1)):
        if mark and count:
            tag = TAGS[mark - 1]
            meaning = question.missing_codes.get(tag, wide.get(tag))
            if meaning is None and tag != ".":
                problems.setdefault("undeclared-code", Counter())[tag] = int(count)
            else:
                table[mark] = why.code(UNEXPLAINED if meaning is None else meaning)
    return Reasons(table[column.marks], why.words)


def _doubtful(question: Question, column: RawColumn, wide: Mapping[str, str]) -> Mask:
    """Rows whose value must be judged; of a number these are few, the others are plainly answers.

    A plain answer lies in the range, is whole where it must be, and is no code that may mean
    something else.
    """
    given = ~column.missing
    number = column.storage != "text" and question.kind in ("integer", "decimal")
    if not number:
        return given
    cells = column.cells
    doubt = np.zeros(len(cells), dtype=bool)
    special = [*question.missing_codes, *(() if question.range else wide)]
    for code in special:
        if _NUMBER.fullmatch(code):
            doubt |= cells == float(code)
    if question.range:
        doubt |= (cells < question.range[0]) | (cells > question.range[1])
    else:
        for low, high in column.declared:
            if not isinstance(low, str) and not isinstance(high, str):
                doubt |= (cells >= low) & (cells <= high)
    if question.kind == "integer" and cells.dtype.kind == "f":
        doubt |= cells != np.floor(cells)
    if cells.dtype.itemsize > 2:
        doubt |= (cells >= LEAKED[0]) & (cells <= LEAKED[1])
    return np.asarray(doubt & given, dtype=bool)


def _distinct(
    column: RawColumn, rows: Mask
) -> tuple[npt.NDArray[Any], list[Any], npt.NDArray[np.int64]]:
    """The values of some rows: an index into the distinct ones, these, and how many rows each."""
    cells = column.cells[rows]
    if column.storage == "text":
        index, values = cells, list(column.texts)
    else:
        index, found = factorised(cells)
        values = found.tolist()
    return index, values, np.bincount(index, minlength=len(values))


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
    if number and LEAKED[0] <= value <= LEAKED[1] and text not in (*wide, *question.not_missing):
        return "", "leaked-missing"
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
    limit = _EXACT[column.storage]
    long = int((np.abs(values) >= limit).sum())
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
