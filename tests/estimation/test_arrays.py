import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.estimation.arrays import compress, stable_order, starts_of

codes = st.lists(st.integers(0, 5), min_size=1, max_size=40)
wide = st.lists(st.integers(0, 2**40), min_size=1, max_size=40)


@given(st.lists(st.tuples(st.integers(0, 2**20), st.integers(0, 3)), min_size=1, max_size=60))
def test_order_is_that_of_lexsort(pairs):
    first, second = (np.array(key, dtype=np.int64) for key in zip(*pairs, strict=True))
    expected = np.lexsort((second, first))
    order = stable_order(first, second)
    if order is None:
        order = np.arange(first.size)
    np.testing.assert_array_equal(order, expected)


def test_rows_in_order_are_not_sorted():
    first = np.array([0, 0, 1, 1], dtype=np.int64)
    assert stable_order(first, np.array([0, 2, 0, 0], dtype=np.int64)) is None
    assert stable_order(first, np.array([2, 0, 0, 0], dtype=np.int64)) is not None


@given(st.one_of(codes, wide))
def test_compress_renumbers_like_unique(values):
    array = np.array(values, dtype=np.int64)
    levels, expected = np.unique(array, return_inverse=True)
    renumbered, count = compress(array)
    np.testing.assert_array_equal(renumbered, expected)
    assert count == levels.size


def test_compress_of_no_rows():
    renumbered, count = compress(np.empty(0, dtype=np.int64))
    assert renumbered.size == 0
    assert count == 0


def test_starts_of_runs():
    assert starts_of(np.array([3, 3, 1, 1, 1, 3])).tolist() == [0, 2, 5]
    assert starts_of(np.empty(0, dtype=np.int64)).tolist() == []
