"""How alike two labels, two names or two sets of answers are, from 0 to 1."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from functools import lru_cache

_HAN = re.compile(r"[㐀-鿿]+")
_LATIN = re.compile(r"[^\W_㐀-鿿]+")
_EMPTY = re.compile(
    "a|an|and|are|at|by|did|do|does|feel|felt|for|from|have|how|i|in|is|it|many|me|my|of|often|on"
    "|or|she|he|some|that|the|they|this|to|was|week|past|were|what|when|where|which|who|with|you"
    "|your|last"
)
"""Words that most questions have."""


NEAR = 0.75
"""Texts that agree less, letter by letter, agree by chance."""


def label_likeness(one: str, two: str) -> float:
    """Of two wordings in one language: words, or pairs of Chinese characters, that both have.

    The middle of what the shorter one shares and of what both share, or, where it is larger, the
    share of equal text. 0 when either says nothing.
    """
    first, second = _tokens(one), _tokens(two)
    if not first or not second:
        return 0.0
    both = len(first & second)
    words = both / min(len(first), len(second)) / 2 + both / (len(first) + len(second))
    matcher = SequenceMatcher(None, one.lower(), two.lower(), autojunk=False)
    if min(matcher.real_quick_ratio(), matcher.quick_ratio()) < NEAR:
        return words
    text = matcher.ratio()
    return max(words, text if text >= NEAR else 0.0)


@lru_cache(maxsize=4096)
def _tokens(text: str) -> frozenset[str]:
    words = {_root(word) for word in _LATIN.findall(text.lower()) if not _EMPTY.fullmatch(word)}
    pairs = {run[i : i + 2] for run in _HAN.findall(text) for i in range(max(1, len(run) - 1))}
    return frozenset(words | pairs)


def _root(word: str) -> str:
    """The word without a common English ending."""
    return re.sub(r"(?<=[a-z]{4})(ing|ed|es|s)$", "", word)


def name_likeness(one: str, two: str) -> float:
    """1 for the same name, less for names that differ by a few letters, 0 for others."""
    if one == two:
        return 1.0
    ratio = SequenceMatcher(None, one, two, autojunk=False).ratio()
    return ratio * 0.6 if ratio >= 0.7 and min(len(one), len(two)) >= 3 else 0.0


def answer_likeness(one: Mapping[str, str], two: Mapping[str, str]) -> float:
    """1 for the same codes with the same labels, 0.9 for the same labels under other codes.

    Else, at most 0.7: the share of labels that both have. 0 when either is empty.
    """
    if not one or not two:
        return 0.0
    if dict(one) == dict(two):
        return 1.0
    first, second = (
        {_LATIN.sub(lambda m: m[0].lower(), text) for text in labels.values()}
        for labels in (one, two)
    )
    if first == second:
        return 0.9
    return 0.7 * 2 * len(first & second) / (len(first) + len(second))
