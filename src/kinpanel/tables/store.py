"""data/processed/: content-addressed Parquet files behind one manifest, swapped atomically."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from kinpanel.errors import InputMissingError, RefusedError, StoreError, UsageError, nearest
from kinpanel.tables.files import held, remove, write_atomically
from kinpanel.tables.history import History, load
from kinpanel.tables.leftovers import leftovers
from kinpanel.tables.release import ObjectRecord, Release, TableRecord, WaveRecord
from kinpanel.tables.schema import from_parquet

RELEASE = "release.lock"
LOCK = ".writing.lock"
LOCK_SECONDS = 60.0


class Store:
    """The typed tables of a study. Readers go through the release; writers swap it.

    A wave becomes visible with all its tables at once, or not at all.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.history = History(folder)

    def release(self) -> Release:
        """The current release; an empty one when nothing has landed yet."""
        try:
            return load(self.folder / RELEASE, absent=Release())
        except StoreError as error:
            if "damaged" not in error.message:
                raise
            raise StoreError(f"{error.message}; move it away and run: kinpanel ingest") from error

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
        with self.held():
            before = self.release()
            for file, payload in payloads.items():
                if not self._stands(file, payload, before):
                    write_atomically(self.folder / file, payload)
            together = {**before.waves, **waves}
            ordered = {wave: together[wave] for wave in order if wave in together}
            after = Release(waves=ordered)
            if after != before:
                self.history.record(before, after)
                write_atomically(self.folder / RELEASE, after.text().encode("utf-8"))
                self._collect(before, after)
            return after

    def held(self) -> contextlib.AbstractContextManager[None]:
        """Hold the lock of the store; LockedError when another process keeps it."""
        return held(self.folder / LOCK, LOCK_SECONDS)

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
            _digest_of(self.folder / part.file) == part.sha256
            for record in wave.tables.values()
            for part in record.parts
        )

    def tag(self, name: str, release: Release) -> None:
        """Give a release a name, which keeps its objects from being collected.

        Raises UsageError for what cannot be a name, RefusedError when another release bears it,
        InputMissingError when the release holds nothing or its objects are no longer all here.
        """
        path = self.history.tag_file(name)
        with self.held():
            if load(path, absent=release) != release:
                raise RefusedError(f"{name!r} is the tag of another release; --remove it first")
            gone = [file for file in sorted(release.files) if not (self.folder / file).is_file()]
            if gone or not release.waves:
                what = f"{len(gone)} of its files are gone" if gone else "it holds no wave"
                raise InputMissingError(f"the release cannot be tagged: {what}")
            write_atomically(path, release.text().encode("utf-8"))

    def untag(self, name: str) -> None:
        """Take a tag away; its objects go at the next ingest. InputMissingError if unknown."""
        with self.held():
            self.history.tagged(name)
            remove(self.history.tag_file(name))

    def wanted(self, *releases: Release) -> frozenset[str]:
        """The objects that must stay: of these releases, of the one before, and of the tagged.

        Raises StoreError when one of those releases cannot be read.
        """
        kept = [*releases, *self.history.tags.values()]
        previous = self.history.previous(releases[-1])
        if previous is not None:
            kept.append(previous)
        return frozenset().union(*(release.files for release in kept))

    def read(self, table: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """All waves of a table, in order, categories as codes.

        Columns that a wave lacks are NA there. Raises InputMissingError for a table that no wave
        holds, UsageError for a column that none has, StoreError for a file that is gone or not
        what the release says. A release that was swapped and collected meanwhile is left for
        the one that stands now.
        """
        while True:
            release = self.release()
            parts = [part for record in _records(release, table) for part in record.parts]
            try:
                frames = [from_parquet(self.payload(part), columns) for part in parts]
                break
            except StoreError:
                if self.release() == release:
                    raise
        full = _stack(frames)
        for name in columns or ():
            if name not in full:
                raise UsageError(f"no wave of {table!r} has a column {name!r}")
        return full if columns is None else full[list(columns)]

    def payload(self, record: ObjectRecord) -> bytes:
        """The bytes of an object; StoreError when it is gone or not what landed."""
        try:
            payload = (self.folder / record.file).read_bytes()
        except OSError as error:
            raise StoreError(f"{record.file} is gone; run: kinpanel ingest") from error
        if hashlib.sha256(payload).hexdigest() != record.sha256:
            raise StoreError(f"{record.file} was changed after it landed; run: kinpanel ingest")
        return payload

    def _collect(self, before: Release, after: Release) -> None:
        """Remove what no release that is kept refers to, and what killed runs left."""
        with contextlib.suppress(StoreError):  # a tag that cannot be read still pins something
            leftovers(self.folder, self.wanted(before, after)).remove()


def _records(release: Release, table: str) -> list[TableRecord]:
    records = [wave.tables[table] for wave in release.waves.values() if table in wave.tables]
    if not records:
        known = {name for wave in release.waves.values() for name in wave.tables}
        advice = nearest(table, known) if known else "run: kinpanel ingest"
        raise InputMissingError(f"no wave holds a table {table!r}; {advice}")
    return records


def _digest_of(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


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
