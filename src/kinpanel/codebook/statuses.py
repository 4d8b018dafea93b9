"""What a status says beyond concept, codes and universe: units that agree, and a reason why."""

from __future__ import annotations

from collections.abc import Iterator

from kinpanel.codebook.crosswalk import CrosswalkRow, Status
from kinpanel.codebook.model import Codebook
from kinpanel.errors import Finding
from kinpanel.questionnaire import Question, Questionnaires

WITH_WHY: frozenset[Status] = frozenset({"compatible", "approximate", "impossible"})
"""Statuses that admit a difference, and must say which."""


def check_statuses(codebook: Codebook, questionnaires: Questionnaires) -> Iterator[Finding]:
    """Rows that admit a difference and do not say which; identical numbers in unlike units."""
    for row in codebook.crosswalk.values():
        if row.status in WITH_WHY and not row.why.strip():
            yield row.finding(
                f"status {row.status}, but no word on why", "say in `why` what differs"
            )
    yield from _units(codebook, questionnaires)


def _units(codebook: Codebook, questionnaires: Questionnaires) -> Iterator[Finding]:
    """Numbers taken as they are, as identical, whose questions declare different units.

    Where the variable declares a unit, each question is held to that.
    """
    first: dict[tuple[str, str], Question] = {}
    for wave, questionnaire in questionnaires.waves.items():
        for row in codebook.crosswalk.values():
            if row.wave != wave or row.status != "identical" or not _taken(row):
                continue
            question = questionnaire.question(row.sources[0])
            if question is None or question.unit is None:
                continue
            if question.kind not in ("integer", "decimal") or _has_unit(codebook, row):
                continue
            before = first.setdefault((row.table, row.variable), question)
            if before.unit != question.unit:
                yield row.finding(
                    f"status identical, but the unit is {question.unit!r}, and "
                    f"{before.unit!r} in wave {before.wave}",
                    "rule scale, or the unit that is meant",
                )


def _has_unit(codebook: Codebook, row: CrosswalkRow) -> bool:
    table = codebook.tables.get(row.table)
    variable = table.variable(row.variable) if table is not None else None
    return variable is not None and bool(variable.unit)


def _taken(row: CrosswalkRow) -> bool:
    return row.rule is not None and row.rule.spec.name == "same"
