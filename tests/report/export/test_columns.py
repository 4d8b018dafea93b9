from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.report.export.columns import columns_of, companion, numbering, speaker

codes = st.lists(st.from_regex(r"\A(-?[0-9]{1,12}|[a-z0-9.]{1,4})\Z"), unique=True, max_size=6)


@given(codes)
def test_every_code_has_a_number_of_its_own_that_fits_a_long(wanted):
    numbers = numbering(wanted)
    assert list(numbers) == wanted
    assert len(set(numbers.values())) == len(wanted)
    assert all(abs(number) < 10**9 for number in numbers.values())


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (["2", "-1", "0"], [2, -1, 0]),
        (["0101", "1"], [1, 2]),
        (["2.5", "3"], [1, 2]),
        (["-0", "0"], [1, 2]),
        (["1234567890"], [1]),
    ],
)
def test_whole_numbers_stay_and_all_others_are_counted(wanted, numbers):
    assert list(numbering(wanted).values()) == numbers


def test_waves_are_numbered_by_the_study_not_by_the_rows(content):
    made = content(age=[1, 2])
    second = made.frame[made.frame["wave"] == "w2"]
    (wave, _) = columns_of(second, made.table, made.study, speaker(made.study, "en"))
    assert wave.values.tolist() == [2]
    assert wave.codes == {1: "w1", 2: "w2"}
    assert wave.numbered == {1: "w1: 2014", 2: "w2: 2016"}


def test_a_reason_stands_only_where_a_value_is_missing(content):
    made = content(age=[1, ("refused",)])
    frame = made.frame.assign(age__why=made.frame["age__why"].cat.set_categories(["refused"]))
    frame["age__why"] = frame["age__why"].fillna("refused")
    (_, age) = columns_of(frame, made.table, made.study, speaker(made.study, "en"))
    assert age.reasons.tolist() == ["", "refused"]


def test_a_companion_numbers_the_reasons_and_is_missing_beside_values(content):
    made = content(words=["x", ("refused",), ("unexplained",)])
    say = speaker(made.study, "zh")
    (_, words) = columns_of(made.frame, made.table, made.study, say)
    beside = companion(words, ["refused", "unexplained"], say, made.study)
    assert beside.name == "words__why"
    assert beside.label == "缺失原因：变量words"
    assert np.where(beside.missing, None, beside.values).tolist() == [None, 1, 2]
    assert beside.numbered[1] == "拒答"
