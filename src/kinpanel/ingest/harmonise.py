"""Decoded answers of one wave to one typed table, by the crosswalk."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from kinpanel.codebook import Codebook, TableCodebook, Variable
from kinpanel.codebook.crosswalk import CrosswalkRow
from kinpanel.errors import MAX_EXAMPLES, Finding
from kinpanel.ingest.decode import Decoded
from kinpanel.ingest.reasons import Reasons
from kinpanel.ingest.rules import Harmonised, apply_rule
from kinpanel.ingest.unit_doubt import unit_doubt
from kinpanel.ingest.workers import side_by_side
from kinpanel.questionnaire import Questionnaire
from kinpanel.study import NOT_ASKED, StudyDefinition
from kinpanel.tables.frame import TypeMismatchError, coded_reasons, typed
from kinpanel.tables.values import Values


def source_file(table: TableCodebook, codebook: Codebook, wave: Questionnaire) -> str | None:
    """The file a table is made from in a wave; None when the wave does not carry the table."""
    for variable in table.variables:
        row = codebook.row(table.table, variable.name, wave.wave)
        for source in row.sources if row else ():
            question = wave.question(source)
            if question is not None:
                return question.file
    return None


def harmonise(
    table: TableCodebook,
    codebook: Codebook,
    study: StudyDefinition,
    wave: str,
    answers: Mapping[str, Decoded],
    file: str,
    place: Callable[[int], str] = lambda row: f"row {row + 1}",
) -> tuple[pd.DataFrame, list[Finding]]:
    """The typed table of a wave: one column per variable, `x__why` where values are missing.

    Scores are left out: they are computed from the items afterwards. `file` is named in findings;
    `place` says how they name a row (from 0).
    """
    rows = len(next(iter(answers.values())).cells) if answers else 0
    vocabulary = list(study.reasons)

    def one(variable: Variable) -> tuple[list[pd.Series], list[Finding]]:
        row = codebook.row(table.table, variable.name, wave)
        if row is None:
            return [], []
        made = _make(row, variable, codebook, answers, rows)
        asked = answers[row.sources[0]].question if row.sources else None
        problems = [*_problems(made, row, file), *unit_doubt(variable, made.held, row, asked, file)]
        beside = coded_reasons(made.why.codes, made.why.words, variable.name, vocabulary)
        parts = [] if beside is None else [beside]
        try:
            return [typed(variable, made.held), *parts], problems
        except TypeMismatchError as error:
            return parts, [*problems, _finding(row, file, str(error), error.count)]

    done = side_by_side(one, table.variables, rows)
    columns = [column for found, _ in done for column in found]
    findings = [problem for _, problems in done for problem in problems]
    frame = pd.concat(columns, axis=1) if columns else pd.DataFrame()
    waves = pd.CategoricalDtype(list(study.wave_ids), ordered=True)
    frame.insert(0, "wave", pd.Series([wave] * rows, dtype=waves))
    findings += key_findings(frame, table, wave, file, place)
    return frame, findings


def _make(
    row: CrosswalkRow,
    variable: Variable,
    codebook: Codebook,
    answers: Mapping[str, Decoded],
    rows: int,
) -> Harmonised:
    if row.rule is None:
        return Harmonised(Values.none(rows), Reasons.all(rows, NOT_ASKED), {})
    targets = codebook.codes.map_of(row.table, row.variable, row.wave)
    return apply_rule(row.rule, [answers[source] for source in row.sources], targets, variable)


def _problems(made: Harmonised, row: CrosswalkRow, file: str) -> list[Finding]:
    return [
        _finding(row, file, f"rule {row.rule}: values {what}", count)
        for what, count in made.wrong.items()
    ]


def _finding(row: CrosswalkRow, file: str, message: str, count: int) -> Finding:
    return Finding(
        rule="harmonise",
        message=message,
        file=file,
        wave=row.wave,
        variable=f"{row.table}.{row.variable}",
        count=count,
        advice=f"see {row.file}, line {row.line}",
    )


def key_findings(
    frame: pd.DataFrame,
    table: TableCodebook,
    wave: str,
    file: str,
    place: Callable[[int], str] = lambda row: f"row {row + 1}",
) -> list[Finding]:
    """Rows of a typed table without a key, and rows that share one."""
    key = list(table.key)
    if not set(key) <= set(frame.columns) or frame.empty:
        return []
    missing = frame[key].isna().any(axis=1)
    twice = frame.duplicated(key, keep=False) & ~missing
    return [
        Finding(
            rule=rule,
            message=message,
            file=file,
            wave=wave,
            variable=f"{table.table}.{'+'.join(key)}",
            examples=tuple(place(int(row)) for row in rows.to_numpy().nonzero()[0][:MAX_EXAMPLES]),
            count=int(rows.sum()),
        )
        for rule, rows, message in (
            ("missing-key", missing, "rows have no key after harmonisation"),
            ("duplicate-key", twice, "rows share a key after harmonisation"),
        )
        if rows.any()
    ]
