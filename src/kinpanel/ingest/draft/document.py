"""A draft questionnaire of one wave from one delivered file, as text with comments."""

from __future__ import annotations

import glob
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kinpanel.errors import Finding
from kinpanel.ingest.draft.column import Guess, MissingCode, guess
from kinpanel.ingest.draft.key import guess_key
from kinpanel.ingest.draft.language import labels, language_of
from kinpanel.ingest.draft.missing import reasons_of
from kinpanel.ingest.draft.names import question_ids
from kinpanel.ingest.draft.scalar import TODO, clean, key, mapping, quoted
from kinpanel.ingest.draft.sets import ResponseSets
from kinpanel.ingest.raw import RawFile
from kinpanel.questionnaire.model import Choice
from kinpanel.study import StudyDefinition

_CODE = re.compile(r"-?[0-9]+(\.[0-9]+)?|\.[a-z]|[A-Za-z0-9_]+")
_WORD = re.compile(r"[^\s\x00-\x1f\x7f-\x9f]+")


@dataclass(frozen=True)
class DraftQuestion:
    """A column as a question of the draft: its id, what it is, its wording and its answers."""

    id: str
    guess: Guess
    label: dict[str, str]
    response_set: str | None


@dataclass(frozen=True)
class DraftFile:
    """The draft: questions in the order of the columns, the wave's YAML, and sets to be added.

    `findings` name columns that no question can address.
    """

    wave: str
    file: str
    questions: tuple[DraftQuestion, ...]
    text: str
    sets: ResponseSets
    findings: tuple[Finding, ...]


def draft_file(
    raw: RawFile,
    wave: str,
    study: StudyDefinition,
    choices: Mapping[str, Sequence[Choice]],
    *,
    alias: str,
    unit: str = TODO,
    encoding: str | None = None,
) -> DraftFile | Finding:
    """Read the metadata of a delivered file as a questionnaire of `wave`.

    `alias` is the file's name within the questionnaire, `choices` the response sets that the study
    has. A file without columns that can be named is a finding. Same file, same text.
    """
    named = [name for name in raw.columns if _WORD.fullmatch(name)]
    if not named:
        return Finding(rule="draft", message="the file has no columns", file=raw.name)
    reasons = reasons_of(study, wave)
    sets = ResponseSets(choices, study.languages)
    ids = question_ids(named)
    questions = tuple(
        _question(ids[name], guess(raw.columns[name], reasons), study.languages, sets)
        for name in named
    )
    found = guess_key(raw, {q.guess.column: q.guess.kind for q in questions})
    identity = ", ".join(ids[name] for name in found.columns)
    path = quoted(glob.escape(raw.name))
    coded = f", encoding: {quoted(encoding)}" if encoding else ""
    todo = " TODO: the unit, too" if unit == TODO else ""
    head = [
        f"# Draft of wave {wave}, made from {clean(raw.name)}: confirm or mend every {TODO}.",
        f"wave: {quoted(wave)}",
        "files:",
        f"  # {found.note}.{todo}",
        f"  {alias}: {{path: {path}{coded}, unit: {quoted(unit)}, key: [{identity}]}}",
        "questions:",
    ]
    body = [line for question in questions for line in _lines(question, alias)]
    findings = tuple(
        Finding(
            rule="draft",
            severity="warning",
            message="a column whose name holds spaces cannot be a question",
            file=raw.name,
            variable=clean(name),
        )
        for name in raw.columns
        if name not in ids
    )
    text = "".join(f"{line}\n" for line in (*head, *body))
    return DraftFile(wave, alias, questions, text, sets, findings)


def _question(
    name: str, guessed: Guess, languages: Sequence[str], sets: ResponseSets
) -> DraftQuestion:
    label = labels(guessed.label, languages, language_of([guessed.label], languages))
    closed = guessed.kind == "select_one"
    return DraftQuestion(
        name, guessed, label, sets.name_of(guessed.answers, name) if closed else None
    )


def _lines(question: DraftQuestion, alias: str) -> list[str]:
    guessed = question.guess
    kind = f"{guessed.kind} {question.response_set}" if question.response_set else guessed.kind
    todo = f"  # {TODO}: wording" if TODO in question.label.values() else ""
    lines = [
        f"  - id: {quoted(question.id)}",
        f"    raw: {quoted(f'{alias}.{guessed.column}')}",
        f"    type: {kind}",
        f"    label: {mapping(question.label)}{todo}",
    ]
    declared = [m for m in guessed.missing if m.reason and _CODE.fullmatch(m.code)]
    if declared:
        lines.append("    missing_codes:")
        for missing in declared:
            doubt = f"  # {TODO}: confirm{_called(missing)}"
            lines.append(f"      {key(missing.code)}: {quoted(missing.reason or '')}{doubt}")
    for missing in guessed.missing:
        if missing not in declared:
            why = "no reason of study.yaml fits" if missing.reason is None else "not a code"
            lines.append(
                f"    # {TODO}: {clean(missing.code)} looks missing{_called(missing)}; {why}"
            )
    return lines + [f"    # {clean(note)}" for note in guessed.notes]


def _called(missing: MissingCode) -> str:
    said = clean(missing.label)
    return f", the file says {quoted(said)}" if said else ", the file declares it missing"
