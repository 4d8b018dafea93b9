"""In which of the study's languages a label is written, and the labels of a draft."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kinpanel.documents.scalar import TODO, clean

_HAN = re.compile(r"[㐀-鿿]")
_CHINESE = ("zh", "cmn", "yue")


def language_of(texts: Iterable[str], languages: Sequence[str]) -> str:
    """The study's first language, or, told by the script, its first (non-)Chinese one."""
    joined = " ".join(texts)
    if not joined.strip():
        return languages[0]
    chinese = _HAN.search(joined) is not None
    fitting = [tag for tag in languages if tag.startswith(_CHINESE) is chinese]
    return (fitting or list(languages))[0]


def labels(text: str, languages: Sequence[str], language: str) -> dict[str, str]:
    """The text under its language and TODO under the others, in the order of the study."""
    return {tag: (clean(text) or TODO) if tag == language else TODO for tag in languages}
