"""Variables by the meaning of their codes; a code without meaning is unknown."""

from __future__ import annotations

import pandas as pd
import pytest

from kinpanel.derived.absence.coded import months_of, words, yes_no
from kinpanel.errors import UsageError
from kinpanel.roles import PlaceVariable, YesNo

FRAME = pd.DataFrame(
    {
        "place": pd.Categorical(["1", "2", None, "9"]),
        "number": pd.array([1, 2, None, 9], dtype="Int64"),
        "flag": pd.array([True, False, None, True], dtype="boolean"),
        "month": pd.to_datetime(["2020-01-01", "1969-12-01", None, "1970-01-01"]),
    }
)


def listed(column):
    return [None if pd.isna(value) else value for value in column]


@pytest.mark.parametrize("of", ["place", "number"])
def test_codes_are_read_as_written_in_text_or_number(of):
    variable = PlaceVariable(of=of, levels={"origin": ("1",), "elsewhere": ("2", "3")})
    assert listed(words(FRAME, variable)) == ["origin", "elsewhere", None, None]


def test_what_is_not_declared_is_none():
    assert words(FRAME, None) is None
    assert yes_no(FRAME, None) is None


def test_yes_and_no_by_levels_and_as_they_are():
    levels = {"yes": ("1",), "no": ("2",)}
    assert listed(yes_no(FRAME, YesNo(of="number", levels=levels))) == [True, False, None, None]
    assert listed(yes_no(FRAME, YesNo(of="flag"))) == [True, False, None, True]
    turned = {"yes": ("0",), "no": ("1",)}
    assert listed(yes_no(FRAME, YesNo(of="flag", levels=turned))) == [False, True, None, False]


def test_months_count_from_january_1970():
    assert listed(months_of(FRAME, "month")) == [600, -1, None, 0]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: yes_no(FRAME, YesNo(of="number")), "'number' is not a boolean"),
        (lambda: yes_no(FRAME, YesNo(of="flags")), "names 'flags'; did you mean 'flag'"),
        (lambda: months_of(FRAME, "months"), "names 'months'; did you mean 'month'"),
    ],
)
def test_what_cannot_be_read_is_refused(call, message):
    with pytest.raises(UsageError, match=message):
        call()
