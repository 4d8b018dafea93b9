"""What is known of a harmonised variable before a wave arrives: names, wordings, answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kinpanel.codebook.model import Codebook, TableCodebook, Variable
from kinpanel.ingest.draft.names import stems
from kinpanel.questionnaire.model import Question, Questionnaires
from kinpanel.study import StudyDefinition


@dataclass(frozen=True)
class Evidence:
    """A variable as other waves know it; `questions` are its sources there.

    `names` lead from a bare name to where it was seen; `labels` are (language, text, where).
    """

    table: str
    variable: Variable
    names: Mapping[str, str]
    labels: tuple[tuple[str, str, str], ...]
    questions: tuple[Question, ...]


def evidence_of(
    codebook: Codebook, questionnaires: Questionnaires, study: StudyDefinition, wave: str, file: str
) -> tuple[Evidence, ...]:
    """Every variable that a file of `wave` may hold, with what waves other than it tell.

    Of a file that other waves have, too, only the tables that are made from it there; scores are
    computed and have no source.
    """
    tables = [t for t in codebook.tables.values() if _draws_on(t, file, codebook, questionnaires)]
    others = [other for other in questionnaires.waves if other != wave]
    bare = {other: _bare(questionnaires, study, other) for other in others}
    return tuple(
        _evidence(table, variable, codebook, questionnaires, bare)
        for table in tables or codebook.tables.values()
        for variable in table.variables
        if variable.score is None
    )


def _draws_on(
    table: TableCodebook, file: str, codebook: Codebook, questionnaires: Questionnaires
) -> bool:
    return any(
        question.file == file
        for (name, _, wave), row in codebook.crosswalk.items()
        if name == table.table and wave in questionnaires.waves
        for source in row.sources
        if (question := questionnaires[wave].question(source)) is not None
    )


def _bare(
    questionnaires: Questionnaires, study: StudyDefinition, wave: str
) -> dict[tuple[str, str], str]:
    """Columns of a wave, by file and name, without the marks of the wave."""
    questionnaire = questionnaires[wave]
    year = study.wave(wave).year
    return {
        (file, column): stem
        for file in questionnaire.files
        for column, stem in stems([q.column for q in questionnaire.in_file(file)], year).items()
    }


def _evidence(
    table: TableCodebook,
    variable: Variable,
    codebook: Codebook,
    questionnaires: Questionnaires,
    bare: Mapping[str, Mapping[tuple[str, str], str]],
) -> Evidence:
    where = f"{table.table}.{variable.name}"
    names = {variable.name.lower(): where, variable.meaning.lower(): where}
    labels = [(tag, text, where) for tag, text in variable.label.items()]
    questions: list[Question] = []
    for wave in bare:
        row = codebook.row(table.table, variable.name, wave)
        for source in row.sources if row is not None else ():
            question = questionnaires[wave].question(source)
            if question is None:
                continue
            seen = f"{wave}.{question.id}"
            questions.append(question)
            names.setdefault(bare[wave][question.file, question.column], seen)
            names.setdefault(question.id.lower(), seen)
            labels += [(tag, text, seen) for tag, text in question.label.items()]
    first = {(tag, text): seen for tag, text, seen in reversed(labels)}
    said = tuple((tag, text, seen) for (tag, text), seen in reversed(first.items()))
    return Evidence(table.table, variable, names, said, tuple(questions))
