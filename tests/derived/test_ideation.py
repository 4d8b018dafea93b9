"""Ideation: a restricted flag, of children who were asked themselves."""

from __future__ import annotations

import pandas as pd
import pytest

from kinpanel.codebook import Variable
from kinpanel.derived.ideation import ideation_12m
from kinpanel.errors import RefusedError

ANSWERS = pd.Series([True, False, None, True, True], dtype="boolean")
AGES = pd.Series([10, 17, 12, 9, None], dtype="Int64")


def item(sensitivity):
    return Variable(name="s1", type="boolean", label={"en": "S1"}, sensitivity=sensitivity)


@pytest.mark.parametrize("sensitivity", ["restricted", "identifier"])
def test_a_flag_from_ten_on(sensitivity):
    found = ideation_12m(ANSWERS, AGES, item(sensitivity))
    assert found.tolist() == [True, False, pd.NA, pd.NA, pd.NA]
    assert found.name == "si_12m"


def test_public_answers_are_refused():
    with pytest.raises(RefusedError, match=r"'s1' is public.*declare sensitivity: restricted"):
        ideation_12m(ANSWERS, AGES, item("public"))
