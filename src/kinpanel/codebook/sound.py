"""What is in order by itself, and so can be compared with other rows, waves and questions."""

from __future__ import annotations

from collections.abc import Iterable

from kinpanel.codebook.crosswalk import CrosswalkRow
from kinpanel.codebook.model import Codebook, TableCodebook
from kinpanel.documents import Unusable
from kinpanel.errors import Finding
from kinpanel.questionnaire import Questionnaire, Questionnaires


def sound_part(
    codebook: Codebook,
    questionnaires: Questionnaires,
    findings: Iterable[Finding],
    unusable: Unusable,
) -> tuple[Codebook, Questionnaires]:
    """Codebook and questionnaires without what is unusable and without rows that have findings.

    When nothing is wrong, all of them.
    """
    wrong = {(finding.variable, finding.wave) for finding in findings}
    waves = {wave: _asked(known, unusable) for wave, known in questionnaires.waves.items()}
    rows = {
        key: row
        for key, row in codebook.crosswalk.items()
        if (f"{row.table}.{row.variable}", row.wave) not in wrong
        and _is_sound(row, waves.get(row.wave), unusable)
    }
    tables = {name: _usable(table, unusable) for name, table in codebook.tables.items()}
    return Codebook(tables, rows, codebook.codes), Questionnaires(waves)


def _asked(questionnaire: Questionnaire, unusable: Unusable) -> Questionnaire:
    wave = questionnaire.wave
    questions = tuple(
        question
        for question in questionnaire.questions
        if not unusable.covers("wave", wave, question.id)
        and not unusable.covers("routing", wave, question.id)
    )
    return Questionnaire(wave, questionnaire.source, questionnaire.files, questions)


def _is_sound(row: CrosswalkRow, wave: Questionnaire | None, unusable: Unusable) -> bool:
    return (
        wave is not None
        and all(wave.question(source) is not None for source in row.sources)
        and not unusable.covers("table", row.table, row.variable)
        and not unusable.touches("code", row.table, row.variable, row.wave)
    )


def _usable(table: TableCodebook, unusable: Unusable) -> TableCodebook:
    """The table without unusable variables, nor scores that are made from one."""
    variables = tuple(
        variable
        for variable in table.variables
        if not any(
            unusable.covers("table", table.table, name)
            for name in (variable.name, *(variable.score.inputs if variable.score else ()))
        )
    )
    return table.model_copy(update={"variables": variables})
