"""Lone rows go until there are none, and are counted under the effect that found them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.estimation.arrays import compress
from kinpanel.estimation.factor import Factor
from kinpanel.estimation.singletons import without_singletons


@given(
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, 4), st.integers(0, 6)), max_size=40).map(
        lambda rows: np.array(rows, dtype=np.int64).reshape(-1, 3)
    )
)
def test_no_lone_row_is_left_and_no_other_is_gone(rows):
    factors = [Factor(f"e{j}", *compress(rows[:, j])) for j in range(3)]
    stay, dropped = without_singletons(factors)
    left = list(range(len(rows)))
    while True:
        kept = [
            i
            for i in left
            if all(sum(rows[k, j] == rows[i, j] for k in left) > 1 for j in range(3))
        ]
        if kept == left:
            break
        left = kept
    assert stay.tolist() == left
    assert sum(entry.rows for entry in dropped) == len(rows) - len(left)


def test_one_effect_needs_one_pass():
    stay, dropped = without_singletons([Factor("pid", np.array([0, 0, 1, 2, 2]), 3)])
    assert stay.tolist() == [0, 1, 3, 4]
    assert [(entry.variable, entry.rows) for entry in dropped] == [("pid", 1)]
