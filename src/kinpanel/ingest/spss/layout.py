"""The dictionary of a system file, as far as its cells need it."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from kinpanel.ingest.cursor import Cursor
from kinpanel.ingest.damage import DamagedError

HEADER = 176
WORD = 8
MOST_SEGMENT = 255
"""Bytes of a text that one of its segments holds; the 256th is never used."""

SEGMENT = MOST_SEGMENT // WORD + 1
"""Words of a segment that another one follows."""
MOST_DIGITS = 9
"""Digits of the width of a text."""

VARIABLE, LABELS, LABELLED, DOCUMENT, EXTENSION, END = 2, 3, 4, 6, 7, 999
LONG_TEXTS, CASES = 14, 16


@dataclass(frozen=True)
class Column:
    """One column: the first of its words in a case, and its width when it is a text (else 0)."""

    word: int
    width: int

    @property
    def pieces(self) -> tuple[tuple[int, int], ...]:
        """A text's segments: the first word of each and how many bytes of it are used."""
        pieces, word, left = [], self.word, self.width
        while left > 0:
            used = min(left, MOST_SEGMENT)
            pieces.append((word, used))
            word += -(-used // WORD) if left <= MOST_SEGMENT else SEGMENT
            left -= used
        return tuple(pieces)


@dataclass(frozen=True)
class Layout:
    """Columns in order, words of a case, cases (None when the file does not say), and the data.

    `compression` is 0 for none, 1 for bytecodes, 2 for bytecodes in zlib blocks.
    """

    order: str
    columns: tuple[Column, ...]
    words: int
    cases: int | None
    compression: int
    bias: float
    data: int


def read_layout(data: memoryview) -> Layout:
    """The layout of a whole file in memory; DamagedError when its dictionary is not whole."""
    file = Cursor(data)
    file.take(64)
    file.order = _order(file)
    file.take(4)
    compression = file.number("I")
    file.take(4)
    cases = file.number("i")
    (bias,) = struct.unpack(file.order + "d", file.take(8))
    if compression not in (0, 1, 2):
        raise DamagedError("the file is damaged: its way of compression is not known")
    file.place = HEADER
    words, long_texts, exact = _dictionary(file)
    return Layout(
        file.order,
        _columns(words, long_texts),
        len(words),
        _cases(cases, exact),
        compression,
        bias,
        file.place,
    )


def _order(file: Cursor) -> str:
    code = file.take(4)
    for order in "<>":
        if struct.unpack(order + "I", code)[0] in (2, 3):
            return order
    raise DamagedError("the file is damaged: its layout code is not known")


def _cases(cases: int, exact: int | None) -> int | None:
    if exact is not None and cases >= 0 and exact != cases and cases != exact % 2**31:
        raise DamagedError(f"its header counts {cases} rows, its dictionary {exact}")
    if exact is not None and exact >= 0:
        return exact
    return cases if cases >= 0 else None


@dataclass
class _Word:
    """Eight bytes of a case: of a number (0), of a text of some width, or going on (-1)."""

    kind: int
    name: bytes


def _dictionary(file: Cursor) -> tuple[list[_Word], dict[bytes, int], int | None]:
    """The words of a case, the widths of long texts by short name, the exact count of cases."""
    words: list[_Word] = []
    long_texts: dict[bytes, int] = {}
    exact: int | None = None
    while (kind := file.number("I")) != END:
        if kind == VARIABLE:
            words.append(_variable(file))
        elif kind == LABELS:
            _skip_labels(file)
        elif kind == LABELLED:
            file.take(4 * file.number("I"))
        elif kind == DOCUMENT:
            file.take(80 * file.number("I"))
        elif kind == EXTENSION:
            subtype, size, count = file.numbers("I", 3)
            content = file.take(size * count)
            if subtype == LONG_TEXTS:
                long_texts = _long_texts(content)
            elif subtype == CASES and len(content) == 16:
                exact = struct.unpack(file.order + "qq", content)[1]
        else:
            raise DamagedError("the file is damaged: its dictionary holds an unknown record")
    file.take(4)
    return words, long_texts, exact


def _variable(file: Cursor) -> _Word:
    kind, labelled, missing = file.numbers("i", 3)
    file.take(8)
    name = file.take(8).rstrip()
    if labelled == 1:
        size = file.number("I")
        file.take(-(-size // 4) * 4)
    if abs(missing) > 3 or not -1 <= kind <= MOST_SEGMENT:
        raise DamagedError("the file is damaged: a column has a type that SPSS does not have")
    file.take(8 * abs(missing))
    return _Word(kind, name)


def _skip_labels(file: Cursor) -> None:
    for _ in range(file.number("I")):
        file.take(8)
        size = file.number("B")
        file.take(-(-(size + 1) // 8) * 8 - 1)


def _long_texts(content: bytes) -> dict[bytes, int]:
    pairs = [pair.partition(b"=") for pair in content.replace(b"\0", b"").split(b"\t")]
    widths = {name: width for name, _, width in pairs if width}
    if not all(width.isdigit() and len(width) <= MOST_DIGITS for width in widths.values()):
        raise DamagedError("the file is damaged: the width of a long text is no number")
    return {name: int(width) for name, width in widths.items()}


def _columns(words: list[_Word], long_texts: dict[bytes, int]) -> tuple[Column, ...]:
    columns: list[Column] = []
    place = 0
    while place < len(words):
        word = words[place]
        column = Column(place, long_texts.get(word.name, word.kind))
        size = 1 if not column.width else _words_of(column)
        inside = words[place : place + size]
        # A text begins with a word of its own kind, and so does each of its segments.
        wanted = [step % SEGMENT == 0 for step in range(len(inside))] if column.width else [False]
        if len(inside) < size or word.kind < 0 or [w.kind > 0 for w in inside] != wanted:
            raise DamagedError("the file is damaged: a text is shorter than it says")
        columns.append(column)
        place += size
    return tuple(columns)


def _words_of(column: Column) -> int:
    """Words of a text: a long one has a segment for every 252 bytes, and these add up."""
    if column.width <= MOST_SEGMENT:
        return -(-column.width // WORD)
    segments = -(-column.width // 252)
    last = column.width - (segments - 1) * 252
    return (segments - 1) * SEGMENT + -(-last // WORD)
