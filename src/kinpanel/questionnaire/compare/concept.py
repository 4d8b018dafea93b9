"""One concept through all waves: how it was asked each time, and what had changed."""

from __future__ import annotations

from dataclasses import dataclass

from kinpanel.questionnaire.compare.difference import Difference
from kinpanel.questionnaire.compare.question import compare
from kinpanel.questionnaire.compare.waves import concepts_of, match
from kinpanel.questionnaire.model import Question, Questionnaires


@dataclass(frozen=True)
class Asked:
    """A concept in one wave; `question` is None where the wave did not ask.

    `since` is the last wave before that asked, and `differences` are those from its question;
    both are empty where the concept is asked for the first time.
    """

    wave: str
    question: Question | None
    since: str | None = None
    differences: tuple[Difference, ...] = ()


def concept_table(questionnaires: Questionnaires, concept: str) -> tuple[Asked, ...]:
    """One row per wave, in the order of the study; several where a wave asks several times.

    Each question is compared with its partner in the nearest wave before that asked it. Empty
    when no wave knows the concept.
    """
    rows: list[Asked] = []
    earlier: dict[str, tuple[Question, ...]] = {}
    for wave, questionnaire in questionnaires.waves.items():
        here = tuple(q for q in questionnaire.questions if q.concept == concept)
        if not here:
            rows.append(Asked(wave, None))
            continue
        found: dict[str, tuple[str, Question]] = {}
        for since in reversed(earlier):
            left = [question for question in here if question.id not in found]
            partners = match(left, earlier[since])
            found |= {name: (since, partner) for name, partner in partners.items()}
        for question in here:
            rows.append(_row(question, found.get(question.id), questionnaires))
        earlier[wave] = here
    return tuple(rows) if earlier else ()


def _row(
    question: Question, earlier: tuple[str, Question] | None, questionnaires: Questionnaires
) -> Asked:
    if earlier is None:
        return Asked(question.wave, question)
    since, partner = earlier
    concepts = (concepts_of(questionnaires[since]), concepts_of(questionnaires[question.wave]))
    return Asked(question.wave, question, since, compare(partner, question, concepts=concepts))
