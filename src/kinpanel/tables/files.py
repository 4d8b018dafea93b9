"""Files that are whole or not there: write beside, flush to disk, rename."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from kinpanel.errors import LockedError, StoreError


def make_folder(folder: Path) -> None:
    """Make a folder, readable by its owner only; StoreError when that fails."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StoreError(f"cannot make {folder.name}/: {error.strerror}") from error


def write_atomically(path: Path, payload: bytes) -> None:
    """Put `payload` at `path` in one step; after a crash the old content or the new stands there.

    Raises StoreError when any step fails; what stood there still stands then, unless the text
    says that only the last confirmation of the disk is missing.
    """
    make_folder(path.parent)
    temporary: str | None = None
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(payload)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
        temporary = None
    except OSError as error:
        raise StoreError(
            f"cannot write {path.name}: {error.strerror}; what stood there still stands"
            + _room(error, path.parent, len(payload))
        ) from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
    try:
        _sync_folder(path.parent)
    except OSError as error:
        raise StoreError(
            f"{path.name} is written, but the disk did not confirm it: {error.strerror}; "
            "run the same command again"
        ) from error


def _room(error: OSError, folder: Path, needed: int) -> str:
    """On a full disk: how much was to be written, and how much is free."""
    if error.errno not in (errno.ENOSPC, errno.EDQUOT):
        return ""
    with contextlib.suppress(OSError):
        free = shutil.disk_usage(folder).free
        return f" ({needed:,} bytes to write, {free:,} bytes free)"
    return f" ({needed:,} bytes to write)"


def remove(path: Path) -> None:
    """Remove a file, if it is there; StoreError when that fails."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(f"cannot remove {path.name}: {error.strerror}") from error


@contextlib.contextmanager
def scratch(folder: Path, prefix: str) -> Iterator[Path]:
    """A private folder that is gone afterwards; StoreError when it cannot be made."""
    make_folder(folder)
    try:
        work = Path(tempfile.mkdtemp(prefix=prefix, dir=folder))
    except OSError as error:
        raise StoreError(f"cannot write to {folder.name}/: {error.strerror}") from error
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def held(path: Path, seconds: float) -> Iterator[None]:
    """Hold the lock at `path`; LockedError when another process keeps it longer than `seconds`."""
    make_folder(path.parent)
    lock = FileLock(path, timeout=seconds, mode=0o600)
    try:
        lock.acquire()
    except Timeout:
        raise LockedError(
            f"another kinpanel process is writing to this study ({path.name}); try again"
        ) from None
    except OSError as error:
        raise StoreError(f"cannot lock {path.name}: {error.strerror}") from error
    try:
        yield
    finally:
        lock.release()
