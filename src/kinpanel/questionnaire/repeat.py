"""Repeats of a questionnaire as written: whether what they are unfolded from can be unfolded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product

from kinpanel.errors import MAX_EXAMPLES, nearest
from kinpanel.questionnaire.columns import is_placeholder
from kinpanel.questionnaire.model import FileSpec, Questionnaire
from kinpanel.questionnaire.slots import (
    PLACEHOLDER,
    SLOT,
    SlotsError,
    column_of,
    is_slotted,
    slot_names,
)
from kinpanel.questionnaire.written import Written, file_of


def complete_files(files: Mapping[str, FileSpec]) -> dict[str, FileSpec]:
    """The files with the missing codes of a repeat added to those of the file that holds it."""
    complete = dict(files)
    for name, spec in files.items():
        if spec.repeat is not None and spec.repeat in files:
            codes = {**files[spec.repeat].missing_codes, **spec.missing_codes}
            complete[name] = spec.model_copy(update={"missing_codes": codes})
    return complete


def columns_read(questionnaire: Questionnaire, file: str) -> frozenset[str]:
    """The columns of a delivered file that some question reads, those of its repeats included."""
    names = {name for question in questionnaire.in_file(file) for name in question.columns}
    for repeat in questionnaire.repeats_of(file):
        slots = questionnaire.files[repeat].slot_names
        for question in questionnaire.in_file(repeat):
            names |= {column_of(name, slot) for name in question.columns for slot in slots}
    return frozenset(names)


def check_repeats(entry: Written, *, whole: bool = True) -> None:
    """Report every file that is neither delivered nor a repeat of one that is, with its slots.

    Unless the `whole` file could be read, nothing is said of questions that a repeat lacks.
    """
    for name, spec in entry.file.files.items():
        if spec.repeat is None:
            _check_delivered(entry, name, spec)
        else:
            _check_repeat(entry, name, spec, spec.repeat)
            _check_columns(entry, name, spec, whole=whole)


def _check_delivered(entry: Written, name: str, spec: FileSpec) -> None:
    if spec.path is None:
        message = f"file {name!r} has neither path nor repeat"
        advice = "path: the delivered file; or repeat: the file whose columns are unfolded"
        entry.report(("files", name), "file", message, advice)
    if spec.slots is not None:
        message = f"file {name!r} has slots, but is no repeat"
        entry.report(("files", name, "slots"), "repeat", message, "add repeat:, or leave them out")


def _check_repeat(entry: Written, name: str, spec: FileSpec, parent: str) -> None:
    files = entry.file.files
    delivered = [known for known, other in files.items() if other.repeat is None]
    at = ("files", name)
    if spec.path is not None:
        message = f"file {name!r} has both path and repeat"
        advice = "keep path if it is delivered as a file of its own, else repeat"
        entry.report((*at, "path"), "repeat", message, advice)
    if spec.encoding is not None:
        message = f"repeat {name!r} has an encoding, but is no file of its own"
        entry.report((*at, "encoding"), "repeat", message, f"declare it for {parent!r}")
    if parent not in files:
        message = f"repeat of an unknown file {parent!r}"
        entry.report((*at, "repeat"), "repeat", message, nearest(parent, delivered))
    elif parent not in delivered:
        message = f"{parent!r} is a repeat itself, and a repeat is unfolded from a delivered file"
        entry.report((*at, "repeat"), "repeat", message, nearest(parent, delivered))


def _check_columns(entry: Written, name: str, spec: FileSpec, *, whole: bool) -> None:
    """Slots must be some, some question must have a column per slot, no column may serve two."""
    at = ("files", name)
    if spec.slots is None:
        message = f"repeat {name!r} has no slots"
        entry.report(at, "slots", message, "slots: 1-12, as in the names of the columns")
        return
    try:
        slots = slot_names(spec.slots)
    except SlotsError as error:
        entry.report((*at, "slots"), "slots", error.message, error.advice)
        return
    templates = {
        place: column
        for place, question in enumerate(entry.file.questions)
        for file, _, column in [question.raw.partition(".")]
        if file == name and is_slotted(column)
    }
    if not templates and whole:
        message = f"no question of repeat {name!r} has a column for each slot"
        advice = f'e.g. raw: "{name}.name_{SLOT}", read from name_{slots[0]} and so on'
        entry.report(at, "repeat", message, advice)
    _check_twice(entry, templates, slots)


def _check_twice(entry: Written, templates: Mapping[int, str], slots: tuple[str, ...]) -> None:
    readers: dict[str, int] = {}
    told = set()
    for (place, template), slot in product(templates.items(), slots):
        column = column_of(template, slot)
        first = readers.setdefault(column, place)
        if first != place and templates[first] != template and place not in told:
            told.add(place)
            other = entry.file.questions[first].id
            message = f"column {column!r} is one of {other!r}, too"
            advice = "give the slots their zeros (01-12), or correct the names"
            entry.report(("questions", place, "raw"), "raw", message, advice)


def check_placeholders(entry: Written, place: int) -> None:
    """Report placeholders that the file of a question does not fill in."""
    question = entry.file.questions[place]
    file, _, column = question.raw.partition(".")
    path = ("questions", place, "raw")
    spec = entry.file.files.get(file)
    found = dict.fromkeys(PLACEHOLDER.findall(column))
    strange = [part for part in found if part != SLOT and not is_placeholder(part)]
    if strange:
        shown = ", ".join(repr(part) for part in strange[:MAX_EXAMPLES])
        message = f"{shown} in the name of a column stands for nothing"
        entry.report(path, "raw", message, f"{SLOT} stands for the slot of a repeat")
    if SLOT in found and spec is not None and spec.repeat is None:
        message = f"{SLOT} in the name of a column, but file {file!r} is no repeat"
        advice = "declare a repeat of it with slots, and read the column from that"
        entry.report(path, "raw", message, advice)


def gates_before(entry: Written, place: int, names: Iterable[str]) -> tuple[set[str], set[str]]:
    """Which of the names are ids of earlier questions that can open the one at `place`.

    First those of its own file, then, for a question of a repeat, those of the delivered file.
    """
    file = file_of(entry.file.questions[place])
    spec = entry.file.files.get(file)
    parent = spec.repeat if spec is not None else None
    asked = entry.places_in
    own = {name for name in names if asked.get((file, name), place) < place}
    if parent is None:
        return own, set()
    return own, {name for name in names if asked.get((parent, name), place) < place}


def why_not_gate(entry: Written, place: int, name: str) -> tuple[str, str] | None:
    """What is wrong with a gate that a repeat asks, and what to do; None when none does."""
    file = file_of(entry.file.questions[place])
    for question in entry.file.questions:
        other = file_of(question)
        spec = entry.file.files.get(other)
        if question.id == name and other != file and spec is not None and spec.repeat is not None:
            message = (
                f"ask_if names {name!r} of repeat {other!r}, which has rows of its own, any "
                "number of them for one delivered row"
            )
            return message, f"move this question to {other!r}, or gate it by one of {file!r}"
    return None
