"""One wave, read files in, typed tables out; pure, so that it can be planned before it lands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from kinpanel.codebook import Codebook
from kinpanel.errors import Finding, errors_in
from kinpanel.ingest.audit import audit_columns, audit_key
from kinpanel.ingest.blanks import explain_blanks
from kinpanel.ingest.decode import Decoded
from kinpanel.ingest.delivered import above, declared_files, decode_declared
from kinpanel.ingest.harmonise import harmonise, source_file
from kinpanel.ingest.raw import RawFile
from kinpanel.ingest.settle import settle
from kinpanel.questionnaire import Questionnaire
from kinpanel.study import StudyDefinition


@dataclass(frozen=True)
class HarmonisedWave:
    """The typed tables of a wave, without scores, and everything found on the way.

    `tables` is empty as soon as one finding is an error; otherwise every row of the ledgers that
    names the wave was applied.
    """

    wave: str
    tables: Mapping[str, pd.DataFrame]
    findings: tuple[Finding, ...]


def harmonise_wave(
    study: StudyDefinition,
    questionnaire: Questionnaire,
    codebook: Codebook,
    delivered: Mapping[str, RawFile],
) -> HarmonisedWave:
    """Unfold, audit and decode the files of a wave, make its tables, and settle them.

    `delivered` holds the files that were read; repeats are unfolded from them.
    """
    wave = study.wave(questionnaire.wave)
    files, findings = declared_files(delivered, questionnaire, wave)
    answers: dict[str, dict[str, Decoded]] = {}
    for name, raw in files.items():
        findings += audit_columns(raw, name, questionnaire, wave)
        decoded, problems = decode_declared(raw, name, questionnaire, wave)
        findings += problems
        gates = above(raw, name, questionnaire, answers)
        findings += explain_blanks(decoded, raw.name, gates, raw.named)
        findings += audit_key(raw, name, questionnaire, decoded)
        answers[name] = decoded
    tables: dict[str, pd.DataFrame] = {}
    if not errors_in(findings):
        for table in codebook.tables.values():
            file = source_file(table, codebook, questionnaire)
            if file is None:
                continue
            raw = files[file]
            frame, problems = harmonise(
                table, codebook, study, questionnaire.wave, answers[file], raw.name, raw.place
            )
            tables[table.table] = frame
            findings += problems
    if errors_in(findings):
        return HarmonisedWave(questionnaire.wave, {}, tuple(findings))
    settled, problems = settle(tables, codebook, study, questionnaire.wave)
    return HarmonisedWave(questionnaire.wave, settled, (*findings, *problems))
