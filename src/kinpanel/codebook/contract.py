"""The contract between what was asked and what we hold, proved before any data are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kinpanel.codebook.codes import Target
from kinpanel.codebook.crosswalk import CrosswalkRow
from kinpanel.codebook.model import Codebook, Variable
from kinpanel.errors import MAX_EXAMPLES, Finding, nearest
from kinpanel.questionnaire import Question, Questionnaire, Questionnaires
from kinpanel.study import StudyDefinition


def check_contract(
    codebook: Codebook, questionnaires: Questionnaires, study: StudyDefinition
) -> list[Finding]:
    """Every way in which crosswalk, grid, codebooks and questionnaires contradict each other.

    Every harmonised variable has a row for every wave that has a questionnaire; every source is
    a question; every code of a mapped question is mapped or declared missing; a status holds.
    """
    findings = list(_coverage(codebook, questionnaires))
    for row in codebook.crosswalk.values():
        findings += _check_row(row, codebook, questionnaires, study)
    findings += _one_file(codebook, questionnaires)
    return findings


def _finding(
    row: CrosswalkRow, message: str, advice: str = "", examples: Sequence[str] = ()
) -> Finding:
    return Finding(
        rule="contract",
        message=message,
        file=row.file,
        line=row.line,
        wave=row.wave,
        variable=f"{row.table}.{row.variable}",
        advice=advice,
        examples=tuple(examples),
        count=len(examples) or None,
    )


def _coverage(codebook: Codebook, questionnaires: Questionnaires) -> Iterator[Finding]:
    for table in codebook.tables.values():
        for wave in questionnaires.waves:
            rows = [codebook.row(table.table, v.name, wave) for v in table.variables]
            if not any(row is not None for row in rows):
                continue  # a wave without any row of a table does not carry that table
            for variable, row in zip(table.variables, rows, strict=True):
                if (row is None) == (variable.score is None):
                    has = "has no crosswalk row" if row is None else "is a score: no crosswalk row"
                    yield Finding(
                        rule="coverage",
                        message=has,
                        file=codebook.codes.file.replace("codes.csv", "crosswalk.csv"),
                        wave=wave,
                        variable=f"{table.table}.{variable.name}",
                        advice="status not_asked or impossible, where there is no source",
                    )


def _check_row(
    row: CrosswalkRow, codebook: Codebook, questionnaires: Questionnaires, study: StudyDefinition
) -> list[Finding]:
    table = codebook.tables.get(row.table)
    if table is None:
        return [_finding(row, f"unknown table {row.table!r}", nearest(row.table, codebook.tables))]
    variable = table.variable(row.variable)
    if variable is None:
        names = [known.name for known in table.variables]
        return [_finding(row, f"unknown variable {row.variable!r}", nearest(row.variable, names))]
    if row.wave not in questionnaires.waves:
        return [_finding(row, f"wave {row.wave!r} has no questionnaire")]
    if row.status == "undetermined":
        return [_finding(row, "status is undetermined", "decide before this wave is ingested")]
    questionnaire = questionnaires[row.wave]
    findings: list[Finding] = []
    for source in row.sources:
        question = questionnaire.question(source)
        if question is None:
            ids = [known.id for known in questionnaire.questions]
            findings.append(_finding(row, f"unknown question {source!r}", nearest(source, ids)))
        else:
            findings += _check_source(row, variable, question, questionnaire, codebook, study)
    return findings


def _check_source(
    row: CrosswalkRow,
    variable: Variable,
    question: Question,
    questionnaire: Questionnaire,
    codebook: Codebook,
    study: StudyDefinition,
) -> list[Finding]:
    findings: list[Finding] = []
    if row.rule is None:
        return findings
    spec = row.rule.spec
    if question.kind not in spec.from_kinds:
        findings.append(_finding(row, f"rule {spec.name} cannot read a {question.kind} question"))
    if variable.type not in spec.to_types:
        findings.append(_finding(row, f"rule {spec.name} cannot make a {variable.type} variable"))
    if row.status == "identical" and question.concept != variable.meaning:
        findings.append(
            _finding(
                row,
                f"status identical, but {question.id!r} asks about {question.concept!r}",
                f"the variable means {variable.meaning!r}; change the concept or the status",
            )
        )
    if spec.name == "map":
        findings += _check_map(row, variable, question, questionnaire, codebook, study)
    elif question.kind == "select_one":
        findings += _check_unmapped(row, variable, question)
    return findings


def _check_map(
    row: CrosswalkRow,
    variable: Variable,
    question: Question,
    questionnaire: Questionnaire,
    codebook: Codebook,
    study: StudyDefinition,
) -> list[Finding]:
    targets = codebook.codes.map_of(row.table, row.variable, row.wave)
    declared_missing = {
        **study.wave(row.wave).missing_codes,
        **questionnaire.files[question.file].missing_codes,
        **question.missing_codes,
    }
    codes = [choice.code for choice in question.choices]
    findings: list[Finding] = []
    unmapped = [c for c in codes if c not in targets and c not in declared_missing]
    if unmapped:
        findings.append(
            _finding(
                row,
                "codes of the questionnaire are neither mapped nor declared missing",
                "add them to codes.csv",
                examples=unmapped,
            )
        )
    strange = [code for code in targets if question.kind == "select_one" and code not in codes]
    if strange:
        findings.append(
            _finding(row, "codes.csv maps codes that the question does not have", examples=strange)
        )
    findings += [
        _finding(row, wrong, f"codes.csv, line {target.line}")
        for target in targets.values()
        if (wrong := _wrong_target(target, variable, study))
    ]
    if row.status == "identical":
        values = [target.code for target in targets.values()]
        if len(set(values)) < len(values):
            findings.append(
                _finding(row, "status identical, but two codes lead to one target", "compatible?")
            )
    return findings


def _wrong_target(target: Target, variable: Variable, study: StudyDefinition) -> str:
    if target.reason is not None:
        return "" if target.reason in study.missing else f"unknown reason {target.reason!r}"
    if variable.type in ("nominal", "ordinal"):
        known = target.code in variable.level_codes
        return "" if known else f"target {target.code!r} is not a level of the variable"
    if variable.type == "boolean":
        return "" if target.code in ("0", "1") else f"target {target.code!r} is not 0 or 1"
    try:
        number = float(target.code)
    except ValueError:
        return f"target {target.code!r} is not a number"
    if variable.range and not variable.range[0] <= number <= variable.range[1]:
        return f"target {target.code!r} is outside the variable's range"
    return ""


def _check_unmapped(row: CrosswalkRow, variable: Variable, question: Question) -> list[Finding]:
    """A choice taken as it is: its codes must already be what the variable holds."""
    codes = [choice.code for choice in question.choices]
    if variable.type in ("nominal", "ordinal"):
        strange = [code for code in codes if code not in variable.level_codes]
        if strange:
            return [_finding(row, "codes are not levels of the variable", "map", examples=strange)]
    return []


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
            yield _finding(
                row,
                f"table {table!r} draws on several files of the wave",
                "one table is made from one file per wave",
                examples=list(files)[:MAX_EXAMPLES],
            )


def _by_table_and_wave(codebook: Codebook) -> dict[tuple[str, str], list[CrosswalkRow]]:
    groups: dict[tuple[str, str], list[CrosswalkRow]] = {}
    for row in codebook.crosswalk.values():
        groups.setdefault((row.table, row.wave), []).append(row)
    return groups
