"""What most waves say, against counting by hand."""

from __future__ import annotations

from collections import Counter

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.derived.audit.majority import disagreeing

ROWS = st.lists(
    st.tuples(st.integers(-1, 3), st.none() | st.integers(0, 4).map(float)), max_size=15
)


def found(rows, tolerance=0.0):
    frame = pd.DataFrame(
        {
            "row": range(len(rows)),
            "who": pd.Series([who for who, _ in rows], dtype="int64"),
            "value": pd.Series([value for _, value in rows], dtype="float64"),
        }
    )
    return disagreeing(frame, "who", "value", "birth", tolerance)


@given(ROWS, st.sampled_from([0.0, 1.0]))
def test_rows_that_say_otherwise_than_most(rows, tolerance):
    wanted, checked = {}, 0
    for who in range(4):
        own = [(row, v) for row, (one, v) in enumerate(rows) if one == who and v is not None]
        if len(own) < 2:
            continue
        checked += len(own)
        values = [value for _, value in own]
        if max(values) - min(values) <= tolerance:
            continue
        (most, times), *others = Counter(values).most_common()
        clear = not others or others[0][1] < times
        for row, value in own:
            if not clear:
                wanted[row] = -1
            elif abs(value - most) > tolerance:
                wanted[row] = next(place for place, v in own if v == most)
    made = found(rows, tolerance)
    assert made.checked == checked
    assert dict(zip(made.rows["row"], made.rows["like"], strict=True)) == wanted
    assert set(made.rows["variable"]) <= {"birth"}


def test_strangers_and_missing_values_take_no_part():
    assert found([(-1, 1.0), (-1, 2.0), (0, None), (0, 1.0)]).checked == 0
