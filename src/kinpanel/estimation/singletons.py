"""Lone rows: the only one of their child, school or wave; they say nothing about any slope."""

from __future__ import annotations

import numpy as np

from kinpanel.estimation.arrays import IntArray
from kinpanel.estimation.factor import Factor
from kinpanel.estimation.flow import Dropped


def without_singletons(effects: list[Factor]) -> tuple[IntArray, list[Dropped]]:
    """Positions (kept,) that stay when lone rows of any effect go, over and over, and the counts.

    As reghdfe 6 drops them (Correia 2015): what leaves one effect may leave a lone row in another.
    """
    stay = np.arange(effects[0].codes.size, dtype=np.int64)
    counts = dict.fromkeys((effect.name for effect in effects), 0)
    order = sorted(effects, key=lambda effect: -effect.levels)
    quiet = 0
    while quiet < len(order) and stay.size:
        effect = order[0]
        codes = effect.codes[stay]
        single = np.bincount(codes)[codes] == 1
        found = int(np.count_nonzero(single))
        counts[effect.name] += found
        stay = stay[~single] if found else stay
        quiet = 0 if found and len(order) > 1 else quiet + 1
        order.append(order.pop(0))
    return stay, [Dropped("singleton", name, n) for name, n in counts.items() if n]
