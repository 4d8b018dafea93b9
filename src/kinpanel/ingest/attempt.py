"""The tables of a wave as far as they can be made: to recognise a file, never to land it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from kinpanel.codebook import Codebook, TableCodebook
from kinpanel.ingest.decode import Decoded
from kinpanel.ingest.delivered import declared_files, decode_declared
from kinpanel.ingest.harmonise import harmonise, source_file
from kinpanel.ingest.raw import RawFile
from kinpanel.questionnaire import Questionnaire
from kinpanel.study import StudyDefinition


def attempt(
    study: StudyDefinition,
    questionnaire: Questionnaire,
    codebook: Codebook,
    delivered: Mapping[str, RawFile],
) -> dict[str, pd.DataFrame]:
    """Every table with the variables that can be made; findings are for another to report.

    A table whose key cannot be made is left out.
    """
    wave = study.wave(questionnaire.wave)
    files, _ = declared_files(delivered, questionnaire, wave)
    tables = {}
    for table in codebook.tables.values():
        file = source_file(table, codebook, questionnaire)
        if file is None or file not in files:
            continue
        answers, _ = decode_declared(files[file], file, questionnaire, wave)
        part = _possible(table, codebook, questionnaire.wave, answers)
        if part is not None:
            frame, _ = harmonise(part, codebook, study, questionnaire.wave, answers, file)
            if set(table.key) <= set(frame.columns):
                tables[table.table] = frame
    return tables


def _possible(
    table: TableCodebook, codebook: Codebook, wave: str, answers: Mapping[str, Decoded]
) -> TableCodebook | None:
    """The table with the variables whose sources are all there; None where its key is not."""
    variables = []
    for variable in table.variables:
        row = codebook.row(table.table, variable.name, wave)
        if row is not None and row.rule is not None and answers.keys() >= set(row.sources):
            variables.append(variable)
    if not set(table.key) <= {variable.name for variable in variables}:
        return None
    return table.model_copy(update={"variables": tuple(variables)})
