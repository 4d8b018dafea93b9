"""Shared keys and rows that say the same, whatever the codes are called."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.ingest.likeness import key_hashes, overlap, same_rows

ROWS = 60


def frame(**columns: object) -> pd.DataFrame:
    keys = pd.array([f"p{i}" for i in range(ROWS)], dtype="string")
    return pd.DataFrame({"pid": keys, **columns})


def test_overlap_counts_keys_once():
    found = overlap(np.array([1, 1, 2, 3], dtype=np.uint64), np.array([3, 4], dtype=np.uint64))
    assert found.within == pytest.approx(1 / 3)
    assert found.jaccard == 0.25


def test_nothing_overlaps_with_nothing():
    none = np.array([], dtype=np.uint64)
    assert overlap(none, none).jaccard == 0


@given(st.permutations(range(ROWS)))
def test_order_does_not_matter(order):
    one = frame(x=np.arange(ROWS))
    assert same_rows(one, one.iloc[list(order)], ["pid"]) == 1
    assert overlap(key_hashes(one, ["pid"]), key_hashes(one.iloc[list(order)], ["pid"])).within == 1


def test_other_codes_for_the_same_answers_agree():
    sex = np.arange(ROWS) % 2
    assert same_rows(frame(sex=sex), frame(sex=2 - sex), ["pid"]) == 1


def test_many_values_must_be_equal():
    score = np.arange(ROWS)
    assert same_rows(frame(x=score), frame(x=score + 1), ["pid"]) == 0


def test_blank_columns_and_reasons_are_left_out():
    blank = pd.array([None] * ROWS, dtype="Int64")
    one = frame(x=np.arange(ROWS), y=np.arange(ROWS), y__why="a")
    assert same_rows(one, frame(x=np.arange(ROWS), y=blank, y__why="b"), ["pid"]) == 1
    assert same_rows(frame(y=blank), frame(y=blank), ["pid"]) is None
