from __future__ import annotations

import pandas as pd
import pytest
from tests.derived.absence.conftest import facts_of

from kinpanel.derived.absence.status import care, residential_status
from kinpanel.errors import DataError


def status(family, father, mother):
    away = [pd.Series([side], dtype="boolean") for side in (father, mother)]
    (found,) = residential_status(facts_of([family]), *away)
    return None if pd.isna(found) else found


@pytest.mark.parametrize(
    ("father", "mother", "expected"),
    [
        (False, False, "both_home"),
        (True, False, "father_away"),
        (False, True, "mother_away"),
        (True, True, "both_away"),
        (None, True, None),
        (None, None, None),
    ],
)
def test_at_origin(family, father, mother, expected):
    assert status(family(), father, mother) == expected


@pytest.mark.parametrize(
    ("changes", "away", "expected"),
    [
        ({"child": {"born": "2002-07"}}, (True, True), "aged_out"),
        ({"child": {"born": "2002-08"}}, (True, True), "both_away"),
        ({"child": {"born": None}}, (True, True), None),
        ({"father": {"alive": False}, "mother": {"alive": False}}, (None, None), "orphan"),
        ({"father": {"alive": False}}, (None, True), "mother_away"),
        ({"father": {"alive": None}, "mother": {"alive": False}}, (False, None), None),
        ({"child": {"place": "institution"}}, (True, True), "institution"),
        ({"child": {"place": "destination"}}, (False, True), "migrant"),
        ({"child": {"place": "elsewhere"}}, (False, False), "sent_away"),
        ({"child": {"place": "elsewhere"}}, (True, False), "sent_away"),
        ({"child": {"place": "elsewhere"}}, (True, True), "both_away"),
        ({"child": {"place": None}}, (True, True), None),
    ],
)
def test_the_first_that_holds(family, changes, away, expected):
    assert status(family(**changes), *away) == expected


def test_care():
    rows = [
        ("3", False, False, 2),
        ("4", True, False, 2),
        ("1", False, True, 1),
        ("8", False, False, 0),
        ("12", False, False, 0),
        ("12", False, False, 1),
        ("9", False, False, 0),
        (None, False, False, None),
        (None, True, False, 1),
    ]
    frame = pd.DataFrame(rows, columns=["who", "father", "mother", "adults"])
    found = care(
        frame["who"].astype("string"),
        frame["father"].astype("boolean"),
        frame["mother"].astype("boolean"),
        frame["adults"].astype("Int64"),
    )
    no, yes, na = False, True, pd.NA
    assert found["skip_generation"].tolist() == [yes, no, no, no, no, no, no, na, no]
    assert found["no_adult"].tolist() == [no, no, no, yes, yes, no, yes, na, no]
    assert found["child_headed"].tolist() == [no, no, no, yes, yes, no, no, na, no]


def test_a_caregiver_outside_the_frame():
    one = pd.Series([False], dtype="boolean")
    with pytest.raises(DataError, match="1 codes") as caught:
        care(pd.Series(["canary"]), one, one, pd.Series([1], dtype="Int64"))
    assert "canary" not in str(caught.value)
