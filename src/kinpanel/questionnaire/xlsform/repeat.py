"""Which questions of a wave are asked in a form, and which of them again for every member."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kinpanel.questionnaire.model import FileSpec, Question, Questionnaire
from kinpanel.questionnaire.slots import SLOT, are_numbers, is_slotted


@dataclass(frozen=True)
class Part:
    """Questions in order; with a `name`, those of a repeat, asked `count` times (None: open).

    `unit` is what it is repeated for, its title in the form.
    `line` is the question that holds the number of the slot, where routing needs it: it is not
    asked but counted.
    """

    questions: tuple[Question, ...]
    name: str = ""
    unit: str = ""
    count: int | None = None
    line: Question | None = None


def parts(questionnaire: Questionnaire, file: str | None) -> tuple[Part, ...]:
    """What a form asks, in order; of one file, what is delivered with it, repeats included.

    A repeat stands where its first question is asked. Its slot and its copies of ids are left
    out: they follow from the form. It is open, unless its slots have names: a span of numbers
    says how many members fit into the file, not how many there are.
    """
    holder = questionnaire.delivered(file) if file is not None else None
    asked = [
        question
        for question in questionnaire.questions
        if holder is None or questionnaire.delivered(question.file) == holder
    ]
    return tuple(_parts(asked, questionnaire))


def _parts(asked: Sequence[Question], questionnaire: Questionnaire) -> Iterator[Part]:
    names = {question.id for question in asked}
    plain: list[Question] = []
    done: set[str] = set()
    for question in asked:
        spec = questionnaire.files[question.file]
        if spec.repeat is None:
            plain.append(question)
        elif question.file not in done and is_slotted(question.column):
            if plain:
                yield Part(tuple(plain))
            plain = []
            done.add(question.file)
            name = question.file
            while name in names:
                name += "_"
            names.add(name)
            yield _repeat(name, spec, questionnaire.in_file(question.file))
    if plain:
        yield Part(tuple(plain))


def _repeat(name: str, spec: FileSpec, questions: Sequence[Question]) -> Part:
    slots = spec.slot_names
    inside = tuple(question for question in questions if is_slotted(question.column))
    gates = {gate for question in inside if question.ask_if for gate in question.ask_if.names}
    counted = [int(slot) for slot in slots] if are_numbers(slots) else []
    line = [q for q in questions if q.column == SLOT and q.id in gates]
    return Part(
        inside,
        name,
        spec.unit,
        None if counted else len(slots),
        line[0] if line and counted == list(range(1, len(slots) + 1)) else None,
    )
