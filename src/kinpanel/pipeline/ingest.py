"""`ingest`: from deliveries to typed tables, landed by one swap or not at all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from kinpanel.derived.scales import add_scores
from kinpanel.errors import DataError, Finding, UsageError, errors_in, nearest
from kinpanel.ingest.delivery import Delivery, locate, read_all, read_manifest, verify
from kinpanel.ingest.raw import RawFile
from kinpanel.ingest.readers import read_export
from kinpanel.ingest.wave import HarmonisedWave, harmonise_wave
from kinpanel.pipeline.handle import Study, package_version
from kinpanel.tables.files import make_folder, scratch
from kinpanel.tables.parts import encode
from kinpanel.tables.release import RawRecord, TableRecord, WaveRecord

READERS = 4
Progress = Callable[[str], None]


@dataclass(frozen=True)
class WaveOutcome:
    """What ingest did with a wave: rows per table, and what it noticed without stopping."""

    wave: str
    status: Literal["landed", "up to date", "would land"]
    rows: Mapping[str, int]
    findings: tuple[Finding, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for `--json`."""
        return {
            "wave": self.wave,
            "status": self.status,
            "rows": dict(self.rows),
            "findings": [finding.as_dict() for finding in self.findings],
        }


@dataclass
class _Inputs:
    """The verified deliveries of a wave and the digest of everything that decides its tables."""

    wave: str
    paths: dict[str, Path]
    hashes: dict[str, str]
    digest: str


@dataclass
class _Made:
    """A wave made but not landed."""

    record: WaveRecord
    findings: tuple[Finding, ...]
    payloads: dict[str, bytes] = field(default_factory=dict)


def ingest(
    study: Study,
    waves: Sequence[str] = (),
    *,
    dry_run: bool = False,
    progress: Progress = lambda _: None,
) -> list[WaveOutcome]:
    """Ingest some waves, or all that have a questionnaire; one swap lands them together.

    Raises DataError with every finding when any wave of the call cannot land; then the tables on
    disk are what they were. A wave whose deliveries and definitions have not changed, and whose
    tables lie there as they landed, is left alone. With `dry_run` nothing is written.
    """
    wanted = _wanted(study, waves)
    definitions = study.definitions_digest()
    codebook = study.codebook
    inputs = _inputs(study, wanted, definitions)
    current = study.store.release().waves
    made: dict[str, _Made] = {}
    findings: list[Finding] = []
    manifest = read_manifest(study.manifest)
    for entry in inputs:
        before = current.get(entry.wave)
        if before is not None and before.inputs == entry.digest and study.store.is_whole(before):
            continue
        progress(entry.wave)
        files, problems = _read_files(study, entry)
        findings += problems
        if not problems:
            result = harmonise_wave(
                study.definition, study.questionnaires[entry.wave], codebook, files
            )
            findings += errors_in(result.findings)
            if result.tables:
                made[entry.wave] = _make(study, entry, definitions, manifest, files, result)
    if findings:
        raise DataError("no wave landed; the tables are what they were", findings)
    if made and not dry_run:
        study.store.publish(
            {wave: entry.record for wave, entry in made.items()},
            {name: payload for entry in made.values() for name, payload in entry.payloads.items()},
            study.definition.wave_ids,
        )
    return [_outcome(entry.wave, made, current, dry_run) for entry in inputs]


def _wanted(study: Study, waves: Sequence[str]) -> list[str]:
    known = list(study.questionnaires.waves)
    for wave in waves:
        if wave not in known:
            raise UsageError(f"no questionnaire for wave {wave!r}; {nearest(wave, known)}")
    return [wave for wave in known if not waves or wave in waves]


def _inputs(study: Study, waves: Sequence[str], definitions: str) -> list[_Inputs]:
    """Locate and verify every delivery of the call before any is opened."""
    manifest = read_manifest(study.manifest)
    past = [entry for entry in read_all(study.manifest) if entry.superseded is not None]
    findings: list[Finding] = []
    inputs = []
    for wave in waves:
        paths, problems = locate(study.deliveries_of(wave), study.questionnaires[wave])
        findings += problems
        hashes: dict[str, str] = {}
        for name, path in paths.items():
            digest = verify(study.raw, path, manifest, past)
            if isinstance(digest, Finding):
                findings.append(digest)
            else:
                hashes[name] = digest
        inputs.append(_Inputs(wave, paths, hashes, _digest(definitions, hashes)))
    if findings:
        raise DataError("no wave landed; the tables are what they were", findings)
    return inputs


def _digest(definitions: str, hashes: Mapping[str, str]) -> str:
    parts = {"package": package_version(), "definitions": definitions, "raw": dict(hashes)}
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _read_files(study: Study, entry: _Inputs) -> tuple[dict[str, RawFile], list[Finding]]:
    """Read the files of a wave side by side, each in its own child process."""
    specs = study.questionnaires[entry.wave].files

    def read(name: str, work: Path) -> RawFile | Finding:
        path = entry.paths[name]
        folder = work / name
        make_folder(folder)
        shown = f"data/raw/{path.relative_to(study.raw).as_posix()}"
        return read_export(path, shown, entry.hashes[name], folder, encoding=specs[name].encoding)

    with (
        scratch(study.store.folder, ".reading-") as work,
        ThreadPoolExecutor(max_workers=READERS) as pool,
    ):
        done = pool.map(lambda name: read(name, work), entry.paths)
        results = dict(zip(entry.paths, done, strict=True))
    files = {name: result for name, result in results.items() if isinstance(result, RawFile)}
    return files, [result for result in results.values() if isinstance(result, Finding)]


def _make(
    study: Study,
    entry: _Inputs,
    definitions: str,
    manifest: Mapping[str, Delivery],
    files: Mapping[str, RawFile],
    result: HarmonisedWave,
) -> _Made:
    reasons = study.definition.reasons
    tables: dict[str, TableRecord] = {}
    payloads: dict[str, bytes] = {}
    for name, frame in result.tables.items():
        codebook = study.codebook.tables[name]
        complete = add_scores(frame, codebook, list(reasons))
        tables[name], parts = encode(complete, codebook, entry.wave, reasons)
        payloads |= parts
    raw = {}
    for name, file in files.items():
        delivered = entry.paths[name].relative_to(study.raw).as_posix()
        raw[name] = RawRecord(
            file=delivered,
            sha256=file.sha256,
            rows=file.rows,
            release=manifest[delivered].release,
        )
    record = WaveRecord(
        inputs=entry.digest,
        definitions=definitions,
        package=package_version(),
        raw=raw,
        tables=tables,
    )
    return _Made(record, result.findings, payloads)


def _outcome(
    wave: str, made: Mapping[str, _Made], current: Mapping[str, WaveRecord], dry_run: bool
) -> WaveOutcome:
    if wave not in made:
        rows = {name: table.rows for name, table in current[wave].tables.items()}
        return WaveOutcome(wave, "up to date", rows)
    entry = made[wave]
    rows = {name: table.rows for name, table in entry.record.tables.items()}
    return WaveOutcome(wave, "would land" if dry_run else "landed", rows, entry.findings)
