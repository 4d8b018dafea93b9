"""`ingest`: from deliveries to typed tables, landed by one swap or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Literal

from kinpanel.codebook import Codebook
from kinpanel.errors import DataError, Finding, UsageError, errors_in, nearest
from kinpanel.pipeline.handle import Study
from kinpanel.pipeline.heard import unheard_links
from kinpanel.pipeline.incoming import Incoming, incoming
from kinpanel.pipeline.known import Known
from kinpanel.pipeline.made import Made, Making
from kinpanel.pipeline.outcome import FileRead, WaveOutcome
from kinpanel.tables.release import WaveRecord

__all__ = ["Progress", "Step", "WaveOutcome", "ingest"]


@dataclass(frozen=True)
class Step:
    """A file that was read: its wave and its name, how many are done, and of how many."""

    wave: str
    file: str
    done: int
    total: int


Progress = Callable[[Step], None]


def ingest(
    study: Study,
    waves: Sequence[str] = (),
    *,
    dry_run: bool = False,
    accept: Sequence[str] = (),
    progress: Progress = lambda _: None,
) -> list[WaveOutcome]:
    """Ingest some waves, or all that have a questionnaire; one swap lands them together.

    Raises DataError with every finding when any wave of the call cannot land; then the tables on
    disk are what they were. A wave whose deliveries and definitions have not changed, and whose
    tables lie there as they landed, is left alone. With `dry_run` nothing is written. A file that
    looks like another is refused, unless `accept` names it as `wave/file`; release.lock tells.
    """
    definitions = study.definitions_digest()
    inputs = incoming(study, _wanted(study, waves), definitions)
    current = study.store.release().waves
    known = Known(study.store, current)
    making = Making(study, known, definitions, accept)
    due = [entry for entry in inputs if not _stands(study, entry, current.get(entry.wave))]
    made, findings = _make(making, due, progress)
    unheard = unheard_links(study, known, made)
    findings += errors_in(unheard)
    if findings:
        raise DataError("no wave landed; the tables are what they were", findings)
    if made and not dry_run:
        _publish(study, made)
    outcomes = [_outcome(entry.wave, made, current, dry_run) for entry in inputs]
    return [_with_ledgers(one, study.codebook, unheard) for one in outcomes]


def _make(
    making: Making, due: Sequence[Incoming], progress: Progress
) -> tuple[dict[str, Made], list[Finding]]:
    """The waves that could be made, and every error of all."""
    made: dict[str, Made] = {}
    findings: list[Finding] = []
    total, done = sum(len(entry.paths) for entry in due), count(1)
    for entry in due:
        one, problems = making.wave(
            entry, lambda wave, name: progress(Step(wave, name, next(done), total))
        )
        findings += problems
        if one is not None:
            made[entry.wave] = one
    return made, findings


def _publish(study: Study, made: Mapping[str, Made]) -> None:
    study.store.publish(
        {wave: entry.record for wave, entry in made.items()},
        {name: payload for entry in made.values() for name, payload in entry.payloads.items()},
        study.definition.wave_ids,
    )


def _wanted(study: Study, waves: Sequence[str]) -> list[str]:
    known = list(study.questionnaires.waves)
    for wave in waves:
        if wave not in known:
            raise UsageError(f"no questionnaire for wave {wave!r}; {nearest(wave, known)}")
    return [wave for wave in known if not waves or wave in waves]


def _stands(study: Study, entry: Incoming, before: WaveRecord | None) -> bool:
    """Whether the wave landed from the same inputs and lies there as it landed."""
    return before is not None and before.inputs == entry.digest and study.store.is_whole(before)


def _outcome(
    wave: str, made: Mapping[str, Made], current: Mapping[str, WaveRecord], dry_run: bool
) -> WaveOutcome:
    record = made[wave].record if wave in made else current[wave]
    rows = {name: table.rows for name, table in record.tables.items()}
    files = {name: FileRead(**raw.model_dump()) for name, raw in record.raw.items()}
    if wave not in made:
        return WaveOutcome(wave, "up to date", rows, files=files)
    entry = made[wave]
    status: Literal["would land", "landed"] = "would land" if dry_run else "landed"
    return WaveOutcome(wave, status, rows, entry.findings, files, entry.changes, entry.seconds)


def _with_ledgers(
    outcome: WaveOutcome, codebook: Codebook, unheard: Sequence[Finding]
) -> WaveOutcome:
    """With warnings on links, and the rows of the ledgers: a wave follows all that name it."""
    links, corrections = codebook.links_of(outcome.wave), codebook.corrections_of(outcome.wave)
    own = tuple(finding for finding in unheard if finding.wave == outcome.wave)
    findings = (*outcome.findings, *own)
    return replace(outcome, findings=findings, linked=len(links), corrected=len(corrections))
