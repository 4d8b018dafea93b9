"""`new`: a study folder, complete and runnable."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from kinpanel.errors import RefusedError, StoreError
from kinpanel.tables.files import write_atomically

STARTER = "starter"
RENAMED = {"gitignore": ".gitignore"}


def new_study(folder: Path) -> list[str]:
    """Copy the starter study to `folder`, which must be empty or not there yet.

    Returns the files written. Raises RefusedError when the folder holds something.
    """
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise RefusedError(f"{folder.name} is not empty; name a folder that is not there yet")
    except OSError as error:
        raise StoreError(f"cannot look into {folder.name}: {error.strerror}") from error
    written: list[str] = []
    _copy(files("kinpanel") / STARTER, folder, "", written)
    for name in ("data/raw", "data/processed", "notebooks"):
        write_atomically(folder / name / ".gitkeep", b"")
    return written


def _copy(source: Traversable, target: Path, prefix: str, written: list[str]) -> None:
    for entry in sorted(source.iterdir(), key=lambda entry: entry.name):
        name = RENAMED.get(entry.name, entry.name)
        if entry.is_dir():
            if not name.startswith("__"):
                _copy(entry, target / name, f"{prefix}{name}/", written)
        else:
            write_atomically(target / name, entry.read_bytes())
            written.append(prefix + name)
