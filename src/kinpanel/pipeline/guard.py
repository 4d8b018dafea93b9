"""The guard against wrong files: what it asks of the deliveries and tables of a study."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase

import pandas as pd

from kinpanel.codebook import TableCodebook
from kinpanel.derived.audit.roles import SECTIONS, resolve
from kinpanel.errors import Finding, UsageError, nearest
from kinpanel.ingest.delivery import Delivery
from kinpanel.ingest.fieldwork import (
    Window,
    declared_window,
    interview_variable,
    landed_window,
    months_of,
    year_window,
)
from kinpanel.ingest.guard import Surprise, Twin, judge_bytes, judge_shape, surprise
from kinpanel.ingest.harmonise import source_file
from kinpanel.ingest.identity import Belongs, Interviews, Landed, belongs
from kinpanel.ingest.likeness import Hashes, key_hashes
from kinpanel.ingest.raw import RawFile
from kinpanel.pipeline.handle import Study
from kinpanel.pipeline.known import Known


class Guard:
    """Asks of every file of a wave whether it is what its questionnaire says.

    `accept` names files, as `wave/file`, that may land although they look like something else;
    so may those that landed before with the same bytes and were accepted then.
    """

    def __init__(
        self, study: Study, known: Known, deliveries: Iterable[Delivery], accept: Sequence[str] = ()
    ) -> None:
        self.study = study
        self.known = known
        self.deliveries = [entry for entry in deliveries if entry.superseded is None]
        self.before = {wave: record.raw for wave, record in known.records.items()}
        self.accept = frozenset(_checked(study, accept))
        self.accepted: dict[tuple[str, str], str] = {}
        self.misfits: set[tuple[str, str]] = set()

    def shape(self, wave: str, files: Mapping[str, RawFile]) -> list[Finding]:
        """Findings on rows, columns and bytes of the files of a wave, before they are decoded."""
        findings: list[Finding] = []
        for name, raw in files.items():
            found = judge_shape(raw, wave, name, self.study.questionnaires)
            if found is None:
                found, warnings = judge_bytes(raw, wave, name, self._twins(wave, name, raw.sha256))
                findings += warnings
            findings += self._settled(found, raw)
        return findings

    def content(
        self, wave: str, files: Mapping[str, RawFile], tables: Mapping[str, pd.DataFrame]
    ) -> list[Finding]:
        """Findings on whose rows they are, file by file; a file that landed so is not asked."""
        findings: list[Finding] = []
        questionnaire = self.study.questionnaires[wave]
        refused: set[str] = set()
        for table in self.study.codebook.tables.values():
            source = source_file(table, self.study.codebook, questionnaire)
            if source is None or table.table not in tables:
                continue
            name = questionnaire.delivered(source)
            if name in refused or self._landed_so(wave, name, files[name].sha256):
                continue
            for one in self._belongs(wave, table, tables[table.table]):
                found = self._surprise(wave, name, files[name], table, one)
                if one.certain:
                    findings += self._settled(found, files[name])
                    refused.add(name)
                else:
                    findings.append(_warning(found.finding, one))
        return findings

    def _belongs(self, wave: str, table: TableCodebook, frame: pd.DataFrame) -> list[Belongs]:
        keys = key_hashes(frame, table.key)
        landed = self._landed(wave, table, frame)
        name = self._interviewed(table)
        interviews = None
        if name is not None and name in frame:
            interviews = Interviews(months_of(frame[name]), self._windows())
        return belongs(wave, frame, keys, table.key, landed, interviews)

    def _landed(self, wave: str, table: TableCodebook, like: pd.DataFrame) -> Landed:
        def read(other: str) -> pd.DataFrame:
            frame = self.known.frame(other, table.table)
            return like.iloc[:0] if frame is None else frame

        others = [other for other in self.study.definition.wave_ids if other != wave]
        keys = {other: self.known.keys(other, table, like) for other in others}
        return Landed(
            {other: found for other, found in keys.items() if found is not None and len(found)},
            read,
            self.known.keys(wave, table, like),
            self._strangers(table, like),
        )

    def _strangers(self, table: TableCodebook, like: pd.DataFrame) -> dict[str, Hashes]:
        """Keys of the other tables that have as many key variables of the same types."""
        found = {}
        for other in self.study.codebook.tables.values():
            if other.table == table.table or len(other.key) != len(table.key):
                continue
            names = dict(zip(table.key, other.key, strict=True))
            renamed = like[list(names)].rename(columns=names)
            for wave in self.known.records:
                keys = self.known.keys(wave, other, renamed)
                if keys is not None and len(keys):
                    found[self._file_of(wave, other)] = keys
        return found

    def _file_of(self, wave: str, table: TableCodebook) -> str:
        questionnaire = self.study.questionnaires.waves.get(wave)
        if questionnaire is None:
            return f"{wave}/{table.table}"
        source = source_file(table, self.study.codebook, questionnaire)
        return f"{wave}/{questionnaire.delivered(source) if source else table.table}"

    def _interviewed(self, table: TableCodebook) -> str | None:
        for section in SECTIONS:
            names = resolve(self.study.definition.audit, section, self.study.codebook)
            if names.get("table") == table.table and "interviewed" in names:
                return interview_variable(table, names["interviewed"])
        return interview_variable(table)

    def _windows(self) -> dict[str, Window]:
        """Fieldwork by wave: declared, else as the landed interviews show, else by the year."""
        declared = self.study.definition.audit.fieldwork
        windows = {}
        for wave in self.study.definition.waves:
            if wave.id in declared:
                windows[wave.id] = declared_window(*declared[wave.id])
            else:
                windows[wave.id] = self._shown(wave.id) or year_window(wave.year)
        return windows

    def _shown(self, wave: str) -> Window | None:
        for table in self.study.codebook.tables.values():
            name = self._interviewed(table)
            frame = None if name is None else self.known.frame(wave, table.table, [name])
            if name is not None and frame is not None and name in frame:
                return landed_window(months_of(frame[name]))
        return None

    def _surprise(
        self, wave: str, name: str, raw: RawFile, table: TableCodebook, one: Belongs
    ) -> Surprise:
        looks = one.looks
        if looks in self.study.questionnaires.waves:
            looks = self._file_of(looks, table)
        if "/" in looks:
            other, file = looks.split("/")
            said = f"this looks like {other}'s {file} file: {one.why}"
        else:
            said = f"this is not the {name} file of {wave} as it is known: {one.why}"
        return surprise(wave, name, raw, looks, said)

    def _twins(self, wave: str, file: str, sha256: str) -> list[Twin]:
        """Other declared files that are on record, or landed, with these bytes.

        Of two new files with the same bytes the later one is told; one that was recognised as
        something else tells nothing about the other.
        """
        if self._landed_so(wave, file, sha256):
            return []
        path = self._path(wave, file)
        order = [
            (other, name)
            for other, questionnaire in self.study.questionnaires.waves.items()
            for name in questionnaire.paths
        ]
        twins = []
        for entry in self.deliveries:
            if entry.sha256 != sha256 or entry.file == path:
                continue
            for place in order:
                earlier = order.index(place) < order.index((wave, file))
                known = earlier or self._landed_so(*place, sha256)
                if self._matches(entry.file, *place) and known and place not in self.misfits:
                    twins.append(Twin(*place, f"data/raw/{entry.file}"))
        return twins

    def _path(self, wave: str, file: str) -> str:
        found = [entry.file for entry in self.deliveries if self._matches(entry.file, wave, file)]
        return found[0] if found else ""

    def _matches(self, path: str, wave: str, file: str) -> bool:
        pattern = self.study.questionnaires[wave].paths[file]
        by_wave = self.study.definition.deliveries.by_wave
        folder, _, name = path.rpartition("/")
        return folder == (wave if by_wave else "") and fnmatchcase(name, pattern)

    def _landed_so(self, wave: str, file: str, sha256: str) -> bool:
        record = self.before.get(wave, {}).get(file)
        return record is not None and record.sha256 == sha256

    def _settled(self, found: Surprise | None, raw: RawFile) -> list[Finding]:
        """The refusal; or the warning that is left of it once somebody has accepted the file."""
        if found is None:
            return []
        place = (found.wave, found.file)
        again = self._landed_so(*place, raw.sha256) and self.before[found.wave][found.file].accepted
        if found.name in self.accept or again:
            self.accepted[place] = found.looks
            return [found.accepted()]
        self.misfits.add(place)
        return [found.finding]


def _warning(finding: Finding, one: Belongs) -> Finding:
    return Finding(
        rule="surprising-file",
        severity="warning",
        message=f"the file may be {one.looks}: {one.why}",
        file=finding.file,
        wave=finding.wave,
    )


def _checked(study: Study, accept: Sequence[str]) -> Sequence[str]:
    known = [
        f"{wave}/{file}"
        for wave, questionnaire in study.questionnaires.waves.items()
        for file in questionnaire.paths
    ]
    for name in accept:
        if name not in known:
            raise UsageError(f"no file {name!r} to accept; {nearest(name, known)}")
    return accept
