"""Two wordings of a question, word by word: what was taken out, what was put in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_WORD = re.compile(r"[㐀-鿿]|[^\W_㐀-鿿]+|\s+|.", re.DOTALL)
_BRACKETS = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}


@dataclass(frozen=True)
class Piece:
    """A stretch of words that both wordings have, or only the first, or only the second."""

    kind: Literal["same", "removed", "added"]
    text: str


def words(text: str) -> list[str]:
    """The text cut into words, spaces and signs; each Chinese character is a word.

    Joined, they are the text again.
    """
    return _WORD.findall(text)


def plain(text: str) -> str:
    """The text with every run of spaces as one, for comparing what was said, not how it was set."""
    return " ".join(text.split())


def word_difference(before: str, after: str) -> tuple[Piece, ...]:
    """What leads from one wording to the other; what is removed stands before what is added.

    The other way round, the same stretches are added and removed.
    """
    if before > after:  # difflib finds other stretches the other way round
        return invert(word_difference(after, before))
    old, new = words(before), words(after)
    pieces: list[Piece] = []
    for _, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if old[a:b] == new[c:d]:
            pieces.append(Piece("same", "".join(old[a:b])))
            continue
        if a < b:
            pieces.append(Piece("removed", "".join(old[a:b])))
        if c < d:
            pieces.append(Piece("added", "".join(new[c:d])))
    return tuple(pieces)


def invert(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """The same difference, read from the second wording to the first."""
    result: list[Piece] = []
    for piece in pieces:
        if piece.kind == "added" and result and result[-1].kind == "added":
            result.insert(-1, Piece("removed", piece.text))
        elif piece.kind == "same":
            result.append(piece)
        else:
            kind: Literal["removed", "added"] = "added" if piece.kind == "removed" else "removed"
            result.append(Piece(kind, piece.text))
    return tuple(result)


def marked(pieces: Iterable[Piece]) -> str:
    """The difference in one line: `away for [-3-]{+6+} months`."""
    return "".join(_BRACKETS[piece.kind].format(piece.text) for piece in pieces)
