"""questionnaires/*.yaml as read: each file with its tree, and what is wrong with its form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kinpanel.documents import read_document
from kinpanel.documents.tree import KeyPath, Tree
from kinpanel.errors import Finding, nearest
from kinpanel.questionnaire.model import RESPONSE_SET, Choice, ChoicesFile, QuestionnaireFile
from kinpanel.study import StudyDefinition

FOLDER = "questionnaires"
CHOICES = "choices.yaml"

Choices = Mapping[str, tuple[Choice, ...]]


@dataclass
class Written:
    """A questionnaire file as read: the model, where things stand, and what is wrong so far."""

    file: QuestionnaireFile
    tree: Tree
    findings: list[Finding] = field(default_factory=list)

    def report(self, path: KeyPath, rule: str, message: str, advice: str = "") -> None:
        """Add a finding on what stands at `path` of the file."""
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


@dataclass
class Reading:
    """All that could be read, and the findings on what could not.

    `choices` is None when choices.yaml cannot be read; `unread` names the waves whose file
    cannot be read, so that nothing is said against questions that lean on them.
    """

    waves: dict[str, Written] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    choices: Choices | None = None
    findings: list[Finding] = field(default_factory=list)


def read_written(root: Path, study: StudyDefinition) -> Reading:
    """Read choices.yaml and every questionnaire of the study in `root`; nothing is raised."""
    reading = Reading()
    reading.choices = _read_choices(root, reading.findings)
    for path in sorted((root / FOLDER).glob("*.yaml")):
        if path.name != CHOICES:
            _read_file(path, study, reading)
    return reading


def _read_choices(root: Path, findings: list[Finding]) -> Choices | None:
    path = root / FOLDER / CHOICES
    if not path.exists():
        return {}
    document, tree = read_document(path, f"{FOLDER}/{CHOICES}", ChoicesFile)
    findings += tree.findings
    if document is None:
        return None
    for name, choices in document.choices.items():
        if not re.fullmatch(RESPONSE_SET, name):
            findings.append(
                Finding(
                    rule="response-set",
                    message=f"{name!r} cannot name a response set",
                    file=tree.file,
                    line=tree.line(("choices", name)),
                    advice="a name in small letters and a version, e.g. yesno@1",
                )
            )
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


def _read_file(path: Path, study: StudyDefinition, reading: Reading) -> None:
    document, tree = read_document(path, f"{FOLDER}/{path.name}", QuestionnaireFile)
    reading.findings += tree.findings
    if document is None:
        wave = tree.value.get("wave") if isinstance(tree.value, dict) else None
        reading.unread |= {path.stem, str(wave)}
        return
    entry = Written(document, tree)
    wave, known = document.wave, study.wave_ids
    if wave not in known:
        entry.report(("wave",), "wave", f"unknown wave {wave!r}", nearest(wave, known))
    elif wave in reading.waves:
        entry.report(("wave",), "wave", f"wave {wave!r} has two questionnaires")
    else:
        reading.waves[wave] = entry
        return
    reading.findings += entry.findings
