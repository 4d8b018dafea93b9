"""The dictionary of an SPSS portable file, as far as it tells which columns declare missing values.

pyreadstat reads such files but turns declared missing values to blanks and tells nobody. Layout
after the description of portable files in the PSPP manual.
"""

from __future__ import annotations

from dataclasses import dataclass

from kinpanel.ingest.damage import DamagedError

MARK = b"SPSSPORT"
LINE = 80
"""Bytes of a line; blanks at its end may be left out."""
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRST"
_RANGES = {"8": 1, "9": 1, "A": 1, "B": 2}
"""Records of declared missing values: one value, up to it, from it on, and between two."""


@dataclass
class _Text:
    """A place in the text of a file that moves on: numbers in base 30, texts after their length."""

    content: str
    place: int

    def take(self, size: int) -> str:
        end = self.place + size
        if end > len(self.content):
            raise DamagedError("the file is cut off: it ends within its dictionary")
        taken = self.content[self.place : end]
        self.place = end
        return taken

    def number(self) -> str:
        """The next number as it is written, without its slash; one that is missing is `*.`."""
        while self.content.startswith(" ", self.place):
            self.place += 1
        if self.content.startswith("*.", self.place):
            return self.take(2)
        end = self.content.find("/", self.place)
        if end < 0:
            raise DamagedError("the file is damaged: a number in its dictionary has no end")
        return self.take(end - self.place + 1)[:-1]

    def count(self) -> int:
        """The next number, which must be whole and not negative."""
        digits = self.number()
        if not digits or set(digits) - set(_DIGITS) or len(digits) > 9:
            raise DamagedError("the file is damaged: a count in its dictionary is none")
        return int(digits, 30)

    def text(self) -> str:
        """The next text."""
        return self.take(self.count())

    def value(self, text: bool) -> str:
        """The next value, of a column of texts or of numbers."""
        return self.text() if text else self.number()


def declared_missing(content: bytes) -> list[str]:
    """Names of the columns that declare missing values; DamagedError for a broken dictionary."""
    lines = content.split(b"\n")
    joined = b"".join(line.rstrip(b"\r").ljust(LINE) for line in lines)
    start = joined.find(MARK)
    if start < 0:
        raise DamagedError("the file is damaged: its mark is broken")
    file = _Text(joined.decode("latin-1"), start + len(MARK))
    file.take(1)
    file.text()
    file.text()
    found: list[str] = []
    texts: dict[str, bool] = {}  # by name of the columns so far
    name = ""
    while (record := file.take(1)) != "F":
        if record == "7":
            width, name = file.count(), file.text()
            texts[name] = width > 0
            for _ in range(6):
                file.number()
        elif record in _RANGES and name:
            found.append(name)
            for _ in range(_RANGES[record]):
                file.value(texts[name])
        elif record == "D":
            _skip_labels(file, texts)
        else:
            _skip(file, record)
    return list(dict.fromkeys(found))


def _skip(file: _Text, record: str) -> None:
    if record in ("1", "2", "3", "6", "C"):
        file.text()
    elif record in ("4", "5"):
        file.number()
    elif record == "E":
        for _ in range(file.count()):
            file.text()
    else:
        raise DamagedError("the file is damaged: its dictionary holds an unknown record")


def _skip_labels(file: _Text, texts: dict[str, bool]) -> None:
    labelled = [file.text() for _ in range(file.count())]
    text = any(texts.get(name, False) for name in labelled)
    for _ in range(file.count()):
        file.value(text)
        file.text()
