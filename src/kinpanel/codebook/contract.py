"""The contract between what was asked and what we hold, proved before any data are read."""

from __future__ import annotations

from collections.abc import Iterator

from kinpanel.codebook.agreement import check_agreement
from kinpanel.codebook.crosswalk import CrosswalkRow
from kinpanel.codebook.model import Codebook
from kinpanel.codebook.numbering import check_numbering
from kinpanel.codebook.rows import check_coverage, check_row
from kinpanel.codebook.secrecy import check_secrecy
from kinpanel.codebook.sound import sound_part
from kinpanel.codebook.statuses import check_statuses
from kinpanel.codebook.universes import check_universes
from kinpanel.codebook.weights import check_agreeing_weights
from kinpanel.documents import Unusable
from kinpanel.errors import MAX_EXAMPLES, Finding, closest, nearest
from kinpanel.questionnaire import Questionnaires
from kinpanel.study import StudyDefinition


def check_contract(
    codebook: Codebook,
    questionnaires: Questionnaires,
    study: StudyDefinition,
    unusable: Unusable | None = None,
) -> list[Finding]:
    """Every way in which crosswalk, grid, codebooks and questionnaires contradict each other.

    Every harmonised variable has a row for every wave whose questionnaire its table draws on;
    every source is a question; every code of a mapped question is mapped or declared missing; a
    status holds; the sources of a table sit in one file per wave; the grid holds no dead codes;
    answers of the same wording become the same values in every wave; what is identical was asked of
    the same people, and what is not says why; no item of an instrument is scored as another; no
    variable is less sensitive than what it is made from; a table is weighted by what its file is.
    Nothing is said against what leans on something `unusable`.
    """
    unusable = unusable or Unusable()
    dead = list(_dead_codes(codebook, unusable))
    findings: list[Finding] = []
    for row in codebook.crosswalk.values():
        findings += check_row(row, codebook, questionnaires, study, unusable)
    waves = [w for w in study.wave_ids if w in questionnaires.waves or unusable.covers("wave", w)]
    findings += check_coverage(codebook, list(dict.fromkeys(waves)), unusable)
    findings += _one_file(codebook, questionnaires)
    findings += dead
    findings += check_statuses(codebook, questionnaires)
    # What has a fault by itself is not compared with anything: that would only tell it again.
    codebook, questionnaires = sound_part(codebook, questionnaires, findings, unusable)
    findings += check_agreement(codebook, questionnaires, study.languages[0])
    findings += check_universes(codebook, questionnaires)
    findings += check_numbering(codebook, questionnaires)
    findings += check_secrecy(codebook, questionnaires)
    findings += check_agreeing_weights(codebook, questionnaires)
    return findings


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


def _dead_codes(codebook: Codebook, unusable: Unusable) -> Iterator[Finding]:
    """Codes of the grid that nothing reads: of an unknown variable, or under another rule."""
    known = [f"{t.table}.{v.name}" for t in codebook.tables.values() for v in t.variables]
    unknown: set[str] = set()
    for (table, variable, wave), targets in codebook.codes.maps.items():
        name = f"{table}.{variable}"
        row = codebook.row(table, variable, wave)
        message, advice = "", ""
        if unusable.covers("table", table, variable):
            continue
        if name not in known and name not in unknown:
            unknown.add(name)
            if meant := closest(name, known):
                unusable.add("code", *meant.split(".", 1))
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
