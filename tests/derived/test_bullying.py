"""Any bullying, whatever the number of answers."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.derived.bullying import bullied
from kinpanel.errors import UsageError


def items(*columns):
    return {f"b{n}": pd.Series(list(c), dtype="category") for n, c in enumerate(columns)}


def test_any_or_none():
    found = bullied(items(["0", "0", "2", None, None], ["0", "1", None, "0", "3"]), never="0")
    assert found.tolist() == [False, True, True, pd.NA, True]
    assert str(found.dtype) == "boolean"


def test_a_code_for_never_that_nobody_has():
    with pytest.raises(UsageError, match="code '0' for never"):
        bullied(items(["1", "2"]), never="0")
    with pytest.raises(UsageError, match="an item at least"):
        bullied({}, never="0")
    assert bullied(items([None]), never="0").tolist() == [pd.NA]
    assert bullied(items([]), never="0").empty


codes = st.one_of(st.none(), st.integers(1, 5))


@given(st.lists(st.tuples(codes, codes), min_size=1))
def test_five_answers_and_four_tell_the_same(rows):
    """Merging the two most frequent answers changes nothing."""
    rows = [*rows, (1, 1)]
    five = [[None if r[n] is None else str(r[n]) for r in rows] for n in (0, 1)]
    four = [["4" if code == "5" else code for code in column] for column in five]
    found = bullied(items(*five), never="1")
    assert found.tolist() == bullied(items(*four), never="1").tolist()
    for value, row in zip(found.tolist(), rows, strict=True):
        if any(code is not None and code > 1 for code in row):
            assert value is True
        else:
            assert value is (pd.NA if None in row else False)
