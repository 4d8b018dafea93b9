"""What an export may tell of a release: file names, hashes and rows, never a value."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Protocol


class Stored(Protocol):
    """A file on record: its name, the sha256 of its bytes and how many rows it holds."""

    @property
    def file(self) -> str: ...
    @property
    def sha256(self) -> str: ...
    @property
    def rows(self) -> int: ...


class StoredTable(Protocol):
    """A table of a wave: the hash of it all, its rows, and the files that hold it, in order."""

    @property
    def sha256(self) -> str: ...
    @property
    def rows(self) -> int: ...
    @property
    def parts(self) -> Sequence[Stored]: ...


class Delivered(Stored, Protocol):
    """A delivered file; `release` is the label the survey team gave it, "" where it has none."""

    @property
    def release(self) -> str: ...


class ReleasedWave(Protocol):
    """A wave that has landed: what was delivered, by file, and what is held, by table."""

    @property
    def package(self) -> str: ...
    @property
    def raw(self) -> Mapping[str, Delivered]: ...
    @property
    def tables(self) -> Mapping[str, StoredTable]: ...


class Release(Protocol):
    """Everything the store holds, by wave; what `release.lock` records."""

    @property
    def waves(self) -> Mapping[str, ReleasedWave]: ...


def landed(release: Release | None) -> Release | None:
    """The release, or None when it holds no table yet: then there is nothing to tell."""
    if release is None or not any(wave.tables for wave in release.waves.values()):
        return None
    return release


def delivered(release: Release | None, wave: str, file: str) -> Delivered | None:
    """The record of a delivered file; None without a release or before the wave has landed."""
    record = release.waves.get(wave) if release is not None else None
    return record.raw.get(file) if record is not None else None


def stored(release: Release | None, wave: str, table: str) -> StoredTable | None:
    """The record of a table of a wave; None without a release or before the wave has landed."""
    record = release.waves.get(wave) if release is not None else None
    return record.tables.get(table) if record is not None else None


def version(release: Release) -> str:
    """A release's version: 16 hexadecimal digits over the hashes of all that it holds.

    Two releases with the same tables in the same waves have the same version, whatever the day.
    """
    digest = hashlib.sha256()
    for wave in sorted(release.waves):
        for table, record in sorted(release.waves[wave].tables.items()):
            digest.update(f"{wave}\0{table}\0{record.sha256}\n".encode())
    return digest.hexdigest()[:16]


def makers(release: Release) -> tuple[str, ...]:
    """The versions of kinpanel that made the waves of a release, in order."""
    return tuple(sorted({wave.package for wave in release.waves.values()}))
