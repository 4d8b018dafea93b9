"""`register`: put delivered files on record, by sha256."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kinpanel.errors import DataError, Finding, InputMissingError, UsageError
from kinpanel.ingest.delivery import (
    Delivery,
    manifest_text,
    read_all,
    sha256_of,
    supersede,
)
from kinpanel.pipeline.handle import Study
from kinpanel.tables.files import write_atomically


def register(
    study: Study,
    files: Sequence[str] = (),
    *,
    release: str = "",
    replace: bool = False,
    history: bool = True,
) -> list[Delivery]:
    """Record the sha256 of files below data/raw (all that are declared, when none is named).

    Returns the entries that are new or changed. A file on record with another hash is refused
    (DataError) unless `replace`; a name outside data/raw is a UsageError. A replaced entry stays
    on record as superseded, unless `history` is False. Raises LockedError when another process
    is writing to the study.
    """
    entries = [_entry(study, path, release) for path in _paths(study, files)]
    with study.store.held():
        return _record(study, entries, replace=replace, history=history)


def _entry(study: Study, path: Path, release: str) -> Delivery:
    name = path.relative_to(study.raw.resolve()).as_posix()
    return Delivery(name, sha256_of(path), path.stat().st_size, release)


def _record(
    study: Study, entries: Sequence[Delivery], *, replace: bool, history: bool
) -> list[Delivery]:
    """Put entries into the manifest as it stands now; whoever calls this holds the lock."""
    recorded = read_all(study.manifest)
    known = {entry.file: entry for entry in recorded if entry.superseded is None}
    changed: list[Delivery] = []
    findings: list[Finding] = []
    for entry in entries:
        before = known.get(entry.file)
        if before is not None and before.sha256 == entry.sha256:
            continue
        if before is not None and not replace:
            findings.append(
                Finding(
                    rule="changed-file",
                    message="another content is on record under this name",
                    file=f"data/raw/{entry.file}",
                    advice="if this is a new release of the file: --replace --release LABEL",
                )
            )
            continue
        changed.append(entry)
    if findings:
        raise DataError("nothing was registered", findings)
    if changed:
        for entry in changed:
            if not history:
                recorded = [other for other in recorded if other.file != entry.file]
            recorded = supersede(recorded, entry)
        write_atomically(study.manifest, manifest_text(recorded).encode("utf-8"))
    names = {entry.file for entry in changed}
    return [entry for entry in recorded if entry.file in names and entry.superseded is None]


def _paths(study: Study, files: Sequence[str]) -> list[Path]:
    raw = study.raw.resolve()
    if not files:
        found = sorted(
            path.resolve()
            for wave, questionnaire in study.questionnaires.waves.items()
            for pattern in questionnaire.paths.values()
            for path in study.deliveries_of(wave).glob(pattern)
        )
        if not found:
            raise InputMissingError("none of the declared files has been delivered yet")
        return found
    paths = []
    for name in files:
        candidates = [(raw / name).resolve(), Path(name).resolve()]
        inside = [path for path in candidates if path.is_relative_to(raw)]
        if not inside:
            raise UsageError(f"{name!r} is not below data/raw")
        existing = [path for path in inside if path.is_file()]
        if not existing:
            raise InputMissingError(f"no file data/raw/{inside[0].relative_to(raw).as_posix()}")
        paths.append(existing[0])
    return paths
