"""Codes of two waves that are the same answer: by what they become, else by their wording."""

from __future__ import annotations

from collections.abc import Mapping

from kinpanel.codebook.universes.point import OTHER, Point
from kinpanel.questionnaire import Question
from kinpanel.questionnaire.compare.answers import same_answers

Held = tuple[Question, Mapping[str, str]]
"""A gate and its raw codes, each with the value that it becomes; "" where nothing says."""


def paired(before: Held | None, after: Held | None) -> list[Point]:
    """Every answer that either wave can have, as its raw code in both.

    Codes become one answer when they become the same value and, where several codes of a wave do,
    have the same wording or the same code; what is left over of such a value may be any of the
    other wave's codes for it. Codes that become nothing are one answer when they have the same
    wording. A code without a counterpart stands beside `OTHER`.
    """
    if before is None or after is None:
        held = before or after
        codes = list(held[1]) if held is not None else []
        return [(c, OTHER) if after is None else (OTHER, c) for c in codes]
    (question, ours), (other, theirs) = before, after
    said = same_answers(question.choices, other.choices)
    points: list[Point] = []
    for value in dict.fromkeys([*ours.values(), *theirs.values()]):
        one = [code for code, to in ours.items() if to == value]
        two = [code for code, to in theirs.items() if to == value]
        points += _within(one, two, said, known=bool(value))
    return points


def _within(one: list[str], two: list[str], said: Mapping[str, str], *, known: bool) -> list[Point]:
    """The codes of one value, or, not `known`, those of which nobody says what they become."""
    if known and len(one) == len(two) == 1:
        return [(one[0], two[0])]
    pairs = {code: said[code] for code in one if said.get(code) in two}
    if known:
        taken = set(pairs.values())
        pairs |= {code: code for code in one if code not in pairs and code in {*two} - taken}
    left = [code for code in one if code not in pairs]
    right = [code for code in two if code not in pairs.values()]
    points: list[Point] = list(pairs.items())
    points += [(code, to) for code in left for to in (two if known and two else [OTHER])]
    points += [(code, to) for to in right for code in (one if known and one else [OTHER])]
    return list(dict.fromkeys(points))
