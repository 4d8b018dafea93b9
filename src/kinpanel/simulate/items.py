"""Answers to the items of a scale: graded responses with method factors."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kinpanel.simulate.streams import Floats, Ints

DISCRIMINATION = (0.8, 2.0)
SPACING = 0.8
METHOD = 0.25
"""Loading of what items asked the other way round have in common."""
ACQUIESCENCE = 0.15
"""Standard deviation of the tendency to answer high, whatever is asked."""
LOCATION = 1.3
"""Where the middle of the thresholds lies, in standard deviations of the latent variable."""


def graded(
    rng: np.random.Generator,
    latent: Floats,
    items: int,
    levels: int,
    reverse: Sequence[int] = (),
    location: float = LOCATION,
) -> Ints:
    """Answers 0 to `levels` - 1 to `items` items (n x items), as given, before any reversal.

    A graded response model: items differ in how sharply they tell people apart and a little in
    how high their thresholds lie; thresholds are spaced by .8 about `location` (higher: fewer
    answer high). `reverse` are the numbers, from 1, of items asked the other way round: their
    answers fall as `latent` rises, and share a method factor. NaN in `latent` is not allowed.

    The traits of the items come from `rng` first: answer all waves of a scale in one call, so
    that its items stay the same.
    """
    sharp = rng.uniform(*DISCRIMINATION, items)
    middle = location + rng.normal(0, 0.25, items)
    steps = SPACING * (np.arange(1, levels) - levels / 2)
    method, yes = rng.normal(size=(2, len(latent)))
    answers = np.zeros((len(latent), items), dtype=np.int64)
    for item in range(items):
        turned = item + 1 in reverse
        tilt = METHOD * method - ACQUIESCENCE * yes if turned else ACQUIESCENCE * yes
        draw = rng.logistic(size=len(latent))
        height = sharp[item] * (latent + tilt) + draw
        points = (height[:, None] >= sharp[item] * (middle[item] + steps)).sum(axis=1)
        answers[:, item] = levels - 1 - points if turned else points
    return answers
