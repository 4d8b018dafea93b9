"""`fsck`: is everything on disk what the records say it is?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kinpanel.errors import DataError, Finding, InputMissingError, LockedError, StoreError
from kinpanel.ingest.delivery import Delivery, read_manifest, sha256_of
from kinpanel.pipeline.handle import Study
from kinpanel.tables.conformity import misfits
from kinpanel.tables.history import History, load
from kinpanel.tables.leftovers import Leftovers, leftovers, stale_beside
from kinpanel.tables.release import ObjectRecord, Release

FETCH_AGAIN = "fetch it again; its sha256 is in data/raw/MANIFEST.csv"


@dataclass(frozen=True)
class Checked:
    """What was checked, what is wrong, and how many unreferenced files were removed."""

    objects: int
    deliveries: int
    findings: tuple[Finding, ...]
    collected: int

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong; notes do not count."""
        return all(finding.severity == "note" for finding in self.findings)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for `--json`."""
        findings = [finding.as_dict() for finding in self.findings]
        return {**self.__dict__, "findings": findings, "sound": self.sound}


def fsck(study: Study, *, collect: bool = False) -> Checked:
    """Hash every table of the current, the previous and the tagged releases and every delivery.

    Tables of the current release are compared with the codebook, too. With `collect` what no
    release refers to and what killed runs left is removed, unless a release cannot be read.
    Raises StoreError when files cannot be removed, LockedError when another process is writing.
    """
    findings: list[Finding] = []
    releases = list(_releases(study, findings))
    with_current = [release for name, release in releases if name == "release.lock"]
    seen: set[str] = set()
    for name, release in releases:
        findings += _check_release(study, name, release, seen)
    findings += _check_history(study.store.history)
    deliveries, wrong = _check_deliveries(study)
    findings += wrong
    rest, collected = _sweep(study, [release for _, release in releases], findings, collect)
    findings += rest
    if with_current and study.store.release() != with_current[0] and findings:
        raise LockedError("the tables were swapped while they were checked; run it again")
    return Checked(len(seen), deliveries, tuple(findings), collected)


def _releases(study: Study, findings: list[Finding]) -> Iterator[tuple[str, Release]]:
    """The releases whose objects must stay, the current one first; damaged ones are findings."""
    store = study.store
    current = None
    try:
        current = store.release()
        yield "release.lock", current
    except StoreError as error:
        findings.append(damaged_release("release.lock", error))
    for path in store.history.tag_files:
        try:
            yield f"tags/{path.name}", load(path)
        except StoreError as error:
            findings.append(damaged_release(f"tags/{path.name}", error))
    try:
        previous = store.history.previous(current) if current is not None else None
    except StoreError:
        return  # told with the history
    if previous is not None:
        yield "the previous release", previous


def damaged_release(name: str, error: StoreError) -> Finding:
    """A finding on a release, past or tagged, that cannot be read."""
    advice = "" if "run:" in error.message else "remove it, and tag the release again"
    return Finding(rule="release", message=error.message, file=name, advice=advice)


def _check_release(study: Study, name: str, release: Release, seen: set[str]) -> Iterator[Finding]:
    """Findings on the objects of a release that were not checked before."""
    current = name == "release.lock"
    definitions = study.definitions_digest()
    for wave, record in release.waves.items():
        fresh = current and record.definitions == definitions
        if current and not fresh:
            message = "landed under other definitions; its tables are not compared with these"
            yield Finding(rule="stale", message=message, wave=wave, severity="note")
        for table, tables in record.tables.items():
            codebook = study.codebook.tables.get(table) if fresh else None
            for part in tables.parts:
                if part.file in seen:
                    continue
                seen.add(part.file)
                for variable, message in _check_object(study, part, codebook):
                    yield Finding(
                        rule="object",
                        message=message,
                        severity="warning" if name.startswith("the") else "error",
                        file=part.file,
                        wave=wave,
                        variable=variable or None,
                        advice="run: kinpanel ingest" if current else f"it belongs to {name}",
                    )


def _check_object(study: Study, part: ObjectRecord, codebook: Any) -> list[tuple[str, str]]:
    try:
        payload = (study.store.folder / part.file).read_bytes()
    except FileNotFoundError:
        return [("", "the file is gone")]
    except OSError as error:
        return [("", f"the file cannot be read: {error.strerror}")]
    if hashlib.sha256(payload).hexdigest() != part.sha256:
        return [("", "the file was changed after it landed")]
    return misfits(payload, part, codebook)


def _check_history(history: History) -> Iterator[Finding]:
    for entry in history.entries:
        try:
            whole = load(entry.path).digest.startswith(entry.digest)
        except StoreError:
            whole = False
        if not whole:
            yield Finding(
                rule="history",
                message="the copy of a past release was changed",
                severity="warning",
                file=f"releases/{entry.path.name}",
                advice="remove it; that release can no longer be compared",
            )


def _check_deliveries(study: Study) -> tuple[int, list[Finding]]:
    try:
        entries = read_manifest(study.manifest)
        raw = study.raw
    except DataError as error:
        return 0, list(error.findings)
    except InputMissingError as error:
        advice = "the deliveries were not checked"
        return 0, [
            Finding(rule="delivery", message=error.message, severity="warning", advice=advice)
        ]
    found = [_check_delivery(raw, entry) for entry in entries.values()]
    return len(found), [finding for finding in found if finding is not None]


def _check_delivery(raw: Path, entry: Delivery) -> Finding | None:
    shown = f"data/raw/{entry.file}"
    try:
        digest = sha256_of(raw / entry.file)
    except FileNotFoundError:
        message = "the registered file is gone"
    except OSError as error:
        message = f"the registered file cannot be read: {error.strerror}"
    else:
        if digest == entry.sha256:
            return None
        message = "the file is not the one that is registered"
    return Finding(rule="delivery", message=message, file=shown, advice=FETCH_AGAIN)


def _sweep(
    study: Study, releases: list[Release], findings: list[Finding], collect: bool
) -> tuple[list[Finding], int]:
    """Findings on what nothing refers to, or none where it was removed; how much was removed."""
    store = study.store
    if not store.folder.is_dir():
        return [], 0
    unknown = any(finding.rule in ("release", "history") for finding in findings)
    with store.held():
        if unknown:
            wanted = frozenset().union(*(release.files for release in releases))
        else:
            wanted = store.wanted(store.release())
        found = leftovers(store.folder, wanted)
        beside = stale_beside(study.manifest)
        if not collect or unknown:
            return _told(store.folder, found, beside, unknown), 0
        every = (*found.all, *beside.all)
        gone = found.remove() + beside.remove()
    if gone < len(every):
        raise StoreError(f"{len(every) - gone} files of {len(every)} cannot be removed")
    return [], gone


def _told(folder: Path, found: Leftovers, beside: Leftovers, unknown: bool) -> list[Finding]:
    advice = "kinpanel fsck --collect removes them"
    if unknown:
        advice = "they may belong to the release that cannot be read; mend that first"
    kinds = {
        "orphan": ("no release refers to them", found.orphans),
        "leftover": (
            "a run that was killed left them",
            (*found.half_written, *found.reading, *beside.all),
        ),
    }
    return [
        Finding(
            rule=rule,
            message=message,
            severity="warning",
            file=folder.name + "/",
            examples=tuple(path.name for path in paths),
            count=len(paths),
            advice=advice,
        )
        for rule, (message, paths) in kinds.items()
        if paths
    ]
