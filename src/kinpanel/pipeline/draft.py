"""`draft`: a first questionnaire of a wave, and candidates for its crosswalk, from its files."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kinpanel.codebook import Codebook
from kinpanel.codebook.codes import CODES, CodeGrid
from kinpanel.codebook.crosswalk import FOLDER as CODEBOOKS
from kinpanel.documents.scalar import TODO
from kinpanel.errors import DataError, Finding, InputMissingError, UsageError, nearest
from kinpanel.ingest.draft import (
    Candidate,
    DraftWave,
    Source,
    candidates,
    candidates_text,
    draft_wave,
    evidence_of,
    merged,
)
from kinpanel.ingest.draft.names import question_ids
from kinpanel.ingest.raw import RawFile
from kinpanel.ingest.readers import read_export
from kinpanel.pipeline.additions import additions_to
from kinpanel.pipeline.handle import Study


@dataclass(frozen=True)
class Draft:
    """A draft: the texts, what they hold, and the files written, by name below the study.

    `questionnaire` and `choices` are whole files (`choices` is "" when no set is new), `crosswalk`
    holds candidate rows that nobody has decided on.
    """

    wave: str
    files: tuple[str, ...]
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
    files: str | Path | Sequence[str | Path],
    wave: str,
    *,
    name: str = "",
    encoding: str | None = None,
    write: bool = False,
) -> Draft:
    """Draft `questionnaires/<wave>.yaml` from the metadata of .dta and .sav files of one wave.

    Each of `files` is a path, or the name of a file among the wave's deliveries; `name` is what
    the questionnaire calls a single one (else made from the file's name). Nothing is written
    unless `write`, and no questionnaire is overwritten (RefusedError). UsageError for an unknown
    wave or a bad name, InputMissingError for a file that is not there, DataError for files that
    cannot be read.
    """
    given = [files] if isinstance(files, str | Path) else list(files)
    _check_call(study, wave, name, given)
    additions = additions_to(study.root)
    if write:
        additions.target(wave)
    paths = [_locate(study, file, wave) for file in given]
    sources = _sources(study, paths, wave, name, encoding)
    drafted = draft_wave(sources, wave, study.definition, additions.sets)
    if isinstance(drafted, list):
        raise DataError("no questionnaire can be drafted", drafted)
    rows = _candidates(study, drafted)
    choices = additions.choices(drafted.sets.text())
    return Draft(
        wave=wave,
        files=tuple(path.name for path in paths),
        questions=len(drafted.questions),
        todos=(drafted.text + drafted.sets.text()).count(f"# {TODO}"),
        new_sets=tuple(drafted.sets.added),
        questionnaire=drafted.text,
        choices=choices,
        crosswalk=candidates_text(rows),
        candidates=rows,
        findings=drafted.findings,
        written=additions.write(wave, drafted.text, choices) if write else (),
    )


def _check_call(study: Study, wave: str, name: str, files: Sequence[str | Path]) -> None:
    waves = study.definition.wave_ids
    if wave not in waves:
        raise UsageError(f"unknown wave {wave!r}; {nearest(wave, waves)}")
    if not files:
        raise UsageError("no file to draft from")
    if name and len(files) > 1:
        raise UsageError("a name goes with one file; several are called by their own names")
    if name and not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name):
        raise UsageError(f"{name!r} cannot name a file: letters, digits and _ only")
    twice = [file for file, count in Counter(Path(f).name for f in files).items() if count > 1]
    if twice:
        raise UsageError(f"{twice[0]} is named twice; every file of a wave has its own name")


def _sources(
    study: Study, paths: Sequence[Path], wave: str, name: str, encoding: str | None
) -> list[Source]:
    """The files, read in the child process; DataError names every one that cannot be."""
    units = _units(study, wave)
    aliases = [name] if name else _aliases(paths, units)
    read: list[RawFile | Finding] = []
    for path in paths:
        with tempfile.TemporaryDirectory(prefix="kinpanel-draft-") as work:
            read.append(read_export(path, path.name, "", Path(work), encoding=encoding))
    findings = [found for found in read if isinstance(found, Finding)]
    if findings:
        raise DataError("no questionnaire can be drafted", findings)
    return [
        Source(raw, alias, units.get(alias, TODO), encoding)
        for raw, alias in zip(read, aliases, strict=True)
        if not isinstance(raw, Finding)
    ]


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


def _aliases(paths: Sequence[Path], units: Mapping[str, str]) -> list[str]:
    """What the questionnaire calls the files: names that other waves use and that they hold.

    Else, and where several files hold the same one, the name of the file itself.
    """
    stems = [path.stem for path in paths]
    names = stems if len(set(stems)) == len(stems) else [path.name for path in paths]
    own = list(question_ids(names).values())
    known = [sorted((n for n in units if n.lower() in p.stem.lower()), key=len) for p in paths]
    held = Counter(found[-1] for found in known if found)
    return [
        found[-1] if found and held[found[-1]] == 1 and found[-1] not in own else alias
        for found, alias in zip(known, own, strict=True)
    ]


def _candidates(study: Study, drafted: DraftWave) -> tuple[Candidate, ...]:
    codebook, definition = _codebook(study), study.definition
    year = definition.wave(drafted.wave).year
    found = []
    for file in drafted.files:
        about = (study.questionnaires, definition, drafted.wave, file.source.alias)
        found.append(candidates(file, evidence_of(codebook, *about), year))
    return merged(found)


def _codebook(study: Study) -> Codebook:
    """The codebook, or an empty one in a study that has none yet."""
    if any((study.root / CODEBOOKS).glob("*.yaml")):
        return study.codebook
    return Codebook({}, {}, CodeGrid(f"{CODEBOOKS}/{CODES}", {}))
