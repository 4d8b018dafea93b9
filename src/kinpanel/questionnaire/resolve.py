"""One questionnaire as written to its questions, complete and checked against each other."""

from __future__ import annotations

from collections.abc import Mapping

from kinpanel.documents.tree import KeyPath
from kinpanel.errors import nearest
from kinpanel.questionnaire.gates import check_gates
from kinpanel.questionnaire.like import inherit
from kinpanel.questionnaire.model import (
    KINDS,
    Choice,
    Kind,
    Question,
    QuestionEntry,
    Questionnaire,
)
from kinpanel.questionnaire.routing import WORDS, Condition, RoutingError, parse_condition
from kinpanel.questionnaire.written import Reading, Written
from kinpanel.study import StudyDefinition, check_missing_codes


def resolve(
    entry: Written, known: Mapping[str, QuestionEntry], reading: Reading, study: StudyDefinition
) -> Questionnaire:
    """The questionnaire of one file; what is wrong is reported in `entry` and left out."""
    _check_files(entry, study)
    questions: list[Question] = []
    for place in range(len(entry.file.questions)):
        before = len(entry.findings)
        _check_place(entry, place)
        full = inherit(entry, place, known, reading)
        if full is None:
            continue
        asked = {question.id: question for question in questions if question.file == _file_of(full)}
        condition = _condition(full, entry, place, asked, study)
        kind, choices = _type(full, entry, place, reading)
        _check_wording(full, entry, place, study)
        if len(entry.findings) == before and kind is not None:
            questions.append(_question(full, entry, place, kind, choices, condition))
    return Questionnaire(entry.file.wave, entry.tree.file, entry.file.files, tuple(questions))


def _file_of(question: QuestionEntry) -> str:
    return question.raw.partition(".")[0]


def _check_files(entry: Written, study: StudyDefinition) -> None:
    for name, spec in entry.file.files.items():
        entry.findings += check_missing_codes(
            spec.missing_codes, study, entry.tree, ("files", name, "missing_codes")
        )
        ids = [question.id for question in entry.file.questions if _file_of(question) == name]
        for key in spec.key:
            if key not in ids:
                path = ("files", name, "key")
                message = f"key {key!r} is not a question of file {name!r}"
                entry.report(path, "key", message, nearest(key, ids))


def _check_place(entry: Written, place: int) -> None:
    """Names used once and sayable in routing, one question per column, a declared file."""
    path: KeyPath = ("questions", place)
    question, before = entry.file.questions[place], entry.file.questions[:place]
    if any(other.id == question.id for other in before):
        entry.report((*path, "id"), "id", f"question {question.id!r} stands twice")
    if question.id in WORDS:
        message = f"no question can be called {question.id!r}: it is a word of ask_if"
        entry.report((*path, "id"), "id", message, "choose another id")
    for other in before:
        if other.raw == question.raw:
            entry.report((*path, "raw"), "raw", f"{other.id!r} already reads this column")
            break
    file, files = _file_of(question), entry.file.files
    if file not in files:
        entry.report((*path, "raw"), "raw", f"unknown file {file!r}", nearest(file, files))


def _condition(
    full: QuestionEntry,
    entry: Written,
    place: int,
    asked: Mapping[str, Question],
    study: StudyDefinition,
) -> Condition | None:
    """The routing, parsed; every gate must be asked before what it opens, in the same file.

    `asked` holds the questions before it that are in order; only against them is it checked.
    """
    if full.ask_if is None:
        return None
    path, file = ("questions", place, "ask_if"), _file_of(full)
    try:
        condition = parse_condition(full.ask_if)
    except RoutingError as error:
        entry.report(path, "routing", f"ask_if does not parse, {error}")
        return None
    before = {q.id for q in entry.file.questions[:place] if _file_of(q) == file}
    for name in sorted(condition.names - before):
        message = f"ask_if names {name!r}, which is not asked before it in file {file!r}"
        entry.report(path, "routing", message, nearest(name, before))
    spec = entry.file.files.get(file)
    wide = {**study.wave(entry.file.wave).missing_codes, **(spec.missing_codes if spec else {})}
    inherited = entry.file.questions[place].ask_if is None
    for message, advice in check_gates(condition, asked, wide, inherited=inherited):
        entry.report(path, "routing", message, advice)
    return condition


def _type(
    full: QuestionEntry, entry: Written, place: int, reading: Reading
) -> tuple[Kind | None, tuple[Choice, ...]]:
    """The kind and, for a choice, its answers; the second word is the name of a response set."""
    path = ("questions", place, "type")
    word, _, response_set = (full.type or "").partition(" ")
    kind = next((known for known in KINDS if known == word), None)
    if full.type is None:
        entry.report(path, "type", "the question has no type", f"known: {', '.join(KINDS)}")
    elif kind is None:
        entry.report(path, "type", f"unknown type {full.type!r}", nearest(word, KINDS))
    elif kind != "select_one" and response_set:
        message = f"type {kind} takes no response set ({response_set!r})"
        entry.report(path, "type", message, "select_one?")
    elif kind == "select_one" and reading.choices is not None:
        if response_set in reading.choices:
            return kind, reading.choices[response_set]
        message = f"unknown response set {response_set!r}"
        entry.report(path, "type", message, nearest(response_set, reading.choices))
    return kind, ()


def _check_wording(full: QuestionEntry, entry: Written, place: int, study: StudyDefinition) -> None:
    path: KeyPath = ("questions", place)
    if not full.label:
        entry.report(path, "label", "the question has no label")
    for language in sorted(set(study.languages) - set(full.label or study.languages)):
        entry.report((*path, "label"), "label", f"no wording in language {language!r}")
    entry.findings += check_missing_codes(
        full.missing_codes, study, entry.tree, (*path, "missing_codes")
    )


def _question(
    full: QuestionEntry,
    entry: Written,
    place: int,
    kind: Kind,
    choices: tuple[Choice, ...],
    condition: Condition | None,
) -> Question:
    file, _, column = full.raw.partition(".")
    return Question(
        id=full.id,
        wave=entry.file.wave,
        file=file,
        column=column,
        kind=kind,
        label=full.label or {},
        concept=full.concept or full.id,
        choices=choices,
        response_set=(full.type or "").partition(" ")[2] or None,
        ask_if=condition,
        range=full.range,
        unit=full.unit,
        informant=full.informant,
        mode=full.mode,
        missing_codes=full.missing_codes,
        changed=full.changed,
        line=entry.tree.line(("questions", place)),
    )
