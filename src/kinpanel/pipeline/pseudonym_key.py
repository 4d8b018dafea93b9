"""The file of the pseudonym key: outside the study, readable by its owner only, never replaced."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from kinpanel.errors import InputMissingError, RefusedError, StoreError
from kinpanel.report.export.pseudonym import KEY_BYTES, Key, parse_key

VARIABLE = "KINPANEL_PSEUDONYM_KEY_FILE"
MOST_BYTES = 4096
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def read_key(root: Path, given: Path | None) -> Key:
    """The key in the file `given`, else in the one that the environment names.

    Raises RefusedError when there is none, when it lies in the study, when others than its owner
    may open it or when it holds no key; InputMissingError when the file is not there.
    """
    named = os.environ.get(VARIABLE, "")
    if given is None and not named:
        raise RefusedError(
            "ids leave the study as pseudonyms only, and there is no key to make them; "
            f"make one outside the study with: kinpanel export --make-key FILE, then name it with "
            f"--key FILE or {VARIABLE}"
        )
    path = Path(named) if given is None else given
    _outside(root, path)
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except FileNotFoundError as error:
        raise InputMissingError(f"the key file {path.name} is not there") from error
    except OSError as error:
        raise RefusedError(f"the key file {path.name} cannot be read: {error.strerror}") from error
    try:
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):
            raise RefusedError(f"the key file {path.name} is no file")
        if about.st_mode & OTHERS:
            raise RefusedError(
                f"others may open the key file {path.name}; close it with: chmod 600 {path.name}"
            )
        text = os.read(descriptor, MOST_BYTES + 1)
    finally:
        os.close(descriptor)
    if len(text) > MOST_BYTES:
        raise RefusedError(f"the key file {path.name} holds more than a key")
    return parse_key(text.decode("ascii", "replace"))


def make_key(root: Path | None, path: Path) -> Key:
    """Write a new random key to `path`, outside the study and for its owner only; nothing more.

    Raises RefusedError when something stands there or the place is inside the study, StoreError
    when it cannot be written.
    """
    if root is not None:
        _outside(root, path)
    text = os.urandom(KEY_BYTES).hex() + "\n"
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
        descriptor = os.open(path, flags, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError as error:
        raise RefusedError(
            f"{path.name} is there already; a key that is lost cannot be made again, so none is "
            "ever replaced"
        ) from error
    except OSError as error:
        raise StoreError(f"cannot write {path.name}: {error.strerror}") from error
    return parse_key(text)


def _outside(root: Path, path: Path) -> None:
    if path.resolve().is_relative_to(root.resolve()):
        raise RefusedError(
            f"the key {path.name} lies inside the study, where copies and archives would take it "
            "along; keep it outside"
        )
