"""Two questions against each other, in every respect that a later analysis may trip over."""

from __future__ import annotations

from collections.abc import Mapping

from kinpanel.questionnaire.compare.answers import compare_answers
from kinpanel.questionnaire.compare.difference import Difference, along, step
from kinpanel.questionnaire.compare.routes import normal
from kinpanel.questionnaire.model import SELECTS, Question
from kinpanel.questionnaire.wording import plain

Concepts = Mapping[str, str]
"""Concepts by id of the question, within one wave."""


def compare(
    before: Question,
    after: Question,
    *,
    concepts: tuple[Concepts, Concepts] = ({}, {}),
) -> tuple[Difference, ...]:
    """Everything that differs from one question to the other; empty when nothing does.

    Ids, columns and names of response sets do not count: they say nothing to the respondent.
    `concepts` of the two waves let a gate of the routing have another id in each. Seen from the
    other question, the result holds the inverse of every difference.
    """
    found = step("type", before.kind, after.kind)
    found += _wording(before, after)
    if before.kind in SELECTS and after.kind in SELECTS:
        found += compare_answers(before.choices, after.choices)
    found += _universe(before, after, concepts)
    found += step("range", _range(before), _range(after))
    found += step("unit", before.unit or "", after.unit or "")
    found += along("missing", _missing(before), _missing(after), by="code")
    found += step("informant", before.informant or "", after.informant or "")
    found += step("mode", before.mode or "", after.mode or "")
    found += step("item", before.item or "", after.item or "")
    found += step("sensitivity", before.sensitivity, after.sensitivity)
    return tuple(found)


def _wording(before: Question, after: Question) -> list[Difference]:
    old, new = (
        {tag: plain(text) for tag, text in question.label.items()} for question in (before, after)
    )
    return along("wording", old, new, by="language")


def _universe(
    before: Question, after: Question, concepts: tuple[Concepts, Concepts]
) -> list[Difference]:
    if normal(before.ask_if, concepts[0]) == normal(after.ask_if, concepts[1]):
        return []
    old, new = (q.ask_if.text if q.ask_if else "everybody" for q in (before, after))
    return [Difference("universe", "changed", old, new)]


def _missing(question: Question) -> dict[str, str]:
    """What its own codes say: a reason, or that they are values although others miss by them."""
    return {**dict.fromkeys(question.not_missing, "a value"), **question.missing_codes}


def _range(question: Question) -> str:
    return "" if question.range is None else f"{question.range[0]:g} to {question.range[1]:g}"
