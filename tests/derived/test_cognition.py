"""Test scores: z within wave, test and age, and changes that never cross tests."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.derived.cognition import ScoreColumns, change, one_test, score_z
from kinpanel.errors import DataError, UsageError

COLUMNS = ScoreColumns()


def sheet(*rows):
    """Rows of child, wave, test, age in months, score."""
    frame = pd.DataFrame(rows, columns=["pid", "wave", "test", "age_months", "score"])
    return frame.astype({"score": "Float64", "age_months": "Float64"})


def test_ages_waves_and_tests_are_apart():
    frame = sheet(
        ("a", 1, "word", 100.2, 1),
        ("b", 1, "word", 100.9, 3),
        ("c", 1, "word", 101, 30),
        ("d", 1, "word", 101, 34),
        ("a", 2, "word", 100, 7),
        ("b", 2, "recall", 100, 8),
        ("c", 2, "recall", 100, 10),
    )
    z = score_z(frame, COLUMNS, smallest=2)
    half = np.sqrt(0.5)
    expected = [-half, half, -half, half, np.nan, -half, half]
    assert np.allclose(z.to_numpy(float, na_value=np.nan), expected, equal_nan=True)
    assert (z.name, str(z.dtype)) == ("score_z", "Float64")
    wide = score_z(frame, COLUMNS, width=12, smallest=4)
    assert wide.notna().tolist() == [True] * 4 + [False] * 3


def test_groups_that_are_small_or_flat_have_no_scores():
    frame = sheet(*[(n, 1, "word", 100, n) for n in range(5)], ("x", 1, "word", None, 3))
    assert score_z(frame, COLUMNS, smallest=5).notna().tolist() == [True] * 5 + [False]
    assert score_z(frame, COLUMNS, smallest=6).isna().all()
    assert score_z(frame, COLUMNS).isna().all(), "twenty by default"
    assert score_z(frame.assign(score=4.0), COLUMNS, smallest=2).isna().all()
    assert score_z(frame.assign(test=None), COLUMNS, smallest=2).isna().all()


@pytest.mark.parametrize("wrong", [{"width": 0}, {"smallest": 1}])
def test_groups_that_are_none(wrong):
    with pytest.raises(UsageError, match="a month or more"):
        score_z(sheet(("a", 1, "word", 100, 1)), COLUMNS, **wrong)


TWO_TESTS = sheet(
    ("a", 1, "word", 100, 0),
    ("a", 2, "recall", 124, 5),
    ("a", 3, "word", 148, 2),
    ("b", 3, "word", 148, 1),
    ("a", 4, "recall", 172, 6),
)


def test_no_difference_across_tests():
    with pytest.raises(DataError, match="no difference") as caught:
        change(TWO_TESTS, TWO_TESTS["score"], COLUMNS)
    (finding,) = caught.value.findings
    assert finding.examples == ("recall to word", "word to recall")
    assert finding.count == 3


def test_since_the_same_test():
    found = change(TWO_TESTS, TWO_TESTS["score"], COLUMNS, since="same_test")
    assert found.astype(object).tolist() == [pd.NA, pd.NA, 2, pd.NA, 1]


def test_since_the_last_wave_of_one_test():
    words = TWO_TESTS[TWO_TESTS["test"] == "word"]
    assert change(words, words["score"], COLUMNS).astype(object).tolist() == [pd.NA, 2, pd.NA]
    assert change(words, words["score"], COLUMNS).index.tolist() == [0, 2, 3]
    unscored = TWO_TESTS["score"].mask(TWO_TESTS["test"] == "recall")
    assert change(TWO_TESTS, unscored, COLUMNS).iloc[2] == 2, "no score, nothing to cross"


def test_one_test():
    assert one_test(pd.Series(["word", None, "word"])) == "word"
    with pytest.raises(DataError, match="the model mixes scores of recall and word"):
        one_test(TWO_TESTS["test"], of="the model")
    with pytest.raises(DataError, match="no scores"):
        one_test([None])


def test_what_cannot_be_asked():
    with pytest.raises(UsageError, match="did you mean 'score'"):
        score_z(TWO_TESTS, ScoreColumns(score="scor"))
    with pytest.raises(UsageError, match="need an order"):
        change(TWO_TESTS.assign(wave=list("abcde")), TWO_TESTS["score"], COLUMNS)
    with pytest.raises(UsageError, match="last or same_test"):
        change(TWO_TESTS, TWO_TESTS["score"], COLUMNS, since="first")


scores = st.lists(st.tuples(st.integers(96, 99), st.integers(0, 34)), min_size=1, max_size=60)


@given(scores)
def test_every_group_has_mean_0_and_sd_1(rows):
    frame = sheet(*[(n, 1, "word", age, score) for n, (age, score) in enumerate(rows)])
    z = score_z(frame, COLUMNS, smallest=3)
    for _, group in z.groupby(frame["age_months"]):
        if group.notna().any():
            assert len(group) >= 3
            assert group.notna().all()
            assert float(group.mean()) == pytest.approx(0, abs=1e-9)
            assert float(group.std()) == pytest.approx(1)


sittings = st.lists(
    st.tuples(st.sampled_from("ab"), st.sampled_from(["word", "recall"]), st.integers(0, 9)),
    min_size=1,
    max_size=12,
)


@given(sittings)
def test_a_change_is_between_two_scores_of_one_test_or_refused(rows):
    frame = sheet(*[(c, n, test, 100, score) for n, (c, test, score) in enumerate(rows)])
    found = change(frame, frame["score"], COLUMNS, since="same_test")
    for n, (child, test, score) in enumerate(rows):
        before = [s for c, t, s in rows[:n] if (c, t) == (child, test)]
        assert found[n] is pd.NA if not before else found[n] == score - before[-1]
    crossed = any(
        len({t for c, t, _ in rows if c == child}) > 1 for child in {c for c, _, _ in rows}
    )
    if crossed:
        with pytest.raises(DataError):
            change(frame, frame["score"], COLUMNS)
    else:
        pd.testing.assert_series_equal(change(frame, frame["score"], COLUMNS), found)
