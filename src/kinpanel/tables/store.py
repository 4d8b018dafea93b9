"""data/processed/: content-addressed Parquet files behind one manifest, swapped atomically."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import ValidationError

from kinpanel.errors import InputMissingError, StoreError, UsageError, nearest
from kinpanel.tables.files import held, write_atomically
from kinpanel.tables.release import FORMAT, Format, ObjectRecord, Release, WaveRecord
from kinpanel.tables.schema import from_parquet

RELEASE = "release.lock"
LOCK = ".writing.lock"
LOCK_SECONDS = 60.0
LEFTOVER_SECONDS = 24 * 3600.0
"""Folders in which files are being read are left alone for that long."""


class Store:
    """The typed tables of a study. Readers go through the release; writers swap it.

    A wave becomes visible with all its tables at once, or not at all.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def release(self) -> Release:
        """The current release; an empty one when nothing has landed yet."""
        path = self.folder / RELEASE
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return Release()
        except (OSError, UnicodeDecodeError) as error:
            raise StoreError(f"{RELEASE} cannot be read") from error
        try:
            form = Format.model_validate_json(text).format
            if form != FORMAT:
                raise StoreError(f"{RELEASE} has format {form}, this kinpanel reads {FORMAT}")
            return Release.model_validate_json(text)
        except ValidationError as error:
            raise StoreError(
                f"{RELEASE} is damaged; move it away and run: kinpanel ingest"
            ) from error

    def publish(
        self,
        waves: Mapping[str, WaveRecord],
        payloads: Mapping[str, bytes],
        order: Sequence[str],
    ) -> Release:
        """Land waves: write their objects, then swap the release, all under the lock.

        `payloads` holds the bytes of every object by its file name. Waves that are not named
        stay as they are. Raises StoreError or LockedError; then the old release still stands.
        """
        with held(self.folder / LOCK, LOCK_SECONDS):
            before = self.release()
            for file, payload in payloads.items():
                if not self._stands(file, payload, before):
                    write_atomically(self.folder / file, payload)
            together = {**before.waves, **waves}
            ordered = {wave: together[wave] for wave in order if wave in together}
            after = Release(waves=ordered)
            if after != before:
                write_atomically(self.folder / RELEASE, after.text().encode("utf-8"))
                self._collect(before.files | after.files)
            return after

    def _stands(self, file: str, payload: bytes, before: Release) -> bool:
        """Whether an object landed earlier, whole: what a broken run left is written again."""
        if file not in before.files:
            return False
        try:
            return (self.folder / file).read_bytes() == payload
        except OSError:
            return False

    def is_whole(self, wave: WaveRecord) -> bool:
        """Whether every table of a wave lies there as it landed."""
        return all(
            _digest_of(self.folder / record.file) == record.sha256
            for record in wave.tables.values()
        )

    def read(self, table: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """All waves of a table, in order, categories as codes.

        Columns that a wave lacks are NA there. Raises InputMissingError for a table that no wave
        holds, UsageError for a column that none has, StoreError for a file that is gone or not
        what the release says.
        """
        full = _stack([self._read(record, columns) for record in self._records(table)])
        for name in columns or ():
            if name not in full:
                raise UsageError(f"no wave of {table!r} has a column {name!r}")
        return full if columns is None else full[list(columns)]

    def _records(self, table: str) -> list[ObjectRecord]:
        release = self.release()
        records = [wave.tables[table] for wave in release.waves.values() if table in wave.tables]
        if not records:
            known = {name for wave in release.waves.values() for name in wave.tables}
            advice = nearest(table, known) if known else "run: kinpanel ingest"
            raise InputMissingError(f"no wave holds a table {table!r}; {advice}")
        return records

    def _read(self, record: ObjectRecord, columns: Sequence[str] | None) -> pd.DataFrame:
        try:
            payload = (self.folder / record.file).read_bytes()
        except OSError as error:
            raise StoreError(f"{record.file} is gone; run: kinpanel ingest") from error
        if hashlib.sha256(payload).hexdigest() != record.sha256:
            raise StoreError(f"{record.file} was changed after it landed; run: kinpanel ingest")
        return from_parquet(payload, columns)

    def _collect(self, wanted: frozenset[str]) -> None:
        """Remove objects that neither the release before nor this one refers to.

        What killed runs left goes too: files half written, folders of reading of another day.
        """
        objects = self.folder.glob("[!.]*/*.parquet")
        half = (*self.folder.glob("[!.]*/.*.parquet.*"), *self.folder.glob(f".{RELEASE}.*"))
        for path in (*objects, *half):
            if path.relative_to(self.folder).as_posix() not in wanted:
                with contextlib.suppress(OSError):
                    path.unlink()
        for path in self.folder.glob(".reading-*"):
            with contextlib.suppress(OSError):
                if time.time() - path.stat().st_mtime > LEFTOVER_SECONDS:
                    shutil.rmtree(path)


def _digest_of(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def object_record(table: str, wave: str, payload: bytes, rows: int) -> ObjectRecord:
    """The record of a table of a wave; its file name carries the hash of its content."""
    digest = hashlib.sha256(payload).hexdigest()
    return ObjectRecord(file=f"{table}/{wave}-{digest[:16]}.parquet", sha256=digest, rows=rows)


def _stack(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Waves one below the other, with every column any wave has, types kept."""
    names = list(dict.fromkeys(str(name) for frame in frames for name in frame.columns))
    kinds: dict[str, Any] = {}
    for frame in frames:
        for name in frame.columns:
            if kinds.setdefault(str(name), frame[name].dtype) != frame[name].dtype:
                raise StoreError(
                    f"{name!r} has another type or other levels in another wave, because the "
                    "waves were ingested under different codebooks; run: kinpanel ingest"
                )
    full = []
    for frame in frames:
        extra = {
            name: pd.Series(pd.NA, index=frame.index, dtype=kinds[name])
            for name in names
            if name not in frame.columns
        }
        full.append(frame.assign(**extra)[names])
    return pd.concat(full, ignore_index=True)
