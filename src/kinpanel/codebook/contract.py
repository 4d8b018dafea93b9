"""The contract between what was asked and what we hold, proved before any data are read."""

from __future__ import annotations

from collections.abc import Iterator

from kinpanel.codebook.agreement import check_agreement
from kinpanel.codebook.crosswalk import CROSSWALK, FOLDER, WITHOUT_SOURCE, CrosswalkRow
from kinpanel.codebook.model import Codebook, TableCodebook, Variable
from kinpanel.codebook.translation import check_codes
from kinpanel.errors import MAX_EXAMPLES, Finding, nearest
from kinpanel.questionnaire import Question, Questionnaires
from kinpanel.study import StudyDefinition


def check_contract(
    codebook: Codebook, questionnaires: Questionnaires, study: StudyDefinition
) -> list[Finding]:
    """Every way in which crosswalk, grid, codebooks and questionnaires contradict each other.

    Every harmonised variable has a row for every wave whose questionnaire its table draws on;
    every source is a question; every code of a mapped question is mapped or declared missing; a
    status holds; the sources of a table sit in one file per wave; the grid holds no dead codes;
    answers of the same wording become the same values in every wave.
    """
    findings = list(_coverage(codebook, questionnaires))
    for row in codebook.crosswalk.values():
        findings += _check_row(row, codebook, questionnaires, study)
    findings += _one_file(codebook, questionnaires)
    findings += _dead_codes(codebook)
    findings += check_agreement(codebook, questionnaires, study.languages[0])
    return findings


def _coverage(codebook: Codebook, questionnaires: Questionnaires) -> Iterator[Finding]:
    for table in codebook.tables.values():
        for wave in questionnaires.waves:
            rows = [codebook.row(table.table, v.name, wave) for v in table.variables]
            if not any(row is not None for row in rows):
                continue  # a wave without any row of a table does not carry that table
            for variable, row in zip(table.variables, rows, strict=True):
                if row is None and variable.score is None:
                    yield Finding(
                        rule="coverage",
                        message="has no crosswalk row",
                        file=f"{FOLDER}/{CROSSWALK}",
                        wave=wave,
                        variable=f"{table.table}.{variable.name}",
                        advice="status not_asked or impossible, where there is no source",
                    )


def _check_row(
    row: CrosswalkRow, codebook: Codebook, questionnaires: Questionnaires, study: StudyDefinition
) -> list[Finding]:
    table = codebook.tables.get(row.table)
    if table is None:
        return [row.finding(f"unknown table {row.table!r}", nearest(row.table, codebook.tables))]
    variable = table.variable(row.variable)
    if variable is None:
        return [_unknown_variable(row, table)]
    if row.wave not in questionnaires.waves:
        advice = nearest(row.wave, questionnaires.waves)
        return [row.finding(f"wave {row.wave!r} has no questionnaire", advice)]
    if variable.score is not None:
        return [row.finding("is a score and has no crosswalk row", "leave the row out")]
    if row.status == "undetermined":
        return [row.finding("status is undetermined", "decide before this wave is ingested")]
    if row.status in WITHOUT_SOURCE and row.variable in table.key:
        return [row.finding(f"status {row.status}, but it is a key", "a key needs a source")]
    questionnaire = questionnaires[row.wave]
    findings: list[Finding] = []
    for source in row.sources:
        question = questionnaire.question(source)
        if question is None:
            ids = [known.id for known in questionnaire.questions]
            findings.append(row.finding(f"unknown question {source!r}", nearest(source, ids)))
        else:
            findings += _check_source(row, variable, question, codebook, study)
    return findings


def _unknown_variable(row: CrosswalkRow, table: TableCodebook) -> Finding:
    names = [known.name for known in table.variables]
    return row.finding(f"unknown variable {row.variable!r}", nearest(row.variable, names))


def _check_source(
    row: CrosswalkRow,
    variable: Variable,
    question: Question,
    codebook: Codebook,
    study: StudyDefinition,
) -> list[Finding]:
    findings: list[Finding] = []
    if row.rule is None:
        return findings
    spec = row.rule.spec
    if question.kind not in spec.from_kinds:
        findings.append(row.finding(f"rule {spec.name} cannot read a {question.kind} question"))
    if variable.type not in spec.to_types:
        findings.append(row.finding(f"rule {spec.name} cannot make a {variable.type} variable"))
    if row.status == "identical" and question.concept != variable.meaning:
        findings.append(
            row.finding(
                f"status identical, but {question.id!r} asks about {question.concept!r}",
                f"the variable means {variable.meaning!r}; change the concept or the status",
            )
        )
    return findings + check_codes(row, variable, question, codebook, study)


def _one_file(codebook: Codebook, questionnaires: Questionnaires) -> Iterator[Finding]:
    """All sources of a table in a wave sit in one file."""
    for (table, wave), rows in _by_table_and_wave(codebook).items():
        if wave not in questionnaires.waves:
            continue
        files: dict[str, CrosswalkRow] = {}
        for row in rows:
            for source in row.sources:
                question = questionnaires[wave].question(source)
                if question is not None:
                    files.setdefault(question.file, row)
        if len(files) > 1:
            row = list(files.values())[1]
            yield row.finding(
                f"table {table!r} draws on several files of the wave",
                "one table is made from one file per wave",
                list(files)[:MAX_EXAMPLES],
            )


def _by_table_and_wave(codebook: Codebook) -> dict[tuple[str, str], list[CrosswalkRow]]:
    groups: dict[tuple[str, str], list[CrosswalkRow]] = {}
    for row in codebook.crosswalk.values():
        groups.setdefault((row.table, row.wave), []).append(row)
    return groups


def _dead_codes(codebook: Codebook) -> Iterator[Finding]:
    """Codes of the grid that nothing reads: of an unknown variable, or under another rule."""
    known = [f"{t.table}.{v.name}" for t in codebook.tables.values() for v in t.variables]
    unknown: set[str] = set()
    for (table, variable, wave), targets in codebook.codes.maps.items():
        name = f"{table}.{variable}"
        row = codebook.row(table, variable, wave)
        message, advice = "", ""
        if name not in known and name not in unknown:
            unknown.add(name)
            message, advice = f"unknown variable {name!r}", nearest(name, known)
        elif row is not None and row.status != "undetermined" and _rule(row) != "map":
            message = f"codes that nothing reads: the crosswalk says {_rule(row) or row.status!r}"
            advice = "rule map, or leave the cells empty"
        if message:
            yield Finding(
                rule="codes",
                message=message,
                file=codebook.codes.file,
                line=min(target.line for target in targets.values()),
                wave=wave,
                variable=name,
                advice=advice,
            )


def _rule(row: CrosswalkRow) -> str:
    return row.rule.spec.name if row.rule is not None else ""
