"""What lies beside the tables and nothing refers to: orphans, and leftovers of killed runs."""

from __future__ import annotations

import contextlib
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from kinpanel.errors import StoreError

LEFTOVER_SECONDS = 24 * 3600.0
"""Folders in which files are being read are left alone for that long."""

_HALF = ("[!.]*/.*.parquet.*", "[!.]*/.*.lock.*", ".release.lock.*")


@dataclass(frozen=True)
class Leftovers:
    """Files and folders of a store that no release needs."""

    orphans: tuple[Path, ...]
    half_written: tuple[Path, ...]
    reading: tuple[Path, ...]

    def remove(self) -> int:
        """Remove them all, as far as they can be removed; how many are gone."""
        for path in (*self.orphans, *self.half_written):
            with contextlib.suppress(OSError):
                path.unlink()
        for path in self.reading:
            shutil.rmtree(path, ignore_errors=True)
        return sum(not path.exists() for path in self.all)

    @property
    def all(self) -> tuple[Path, ...]:
        """All of them."""
        return (*self.orphans, *self.half_written, *self.reading)


def leftovers(folder: Path, wanted: frozenset[str]) -> Leftovers:
    """Objects outside `wanted`, files half written, and folders of reading of another day.

    To be called under the lock: outside it, what a run is just writing looks the same. Raises
    StoreError where a folder cannot be listed.
    """
    try:
        return _found(folder, wanted)
    except OSError as error:
        raise StoreError(f"{folder.name}/ cannot be listed: {error.strerror}") from error


def _found(folder: Path, wanted: frozenset[str]) -> Leftovers:
    orphans = [
        path
        for path in sorted(folder.glob("[!.]*/*.parquet"))
        if path.relative_to(folder).as_posix() not in wanted
    ]
    half = sorted(path for pattern in _HALF for path in folder.glob(pattern))
    reading = [path for path in sorted(folder.glob(".reading-*")) if _age(path) > LEFTOVER_SECONDS]
    return Leftovers(tuple(orphans), tuple(half), tuple(reading))


def stale_beside(path: Path) -> Leftovers:
    """What runs that were killed another day left beside a file that is replaced as a whole."""
    half = sorted(p for p in path.parent.glob(f".{path.name}.*") if _age(p) > LEFTOVER_SECONDS)
    work = sorted(p for p in path.parent.glob(".simulating-*") if _age(p) > LEFTOVER_SECONDS)
    return Leftovers((), tuple(half), tuple(work))


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return 0.0
