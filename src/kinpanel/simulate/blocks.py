"""Blocks of villages: a big panel is drawn one block after the other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kinpanel.errors import UsageError
from kinpanel.simulate.households import COUNTIES

VILLAGES, HOUSEHOLDS = 60, 20
"""The size of the reference panel: villages, and households in each."""
MOST_VILLAGES = COUNTIES * 99
MOST_HOUSEHOLDS = 999
COUNTY_HOUSEHOLDS = 1_000
"""Households of a county in one block, at most: part of what fixes the bytes of a big panel."""
MOST_PERSONS = 10
"""Persons of a household who are ever listed, at most: permanent ids are given out by it."""


@dataclass(frozen=True)
class Block:
    """Some villages of a panel, as many in every county, which are drawn together.

    `seed` is what its random streams begin with; `numbered` villages of every county, and
    `before` households in all, belong to earlier blocks.
    """

    seed: int
    villages: int
    households: int
    numbered: int = 0
    before: int = 0


def blocks_of(seed: int, villages: int, households: int) -> tuple[Block, ...]:
    """The blocks of a panel with so many villages and households in each.

    The first block is drawn from the seed itself, so it is the panel that it would be alone; each
    later one from a seed of its own, derived from the panel's. All but the last have as many
    villages. UsageError when the identifiers could not hold the panel.
    """
    if not 1 <= villages <= MOST_VILLAGES or not 1 <= households <= MOST_HOUSEHOLDS:
        raise UsageError(
            f"villages must be 1 to {MOST_VILLAGES:,}, "
            f"households per village 1 to {MOST_HOUSEHOLDS:,}"
        )
    each = COUNTY_HOUSEHOLDS // households
    full = COUNTIES * each
    return tuple(
        Block(
            seed=_seed(seed, number),
            villages=min(full, villages - first),
            households=households,
            numbered=number * each,
            before=first * households,
        )
        for number, first in enumerate(range(0, villages, full))
    )


def _seed(seed: int, number: int) -> int:
    """The seed of a block: that of the panel, or 128 bits derived from it and the number."""
    if number == 0:
        return seed
    state = np.random.SeedSequence(seed, spawn_key=(number,)).generate_state(4)
    return int.from_bytes(state.astype("<u4").tobytes(), "little")
