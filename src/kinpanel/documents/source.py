"""What people write, as text: bounded in size, UTF-8, and nothing that cannot be seen."""

from __future__ import annotations

import re
from pathlib import Path

_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class SourceError(ValueError):
    """A file that cannot be read as text: why, the line (from 1) where it shows, what to do."""

    def __init__(self, message: str, line: int = 1, advice: str = "") -> None:
        super().__init__(message)
        self.line = line
        self.advice = advice


def read_source(path: Path, max_bytes: int) -> str:
    """The text of a UTF-8 file of at most `max_bytes`, without its byte order mark.

    Raises SourceError when the file is not there, is not a file, is larger, is not UTF-8 or holds
    control characters other than tabs and line ends.
    """
    try:
        if path.exists() and not path.is_file():
            raise SourceError("is not a file", advice="rename the folder")
        with path.open("rb") as stream:
            raw = stream.read(max_bytes + 1)
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}") from None
    if len(raw) > max_bytes:
        raise SourceError(f"larger than {max_bytes:,} bytes")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = _line(raw[: error.start].decode("latin-1"))
        raise SourceError("not UTF-8 text", line, "save it in the encoding UTF-8") from None
    found = _UNSEEN.search(text)
    if found is not None:
        raise SourceError(f"holds {unseen(text)}", _line(text[: found.start()]), "delete it")
    return text


def unseen(text: str) -> str:
    """The first character of `text` that no file should hold, by name; "" when there is none."""
    found = _UNSEEN.search(text)
    return f"a control character (U+{ord(found[0]):04X})" if found else ""


def _line(before: str) -> int:
    return before.count("\n") + 1
