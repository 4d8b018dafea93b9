"""`draft`: a first questionnaire of a wave, and candidates for its crosswalk, from one file."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kinpanel.codebook import Codebook
from kinpanel.codebook.codes import CODES, CodeGrid
from kinpanel.codebook.crosswalk import FOLDER as CODEBOOKS
from kinpanel.documents import read_document
from kinpanel.documents.tree import Tree
from kinpanel.errors import (
    DataError,
    DefinitionError,
    Finding,
    InputMissingError,
    RefusedError,
    UsageError,
    nearest,
)
from kinpanel.ingest.draft import (
    Candidate,
    DraftFile,
    candidates,
    candidates_text,
    draft_file,
    evidence_of,
)
from kinpanel.ingest.draft.names import question_ids
from kinpanel.ingest.draft.scalar import TODO
from kinpanel.ingest.readers import read_export
from kinpanel.pipeline.handle import Study
from kinpanel.questionnaire.model import Choice, ChoicesFile
from kinpanel.questionnaire.written import CHOICES, FOLDER
from kinpanel.tables.files import write_atomically

HEAD = "# Response sets shared by waves. A set that changes gets a new version.\nchoices:\n"


@dataclass(frozen=True)
class Draft:
    """A draft: the texts, what they hold, and the files written, by name below the study.

    `questionnaire` and `choices` are whole files (`choices` is "" when no set is new), `crosswalk`
    holds candidate rows that nobody has decided on.
    """

    wave: str
    file: str
    questions: int
    todos: int
    new_sets: tuple[str, ...]
    questionnaire: str
    choices: str
    crosswalk: str
    candidates: tuple[Candidate, ...]
    findings: tuple[Finding, ...] = ()
    written: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for `--json`."""
        return {**asdict(self), "findings": [finding.as_dict() for finding in self.findings]}


def draft(
    study: Study,
    file: str | Path,
    wave: str,
    *,
    name: str = "",
    encoding: str | None = None,
    write: bool = False,
) -> Draft:
    """Draft `questionnaires/<wave>.yaml` from the metadata of one .dta or .sav file.

    `file` is a path, or the name of a file among the wave's deliveries; `name` is what the
    questionnaire calls it (else made from the file's name). Nothing is written unless `write`,
    and no questionnaire is overwritten (RefusedError). UsageError for an unknown wave or a bad
    name, InputMissingError for a file that is not there, DataError for one that cannot be read.
    """
    target = study.root / FOLDER / f"{wave}.yaml"
    _check_call(study, wave, name, target if write else None)
    path = _locate(study, file, wave)
    written, tree = _choices(study.root)
    drafted = _read(study, path, wave, name, encoding, written)
    known = evidence_of(
        *(_codebook(study), study.questionnaires, study.definition, wave, drafted.file)
    )
    rows = candidates(drafted, known, study.definition.wave(wave).year)
    choices = _appended(study.root, tree, written, drafted) if drafted.sets.added else ""
    return Draft(
        wave=wave,
        file=path.name,
        questions=len(drafted.questions),
        todos=(drafted.text + drafted.sets.text()).count(f"# {TODO}"),
        new_sets=tuple(drafted.sets.added),
        questionnaire=drafted.text,
        choices=choices,
        crosswalk=candidates_text(rows),
        candidates=rows,
        findings=drafted.findings,
        written=_write(study.root, target, drafted.text, choices) if write else (),
    )


def _check_call(study: Study, wave: str, name: str, target: Path | None) -> None:
    waves = study.definition.wave_ids
    if wave not in waves:
        raise UsageError(f"unknown wave {wave!r}; {nearest(wave, waves)}")
    if name and not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name):
        raise UsageError(f"{name!r} cannot name a file: letters, digits and _ only")
    if target is not None and target.exists():
        raise RefusedError(
            f"{FOLDER}/{target.name} is there and is not overwritten; draft without writing, and "
            "take over by hand what it lacks"
        )


