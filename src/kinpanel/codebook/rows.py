"""Crosswalk rows one by one: each against its variable and its questions; and rows that lack."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kinpanel.codebook.behind_check import check_behind
from kinpanel.codebook.crosswalk import CROSSWALK, FOLDER, WITHOUT_SOURCE, CrosswalkRow
from kinpanel.codebook.factors_check import check_factors
from kinpanel.codebook.model import Codebook, TableCodebook, Variable
from kinpanel.codebook.parts_check import check_parts
from kinpanel.codebook.translation import check_codes
from kinpanel.codebook.unit_check import check_units
from kinpanel.documents import Unusable
from kinpanel.errors import Finding, closest, nearest
from kinpanel.questionnaire import Question, Questionnaires
from kinpanel.study import StudyDefinition


def check_coverage(
    codebook: Codebook, waves: Sequence[str], unusable: Unusable
) -> Iterator[Finding]:
    """Variables without a row, in waves that their table draws on."""
    for table in codebook.tables.values():
        for wave in waves:
            rows = [codebook.row(table.table, v.name, wave) for v in table.variables]
            lines = [row.line for row in rows if row is not None]
            if not lines:
                continue  # a wave without any row of a table does not carry that table
            for variable, row in zip(table.variables, rows, strict=True):
                address = wave, table.table, variable.name
                if row is not None or variable.score is not None:
                    continue
                if unusable.covers("row", *address) or unusable.covers("table", *address[1:]):
                    continue
                yield Finding(
                    rule="coverage",
                    message="has no crosswalk row",
                    file=f"{FOLDER}/{CROSSWALK}",
                    line=max(lines),
                    wave=wave,
                    variable=f"{table.table}.{variable.name}",
                    advice="status not_asked or impossible, where there is no source",
                )


def check_row(
    row: CrosswalkRow,
    codebook: Codebook,
    questionnaires: Questionnaires,
    study: StudyDefinition,
    unusable: Unusable,
) -> list[Finding]:
    """What is wrong with one row; the row that it may stand for is not missed then."""
    findings: list[Finding] = []
    table = codebook.tables.get(row.table)
    variable = table.variable(row.variable) if table is not None else None
    if table is None and not unusable.covers("table", row.table):
        unusable.add("row", row.wave, None, row.variable)
        advice = nearest(row.table, codebook.tables)
        findings.append(row.finding(f"unknown table {row.table!r}", advice))
    elif table is not None and variable is None:
        findings += _unknown_variable(row, table, unusable)
    if row.wave not in questionnaires.waves and not unusable.covers("wave", row.wave):
        unusable.add("row", None, row.table, row.variable)
        advice = nearest(row.wave, questionnaires.waves)
        findings.append(row.finding(f"wave {row.wave!r} has no questionnaire", advice))
    elif variable is not None and variable.score is not None:
        findings.append(row.finding("is a score and has no crosswalk row", "leave the row out"))
    elif row.status == "undetermined":
        message = "status is undetermined"
        findings.append(row.finding(message, "decide before this wave is ingested"))
    elif row.status in WITHOUT_SOURCE and table is not None and row.variable in table.key:
        message = f"status {row.status}, but it is a key"
        findings.append(row.finding(message, "a key needs a source"))
    elif row.wave in questionnaires.waves:
        if unusable.covers("table", row.table, row.variable):
            variable = None
        findings += _check_sources(row, variable, codebook, questionnaires, study, unusable)
    return findings


def _unknown_variable(
    row: CrosswalkRow, table: TableCodebook, unusable: Unusable
) -> Iterator[Finding]:
    if unusable.covers("table", row.table, row.variable):
        return
    names = [known.name for known in table.variables]
    unusable.add("row", row.wave, row.table, closest(row.variable, names))
    yield row.finding(f"unknown variable {row.variable!r}", nearest(row.variable, names))


def _check_sources(
    row: CrosswalkRow,
    variable: Variable | None,
    codebook: Codebook,
    questionnaires: Questionnaires,
    study: StudyDefinition,
    unusable: Unusable,
) -> list[Finding]:
    questionnaire = questionnaires[row.wave]
    findings: list[Finding] = []
    for source in row.sources:
        question = questionnaire.question(source)
        if question is None and not unusable.covers("wave", row.wave, source):
            ids = [known.id for known in questionnaire.questions]
            findings.append(row.finding(f"unknown question {source!r}", nearest(source, ids)))
        elif question is not None and variable is not None:
            wrong = _check_source(row, variable, question)
            wrong = wrong or check_codes(row, variable, question, codebook, study, unusable)
            wrong += [] if wrong else check_units(row, variable, question)
            findings += wrong
    if variable is not None and not findings:
        findings += check_parts(row, variable, questionnaire, study)
        findings += check_behind(row, variable, questionnaire)
        findings += check_factors(row, questionnaire)
    return findings


def _check_source(row: CrosswalkRow, variable: Variable, question: Question) -> list[Finding]:
    findings: list[Finding] = []
    if row.rule is None:
        return findings
    spec = row.rule.spec
    if question.kind not in spec.from_kinds:
        message = f"rule {spec.name} cannot read a {question.kind} question"
        advice = f"it reads {', '.join(sorted(spec.from_kinds))}"
        findings.append(row.finding(message, advice))
    if variable.type not in spec.to_types:
        message = f"rule {spec.name} cannot make a {variable.type} variable"
        advice = f"it makes {', '.join(sorted(spec.to_types))}"
        findings.append(row.finding(message, advice))
    # A year is not yet a date of birth, a gate not what is asked behind it, a flag no amount.
    whole = spec.name not in ("parts", "behind", "factors")
    if row.status == "identical" and whole and question.concept != variable.meaning:
        findings.append(
            row.finding(
                f"status identical, but {question.id!r} asks about {question.concept!r}",
                f"the variable means {variable.meaning!r}; change the concept or the status",
            )
        )
    return findings
