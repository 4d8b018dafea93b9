"""One questionnaire as written to its questions, complete and checked against each other."""

from __future__ import annotations

from collections.abc import Mapping

from kinpanel.documents.tree import KeyPath
from kinpanel.errors import nearest
from kinpanel.questionnaire.gates import Gates
from kinpanel.questionnaire.item import check_item, policy_of, worded
from kinpanel.questionnaire.like import inherit, origin_of
from kinpanel.questionnaire.model import (
    SELECTS,
    Choice,
    Kind,
    Question,
    QuestionEntry,
    Questionnaire,
)
from kinpanel.questionnaire.multiple import check_columns, check_multiple, options_of
from kinpanel.questionnaire.not_missing import check_not_missing
from kinpanel.questionnaire.one_row import check_one_row
from kinpanel.questionnaire.repeat import (
    check_placeholders,
    check_repeats,
    complete_files,
    gates_before,
    why_not_gate,
)
from kinpanel.questionnaire.routing import WORDS, Condition, RoutingError, parse_condition
from kinpanel.questionnaire.typed import is_own, type_of
from kinpanel.questionnaire.weight import check_weights
from kinpanel.questionnaire.written import Reading, Written, file_of
from kinpanel.study import StudyDefinition, check_missing_codes

UNUSABLE = frozenset({"id", "raw", "type", "like"})
"""Rules whose findings leave nothing of a question that codebooks could be held against."""


def resolve(
    entry: Written, known: Mapping[str, QuestionEntry], reading: Reading, study: StudyDefinition
) -> Questionnaire:
    """The questionnaire of one file; what is wrong is reported in `entry`.

    A question that cannot be used at all is left out and taken down as unusable in `reading`.
    """
    wave = entry.file.wave
    _check_files(entry, reading, study)
    questions: list[Question] = []
    gates = Gates(entry)
    taken: dict[tuple[str, str], str] = {}
    for place in range(len(entry.file.questions)):
        before, leaning = len(entry.findings), len(entry.leaning)
        _check_place(entry, place)
        full = inherit(entry, place, known, reading)
        if full is None:
            reading.unusable.add("wave", wave, entry.file.questions[place].id)
            continue
        origin = origin_of("ask_if", entry.file.questions[place], known)
        condition = _condition(full, entry, place, gates, reading, study, origin)
        kind, choices = type_of(full, entry, place, reading)
        check_multiple(full, entry, place, kind, choices)
        check_not_missing(full, entry, place, _wide(entry, full, study))
        check_item(full, entry, place, kind, choices)
        full = worded(full, study.languages)
        _check_wording(full, entry, place, study)
        found = entry.findings[before:]
        if kind is None or any(finding.rule in UNUSABLE for finding in found):
            reading.unusable.add("wave", wave, full.id)
            continue
        question = _question(full, entry, place, kind, choices, condition)
        if not found and len(entry.leaning) == leaning:
            gates.add(question)
        if len(entry.leaning) > leaning or (condition is None) != (full.ask_if is None):
            reading.unusable.add("routing", wave, full.id)
        if any(finding.rule == "routing" for finding in found):
            reading.unusable.add("routing", wave, full.id)
        if kind in SELECTS and not choices:  # its response set has a fault of its own
            reading.unusable.add("wave", wave, full.id)
        else:
            questions.append(question)
            check_columns(questions[-1], taken, entry)
    check_weights(entry, questions)
    check_one_row(entry, questions)
    files = complete_files(entry.file.files)
    return Questionnaire(entry.file.wave, entry.tree.file, files, tuple(questions))


def _check_files(entry: Written, reading: Reading, study: StudyDefinition) -> None:
    check_repeats(entry, whole=not reading.unusable.touches("wave", entry.file.wave))
    for name, spec in entry.file.files.items():
        entry.findings += check_missing_codes(
            spec.missing_codes, study, entry.tree, ("files", name, "missing_codes")
        )
        ids = [question.id for question in entry.file.questions if file_of(question) == name]
        for key in spec.key:
            if key not in (*ids, *entry.without_file) and not _told(key, entry, reading):
                path = ("files", name, "key")
                message = f"key {key!r} is not a question of file {name!r}"
                entry.report(path, "key", message, nearest(key, ids))


