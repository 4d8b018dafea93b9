"""data/raw/MANIFEST.csv: which bytes were delivered, by sha256."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from kinpanel.documents import read_grid
from kinpanel.errors import DataError, Finding
from kinpanel.questionnaire import Questionnaire

MANIFEST = "MANIFEST.csv"
COLUMNS = ("file", "sha256", "bytes", "release")
SUPERSEDED = "superseded"
"""A column that stands only where a file was delivered again: which of its releases this was."""
_BYTES = re.compile(r"[0-9]{1,18}")
_PLACE = re.compile(r"[1-9][0-9]{0,5}|")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Delivery:
    """One delivered file: its path below data/raw, its hash and the label of its release.

    `superseded` is None for the content that counts; earlier contents of the same name are
    numbered from 1.
    """

    file: str
    sha256: str
    bytes: int
    release: str = ""
    superseded: int | None = None


def sha256_of(path: Path) -> str:
    """The sha256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_manifest(path: Path) -> dict[str, Delivery]:
    """The registered deliveries that count, by file; empty when nothing was registered yet.

    Raises DataError when the manifest itself is damaged.
    """
    return {entry.file: entry for entry in read_all(path) if entry.superseded is None}


def read_all(path: Path) -> list[Delivery]:
    """Every delivery ever registered, superseded ones too; DataError for a damaged manifest."""
    if not path.exists():
        return []
    grid = read_grid(path, f"data/raw/{MANIFEST}", required=COLUMNS, optional=[SUPERSEDED])
    findings = list(grid.findings)
    deliveries: list[Delivery] = []
    seen: set[tuple[str, str | int | None]] = set()
    for row in grid.rows:
        entry = _delivery(row.cells)
        marks = {(entry.file, entry.superseded), (entry.file, entry.sha256)} if entry else set()
        if entry is None or marks & seen:
            findings.append(
                Finding(rule="manifest", message="not a delivery", file=grid.file, line=row.line)
            )
            continue
        seen |= marks
        deliveries.append(entry)
    if findings:
        raise DataError(f"{grid.file} cannot be used", findings)
    return deliveries


def _delivery(cells: Mapping[str, str]) -> Delivery | None:
    place = cells.get(SUPERSEDED, "")
    whole = _BYTES.fullmatch(cells["bytes"]) and _SHA256.fullmatch(cells["sha256"])
    if not cells["file"] or not whole or not _PLACE.fullmatch(place):
        return None
    number = int(place) if place else None
    return Delivery(cells["file"], cells["sha256"], int(cells["bytes"]), cells["release"], number)


def supersede(known: Iterable[Delivery], new: Delivery) -> list[Delivery]:
    """The register after a new content of a file: the one that counted becomes history.

    A content that comes back counts again, and keeps its label unless it is given another.
    """
    others = [entry for entry in known if entry.file != new.file]
    mine = [entry for entry in known if entry.file == new.file]
    again = [entry for entry in mine if entry.sha256 == new.sha256]
    past = [entry for entry in mine if entry.sha256 != new.sha256]
    past.sort(key=lambda entry: (entry.superseded is None, entry.superseded or 0))
    numbered = [replace(entry, superseded=place) for place, entry in enumerate(past, start=1)]
    label = new.release or (again[0].release if again else "")
    return [*others, *numbered, replace(new, release=label)]


def manifest_text(deliveries: Iterable[Delivery]) -> str:
    """The manifest as CSV text, sorted by file; of a file, what counts comes last."""
    entries = sorted(
        deliveries,
        key=lambda entry: (entry.file, entry.superseded is None, entry.superseded or 0),
    )
    historic = any(entry.superseded is not None for entry in entries)
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([*COLUMNS, *([SUPERSEDED] if historic else [])])
    for entry in entries:
        place = [entry.superseded or ""] if historic else []
        writer.writerow([entry.file, entry.sha256, entry.bytes, entry.release, *place])
    return buffer.getvalue()


def locate(folder: Path, questionnaire: Questionnaire) -> tuple[dict[str, Path], list[Finding]]:
    """The delivered file of each file of a wave that has a path; exactly one must match it."""
    found: dict[str, Path] = {}
    findings: list[Finding] = []
    for name, pattern in questionnaire.paths.items():
        matches = sorted(path for path in folder.glob(pattern) if path.is_file())
        if len(matches) == 1:
            found[name] = matches[0]
            continue
        message = "no such file" if not matches else "several files match"
        findings.append(
            Finding(
                rule="delivery",
                message=f"{message} for {name!r}",
                file=pattern,
                wave=questionnaire.wave,
                examples=tuple(path.name for path in matches),
                count=len(matches) or None,
            )
        )
    return found, findings


def verify(
    raw: Path, path: Path, manifest: Mapping[str, Delivery], past: Iterable[Delivery] = ()
) -> str | Finding:
    """The file's sha256 when it is the registered one, else what is wrong.

    `past` are superseded deliveries: a file that is one of them is told by its label.
    """
    name = path.relative_to(raw).as_posix()
    shown = f"data/raw/{name}"
    digest = sha256_of(path)
    entry = manifest.get(name)
    if entry is None:
        return Finding(
            rule="unregistered",
            message="the file is not registered in MANIFEST.csv",
            file=shown,
            advice=f"check it came from the survey team, then: kinpanel register {name}",
        )
    if entry.sha256 != digest:
        again = [old for old in past if (old.file, old.sha256) == (name, digest)]
        return (
            _older(shown, again[0])
            if again
            else Finding(
                rule="changed-file",
                message=f"sha256 is {digest[:12]}..., registered is {entry.sha256[:12]}...",
                file=shown,
                advice="the file was changed or damaged after delivery; fetch it again, "
                "or register a new release with --replace",
            )
        )
    return digest


def _older(shown: str, entry: Delivery) -> Finding:
    label = f" {entry.release!r}" if entry.release else f" {entry.superseded}"
    return Finding(
        rule="changed-file",
        message=f"sha256 is that of the superseded release{label}, another one is registered",
        file=shown,
        advice="fetch the registered one again, or go back to this one: "
        f"kinpanel register {entry.file} --replace",
    )