def _read(
    study: Study,
    path: Path,
    wave: str,
    name: str,
    encoding: str | None,
    choices: Mapping[str, tuple[Choice, ...]],
) -> DraftFile:
    """The file, read in the child process and drafted; DataError when either cannot be done."""
    units = _units(study, wave)
    alias = name or _alias(path, units)
    with tempfile.TemporaryDirectory(prefix="kinpanel-draft-") as work:
        raw = read_export(path, path.name, "", Path(work), encoding=encoding)
    drafted = (
        raw
        if isinstance(raw, Finding)
        else draft_file(
            *(raw, wave, study.definition, choices),
            alias=alias,
            unit=units.get(alias, TODO),
            encoding=encoding,
        )
    )
    if isinstance(drafted, Finding):
        raise DataError("no questionnaire can be drafted", [drafted])
    return drafted


def _locate(study: Study, file: str | Path, wave: str) -> Path:
    path = Path(file)
    if path.is_file():
        return path
    if not path.is_absolute():
        for folder in (study.deliveries_of(wave), study.raw):
            if (folder / path).is_file():
                return folder / path
    raise InputMissingError(f"no file {path.name}, neither here nor among the deliveries")


def _units(study: Study, wave: str) -> dict[str, str]:
    """The unit of a row in the files of the other waves, by what questionnaires call them."""
    return {
        file: spec.unit
        for other, questionnaire in study.questionnaires.waves.items()
        if other != wave
        for file, spec in questionnaire.files.items()
    }


def _alias(path: Path, units: Mapping[str, str]) -> str:
    """What the questionnaire calls the file: a name that other waves use and that it holds."""
    known = sorted((n for n in units if n.lower() in path.stem.lower()), key=len)
    return known[-1] if known else question_ids([path.stem])[path.stem]


def _codebook(study: Study) -> Codebook:
    """The codebook, or an empty one in a study that has none yet."""
    if any((study.root / CODEBOOKS).glob("*.yaml")):
        return study.codebook
    return Codebook({}, {}, CodeGrid(f"{CODEBOOKS}/{CODES}", {}))


def _choices(root: Path) -> tuple[Mapping[str, tuple[Choice, ...]], Tree | None]:
    path = root / FOLDER / CHOICES
    if not path.exists():
        return {}, None
    document, tree = read_document(path, f"{FOLDER}/{CHOICES}", ChoicesFile)
    if document is None:
        raise DefinitionError(f"{tree.file} cannot be used", tree.findings)
    return document.choices, tree


def _appended(
    root: Path, tree: Tree | None, written: Mapping[str, tuple[Choice, ...]], drafted: DraftFile
) -> str:
    """choices.yaml with the new sets at its end; what stands in it stays as it is.

    Read back before it counts: RefusedError where the file is written so that lines below it
    would not belong to it.
    """
    if tree is None:
        return HEAD + drafted.sets.text()
    before = (root / FOLDER / CHOICES).read_text(encoding="utf-8-sig")
    line = before.splitlines()[(tree.line(("choices", next(iter(written)))) or 1) - 1]
    indent = line[: len(line) - len(line.lstrip())]
    text = before.rstrip() + "\n" + drafted.sets.text(indent or "  ")
    with tempfile.TemporaryDirectory(prefix="kinpanel-draft-") as work:
        path = Path(work) / CHOICES
        path.write_text(text, encoding="utf-8")
        document, _ = read_document(path, CHOICES, ChoicesFile)
    kept = document is not None and {n: document.choices.get(n) for n in written} == dict(written)
    if document is None or not kept or len(document.choices) < len(written) + 1:
        raise RefusedError(
            f"the new response sets cannot stand at the end of {FOLDER}/{CHOICES}; "
            "write one set per line under `choices:`, and draft again"
        )
    return text


def _write(root: Path, target: Path, questionnaire: str, choices: str) -> tuple[str, ...]:
    """Sets first: a questionnaire without its sets would not load."""
    files = {root / FOLDER / CHOICES: choices} if choices else {}
    files[target] = questionnaire
    for path, text in files.items():
        write_atomically(path, text.encode("utf-8"))
    return tuple(path.relative_to(root).as_posix() for path in files)
