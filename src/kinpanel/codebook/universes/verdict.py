"""Whether two waves asked the same people: every combination of answers to the gates, tried out."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from kinpanel.codebook.codes import CodeGrid
from kinpanel.codebook.universes.asked import Asked
from kinpanel.codebook.universes.axis import Axis, axes_of
from kinpanel.codebook.universes.spelling import spelt
from kinpanel.codebook.universes.trial import (
    ASKED,
    NOT_ASKED,
    UNKNOWN,
    Verdicts,
    answers_at,
    is_settled,
    verdicts,
)
from kinpanel.codebook.universes.wording import point_text

MAX_ROWS = 200_000
"""More combinations of answers are not tried."""
_ORDER = (
    (ASKED, NOT_ASKED),
    (NOT_ASKED, ASKED),
    (ASKED, UNKNOWN),
    (UNKNOWN, ASKED),
    (UNKNOWN, NOT_ASKED),
    (NOT_ASKED, UNKNOWN),
)
_WORDS = {ASKED: "asked", UNKNOWN: "unknown", NOT_ASKED: "not asked"}


@dataclass(frozen=True)
class Verdict:
    """Whether two universes are the same; `shown` is False where nothing could be tried out.

    `examples` say for whom they differ: answers to gates, and what follows in either wave.
    """

    same: bool
    shown: bool = True
    examples: tuple[str, ...] = ()


def judge(before: Asked, after: Asked, codes: CodeGrid, most: int = MAX_ROWS) -> Verdict:
    """Whether two waves asked a variable of the same people, whatever they answered.

    The same when both conditions are spelt alike, or when asked, not asked and unknown agree for
    all combinations of answers that can make a difference. Where these are more than `most`, or
    where arithmetic or dates leave them incomplete, only the spelling counts.
    """
    if before.condition is None and after.condition is None:
        return Verdict(same=True)
    axes = axes_of(before, after, codes)
    sides = [{axis.names[side]: axis for axis in axes if axis.names[side]} for side in (0, 1)]
    both = list(zip((before, after), sides, (0, 1), strict=True))
    one, two = (spelt(asked, named, side) for asked, named, side in both)
    if one == two:
        return Verdict(same=True)
    settled = all(
        is_settled(leaf, asked, named) for asked, named, _ in both for leaf in asked.leaves
    )
    shape = [len(axis.points) for axis in axes]
    if not settled or math.prod(shape) > most:
        return Verdict(same=False, shown=False)
    grid = np.indices(shape).reshape(len(axes), -1)
    found = [_side(asked, axes, grid, side).reshape(shape) for asked, _, side in both]
    waves = before.wave, after.wave
    examples = tuple(_examples(found, axes, waves))
    return Verdict(same=not examples, examples=examples)


def _side(asked: Asked, axes: Sequence[Axis], grid: npt.NDArray[np.intp], side: int) -> Verdicts:
    given = {
        axis.names[side]: answers_at(axis, side, places)
        for axis, places in zip(axes, grid, strict=True)
        if axis.names[side]
    }
    return verdicts(asked, given, grid.shape[1])


def _examples(
    found: Sequence[npt.NDArray[Any]], axes: Sequence[Axis], waves: tuple[str, str]
) -> Iterator[str]:
    """For whom two waves differ: one example of each kind, with no gate that does not matter."""
    for kind in _ORDER:
        left = (found[0] == kind[0]) & (found[1] == kind[1])
        if not left.any():
            continue
        places: dict[int, int] = {}
        for at in range(len(axes)):
            whole = left.all(axis=at, keepdims=True)
            if whole.any():
                left = whole
            else:
                first = int(np.argwhere(left)[0][at])
                left = left.take([first], axis=at)
                places[at] = first
        said = [point_text(axes[at], place, waves) for at, place in places.items()]
        here, there = (f"{_WORDS[v]} in {wave}" for v, wave in zip(kind, waves, strict=True))
        yield f"{' and '.join(said) or 'everybody'}: {here}, {there}"
