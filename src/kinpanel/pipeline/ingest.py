"""`ingest`: from deliveries to typed tables, landed by one swap or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from time import monotonic
from typing import Literal

from kinpanel.codebook import Codebook
from kinpanel.derived.scales import add_scores
from kinpanel.errors import DataError, Finding, UsageError, errors_in, nearest
from kinpanel.ingest.attempt import attempt
from kinpanel.ingest.delivery import Delivery, read_manifest
from kinpanel.ingest.raw import RawFile
from kinpanel.ingest.wave import HarmonisedWave, harmonise_wave
from kinpanel.pipeline.guard import Guard
from kinpanel.pipeline.handle import Study, package_version
from kinpanel.pipeline.heard import unheard_links
from kinpanel.pipeline.incoming import Incoming, incoming, read_files
from kinpanel.pipeline.known import Known
from kinpanel.pipeline.outcome import FileRead, TableChange, WaveOutcome, change
from kinpanel.tables.parts import encode
from kinpanel.tables.release import RawRecord, TableRecord, WaveRecord

__all__ = ["Progress", "Step", "WaveOutcome", "ingest"]


@dataclass(frozen=True)
class Step:
    """A file that was read: its wave and its name, how many are done, and of how many."""

    wave: str
    file: str
    done: int
    total: int


Progress = Callable[[Step], None]


@dataclass
class _Made:
    """A wave made but not landed."""

    record: WaveRecord
    findings: tuple[Finding, ...]
    payloads: dict[str, bytes]
    changes: dict[str, TableChange]
    seconds: float = 0.0


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
    codebook = study.codebook
    inputs = incoming(study, _wanted(study, waves), definitions)
    current = study.store.release().waves
    made: dict[str, _Made] = {}
    findings: list[Finding] = []
    manifest = read_manifest(study.manifest)
    known = Known(study.store, current)
    guard = Guard(study, known, manifest.values(), accept)
    due = [entry for entry in inputs if not _stands(study, entry, current.get(entry.wave))]
    total = sum(len(entry.paths) for entry in due)
    done = count(1)
    for entry in due:
        started = monotonic()
        files, problems = _read(
            study, entry, lambda wave, name: progress(Step(wave, name, next(done), total))
        )
        findings += problems
        if problems:
            continue
        result = _harmonise(study, codebook, entry.wave, guard, files)
        raw = _raw_records(study, entry, manifest, files, guard)
        files.clear()  # their cells are in the tables now
        findings += errors_in(result.findings)
        if result.tables:
            one = _make(study, entry, definitions, raw, result, known)
            one.seconds = monotonic() - started
            known.add(entry.wave, one.record, one.payloads)
            made[entry.wave] = one
    unheard = unheard_links(study, known, made)
    findings += errors_in(unheard)
    if findings:
        raise DataError("no wave landed; the tables are what they were", findings)
    if made and not dry_run:
        _publish(study, made)
    outcomes = [_outcome(entry.wave, made, current, dry_run) for entry in inputs]
    return [_with_ledgers(one, codebook, unheard) for one in outcomes]


def _read(
    study: Study, entry: Incoming, told: Callable[[str, str], None]
) -> tuple[dict[str, RawFile], list[Finding]]:
    """The files of a wave, or what is wrong with those that cannot be read."""
    files: dict[str, RawFile] = {}
    findings: list[Finding] = []
    for name, file in read_files(study, entry):
        told(entry.wave, name)
        if isinstance(file, Finding):
            findings.append(file)
        else:
            files[name] = file
    return files, findings


def _publish(study: Study, made: Mapping[str, _Made]) -> None:
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


def _harmonise(
    study: Study, codebook: Codebook, wave: str, guard: Guard, files: Mapping[str, RawFile]
) -> HarmonisedWave:
    """The tables of a wave, unless a file is not what it should be: then that alone is told."""
    questionnaire = study.questionnaires[wave]
    surprises = guard.shape(wave, files)
    if errors_in(surprises):
        return HarmonisedWave(wave, {}, tuple(surprises))
    result = harmonise_wave(study.definition, questionnaire, codebook, files)
    tables = result.tables or attempt(study.definition, questionnaire, codebook, files)
    surprises += guard.content(wave, files, tables)
    if errors_in(surprises):
        return HarmonisedWave(wave, {}, tuple(surprises))
    return HarmonisedWave(wave, result.tables, (*surprises, *result.findings))


def _raw_records(
    study: Study,
    entry: Incoming,
    manifest: Mapping[str, Delivery],
    files: Mapping[str, RawFile],
    guard: Guard,
) -> dict[str, RawRecord]:
    """What the release tells of the files of a wave."""
    raw = {}
    for name, file in files.items():
        delivered = entry.paths[name].relative_to(study.raw).as_posix()
        raw[name] = RawRecord(
            file=delivered,
            sha256=file.sha256,
            rows=file.rows,
            release=manifest[delivered].release,
            accepted=guard.accepted.get((entry.wave, name), ""),
        )
    return raw


def _make(
    study: Study,
    entry: Incoming,
    definitions: str,
    raw: dict[str, RawRecord],
    result: HarmonisedWave,
    known: Known,
) -> _Made:
    reasons = study.definition.reasons
    changes: dict[str, TableChange] = {}
    tables: dict[str, TableRecord] = {}
    payloads: dict[str, bytes] = {}
    for name, frame in result.tables.items():
        codebook = study.codebook.tables[name]
        complete = add_scores(frame, codebook, list(reasons))
        tables[name], parts = encode(complete, codebook, entry.wave, reasons)
        payloads |= parts
        changes[name] = change(complete, codebook, entry.wave, known, study.definition)
    record = WaveRecord(
        inputs=entry.digest,
        definitions=definitions,
        package=package_version(),
        raw=raw,
        tables=tables,
    )
    return _Made(record, result.findings, payloads, changes)


def _outcome(
    wave: str, made: Mapping[str, _Made], current: Mapping[str, WaveRecord], dry_run: bool
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
