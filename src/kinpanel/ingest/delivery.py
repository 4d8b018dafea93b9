"""data/raw/MANIFEST.csv: which bytes were delivered, by sha256."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kinpanel.documents import read_grid
from kinpanel.errors import DataError, Finding
from kinpanel.questionnaire import Questionnaire

MANIFEST = "MANIFEST.csv"
COLUMNS = ("file", "sha256", "bytes", "release")
_BYTES = re.compile(r"[0-9]{1,18}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Delivery:
    """One delivered file: its path below data/raw, its hash and the label of its release."""

    file: str
    sha256: str
    bytes: int
    release: str = ""


def sha256_of(path: Path) -> str:
    """The sha256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_manifest(path: Path) -> dict[str, Delivery]:
    """The registered deliveries by file; empty when nothing was registered yet.

    Raises DataError when the manifest itself is damaged.
    """
    if not path.exists():
        return {}
    grid = read_grid(path, f"data/raw/{MANIFEST}", required=COLUMNS)
    findings = list(grid.findings)
    deliveries: dict[str, Delivery] = {}
    for row in grid.rows:
        whole = _BYTES.fullmatch(row["bytes"]) and _SHA256.fullmatch(row["sha256"])
        if not row["file"] or row["file"] in deliveries or not whole:
            findings.append(
                Finding(rule="manifest", message="not a delivery", file=grid.file, line=row.line)
            )
            continue
        deliveries[row["file"]] = Delivery(
            row["file"], row["sha256"], int(row["bytes"]), row["release"]
        )
    if findings:
        raise DataError(f"{grid.file} cannot be used", findings)
    return deliveries


def manifest_text(deliveries: Iterable[Delivery]) -> str:
    """The manifest as CSV text, sorted by file."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    for entry in sorted(deliveries, key=lambda entry: entry.file):
        writer.writerow([entry.file, entry.sha256, entry.bytes, entry.release])
    return buffer.getvalue()


def locate(folder: Path, questionnaire: Questionnaire) -> tuple[dict[str, Path], list[Finding]]:
    """The delivered file of each declared file of a wave; exactly one must match its pattern."""
    found: dict[str, Path] = {}
    findings: list[Finding] = []
    for name, spec in questionnaire.files.items():
        matches = sorted(path for path in folder.glob(spec.path) if path.is_file())
        if len(matches) == 1:
            found[name] = matches[0]
            continue
        message = "no such file" if not matches else "several files match"
        findings.append(
            Finding(
                rule="delivery",
                message=f"{message} for {name!r}",
                file=spec.path,
                wave=questionnaire.wave,
                examples=tuple(path.name for path in matches),
                count=len(matches) or None,
            )
        )
    return found, findings


def verify(raw: Path, path: Path, manifest: Mapping[str, Delivery]) -> str | Finding:
    """The file's sha256 when it is the registered one, else what is wrong."""
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
        return Finding(
            rule="changed-file",
            message=f"sha256 is {digest[:12]}..., registered is {entry.sha256[:12]}...",
            file=shown,
            advice="the file was changed or damaged after delivery; fetch it again, "
            "or register a new release with --replace",
        )
    return digest
