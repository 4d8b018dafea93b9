"""Texts in several encodings within one file: refused, because no declaration reads them all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kinpanel.ingest.damage import DamagedError
from kinpanel.ingest.encoding import UTF8, WESTERN, sniff

_WESTERN = frozenset({WESTERN, "iso8859-1", "iso8859-15"})
_CHINESE = frozenset({"gb18030", "gbk", "gb2312", "big5", "big5hkscs", "cp950"})
_CHANCE = 0.001
"""Share of texts in GB18030 that may be whole characters of UTF-8 by chance."""
_THREE_BYTES = "\u0800"
"""The first character that takes three bytes in UTF-8; pairs of GB18030 often look like two."""
_SHOWN = 3


def refuse_mixed(encoding: str, declared: bool, places: Mapping[str, Sequence[bytes]]) -> None:
    """Raises DamagedError when texts do not look like `encoding`, in which all of them decode.

    `places` are the texts of a file by what messages call them. Told apart are UTF-8 within
    Chinese files, and both within western ones. A western encoding that is `declared` is
    believed; any other encoding is proved by decoding strictly, and by that alone.
    """
    if encoding not in _CHINESE and (declared or encoding not in _WESTERN):
        return
    high = {
        place: kept
        for place, texts in places.items()
        if (kept := [text for text in set(texts) if not text.isascii()])
    }
    looks = {place: _other(encoding, texts) for place, texts in high.items()}
    found = {place: likely for place, likely in looks.items() if likely}
    if not found:
        return
    shown = ", ".join(list(found)[:_SHOWN]) + (", ..." if len(found) > _SHOWN else "")
    raise DamagedError(
        f"it holds texts in several encodings: read as {encoding}, but "
        f"{'/'.join(sorted(set(found.values())))} by their looks: {shown} ({len(found)} in all)",
        "no one `encoding:` reads such a file; ask for it in one encoding",
    )


def _other(encoding: str, texts: Sequence[bytes]) -> str | None:
    """The encoding that texts of one place look like, other than the file's."""
    least = "\x80" if encoding in _WESTERN else _THREE_BYTES
    if sum(_is_utf8(text, least) for text in texts) > _CHANCE * len(texts):
        return UTF8
    if encoding in _WESTERN and len(texts) > 1:
        likely = sniff(texts)
        return likely if likely in ("GB18030", "Big5") else None
    return None


def _is_utf8(text: bytes, least: str) -> bool:
    try:
        return max(text.decode(UTF8)) >= least
    except UnicodeDecodeError:
        return False
