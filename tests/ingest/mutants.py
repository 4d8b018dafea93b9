"""Damaged copies of valid files: what disks, mails and hasty hands do, and what liars would."""

from __future__ import annotations

import random
import struct
from collections.abc import Callable
from pathlib import Path

FILES = Path(__file__).parents[1] / "quirks" / "files"
SEEDS = (
    "p_114.dta",
    "p_114_big.dta",
    "p_117_strl.dta",
    "p_118.dta",
    "p_118_big.dta",
    "p_118_strl.dta",
    "p_119_strl.dta",
    "h_stata08.dta",
    "h_stata15.dta",
    "b_tags_high_118.dta",
    "h_bytes.sav",
    "h_plain.sav",
    "h_packed.zsav",
    "h_long.sav",
    "s_ranges.sav",
    "s_packed.zsav",
    "s_long.sav",
)
EXTREMES = (0, 1, 2, 7, 255, 32767, 65535, 2**31 - 1, 2**31, 2**32 - 1, 10**9)
NAMED = (b"<K>", b"<N>", b"<lbl>", b"GSO", b"<map>", b"<variable_types>", b"<ch>", b"=00", b"$FL")
"""Marks behind which counts, lengths and places stand."""


def truncated(dice: random.Random, content: bytes) -> bytes:
    return content[: dice.randrange(len(content))]


def cut(dice: random.Random, content: bytes) -> bytes:
    start = dice.randrange(len(content))
    return content[:start] + content[start + dice.choice((1, 4, 8, 80, 512)) :]


def doubled(dice: random.Random, content: bytes) -> bytes:
    start = dice.randrange(len(content))
    end = start + dice.choice((1, 4, 8, 80, 512))
    return content[:end] + content[start:]


def number(dice: random.Random, content: bytes) -> bytes:
    """A number anywhere, of any size and byte order, is one that nobody expects."""
    form = dice.choice("<>") + dice.choice("BHIQ")
    size = struct.calcsize(form)
    lie = dice.choice((*EXTREMES, 2**63 - 1, 2**64 - 1)) % 256**size
    return _written(content, dice.randrange(len(content)), struct.pack(form, lie))


def length(dice: random.Random, content: bytes) -> bytes:
    """As `number`, right behind a mark or within the fixed head."""
    places = [
        place + len(mark) + dice.choice((0, 4, 8, 12, 13))
        for mark in NAMED
        if (place := content.find(mark)) >= 0
    ]
    place = dice.choice([*places, dice.randrange(min(200, len(content)))])
    form = dice.choice("<>") + dice.choice("HIQ")
    lie = dice.choice((*EXTREMES, 2**63 - 1)) % 256 ** struct.calcsize(form)
    return _written(content, place, struct.pack(form, lie))


def zeroed(dice: random.Random, content: bytes) -> bytes:
    return _written(content, dice.randrange(len(content)), bytes(dice.choice((1, 8, 64, 512))))


def flipped(dice: random.Random, content: bytes) -> bytes:
    for _ in range(dice.choice((1, 1, 2, 8))):
        place = dice.randrange(len(content))
        content = _written(content, place, bytes([content[place] ^ 1 << dice.randrange(8)]))
    return content


def garbled(dice: random.Random, content: bytes) -> bytes:
    """Bytes that are no text where letters were."""
    letters = [place for place, byte in enumerate(content) if chr(byte).isalpha() and byte < 128]
    junk = bytes(dice.randrange(128, 256) for _ in range(dice.choice((1, 2, 3))))
    return _written(content, dice.choice(letters), junk)


def spliced(dice: random.Random, content: bytes) -> bytes:
    """The beginning of one file and the end of another."""
    other = (FILES / dice.choice(SEEDS)).read_bytes()
    return content[: dice.randrange(len(content))] + other[dice.randrange(len(other)) :]


KINDS: tuple[Callable[[random.Random, bytes], bytes], ...] = (
    truncated,
    cut,
    doubled,
    number,
    length,
    length,
    zeroed,
    flipped,
    garbled,
    spliced,
)


def mutant(place: int) -> tuple[str, bytes, bytes]:
    """Mutant `place`: what it is called, the valid file, and the file with something changed."""
    dice = random.Random(place)  # noqa: S311
    name = SEEDS[place % len(SEEDS)]
    content = (FILES / name).read_bytes()
    kind = dice.choice(KINDS)
    changed = kind(dice, content)
    while changed == content:
        changed = flipped(dice, content)
    return f"mutant {place}: {name} {kind.__name__}", content, changed


def _written(content: bytes, place: int, new: bytes) -> bytes:
    """The content with bytes overwritten; it keeps its size."""
    return (content[:place] + new + content[place + len(new) :])[: len(content)]
