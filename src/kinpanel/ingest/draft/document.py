"""One delivered file of a draft: its questions and its key, as lines with comments."""

from __future__ import annotations

import glob
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kinpanel.documents.scalar import TODO, clean, key, mapping, quoted
from kinpanel.errors import Finding
from kinpanel.ingest.draft.column import Guess, MissingCode, guess
from kinpanel.ingest.draft.key import Key, guess_key
from kinpanel.ingest.draft.language import labels, language_of
from kinpanel.ingest.draft.missing import reasons_of
from kinpanel.ingest.draft.roster import suggestions
from kinpanel.ingest.draft.sets import ResponseSets
from kinpanel.ingest.raw import RawFile
from kinpanel.study import StudyDefinition

_CODE = re.compile(r"-?[0-9]+(\.[0-9]+)?|\.[a-z]|[A-Za-z0-9_]+")


@dataclass(frozen=True)
class DraftQuestion:
    """A column as a question of the draft: its id, what it is, its wording and its answers."""

    id: str
    guess: Guess
    label: dict[str, str]
    response_set: str | None


@dataclass(frozen=True)
class Source:
    """A delivered file, as read: what the questionnaire is to call it, its unit, its encoding."""

    raw: RawFile
    alias: str
    unit: str = TODO
    encoding: str | None = None


@dataclass(frozen=True)
class DraftFile:
    """A file of the draft: its questions in the order of the columns, and its key, as guessed.

    `findings` name columns that no question can address.
    """

    wave: str
    source: Source
    questions: tuple[DraftQuestion, ...]
    key: Key
    findings: tuple[Finding, ...]

    @property
    def head(self) -> list[str]:
        """Its lines below `files:`."""
        ids = {question.guess.column: question.id for question in self.questions}
        identity = ", ".join(ids[name] for name in self.key.columns)
        source = self.source
        path = quoted(glob.escape(source.raw.name))
        coded = f", encoding: {quoted(source.encoding)}" if source.encoding else ""
        todo = " TODO: the unit, too" if source.unit == TODO else ""
        unit = quoted(source.unit)
        return [
            f"  # {self.key.note}.{todo}",
            f"  {source.alias}: {{path: {path}{coded}, unit: {unit}, key: [{identity}]}}",
            *suggestions({column: source.raw.columns[column] for column in ids}, source.alias),
        ]

    @property
    def body(self) -> list[str]:
        """Its lines below `questions:`."""
        return [line for question in self.questions for line in _lines(question, self.source.alias)]


def draft_file(
    source: Source,
    wave: str,
    study: StudyDefinition,
    sets: ResponseSets,
    ids: Mapping[str, str],
) -> DraftFile:
    """Read the metadata of a delivered file as questions of `wave`; adds to `sets`.

    `ids` lead from columns to questions; columns without an id are findings.
    """
    raw, reasons = source.raw, reasons_of(study, wave)
    questions = tuple(
        _question(name, guess(raw.columns[column], reasons), study.languages, sets)
        for column, name in ids.items()
    )
    key = guess_key(raw, {q.guess.column: q.guess.kind for q in questions})
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
    return DraftFile(wave, source, questions, key, findings)


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
