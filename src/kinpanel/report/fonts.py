"""Which font can draw a text: found, never guessed, so that no label turns into boxes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

BASE = "DejaVu Sans"
"""Comes with matplotlib, so that figures look the same on every machine."""
CHINESE = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Noto Sans CJK JP",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "Microsoft YaHei",
    "SimHei",
    "PingFang SC",
    "Heiti SC",
    "Hiragino Sans GB",
    "Droid Sans Fallback",
    "SimSun",
)
"""Fonts with Chinese characters, best first."""


def families(texts: Iterable[str]) -> list[str] | None:
    """Font families that together draw every character of `texts`; None when there are none."""
    needed = {ord(character) for text in texts for character in text if not character.isspace()}
    missing = needed - _characters(BASE)
    if not missing:
        return [BASE]
    for name in CHINESE:
        if missing <= _characters(name):
            return [BASE, name]
    return None


@cache
def _characters(family: str) -> frozenset[int]:
    """Characters a font has; none when it is not installed."""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    try:
        path = findfont(FontProperties(family=family), fallback_to_default=False)
    except ValueError:
        return frozenset()
    return frozenset(get_font(str(Path(path))).get_charmap())
