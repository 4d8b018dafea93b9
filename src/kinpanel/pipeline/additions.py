"""Definition files that a draft adds to a study: a new questionnaire, and sets in choices.yaml."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kinpanel.documents import read_document
from kinpanel.documents.tree import Tree
from kinpanel.errors import DefinitionError, RefusedError
from kinpanel.questionnaire.model import Choice, ChoicesFile
from kinpanel.questionnaire.written import CHOICES, FOLDER
from kinpanel.tables.files import write_atomically

HEAD = "# Response sets shared by waves. A set that changes gets a new version.\nchoices:\n"
INDENT = "  "


@dataclass(frozen=True)
class Additions:
    """The response sets that a study has, and the file they stand in, if there is one."""

    root: Path
    sets: Mapping[str, tuple[Choice, ...]]
    tree: Tree | None

    def target(self, wave: str) -> Path:
        """Where the questionnaire of a wave belongs; RefusedError when something stands there."""
        path = self.root / FOLDER / f"{wave}.yaml"
        if path.exists():
            raise RefusedError(
                f"{FOLDER}/{path.name} is there and is not overwritten; draft without writing, "
                "and take over by hand what it lacks"
            )
        return path

    def choices(self, added: str) -> str:
        """choices.yaml with new sets at its end; what stands in it stays as it is.

        `added` are lines below `choices:`, two spaces in; "" makes "". Read back before it counts:
        RefusedError where the file is written so that lines below it would not belong to it.
        """
        if not added or self.tree is None:
            return added and HEAD + added
        before = (self.root / FOLDER / CHOICES).read_text(encoding="utf-8-sig")
        first = (self.tree.line(("choices", next(iter(self.sets)))) or 1) - 1
        line = before.splitlines()[first]
        indent = line[: len(line) - len(line.lstrip())] or INDENT
        lines = [indent + line.removeprefix(INDENT) for line in added.splitlines()]
        text = before.rstrip() + "\n" + "".join(f"{line}\n" for line in lines)
        if not self._holds(text):
            raise RefusedError(
                f"the new response sets cannot stand at the end of {FOLDER}/{CHOICES}; "
                "write one set per line under `choices:`, and draft again"
            )
        return text

    def _holds(self, text: str) -> bool:
        """Whether the text reads as all sets there were and at least one more."""
        with tempfile.TemporaryDirectory(prefix="kinpanel-draft-") as work:
            path = Path(work) / CHOICES
            path.write_text(text, encoding="utf-8")
            document, _ = read_document(path, CHOICES, ChoicesFile)
        if document is None or len(document.choices) <= len(self.sets):
            return False
        return {name: document.choices.get(name) for name in self.sets} == dict(self.sets)

    def write(self, wave: str, questionnaire: str, choices: str) -> tuple[str, ...]:
        """Write both files, choices.yaml where it is not ""; their names below the study.

        Sets first: a questionnaire without its sets would not load.
        """
        files = {self.root / FOLDER / CHOICES: choices} if choices else {}
        files[self.target(wave)] = questionnaire
        for path, text in files.items():
            write_atomically(path, text.encode("utf-8"))
        return tuple(path.relative_to(self.root).as_posix() for path in files)


def additions_to(root: Path) -> Additions:
    """What a draft can add to the study in `root`; DefinitionError for an unusable choices.yaml."""
    path = root / FOLDER / CHOICES
    if not path.exists():
        return Additions(root, {}, None)
    document, tree = read_document(path, f"{FOLDER}/{CHOICES}", ChoicesFile)
    if document is None:
        raise DefinitionError(f"{tree.file} cannot be used", tree.findings)
    return Additions(root, document.choices, tree)
