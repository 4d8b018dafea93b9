import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from kinpanel.report.disclosure import distinct_children, shown_count, suppressed, withheld


@pytest.mark.parametrize(("n", "small"), [(0, False), (1, True), (9, True), (10, False)])
def test_one_to_threshold_less_one_is_suppressed(n, small):
    assert suppressed(n, 10) is small


def test_children_are_counted_not_rows():
    panel = pd.DataFrame({"pid": ["a", "a", "b", None], "wave": [1, 2, 1, 1]})
    assert distinct_children(panel) == 2


@pytest.mark.parametrize(
    ("value", "children", "hidden", "text"),
    [
        (4, 4, False, "<10"),
        (12, 4, False, "\u2026"),  # child-waves of four children
        (1200, 400, False, "1,200"),
        (400, 400, True, "\u2026"),
        (0, 0, False, "0"),
    ],
)
def test_shown_counts(value, children, hidden, text):
    assert shown_count(value, children, 10, hidden=hidden) == text


@pytest.mark.parametrize(
    ("line", "hidden"),
    [
        ([100, 4, 30, 134], [0, 1, 1, 0]),  # the smallest other cell goes with it
        ([100, 4, 3, 107], [1, 1, 1, 0]),  # 7 children would follow from the total
        ([100, 6, 5, 111], [0, 1, 1, 0]),
        ([100, 4, 0, 104], [1, 1, 0, 0]),  # a zero protects nothing
        ([4, 0, 0, 4], [1, 0, 0, 1]),
        ([100, 20, 0, 120], [0, 0, 0, 0]),
    ],
)
def test_a_suppressed_cell_takes_a_second_one_with_it(line, hidden):
    assert withheld(np.array([line]), 10)[0].astype(int).tolist() == hidden


def test_the_total_goes_when_no_other_cell_is_left():
    counts = np.array([[50, 20, 70], [0, 4, 4], [50, 24, 74]])
    mask = withheld(counts, 10)
    assert mask[1].tolist() == [False, True, True]
    assert_safe(counts, mask, 10)


def assert_safe(counts, mask, threshold):
    """Nothing small is printed, and no line gives a hidden cell away by subtraction."""
    assert mask[(counts > 0) & (counts < threshold)].all()
    assert not mask[counts == 0].any()
    for line, hidden in [*zip(counts, mask, strict=True), *zip(counts.T, mask.T, strict=True)]:
        if hidden[-1]:
            assert hidden[:-1].any()
        elif hidden[:-1].any():
            rest = line[-1] - line[:-1][~hidden[:-1]].sum()
            assert rest >= threshold
            assert rest not in line[:-1][hidden[:-1]]


@settings(deadline=None)
@given(
    hnp.arrays(
        np.int64,
        st.tuples(st.integers(1, 6), st.integers(2, 7)),
        elements=st.one_of(st.just(0), st.integers(0, 12), st.integers(0, 300)),
    ),
    st.integers(2, 12),
)
def test_no_line_of_an_additive_table_gives_a_hidden_cell_away(inner, threshold):
    counts = np.block([[inner, inner.sum(1, keepdims=True)], [inner.sum(0), inner.sum()]])
    assert_safe(counts, withheld(counts, threshold), threshold)
