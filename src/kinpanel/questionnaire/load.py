"""questionnaires/*.yaml to resolved questionnaires, every problem found at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kinpanel.documents import read_document
from kinpanel.documents.tree import KeyPath, Tree
from kinpanel.errors import DefinitionError, Finding, nearest
from kinpanel.questionnaire.model import (
    KINDS,
    Choice,
    ChoicesFile,
    Question,
    QuestionEntry,
    Questionnaire,
    QuestionnaireFile,
    Questionnaires,
)
from kinpanel.questionnaire.universe import Condition, RoutingError, parse_condition
from kinpanel.study import StudyDefinition, check_missing_codes

FOLDER = "questionnaires"
CHOICES = "choices.yaml"

Choices = Mapping[str, tuple[Choice, ...]]


@dataclass
class _Written:
    """A questionnaire file as read: the model, where things stand, and what is wrong so far."""

    file: QuestionnaireFile
    tree: Tree
    findings: list[Finding] = field(default_factory=list)

    def report(self, path: KeyPath, rule: str, message: str, advice: str = "") -> None:
        place = path[1] if len(path) > 1 and path[0] == "questions" else None
        name = self.file.questions[place].id if isinstance(place, int) else None
        self.findings.append(
            Finding(
                rule=rule,
                message=message,
                file=self.tree.file,
                line=self.tree.line(path),
                wave=self.file.wave,
                variable=name,
                advice=advice,
            )
        )


def load_questionnaires(root: Path, study: StudyDefinition) -> Questionnaires:
    """Read questionnaires/*.yaml of the study in `root`.

    Raises DefinitionError with every problem of form, inheritance, response sets and routing.
    """
    findings: list[Finding] = []
    choices = _load_choices(root, findings)
    written = _load_files(root, study, findings)
    waves: dict[str, Questionnaire] = {}
    for wave in study.wave_ids:
        if wave in written:
            waves[wave] = _resolve(wave, written, choices, study)
            findings += written[wave].findings
    if findings:
        raise DefinitionError("the questionnaires cannot be used", findings)
    return Questionnaires(waves)


def _load_choices(root: Path, findings: list[Finding]) -> Choices:
    path = root / FOLDER / CHOICES
    if not path.exists():
        return {}
    document, tree = read_document(path, f"{FOLDER}/{CHOICES}", ChoicesFile)
    findings += tree.findings
    if document is None:
        return {}
    for name, choices in document.choices.items():
        codes = [choice.code for choice in choices]
        for place, code in enumerate(codes):
            if code in codes[:place]:
                findings.append(
                    Finding(
                        rule="duplicate-code",
                        message=f"code {code} stands twice in {name}",
                        file=tree.file,
                        line=tree.line(("choices", name, place)),
                    )
                )
    return document.choices


def _load_files(root: Path, study: StudyDefinition, findings: list[Finding]) -> dict[str, _Written]:
    written: dict[str, _Written] = {}
    for path in sorted((root / FOLDER).glob("*.yaml")):
        if path.name == CHOICES:
            continue
        document, tree = read_document(path, f"{FOLDER}/{path.name}", QuestionnaireFile)
        findings += tree.findings
        if document is None:
            continue
        entry = _Written(document, tree)
        if document.wave not in study.wave_ids:
            entry.report(
                ("wave",),
                "wave",
                f"unknown wave {document.wave!r}",
                nearest(document.wave, study.wave_ids),
            )
        elif document.wave in written:
            entry.report(("wave",), "wave", f"wave {document.wave!r} has two questionnaires")
        else:
            written[document.wave] = entry
            continue
        findings += entry.findings
    return written


def _resolve(
    wave: str, written: Mapping[str, _Written], choices: Choices, study: StudyDefinition
) -> Questionnaire:
    entry = written[wave]
    for name, spec in entry.file.files.items():
        entry.findings += check_missing_codes(
            spec.missing_codes, study, entry.tree, ("files", name, "missing_codes")
        )
    questions: list[Question] = []
    for place, as_written in enumerate(entry.file.questions):
        full = _inherit(as_written, written, entry, ("questions", place), frozenset())
        question = _complete(full, place, entry, choices, study)
        if question is None:
            continue
        earlier = {known.id for known in questions}
        _check_against(question, questions, earlier, entry, place)
        questions.append(question)
    known_ids = {question.id for question in questions}
    for name, spec in entry.file.files.items():
        for key in spec.key:
            if key not in known_ids:
                entry.report(
                    ("files", name, "key"),
                    "key",
                    f"key {key!r} is not a question",
                    nearest(key, known_ids),
                )
    return Questionnaire(wave, entry.tree.file, entry.file.files, tuple(questions))


def _inherit(
    question: QuestionEntry,
    written: Mapping[str, _Written],
    entry: _Written,
    path: KeyPath,
    seen: frozenset[str],
) -> QuestionEntry:
    """The entry with everything it takes over from the question it is `like`."""
    if question.like is None:
        return question
    wave, _, parent_id = question.like.partition(".")
    candidates = {
        f"{name}.{other.id}": other for name, w in written.items() for other in w.file.questions
    }
    parent = candidates.get(f"{wave}.{parent_id}")
    if parent is None or question.like in seen:
        message = f"`like: {question.like}` " + ("leads in a circle" if parent else "is unknown")
        entry.report(
            (*path, "like"), "like", message, "" if parent else nearest(question.like, candidates)
        )
        return question
    parent = _inherit(parent, written, entry, path, seen | {question.like})
    inherited = parent.model_dump(exclude_unset=True)
    own = question.model_dump(exclude_unset=True)
    inherited.pop("changed", None)
    return QuestionEntry.model_validate({**inherited, **own})


def _complete(
    full: QuestionEntry, place: int, entry: _Written, choices: Choices, study: StudyDefinition
) -> Question | None:
    path: KeyPath = ("questions", place)
    before = len(entry.findings)
    file, _, column = full.raw.partition(".")
    if file not in entry.file.files:
        entry.report(
            (*path, "raw"), "raw", f"unknown file {file!r}", nearest(file, entry.file.files)
        )
    kind, _, response_set = (full.type or "").partition(" ")
    if kind not in KINDS:
        entry.report((*path, "type"), "type", f"unknown type {full.type!r}", nearest(kind, KINDS))
    if kind == "select_one" and response_set not in choices:
        entry.report(
            (*path, "type"),
            "type",
            f"unknown response set {response_set!r}",
            nearest(response_set, choices),
        )
    if not full.label:
        entry.report(path, "label", "the question has no label")
    for language in sorted(set(study.languages) - set(full.label or study.languages)):
        entry.report((*path, "label"), "label", f"no wording in language {language!r}")
    entry.findings += check_missing_codes(
        full.missing_codes, study, entry.tree, (*path, "missing_codes")
    )
    condition = _condition(full, entry, path)
    if len(entry.findings) > before:
        return None
    return Question(
        id=full.id,
        wave=entry.file.wave,
        file=file,
        column=column,
        kind=next(known for known in KINDS if known == kind),
        label=full.label or {},
        concept=full.concept or full.id,
        choices=choices.get(response_set, ()),
        response_set=response_set or None,
        ask_if=condition,
        range=full.range,
        unit=full.unit,
        missing_codes=full.missing_codes,
        changed=full.changed,
        line=entry.tree.line(path),
    )


def _condition(full: QuestionEntry, entry: _Written, path: KeyPath) -> Condition | None:
    if full.ask_if is None:
        return None
    try:
        return parse_condition(full.ask_if)
    except RoutingError as error:
        entry.report((*path, "ask_if"), "routing", f"ask_if does not parse, {error}")
        return None


def _check_against(
    question: Question,
    before: list[Question],
    earlier: set[str],
    entry: _Written,
    place: int,
) -> None:
    """Names used once, one question per column, gates asked before what they open."""
    path: KeyPath = ("questions", place)
    if question.id in earlier:
        entry.report((*path, "id"), "id", f"question {question.id!r} stands twice")
    for other in before:
        if (other.file, other.column) == (question.file, question.column):
            entry.report((*path, "raw"), "raw", f"{other.id!r} already reads this column")
    same_file = {other.id for other in before if other.file == question.file}
    for name in sorted((question.ask_if.names if question.ask_if else frozenset()) - same_file):
        entry.report(
            (*path, "ask_if"),
            "routing",
            f"ask_if names {name!r}, which is not asked before it in file {question.file!r}",
            nearest(name, same_file),
        )
