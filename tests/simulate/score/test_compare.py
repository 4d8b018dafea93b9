"""Cells of a typed table against the truth: what counts as wrong."""

from __future__ import annotations

import pandas as pd

from kinpanel.codebook import Variable
from kinpanel.simulate.score import compare


def variable(kind: str, **more: object) -> Variable:
    return Variable.model_validate({"name": "x", "type": kind, "label": {"en": "x"}, **more})


LEVELS = tuple({"code": code, "label": {"en": code}} for code in ("1", "2"))


def test_numbers_may_stray_as_far_as_they_are_allowed():
    truth = pd.DataFrame({"x": [1.0, 2.0, 3.0]})
    table = pd.DataFrame({"x": pd.array([1.0, 2.4, 4.0], dtype="Float64")})
    assert compare(variable("decimal"), truth, table).wrong.tolist() == [False, True, True]
    assert compare(variable("decimal"), truth, table, 0.5).wrong.tolist() == [False, False, True]


def test_codes_are_compared_as_texts():
    truth = pd.DataFrame({"x": [1.0, 2.0, None]})
    table = pd.DataFrame({"x": pd.Categorical(["1", "1", None], categories=["1", "2"])})
    found = compare(variable("nominal", levels=LEVELS), truth, table)
    assert found.wrong.tolist() == [False, True, False]
    assert found.empty.tolist() == [False, False, True]


def test_months_count_from_january_1960():
    truth = pd.DataFrame({"x": [0.0, 655.0]})
    months = pd.to_datetime(["1960-01-01", "2014-09-01"]).astype("datetime64[s]")
    found = compare(variable("month"), truth, pd.DataFrame({"x": months}))
    assert found.wrong.tolist() == [False, True]


def test_a_value_where_there_is_none_is_wrong_and_so_is_another_reason():
    truth = pd.DataFrame({"x": [None, None, 1.0], "x__why": ["refused", "dont_know", ""]})
    table = pd.DataFrame(
        {
            "x": pd.array([5, None, None], dtype="Int64"),
            "x__why": [None, "refused", "refused"],
        }
    )
    assert compare(variable("integer"), truth, table).wrong.tolist() == [True, True, True]


def test_what_the_truth_leaves_out_must_be_empty():
    truth = pd.DataFrame({"pid": ["a", "b"]})
    table = pd.DataFrame({"x": pd.array([None, 3], dtype="Int64")})
    assert compare(variable("integer"), truth, table).wrong.tolist() == [False, True]
