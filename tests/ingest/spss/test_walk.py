"""Chains of command words: the quick walk is the plain one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.ingest.spss import walk as module
from kinpanel.ingest.spss.walk import walk


def one_by_one(steps: list[int]) -> tuple[list[int], int]:
    places, place = [], 0
    while place < len(steps):
        places.append(place)
        place += steps[place]
    return places, place


@given(st.lists(st.integers(1, 9), max_size=400), st.integers(9, 40), st.integers(1, 3))
def test_a_walk_in_stretches_is_the_walk_step_by_step(
    steps: list[int], stretch: int, rounds: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "STRETCH", stretch)
        patch.setattr(module, "ROUNDS", rounds)
        places, end = walk(np.array(steps, dtype=np.uint8))
    assert (places.tolist(), end) == one_by_one(steps)


def test_chains_that_never_meet_are_walked_to_the_end() -> None:
    steps = np.full(5_000, 9, dtype=np.uint8)
    places, end = walk(steps)
    assert places.tolist() == list(range(0, 5_000, 9))
    assert end == 5_004
