"""Scores: missing as soon as one item is, for the reason of the first that is."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinpanel.codebook import TableCodebook
from kinpanel.derived.scales import add_scores
from kinpanel.tables.frame import reasons_column, typed

REASONS = ["inapplicable", "refused", "dont_know"]


def book(items=("a", "b", "c"), kind="integer"):
    def declare(name, **more):
        return {"name": name, "type": kind, "label": {"en": name}, **more}

    # the score stands before its items: the order of the codebook is that of the table
    variables = [declare("total", score={"rule": "sum", "items": items}), *map(declare, "abc")]
    return TableCodebook.model_validate(
        {"table": "t", "label": {"en": "T"}, "unit": "u", "key": ("a",), "variables": variables},
        strict=False,
    )


def frame(table, **cells):
    """Numbers, or reasons as text where there is none."""
    columns = [pd.Series(["w1"] * len(next(iter(cells.values()))), name="wave", dtype="category")]
    for name, values in cells.items():
        reason = np.array([*[v if isinstance(v, str) else "" for v in values], None], dtype=object)
        given_ = np.array(
            [*[None if isinstance(v, str) else v for v in values], None], dtype=object
        )
        columns.append(typed(table.variable(name), given_[:-1]))
        beside = reasons_column(reason[:-1], name, REASONS)
        if beside is not None:
            columns.append(beside)
    return pd.concat(columns, axis=1)


def test_sum_and_the_first_reason():
    table = book(items=("b", "a"))
    full = add_scores(
        frame(
            table, a=[1, "refused", "refused", 4], b=[2, 3, "dont_know", "inapplicable"], c=[0] * 4
        ),
        table,
        REASONS,
    )
    assert full["total"].tolist() == [3, pd.NA, pd.NA, pd.NA]
    assert full["total__why"].astype(object).tolist()[1:] == [
        "refused", "dont_know", "inapplicable"
    ]  # fmt: skip
    assert pd.isna(full["total__why"].iloc[0])
    assert str(full["total"].dtype) == "Int64"
    assert list(full) == ["wave", "total", "total__why", "a", "a__why", "b", "b__why", "c"]


def test_no_reasons_where_nothing_is_missing():
    full = add_scores(frame(book(), a=[1], b=[2], c=[3]), book(), REASONS)
    assert list(full) == ["wave", "total", "a", "b", "c"]
    assert full["total"].tolist() == [6]


def test_decimals():
    table = book(kind="decimal")
    full = add_scores(frame(table, a=[0.5], b=[-0.25], c=[1]), table, REASONS)
    assert full["total"].tolist() == [1.25]
    assert str(full["total"].dtype) == "Float64"


def test_no_rows():
    full = add_scores(frame(book(), a=[], b=[], c=[]), book(), REASONS)
    assert (len(full), str(full["total"].dtype)) == (0, "Int64")


def test_an_item_that_is_not_there():
    with pytest.raises(KeyError, match="c"):
        add_scores(frame(book(), a=[1], b=[2]), book(), REASONS)


def test_the_frame_given_is_left_alone():
    given_ = frame(book(), a=[1], b=[2], c=[3])
    add_scores(given_, book(), REASONS)
    assert "total" not in given_


CELL = st.one_of(st.integers(-5, 5), st.sampled_from(REASONS))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=6))
def test_row_by_row(rows):
    a, b, c = (list(side) for side in zip(*rows, strict=True))
    full = add_scores(frame(book(), a=a, b=b, c=c), book(), REASONS)
    for place, cells in enumerate(rows):
        gone = [cell for cell in cells if isinstance(cell, str)]
        value = full["total"].iloc[place]
        assert (value is pd.NA) if gone else (value == sum(cells))
        if gone:
            assert full["total__why"].iloc[place] == gone[0]
        elif "total__why" in full:
            assert pd.isna(full["total__why"].iloc[place])
