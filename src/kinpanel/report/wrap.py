"""Breaking a label over lines, in scripts with and without spaces."""

from __future__ import annotations

import unicodedata

LABEL = 34
"""Columns a label may take before it is broken."""


def broken(text: str, width: int = LABEL) -> str:
    """`text` over lines of at most `width` columns; a Chinese character takes two.

    Lines break at spaces, beside wide characters, and inside words longer than a line.
    """
    lines, line = [], ""
    for piece in _pieces(text, width):
        if line and _columns(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return "\n".join([*lines, line.rstrip()])


def _columns(text: str) -> int:
    return sum(2 if _wide(character) else 1 for character in text)


def _wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def _pieces(text: str, width: int) -> list[str]:
    """What a line is made of: words with their space, single wide characters, parts of words."""
    pieces = [""]
    for character in text:
        if _wide(character):
            pieces += [character, ""]
        elif character == " ":
            pieces[-1] += character
            pieces.append("")
        elif len(pieces[-1]) >= width:
            pieces.append(character)
        else:
            pieces[-1] += character
    return [piece for piece in pieces if piece]
