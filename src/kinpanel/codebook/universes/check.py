"""Rows of status identical against each other: were the same people asked?"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import replace

from kinpanel.codebook.crosswalk import CrosswalkRow
from kinpanel.codebook.model import Codebook
from kinpanel.codebook.universes.asked import Asked, asked_of, questions_of, readers_of
from kinpanel.codebook.universes.verdict import Verdict, judge
from kinpanel.errors import MAX_EXAMPLES, Finding
from kinpanel.questionnaire import Questionnaires


def check_universes(codebook: Codebook, questionnaires: Questionnaires) -> Iterator[Finding]:
    """Rows of status identical that were asked of other people than in the first such wave.

    Also those of which nobody can show that they were not. The finding stands at the row of the
    later wave. Rows whose sources are not in the questionnaire are left to others.
    """
    readers = readers_of(codebook)
    first: dict[tuple[str, str], Asked] = {}
    judged: dict[Hashable, Verdict] = {}
    for wave, questionnaire in questionnaires.waves.items():
        questions = questions_of(questionnaire)
        for row in _identical(codebook, wave):
            asked = asked_of(row, questions, readers)
            if asked is None:
                continue
            before = first.setdefault((row.table, row.variable), asked)
            key = (row.table, before.wave, before.condition, wave, asked.condition)
            if key not in judged:  # many variables of one table are asked of the same people
                judged[key] = judge(before, asked, codebook.codes)
            if not judged[key].same:
                yield _finding(before, asked, judged[key])


def _identical(codebook: Codebook, wave: str) -> list[CrosswalkRow]:
    rows = codebook.crosswalk.values()
    return [row for row in rows if row.wave == wave and row.status == "identical"]


def _finding(before: Asked, after: Asked, verdict: Verdict) -> Finding:
    differ = (
        f"the universe is not that of wave {before.wave}"
        if verdict.shown
        else f"it cannot be shown to be the same universe as in wave {before.wave}"
    )
    message = f"status identical, but {differ}: {before.text} there, {after.text} here"
    unshown = "" if verdict.shown else "; conditions that are written alike are the same"
    advice = f"mend ask_if, or say that the status is compatible, and why{unshown}"
    return replace(after.row.finding(message, advice, verdict.examples[:MAX_EXAMPLES]), count=None)
