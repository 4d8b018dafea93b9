"""A wave made from its deliveries: read, guarded, harmonised and encoded, but not landed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic

from kinpanel.derived.scales import add_scores
from kinpanel.errors import Finding, errors_in
from kinpanel.ingest.attempt import attempt
from kinpanel.ingest.delivery import read_manifest
from kinpanel.ingest.raw import RawFile
from kinpanel.ingest.wave import HarmonisedWave, harmonise_wave
from kinpanel.pipeline.guard import Guard
from kinpanel.pipeline.handle import Study, package_version
from kinpanel.pipeline.incoming import Incoming, read_files
from kinpanel.pipeline.known import Known
from kinpanel.pipeline.outcome import TableChange, change
from kinpanel.tables.parts import encode
from kinpanel.tables.release import RawRecord, TableRecord, WaveRecord


@dataclass
class Made:
    """A wave made but not landed; `seconds` is how long it took."""

    record: WaveRecord
    findings: tuple[Finding, ...]
    payloads: dict[str, bytes]
    changes: dict[str, TableChange]
    seconds: float


class Making:
    """What the waves of one call are made with; a wave that is made is known to those after it."""

    def __init__(
        self, study: Study, known: Known, definitions: str, accept: Sequence[str] = ()
    ) -> None:
        self.study = study
        self.known = known
        self.definitions = definitions
        self.manifest = read_manifest(study.manifest)
        self.guard = Guard(study, known, self.manifest.values(), accept)

    def wave(
        self, entry: Incoming, told: Callable[[str, str], None]
    ) -> tuple[Made | None, list[Finding]]:
        """One wave, None where it cannot be made, and its errors; `told` hears of files read."""
        started = monotonic()
        files, problems = self._read(entry, told)
        if problems:
            return None, problems
        result = self._harmonise(entry.wave, files)
        raw = self._raw_records(entry, files)
        files.clear()  # their cells are in the tables now
        if not result.tables:
            return None, errors_in(result.findings)
        record, payloads, changes = self._encode(entry, raw, result)
        one = Made(record, result.findings, payloads, changes, monotonic() - started)
        self.known.add(entry.wave, one.record, one.payloads)
        return one, errors_in(result.findings)

    def _read(
        self, entry: Incoming, told: Callable[[str, str], None]
    ) -> tuple[dict[str, RawFile], list[Finding]]:
        """The files of a wave, or what is wrong with those that cannot be read."""
        files: dict[str, RawFile] = {}
        findings: list[Finding] = []
        for name, file in read_files(self.study, entry):
            told(entry.wave, name)
            if isinstance(file, Finding):
                findings.append(file)
            else:
                files[name] = file
        return files, findings

    def _harmonise(self, wave: str, files: Mapping[str, RawFile]) -> HarmonisedWave:
        """The tables of a wave, unless a file is not what it should be: then that alone is told."""
        inputs = (self.study.definition, self.study.questionnaires[wave], self.study.codebook)
        surprises = self.guard.shape(wave, files)
        if errors_in(surprises):
            return HarmonisedWave(wave, {}, tuple(surprises))
        result = harmonise_wave(*inputs, files)
        tables = result.tables or attempt(*inputs, files)
        surprises += self.guard.content(wave, files, tables)
        if errors_in(surprises):
            return HarmonisedWave(wave, {}, tuple(surprises))
        return HarmonisedWave(wave, result.tables, (*surprises, *result.findings))

    def _raw_records(self, entry: Incoming, files: Mapping[str, RawFile]) -> dict[str, RawRecord]:
        """What the release tells of the files of a wave."""
        raw = {}
        for name, file in files.items():
            delivered = entry.paths[name].relative_to(self.study.raw).as_posix()
            raw[name] = RawRecord(
                file=delivered,
                sha256=file.sha256,
                rows=file.rows,
                release=self.manifest[delivered].release,
                accepted=self.guard.accepted.get((entry.wave, name), ""),
            )
        return raw

    def _encode(
        self, entry: Incoming, raw: dict[str, RawRecord], result: HarmonisedWave
    ) -> tuple[WaveRecord, dict[str, bytes], dict[str, TableChange]]:
        """The record of a wave, its tables as bytes, and what changed in each since it landed."""
        definition = self.study.definition
        reasons = definition.reasons
        changes: dict[str, TableChange] = {}
        tables: dict[str, TableRecord] = {}
        payloads: dict[str, bytes] = {}
        for name, frame in result.tables.items():
            codebook = self.study.codebook.tables[name]
            complete = add_scores(frame, codebook, list(reasons))
            tables[name], parts = encode(complete, codebook, entry.wave, reasons)
            payloads |= parts
            changes[name] = change(complete, codebook, entry.wave, self.known, definition)
        record = WaveRecord(
            inputs=entry.digest,
            definitions=self.definitions,
            package=package_version(),
            raw=raw,
            tables=tables,
        )
        return record, payloads, changes
