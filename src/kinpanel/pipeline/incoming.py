"""The deliveries of some waves: located, verified, and read side by side."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from kinpanel.errors import DataError, Finding
from kinpanel.ingest.delivery import locate, read_all, read_manifest, verify
from kinpanel.ingest.raw import RawFile
from kinpanel.ingest.readers import read_export
from kinpanel.pipeline.handle import Study, package_version
from kinpanel.tables.files import make_folder, scratch

READERS = 4


@dataclass
class Incoming:
    """The verified deliveries of a wave and the digest of everything that decides its tables."""

    wave: str
    paths: dict[str, Path]
    hashes: dict[str, str]
    digest: str


def incoming(study: Study, waves: Sequence[str], definitions: str) -> list[Incoming]:
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
        inputs.append(Incoming(wave, paths, hashes, _digest(definitions, hashes)))
    if findings:
        raise DataError("no wave landed; the tables are what they were", findings)
    return inputs


def _digest(definitions: str, hashes: Mapping[str, str]) -> str:
    parts = {"package": package_version(), "definitions": definitions, "raw": dict(hashes)}
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def read_files(study: Study, entry: Incoming) -> Iterator[tuple[str, RawFile | Finding]]:
    """Read the files of a wave side by side, each in its own child process; in declared order."""
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
        yield from zip(
            entry.paths, pool.map(lambda name: read(name, work), entry.paths), strict=True
        )
