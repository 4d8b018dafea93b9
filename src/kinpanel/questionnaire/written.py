"""questionnaires/*.yaml as read: each file with its tree, and what is wrong with its form."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from kinpanel.documents import Unusable, read_partly, yaml_files
from kinpanel.documents.languages import check_languages
from kinpanel.documents.tree import KeyPath, Tree
from kinpanel.errors import Finding, nearest
from kinpanel.questionnaire.model import (
    RESPONSE_SET,
    Choice,
    ChoicesFile,
    QuestionEntry,
    QuestionnaireFile,
)
from kinpanel.study import StudyDefinition

FOLDER = "questionnaires"
CHOICES = "choices.yaml"

Choices = Mapping[str, tuple[Choice, ...]]

K = TypeVar("K", bound=Hashable)


@dataclass
class Written:
    """A questionnaire file as read: the model, where things stand, and what is wrong so far."""

    file: QuestionnaireFile
    tree: Tree
    findings: list[Finding] = field(default_factory=list)
    leaning: list[tuple[str, Finding]] = field(default_factory=list)
    """Findings on what is taken over, each with the address it is taken from."""

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The place of every question, by its id; of several with one id that of the first."""
        return _first(question.id for question in self.file.questions)

    @cached_property
    def places_in(self) -> Mapping[tuple[str, str], int]:
        """The same by the file that a question names and its id."""
        return _first((file_of(question), question.id) for question in self.file.questions)

    @cached_property
    def readers(self) -> Mapping[str, int]:
        """The place of the first question that reads a column, by file and name of the column."""
        return _first(question.raw for question in self.file.questions)

    @cached_property
    def without_file(self) -> frozenset[str]:
        """Questions of a file that is not declared, which is their fault and nobody else's."""
        files = self.file.files
        return frozenset(q.id for q in self.file.questions if file_of(q) not in files)

    def report(
        self, path: KeyPath, rule: str, message: str, advice: str = "", origin: str = ""
    ) -> None:
        """Add a finding on what stands at `path` of the file.

        With an `origin`, the address of another question, it counts only if that is in order.
        """
        place = path[1] if len(path) > 1 and path[0] == "questions" else None
        name = self.file.questions[place].id if isinstance(place, int) else None
        found = self.tree.finding(rule, path, message, advice)
        finding = replace(found, wave=self.file.wave, variable=name)
        if origin:
            self.leaning.append((origin, finding))
        else:
            self.findings.append(finding)


@dataclass
class Reading:
    """All that could be read, and the findings on what could not.

    `choices` is None when choices.yaml cannot be read. `unusable` holds waves, questions and
    response sets with a fault of their own, so that nothing is said against what leans on them.
    """

    waves: dict[str, Written] = field(default_factory=dict)
    unusable: Unusable = field(default_factory=Unusable)
    choices: Choices | None = None
    findings: list[Finding] = field(default_factory=list)

    @property
    def unread(self) -> set[str]:
        """The waves whose file cannot be read."""
        return self.unusable.named("wave")


def read_written(root: Path, study: StudyDefinition | None) -> Reading:
    """Read choices.yaml and every questionnaire of the study in `root`; nothing is raised.

    Without a study every wave counts as one of its waves.
    """
    reading = Reading()
    paths, misnamed = yaml_files(root / FOLDER, FOLDER)
    reading.findings += misnamed
    unread = {Path(finding.file or "").stem for finding in misnamed}
    for stem in unread:
        reading.unusable.add("wave", stem)
    if Path(CHOICES).stem not in unread:
        languages = study.languages if study is not None else ()
        reading.choices = _read_choices(root, reading, languages)
    for path in paths:
        if path.name != CHOICES:
            _read_file(path, study, reading)
    return reading


def _read_choices(root: Path, reading: Reading, languages: Sequence[str]) -> Choices | None:
    path, findings = root / FOLDER / CHOICES, reading.findings
    if not path.exists():
        return {}
    parts = {"choices": ""}
    document, tree, gone = read_partly(path, f"{FOLDER}/{CHOICES}", ChoicesFile, parts)
    findings += tree.findings
    if document is None:
        return None
    for name in gone:
        reading.unusable.add("set", name)
    for name, choices in document.choices.items():
        path_of = ("choices", name)
        if not re.fullmatch(RESPONSE_SET, name):
            reading.unusable.add("set", name)
            message = f"{name!r} cannot name a response set"
            advice = "a name in small letters and a version, e.g. yesno@1"
            findings.append(tree.finding("response-set", path_of, message, advice))
        labels = {choice.code: choice.label for choice in choices}
        findings += check_languages(tree, path_of, f"answers of {name}", labels, languages)
        codes = [choice.code for choice in choices]
        for place, code in enumerate(codes):
            if code in codes[:place]:
                reading.unusable.add("set", name)
                message = f"code {code} stands twice in {name}"
                advice = "every answer has a code of its own"
                findings.append(tree.finding("duplicate-code", (*path_of, place), message, advice))
    return document.choices


def _read_file(path: Path, study: StudyDefinition | None, reading: Reading) -> None:
    parts = {"questions": "id"}
    document, tree, gone = read_partly(path, f"{FOLDER}/{path.name}", QuestionnaireFile, parts)
    reading.findings += tree.findings
    if document is None:
        wave = tree.value.get("wave") if isinstance(tree.value, dict) else None
        _unread(reading, path.stem, str(wave))
        return
    entry, wave = Written(document, tree), document.wave
    known = (wave,) if study is None else study.wave_ids
    if wave not in known:
        entry.report(("wave",), "wave", f"unknown wave {wave!r}", nearest(wave, known))
        _unread(reading, path.stem, wave)
    elif wave in reading.waves:
        advice = f"see {reading.waves[wave].tree.file}; one file per wave"
        entry.report(("wave",), "wave", f"wave {wave!r} has two questionnaires", advice)
        _unread(reading, path.stem)
    else:
        reading.waves[wave] = entry
        for name in gone:
            reading.unusable.add("wave", wave, name)
        return
    reading.findings += entry.findings


def file_of(question: QuestionEntry) -> str:
    """The file that a question names as its own."""
    return question.raw.partition(".")[0]


def _first(names: Iterable[K]) -> dict[K, int]:
    """The place at which each name comes first."""
    places: dict[K, int] = {}
    for place, name in enumerate(names):
        places.setdefault(name, place)
    return places


def _unread(reading: Reading, *waves: str) -> None:
    for wave in waves:
        reading.unusable.add("wave", wave)
