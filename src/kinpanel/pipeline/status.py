"""`status`: what has landed, and what is stale and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from kinpanel.ingest.delivery import locate, read_manifest, sha256_of
from kinpanel.pipeline.handle import Study, package_version
from kinpanel.tables.release import WaveRecord

State = Literal["current", "stale", "not ingested", "not delivered"]


@dataclass(frozen=True)
class WaveStatus:
    """One wave: its state, why it is not current, and rows per table as landed.

    `releases` are the labels of its deliveries, `parts` how many files its tables have. `linked`
    and `corrected` count the rows of the ledgers that its tables follow; None where definitions
    have changed since, or nothing has landed.
    """

    wave: str
    year: int
    state: State
    why: tuple[str, ...]
    rows: Mapping[str, int]
    releases: tuple[str, ...] = ()
    parts: int = 0
    linked: int | None = None
    corrected: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for `--json`."""
        return {
            "wave": self.wave,
            "year": self.year,
            "state": self.state,
            "why": list(self.why),
            "rows": dict(self.rows),
            "releases": list(self.releases),
            "parts": self.parts,
            "linked": self.linked,
            "corrected": self.corrected,
        }


def status(study: Study) -> list[WaveStatus]:
    """The state of every wave that has a questionnaire, in the order of the study."""
    landed = study.store.release().waves
    definitions = study.definitions_digest()
    result = []
    for wave in study.questionnaires.waves:
        record = landed.get(wave)
        state, why = _state(study, wave, record, definitions)
        rows = {name: table.rows for name, table in record.tables.items()} if record else {}
        labels = sorted({raw.release for raw in record.raw.values()} - {""}) if record else []
        parts = sum(len(table.parts) for table in record.tables.values()) if record else 0
        year = study.definition.wave(wave).year
        followed = _followed(study, wave) if record and record.definitions == definitions else ()
        result.append(WaveStatus(wave, year, state, why, rows, tuple(labels), parts, *followed))
    return result


def _followed(study: Study, wave: str) -> tuple[int, int]:
    codebook = study.codebook
    return len(codebook.links_of(wave)), len(codebook.corrections_of(wave))


def _state(
    study: Study, wave: str, record: WaveRecord | None, definitions: str
) -> tuple[State, tuple[str, ...]]:
    paths, problems = locate(study.deliveries_of(wave), study.questionnaires[wave])
    missing = tuple(f"{problem.message}: {problem.file}" for problem in problems)
    if record is None:
        return ("not delivered", missing) if problems else ("not ingested", ())
    registered = read_manifest(study.manifest)
    why = list(missing)
    for name, path in paths.items():
        file = path.relative_to(study.raw).as_posix()
        before = record.raw.get(name)
        if file not in registered:
            why.append(f"{file} is not registered")
        elif before is None or sha256_of(path) != before.sha256:
            why.append(f"{file} is not the file that was ingested")
    if record.definitions != definitions:
        why.append("definitions have changed")
    if record.package != package_version():
        why.append(f"ingested by kinpanel {record.package}")
    return ("stale", tuple(why)) if why else ("current", ())
