"""What ingest did, or would do, with a wave: files, tables, changes and what it noticed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

import pandas as pd

from kinpanel.codebook import TableCodebook
from kinpanel.errors import Finding
from kinpanel.ingest.likeness import key_hashes
from kinpanel.pipeline.known import Known
from kinpanel.study import StudyDefinition
from kinpanel.tables.frame import WHY


@dataclass(frozen=True)
class TableChange:
    """One table of a wave: rows, rows of the release that landed (None before the first), and keys.

    `new` keys are not in the wave `against`, `gone` ones are only there; None where no earlier
    wave holds the table. `missing` is the share of answers due, blanks by design left out, that
    are not given; None where none was due.
    """

    rows: int
    before: int | None = None
    against: str | None = None
    new: int | None = None
    gone: int | None = None
    missing: float | None = None


@dataclass(frozen=True)
class FileRead:
    """A delivered file: its name below data/raw, its sha256, rows and the label of its release.

    `accepted` says what it looks like, when it may land nevertheless.
    """

    file: str
    sha256: str
    rows: int
    release: str = ""
    accepted: str = ""


@dataclass(frozen=True)
class WaveOutcome:
    """What ingest did with a wave: rows per table, and what it noticed without stopping.

    `seconds` is the time that reading and making it took; `linked` and `corrected` count the rows
    of codebooks/links and of codebooks/corrections.csv that its tables follow.
    """

    wave: str
    status: Literal["landed", "up to date", "would land"]
    rows: Mapping[str, int]
    findings: tuple[Finding, ...] = ()
    files: Mapping[str, FileRead] = field(default_factory=dict)
    tables: Mapping[str, TableChange] = field(default_factory=dict)
    seconds: float = 0.0
    linked: int = 0
    corrected: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for `--json`."""
        return {
            "wave": self.wave,
            "status": self.status,
            "rows": dict(self.rows),
            "files": {name: asdict(file) for name, file in self.files.items()},
            "tables": {name: asdict(change) for name, change in self.tables.items()},
            "findings": [finding.as_dict() for finding in self.findings],
            "seconds": round(self.seconds, 2),
            "linked": self.linked,
            "corrected": self.corrected,
        }


def change(
    frame: pd.DataFrame, table: TableCodebook, wave: str, known: Known, study: StudyDefinition
) -> TableChange:
    """What a made table changes, against its own release and the wave before it."""
    record = known.records.get(wave)
    landed = record.tables.get(table.table) if record else None
    before = None if landed is None else landed.rows
    earlier = study.wave_ids[: study.wave_ids.index(wave)]
    missing = missing_share(frame, table, study)
    mine = key_hashes(frame, table.key)
    for other in reversed(earlier):
        theirs = known.keys(other, table, frame)
        if theirs is not None:
            gone = len(set(theirs.tolist()) - set(mine.tolist()))
            new = len(set(mine.tolist()) - set(theirs.tolist()))
            return TableChange(len(frame), before, other, new, gone, missing)
    return TableChange(len(frame), before, missing=missing)


def missing_share(
    frame: pd.DataFrame, table: TableCodebook, study: StudyDefinition
) -> float | None:
    """Of the answers that were due, the share that is missing; None where none was due."""
    design = [name for name, reason in study.missing.items() if reason.kind == "design"]
    due = lacking = 0
    for variable in table.variables:
        if variable.name not in frame or variable.score is not None:
            continue
        due += len(frame)
        if variable.name + WHY in frame:
            reasons = frame[variable.name + WHY].value_counts()
            spared = int(reasons.reindex(design).fillna(0).sum())
            due -= spared
            lacking += int(reasons.sum()) - spared
    return lacking / due if due else None
