"""Object values as typed columns, and what is refused."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.codebook import Variable
from kinpanel.tables.frame import TypeMismatchError, reasons_column, typed, why

CANARY = "CNRY7f3a"


def variable(kind, **more):
    return Variable.model_validate(
        {"name": "v", "type": kind, "label": {"en": "V"}, **more}, strict=False
    )


def cells(*values):
    return np.array([*values, None], dtype=object)[:-1]


LEVELS = [{"code": code, "label": {"en": "x"}} for code in ("10", "9", "2.5")]


@pytest.mark.parametrize(
    ("kind", "values", "dtype", "expected"),
    [
        ("integer", (1.0, "2", 3), "Int64", [1, 2, 3]),
        ("decimal", (1, "2.5", -0.5), "Float64", [1.0, 2.5, -0.5]),
        ("boolean", ("1", 0.0, True), "boolean", [True, False, True]),
        ("text", ("0101", 101.0, 2.5), "string", ["0101", "101", "2.5"]),
        ("date", (date(2014, 5, 31), np.datetime64("2014-05-31T09:00")), "datetime64[s]",
         [pd.Timestamp(2014, 5, 31)] * 2),
        ("month", (date(2014, 5, 31), np.datetime64("2014-05")), "datetime64[s]",
         [pd.Timestamp(2014, 5, 1)] * 2),
    ],
)  # fmt: skip
def test_types(kind, values, dtype, expected):
    column = typed(variable(kind), cells(*values, None))
    assert str(column.dtype) == dtype
    assert column.isna().tolist() == [False] * len(values) + [True]
    assert column[:-1].tolist() == expected


@pytest.mark.parametrize(("kind", "ordered"), [("nominal", False), ("ordinal", True)])
def test_categories(kind, ordered):
    column = typed(variable(kind, levels=LEVELS), cells("9", 10.0, None, 2.5))
    assert column.astype(object).tolist()[:2] == ["9", "10"]
    assert list(column.cat.categories) == ["10", "9", "2.5"]
    assert column.cat.ordered is ordered
    assert column.isna().tolist() == [False, False, True, False]


@pytest.mark.parametrize(
    ("kind", "values", "what", "count"),
    [
        ("integer", (1.5, 2.5, 3), "whole", 2),
        ("integer", (2.0**54,), "too large", 1),
        ("integer", (CANARY, 1), "not numbers", 2),
        ("decimal", ("nan", "inf", 1.0), "finite", 2),
        ("decimal", (date(2014, 1, 1),), "not numbers", 1),
        ("boolean", (2, 0.5, 1), "neither 0 nor 1", 2),
        ("nominal", (CANARY, "9", "11"), "not levels", 2),
        ("date", (19844, 20140501.0, CANARY), "not dates", 3),
        ("month", ("2014-05",), "not dates", 1),
    ],
)
def test_refused(kind, values, what, count):
    levels = {"levels": LEVELS} if kind == "nominal" else {}
    with pytest.raises(TypeMismatchError, match=what) as caught:
        typed(variable(kind, **levels), cells(*values, None))
    assert caught.value.count == count
    assert CANARY not in str(caught.value)


@pytest.mark.parametrize("kind", ["integer", "decimal"])
def test_range_includes_its_ends(kind):
    limited = variable(kind, range=[0, 5])
    assert typed(limited, cells(0, 5, None)).notna().sum() == 2
    with pytest.raises(TypeMismatchError, match="outside 0 to 5") as caught:
        typed(limited, cells(-1, 6, 3))
    assert caught.value.count == 2


@pytest.mark.parametrize(
    "kind", ["integer", "decimal", "boolean", "date", "month", "text", "nominal", "ordinal"]
)
@pytest.mark.parametrize("values", [(), (None, None)])
def test_nothing_given(kind, values):
    levels = {"levels": LEVELS} if kind in ("nominal", "ordinal") else {}
    column = typed(variable(kind, **levels), cells(*values))
    assert len(column) == len(values)
    assert column.isna().all()
    assert column.name == "v"


@given(st.lists(st.sampled_from(["", "a", "b"]), max_size=9))
def test_reasons(reasons):
    column = reasons_column(np.array([*reasons, None], dtype=object)[:-1], "v", ["b", "a", "c"])
    if not any(reasons):
        assert column is None
    else:
        assert column is not None
        assert column.name == why("v") == "v__why"
        assert list(column.cat.categories) == ["b", "a", "c"]
        assert [x if isinstance(x, str) else "" for x in column.astype(object)] == reasons
