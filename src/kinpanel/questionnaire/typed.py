"""The type of a question: its kind and its response set, reported where they are written."""

from __future__ import annotations

import re

from kinpanel.errors import closest, nearest
from kinpanel.questionnaire.model import KINDS, RESPONSE_SET, SELECTS, Choice, Kind, QuestionEntry
from kinpanel.questionnaire.written import Reading, Written


def type_of(
    full: QuestionEntry, entry: Written, place: int, reading: Reading
) -> tuple[Kind | None, tuple[Choice, ...]]:
    """The kind and, for a choice, its answers; the second word is the name of a response set.

    A type that is taken over is reported where it is written. A response set with a fault of its
    own gives no answers.
    """
    word, _, response_set = (full.type or "").partition(" ")
    kind = next((known for known in KINDS if known == word), None)
    wrong = ("", "")
    if full.type is None:
        wrong = "the question has no type", f"known: {', '.join(KINDS)}"
    elif kind is None:
        wrong = f"unknown type {full.type!r}", nearest(word, KINDS)
    elif kind not in SELECTS and response_set:
        wrong = f"type {kind} takes no response set ({response_set!r})", "select_one?"
    elif kind in SELECTS and reading.choices is not None and not _set_told(response_set, reading):
        if response_set in reading.choices:
            return kind, reading.choices[response_set]
        wrong = f"unknown response set {response_set!r}", nearest(response_set, reading.choices)
    if wrong[0] and is_own("type", entry, place):
        entry.report(("questions", place, "type"), "type", *wrong)
    return (None if wrong[0] else kind), ()


def is_own(name: str, entry: Written, place: int) -> bool:
    """Whether a question, not one that it is like, answers for what its key `name` holds."""
    question = entry.file.questions[place]
    return question.like is None or name in question.model_fields_set


def _set_told(name: str, reading: Reading) -> bool:
    """Whether a response set, or one whose wrong name may be meant by `name`, was reported."""
    if reading.choices and name in reading.choices:
        return reading.unusable.covers("set", name)
    told = reading.unusable.named("set")
    misnamed = [known for known in told if not re.fullmatch(RESPONSE_SET, known)]
    return reading.unusable.covers("set", name) or closest(name, misnamed) is not None
