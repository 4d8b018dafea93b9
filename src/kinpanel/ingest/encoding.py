"""Which encoding the texts of a file are in: as declared, or as the format says, never guessed.

A guess is made only to refuse: bytes that the format's default would turn into garbled text are
reported with the encoding they look like, and the questionnaire must then declare one.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kinpanel.ingest.damage import DamagedError

UTF8 = "utf-8"
WESTERN = "cp1252"
ANYWHERE = "its text"
"""What messages call a text of which no more is known."""

_RUN = re.compile(rb"[\x80-\xff](?:[\x40-\xff]?[\x80-\xff])*[\x40-\x7e]?")
_GB = re.compile(rb"(?:[\xb0-\xd7][\xa1-\xfe]|[\xa1-\xa3][\xa1-\xfe])+")
_BIG5 = re.compile(rb"(?:[\xa4-\xc6][\x40-\x7e\xa1-\xfe]|\xa1[\x40-\x7e\xa1-\xfe])+")
_CYRILLIC = re.compile(rb"[\xc0-\xff\xa8\xb8]{3,}")
_MOST_CHARACTER = 4
"""Bytes of the longest character in UTF-8 and GB18030."""
_SHARE = 0.8
"""Share of the non-ASCII runs that must fit a double-byte encoding before it is suspected."""


@dataclass(frozen=True)
class Decoder:
    """Bytes to text in one encoding, strictly.

    A text may end within a character where it fills its room, or where more than one byte of
    that character is there: a program cut it, and the half character is dropped.
    """

    encoding: str

    def text(self, raw: bytes, room: int | None = None, where: str = ANYWHERE) -> str:
        """One text that has room for so many bytes; DamagedError when it does not fit.

        `where` is what the message calls it.
        """
        return self._decode(raw, room, where)[0]

    def cells(
        self, raw: Sequence[bytes], room: int | None, where: str = ANYWHERE
    ) -> tuple[list[str], int]:
        """Some texts of one room, and how many of them were cut within a character."""
        found = [self._decode(text, room, where) for text in raw]
        return [text for text, _ in found], sum(cut for _, cut in found)

    def _decode(self, raw: bytes, room: int | None, where: str) -> tuple[str, bool]:
        try:
            return raw.decode(self.encoding), False
        except UnicodeDecodeError as error:
            left = len(raw) - error.start
            cut = left > 1 or (room is not None and len(raw) >= room)
            if cut and left < _MOST_CHARACTER and error.end == len(raw):
                return raw[: error.start].decode(self.encoding), True
            raise _unfit(self.encoding, [raw], where) from None


def decoder(declared: str | None, default: str, samples: Iterable[bytes]) -> Decoder:
    """The decoder of a file from its declared encoding or, without one, its format's default.

    `samples` are texts of the file. Raises DamagedError for an unknown encoding and, where none
    is declared, when the default would garble the samples.
    """
    if declared is not None:
        try:
            b"a".decode(declared)  # some codecs turn bytes into bytes: hex, zlib
            return Decoder(codecs.lookup(declared).name)
        except (LookupError, ValueError):
            message = f"its encoding {declared!r} is not known"
            raise DamagedError(message, "e.g. GB18030, Big5, cp1252, utf-8") from None
    if default == WESTERN:  # what programs write who do not know better
        likely = sniff(samples)
        if likely not in (None, default):
            raise DamagedError(
                f"its texts look like {likely}; the format says nothing and {default} would "
                "garble them",
                f"declare `encoding: {likely}` for this file in the questionnaire, "
                f"or `encoding: {default}` if it is that after all",
            )
    return Decoder(default)


def sniff(samples: Iterable[bytes]) -> str | None:
    """The encoding that some texts look like; None when all of them are ASCII.

    UTF-8 where all of them decode strictly, else GB18030 or Big5 where most runs of non-ASCII
    bytes are pairs of their common characters, else cp1251 or cp1252.
    """
    texts = [text for text in set(samples) if not text.isascii()]
    if not texts:
        return None
    if all(_decodes(text, UTF8) for text in texts):
        return UTF8
    runs = [run for text in texts for run in _RUN.findall(text)]
    fits = Counter[str]()
    for run in runs:
        fits["GB18030"] += bool(_GB.fullmatch(run))
        fits["Big5"] += bool(_BIG5.fullmatch(run))
        fits["cp1251"] += bool(_CYRILLIC.search(run))
    for name in ("GB18030", "Big5", "cp1251"):
        if fits[name] >= _SHARE * len(runs) and all(_decodes(text, name) for text in texts):
            return name
    return WESTERN


def _decodes(text: bytes, encoding: str) -> bool:
    """Whether a text fits an encoding; in UTF-8 it may be cut within its last character."""
    try:
        text.decode(encoding)
    except UnicodeDecodeError as error:
        tail = len(text) - error.start < _MOST_CHARACTER and error.end == len(text)
        return encoding == UTF8 and tail and not text[: error.start].isascii()
    return True


def _unfit(encoding: str, raw: Iterable[bytes], where: str) -> DamagedError:
    likely = sniff(raw)
    hint = f"e.g. {likely}" if likely not in (None, encoding) else "e.g. GB18030"
    return DamagedError(
        f"{where} does not fit the encoding {encoding}",
        f"declare its `encoding:` in the questionnaire, {hint}",
    )
