"""Foreign text as YAML: quoted so that it is read back as it stands, or tamed for a comment."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kinpanel.documents.source import unseen

TODO = "TODO"
"""What a draft leaves for people to fill in."""

_PLAIN = re.compile(r"[A-Za-z㐀-鿿](?:[\w㐀-鿿./()（）？，。、+-]| (?=[\w(（]))*")
_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf"})
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{0,5}[1-9])?")


def clean(text: str) -> str:
    """The text in one line, runs of spaces as one; what no file should hold becomes a sign."""
    return "".join("\ufffd" if unseen(sign) else sign for sign in " ".join(text.split()))


def quoted(text: str) -> str:
    """The text as a YAML scalar that every reader takes for this text, in flow style as well.

    Words such as `No` and whatever looks like a number stand in quotes.
    """
    plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS and text.isprintable()
    return text if plain else in_quotes(text)


def in_quotes(text: str) -> str:
    """The text as a YAML scalar in double quotes, whatever it says."""
    return '"' + "".join(_escaped(sign) for sign in text) + '"'


def code(text: str) -> str:
    """A raw code as a YAML scalar: a number where the project reads that number as this code."""
    return text if _NUMBER.fullmatch(text) and text != "-0" else quoted(text)


def key(text: str) -> str:
    """A raw code as a key of a mapping, where numbers and tags stay text in any case."""
    return text if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?|\.[a-z]", text) else quoted(text)


def mapping(texts: Mapping[str, str]) -> str:
    """Texts by language in one line: `{en: Sex, zh: 性别}`."""
    return "{" + ", ".join(f"{tag}: {quoted(text)}" for tag, text in texts.items()) + "}"


def _escaped(sign: str) -> str:
    if sign in '"\\':
        return f"\\{sign}"
    if sign.isprintable():
        return sign
    return f"\\u{ord(sign):04X}" if ord(sign) < 0x10000 else f"\\U{ord(sign):08X}"
