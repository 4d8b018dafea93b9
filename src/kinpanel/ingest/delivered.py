"""The files of a wave as its questionnaire declares them, from the files that were delivered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from kinpanel.errors import Finding
from kinpanel.ingest.decode import Decoded, decode_file
from kinpanel.ingest.one_row import counted_rows
from kinpanel.ingest.raw import RawFile
from kinpanel.ingest.unfold import Unfolded, unfold
from kinpanel.questionnaire import Questionnaire
from kinpanel.study import Wave


def declared_files(
    delivered: Mapping[str, RawFile], questionnaire: Questionnaire, wave: Wave
) -> tuple[dict[str, RawFile], list[Finding]]:
    """Delivered files with the rows that count, then every repeat, unfolded; and what was found."""
    files: dict[str, RawFile] = {}
    findings: list[Finding] = []
    for name, raw in delivered.items():
        files[name], problems = counted_rows(raw, name, questionnaire, wave)
        findings += problems
    for name, spec in questionnaire.files.items():
        if spec.repeat in delivered:
            files[name], problems = unfold(delivered[str(spec.repeat)], name, questionnaire, wave)
            findings += problems
    return files, findings


def decode_declared(
    raw: RawFile, file: str, questionnaire: Questionnaire, wave: Wave
) -> tuple[dict[str, Decoded], list[Finding]]:
    """The answers of a file, as `decode_file` says; findings on a repeat name delivered columns."""
    answers, findings = decode_file(raw, file, questionnaire, wave)
    if not findings or not isinstance(raw, Unfolded):
        return answers, findings
    where: dict[tuple[str, str | None], list[str]] = {}
    for slot in dict.fromkeys(raw.slots):
        part = raw.only(np.asarray(raw.slots == slot, dtype=bool))
        for found in decode_file(part, file, questionnaire, wave)[1]:
            where.setdefault((found.rule, found.variable), []).append(slot)
    return answers, [_located(found, raw, where) for found in findings]


def _located(
    found: Finding, raw: Unfolded, where: Mapping[tuple[str, str | None], list[str]]
) -> Finding:
    slots = where.get((found.rule, found.variable))
    if slots is None or found.variable is None:
        return found
    rows = np.isin(raw.slots.astype(str), slots)
    return replace(found, variable=raw.named(found.variable, rows))


def above(
    raw: RawFile, file: str, questionnaire: Questionnaire, answers: Mapping[str, dict[str, Decoded]]
) -> dict[str, Decoded]:
    """For a repeat, the gates that the delivered file holds, once for every row of the repeat.

    `answers` holds those of the delivered files, with their blanks explained; of any other file
    there are none.
    """
    if not isinstance(raw, Unfolded):
        return {}
    parent = answers.get(questionnaire.delivered(file), {})
    conditions = [question.ask_if for question in questionnaire.in_file(file)]
    names = {name for condition in conditions if condition is not None for name in condition.names}
    return {name: parent[name].taken(raw.parents) for name in sorted(names & parent.keys())}