def _told(name: str, entry: Written, reading: Reading) -> bool:
    """Whether a question that is looked for in vain has a fault of its own."""
    return reading.unusable.covers("wave", entry.file.wave, name)


def _check_place(entry: Written, place: int) -> None:
    """Names used once and sayable in routing, one question per column, a declared file."""
    path: KeyPath = ("questions", place)
    question = entry.file.questions[place]
    if entry.places[question.id] < place:
        message = f"question {question.id!r} stands twice"
        entry.report((*path, "id"), "id", message, "give it another id, or leave it out")
    if question.id in WORDS:
        message = f"no question can be called {question.id!r}: it is a word of ask_if"
        entry.report((*path, "id"), "id", message, "choose another id")
    if (reader := entry.readers[question.raw]) < place:
        message = f"{entry.file.questions[reader].id!r} already reads this column"
        entry.report((*path, "raw"), "raw", message, "one question per column: correct one")
    check_placeholders(entry, place)
    file, files = file_of(question), entry.file.files
    if file not in files:
        entry.report((*path, "raw"), "raw", f"unknown file {file!r}", nearest(file, files))


def _condition(
    full: QuestionEntry,
    entry: Written,
    place: int,
    gates: Gates,
    reading: Reading,
    study: StudyDefinition,
    origin: str,
) -> Condition | None:
    """The routing, parsed; every gate must be asked before what it opens, in the same file.

    What is asked in a repeat may also be opened by the file that the repeat is unfolded from.
    `gates` holds the questions before it that are in order; only against them is it checked.
    `origin` is the address that the routing is taken over from, "" where it is written here.
    """
    if full.ask_if is None:
        return None
    path, file = ("questions", place, "ask_if"), file_of(full)
    try:
        condition = parse_condition(full.ask_if)
    except RoutingError as error:
        if not origin:
            advice = "write it as in: sex = 2 and (age >= 6 or answered(school))"
            entry.report(path, "routing", f"ask_if does not parse, {error}", advice)
        return None
    own, above = gates_before(entry, place, condition.names)
    for name in sorted(condition.names - own - above - entry.without_file):
        if _told(name, entry, reading):
            continue
        message = f"ask_if names {name!r}, which is not asked before it in file {file!r}"
        known = set[str]().union(*gates_before(entry, place, entry.places))
        wrong = why_not_gate(entry, place, name) or (message, nearest(name, known))
        entry.report(path, "routing", *wrong, origin=origin)
    files = complete_files(entry.file.files)
    spec = files.get(file)
    if spec is not None and spec.repeat is not None and condition.names & above:
        spec = files.get(spec.repeat)  # so that no code is called missing that is an answer there
    wide = {**study.wave(entry.file.wave).missing_codes, **(spec.missing_codes if spec else {})}
    inherited = entry.file.questions[place].ask_if is None
    for message, advice in gates.check(condition, place, wide, inherited=inherited):
        entry.report(path, "routing", message, advice, origin=origin)
    return condition


def _wide(entry: Written, full: QuestionEntry, study: StudyDefinition) -> dict[str, str]:
    """What the wave and the file of a question call missing."""
    spec = complete_files(entry.file.files).get(file_of(full))
    return {**study.wave(entry.file.wave).missing_codes, **(spec.missing_codes if spec else {})}


def _check_wording(full: QuestionEntry, entry: Written, place: int, study: StudyDefinition) -> None:
    path: KeyPath = ("questions", place)
    if not full.label and is_own("label", entry, place):
        advice = "label: the wording, one text per language"
        entry.report(path, "label", "the question has no label", advice)
    if is_own("label", entry, place):
        for language in sorted(set(study.languages) - set(full.label or study.languages)):
            message = f"no wording in language {language!r}"
            entry.report((*path, "label"), "label", message, f"add {language}: to the label")
    if is_own("missing_codes", entry, place):
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
        not_missing=full.not_missing,
        **(options_of(full) if kind == "select_multiple" else {}),
        changed=full.changed,
        item=full.item,
        text_policy=policy_of(full),
        sensitivity=full.sensitivity,
        line=entry.tree.line(("questions", place)),
    )
