"""A delivered file against its questionnaire: columns, keys, value labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

import numpy as np
import pandas as pd

from kinpanel.errors import MAX_EXAMPLES, Finding, nearest
from kinpanel.ingest.decode import Decoded
from kinpanel.ingest.raw import RawColumn, RawFile
from kinpanel.questionnaire import Question, Questionnaire
from kinpanel.questionnaire.model import SELECTS
from kinpanel.questionnaire.repeat import columns_read
from kinpanel.study import Wave


def audit_columns(
    raw: RawFile, file: str, questionnaire: Questionnaire, wave: Wave
) -> list[Finding]:
    """Declared columns that are missing, types that cannot fit, labels that contradict, cut texts.

    Columns that no question declares are counted in one note: they are not ingested.
    """
    findings: list[Finding] = []
    questions = questionnaire.in_file(file)
    wide = {*wave.missing_codes, *questionnaire.files[file].missing_codes}
    for question in questions:
        lacking = [name for name in question.columns if name not in raw.columns]
        findings += _missing(raw, question, lacking)
        for name in question.columns:
            if name in raw.columns:
                findings += _labels(raw, question, raw.columns[name], wide)
                findings += _cut(raw, question, raw.columns[name])
        column = raw.columns.get(question.column)
        if column is None:
            continue
        number = question.kind in ("integer", "decimal")
        if number and column.storage == "text" and not column.missing.all():
            findings.append(
                _at(
                    raw,
                    question,
                    "type",
                    f"declared {question.kind}, stored as text",
                    "type text? or have the file exported with numbers",
                )
            )
    declared = columns_read(questionnaire, file)
    extra = [name for name in raw.columns if name not in declared]
    if extra:
        findings.append(
            Finding(
                rule="undeclared-column",
                severity="note",
                message="columns that no question declares are not ingested",
                file=raw.name,
                wave=questionnaire.wave,
                examples=tuple(extra[:MAX_EXAMPLES]),
                count=len(extra),
            )
        )
    return findings


def audit_key(
    raw: RawFile, file: str, questionnaire: Questionnaire, answers: Mapping[str, Decoded]
) -> list[Finding]:
    """Rows whose key is missing or stands twice; rows are named by number, never by key."""
    key = questionnaire.files[file].key
    if not all(name in answers for name in key) or not raw.rows:
        return []
    columns = "+".join(answers[name].question.column for name in key)
    findings = []
    missing = np.logical_or.reduce([answers[name].missing for name in key])
    given = pd.DataFrame({name: answers[name].cells[~missing] for name in key})
    twice = np.zeros(len(missing), dtype=bool)
    twice[~missing] = given.duplicated(keep=False)
    for rule, rows, message in (
        ("missing-key", missing, "rows have no key"),
        ("duplicate-key", twice, "rows share a key"),
    ):
        if rows.any():
            places = [raw.place(int(row)) for row in rows.nonzero()[0][:MAX_EXAMPLES]]
            findings.append(
                Finding(
                    rule=rule,
                    message=message,
                    file=raw.name,
                    wave=questionnaire.wave,
                    variable=columns,
                    examples=tuple(places),
                    count=int(rows.sum()),
                    advice="ask the survey team which row counts; no row is dropped silently",
                )
            )
    return findings


def _missing(raw: RawFile, question: Question, lacking: Sequence[str]) -> list[Finding]:
    """One finding on the columns of a question that the file does not have."""
    if not lacking:
        return []
    message, advice = "the file has no such column", nearest(lacking[0], raw.columns)
    found = _at(raw, question, "missing-column", message, advice)
    if question.columns == (question.column,):
        return [found]
    examples = tuple(lacking[:MAX_EXAMPLES])
    return [replace(found, message="the file lacks columns", examples=examples, count=len(lacking))]


def _labels(raw: RawFile, question: Question, column: RawColumn, wide: Set[str]) -> list[Finding]:
    """Codes that the file labels and the questionnaire neither lists nor calls missing."""
    if question.kind not in SELECTS or not column.value_labels:
        return []
    known = {choice.code for choice in question.choices} | question.missing_codes.keys() | wide
    if question.layout == "indicators":
        known = {question.chosen, question.unchosen} | question.missing_codes.keys() | wide
    elif question.layout == "mentions":
        known.add(question.unchosen)
    strange = sorted(set(column.value_labels) - known)
    if not strange:
        return []
    return [
        Finding(
            rule="labelled-code",
            severity="note",
            message="the file labels codes that the questionnaire does not list",
            file=raw.name,
            wave=question.wave,
            variable=column.name,
            examples=tuple(strange[:MAX_EXAMPLES]),
            count=len(strange),
        )
    ]


def _cut(raw: RawFile, question: Question, column: RawColumn) -> list[Finding]:
    """Texts that whoever wrote the file cut in the middle of a character."""
    if not column.cut:
        return []
    message = (
        "texts end within a character: the program that wrote the file cut them; "
        "the half character is dropped"
    )
    advice = "ask for an export in which the column is wide enough for its texts"
    found = _at(raw, question, "cut-text", message, advice)
    return [replace(found, severity="warning", variable=column.name, count=column.cut)]


def _at(raw: RawFile, question: Question, rule: str, message: str, advice: str) -> Finding:
    return Finding(
        rule=rule,
        message=message,
        file=raw.name,
        wave=question.wave,
        variable=question.column,
        advice=advice,
    )
