"""`like`: what a question takes over from another one, of its own or of any other wave.

Everything that is not written is taken over, the concept included (a question without one is its
own). What is written replaces what would be taken over, `missing_codes` as a whole; an empty
`ask_if:` takes routing away. `changed` speaks of one step only and is not taken over.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kinpanel.errors import nearest
from kinpanel.questionnaire.model import QuestionEntry
from kinpanel.questionnaire.written import Reading, Written


def by_address(reading: Reading) -> dict[str, QuestionEntry]:
    """Every question that could be read, by `wave.id`, as `like` names it."""
    return {
        f"{wave}.{question.id}": question
        for wave, entry in reading.waves.items()
        for question in entry.file.questions
    }


def inherit(
    entry: Written, place: int, known: Mapping[str, QuestionEntry], reading: Reading
) -> QuestionEntry | None:
    """The question at `place` with all it takes over, or None when its `like` leads nowhere.

    A circle or an unknown name is reported where it is written, not again by every question
    that leans on it.
    """
    question = entry.file.questions[place]
    chain, seen = [question], {id(question)}
    while (like := chain[-1].like) is not None:
        parent = known.get(like)
        if parent is not None and id(parent) not in seen:
            chain.append(parent)
            seen.add(id(parent))
            continue
        path = ("questions", place, "like")
        if parent is question:
            advice = "write out what this question has, without `like`"
            entry.report(path, "like", f"`like: {question.like}` leads in a circle", advice)
        elif parent is None and len(chain) == 1 and not _is_unusable(like, reading):
            entry.report(path, "like", f"`like: {like}` is unknown", nearest(like, known))
        return None
    return question.model_copy(update=_taken_over(chain))


def origin_of(name: str, question: QuestionEntry, known: Mapping[str, QuestionEntry]) -> str:
    """The address that a question takes a key from; "" where it is written with the question."""
    address = ""
    while name not in question.model_fields_set and question.like in known:
        address = question.like or ""
        question = known[address]
    return address


def _is_unusable(like: str, reading: Reading) -> bool:
    wave, _, name = like.partition(".")
    return reading.unusable.covers("wave", wave, name)


def _taken_over(chain: list[QuestionEntry]) -> dict[str, Any]:
    """What the first of a chain takes over from the others; the nearest counts."""
    own, *others = chain
    if not others:
        return {}
    merged: dict[str, Any] = {}
    for other in reversed(others):
        merged |= {name: getattr(other, name) for name in other.model_fields_set}
        merged["concept"] = merged.get("concept") or other.id
    merged.pop("changed", None)
    return {name: value for name, value in merged.items() if name not in own.model_fields_set}
