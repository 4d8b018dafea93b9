"""Care given illness: sought, forgone, first provider."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.derived.care import care_sought, first_provider, foregone_care


def flags(*values):
    return pd.Series(values, dtype="boolean")


ILL = flags(True, True, True, False, None, True)
SOUGHT = flags(True, False, None, True, True, False)


def test_only_the_ill_can_seek_care():
    assert care_sought(ILL, SOUGHT).tolist() == [True, False, pd.NA, pd.NA, pd.NA, False]


def test_care_that_was_not_needed_is_not_forgone():
    reason = pd.Series([None, "cost", None, None, None, "mild"], dtype="category")
    found = foregone_care(ILL, SOUGHT, reason, not_needed={"mild"})
    assert found.tolist() == [False, True, pd.NA, pd.NA, pd.NA, False]
    assert foregone_care(ILL, SOUGHT, reason, not_needed=()).tolist()[5] is True
    unknown = foregone_care(ILL, SOUGHT, pd.Series([None] * 6, dtype="string"), not_needed=())
    assert unknown.tolist() == [False] + [pd.NA] * 5


def test_the_first_provider_named():
    first = pd.Series(["1", "2", "1", "1", "1", None], dtype="category")
    second = pd.Series(["3"] * 6, dtype="string")
    asked = flags(True, True, True, False, True, True)
    found = first_provider(flags(*[True] * 6), asked, [first, second])
    assert found.tolist() == ["1", "2", "1", pd.NA, "1", "3"]
    assert str(found.dtype) == "string"


answers = st.sampled_from([True, False, None])


@given(st.lists(st.tuples(answers, answers, st.sampled_from(["cost", "mild", None])), min_size=1))
def test_nobody_forgoes_care_who_sought_it_or_was_well(rows):
    ill, sought = (flags(*(row[place] for row in rows)) for place in (0, 1))
    reason = pd.Series([row[2] for row in rows], dtype="string")
    found = foregone_care(ill, sought, reason, not_needed=["mild"])
    for value, (was_ill, had_care, why) in zip(found.tolist(), rows, strict=True):
        known = bool(was_ill) and had_care is not None and (had_care or why is not None)
        assert (value is not pd.NA) == known
        if known:
            assert value == (not had_care and why == "cost")
