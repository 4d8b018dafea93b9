"""Two waves against each other, question by question: added, dropped, changed, moved."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kinpanel.questionnaire.compare.difference import Difference
from kinpanel.questionnaire.compare.question import compare
from kinpanel.questionnaire.model import Question, Questionnaire, Questionnaires

Status = Literal["added", "dropped", "changed", "unchanged"]


@dataclass(frozen=True)
class Pair:
    """A concept in two waves: the question of each, None where it was not asked.

    `moved` says that, among the questions that both waves ask, it stands elsewhere.
    """

    concept: str
    before: Question | None
    after: Question | None
    differences: tuple[Difference, ...] = ()
    moved: bool = False

    @property
    def status(self) -> Status:
        """What became of the concept; order alone does not change a question."""
        if self.before is None:
            return "added"
        if self.after is None:
            return "dropped"
        return "changed" if self.differences else "unchanged"

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of difference, each once."""
        return tuple(dict.fromkeys(difference.kind for difference in self.differences))


def diff_waves(questionnaires: Questionnaires, w1: str, w2: str) -> tuple[Pair, ...]:
    """Every concept of two waves: the questions of `w1` in their order, then what `w2` adds.

    A concept that is asked several times is paired file by file, then in the order asked. The
    other way round, every pair is turned and holds the inverse of its differences. KeyError for a
    wave without a questionnaire.
    """
    before, after = questionnaires[w1], questionnaires[w2]
    concepts = (concepts_of(before), concepts_of(after))
    partners = match(before.questions, after.questions)
    moved = _moved([(q, partners[q.id]) for q in before.questions if q.id in partners], after)
    pairs = []
    for question in before.questions:
        other = partners.get(question.id)
        found = compare(question, other, concepts=concepts) if other is not None else ()
        pairs.append(Pair(question.concept, question, other, found, question.id in moved))
    taken = {question.id for question in partners.values()}
    pairs += [Pair(q.concept, None, q) for q in after.questions if q.id not in taken]
    return tuple(pairs)


def concepts_of(questionnaire: Questionnaire) -> dict[str, str]:
    """Concepts by id of the question."""
    return {question.id: question.concept for question in questionnaire.questions}


def match(before: Sequence[Question], after: Sequence[Question]) -> dict[str, Question]:
    """The partner of each question, by its id: one with the same concept, in the same file if any.

    A question without a partner is left out; nobody has two.
    """
    partners: dict[str, Question] = {}
    taken: set[str] = set()
    for same_file in (True, False):
        for question in before:
            if question.id in partners:
                continue
            for other in after:
                fits = other.concept == question.concept and other.id not in taken
                if fits and (other.file == question.file or not same_file):
                    partners[question.id] = other
                    taken.add(other.id)
                    break
    return partners


def _moved(common: Sequence[tuple[Question, Question]], after: Questionnaire) -> set[str]:
    """Ids, in the first wave, of the fewest questions whose moving explains the new order."""
    places = {question.id: place for place, question in enumerate(after.questions)}
    one = [(place, places[other.id]) for place, (_, other) in enumerate(common)]
    two = sorted((new, old) for old, new in one)
    if [q.id for q, _ in common] <= [common[old][1].id for _, old in two]:
        kept = {old for old, _ in _longest_rise(one)}
    else:  # the same choice among equals, whichever wave comes first
        kept = {old for _, old in _longest_rise(two)}
    return {question.id for place, (question, _) in enumerate(common) if place not in kept}


def _longest_rise(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of the pairs, sorted by the first, in which the second rises too."""
    ends: list[int] = []
    at: list[int] = []
    previous: list[int] = []
    for place, (_, value) in enumerate(pairs):
        length = bisect_left(ends, value)
        previous.append(at[length - 1] if length else -1)
        if length == len(ends):
            ends.append(value)
            at.append(place)
        else:
            ends[length], at[length] = value, place
    chain: list[tuple[int, int]] = []
    place = at[-1] if at else -1
    while place >= 0:
        chain.append(pairs[place])
        place = previous[place]
    return chain[::-1]
