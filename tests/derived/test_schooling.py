"""Grade for age, enrolment and drop-out."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.derived.schooling import (
    SchoolSystem,
    drop_out,
    enrolment,
    grade_gap,
    grade_number,
    over_age,
    september_age,
)
from kinpanel.errors import UsageError

SYSTEM = SchoolSystem()


def whole(*values):
    return pd.Series(values, dtype="Int64")


def days(*values):
    return pd.to_datetime(pd.Series(values))


@pytest.mark.parametrize(
    ("born", "seen", "age"),
    [
        ("2008-08-31", "2014-10-01", 6),
        ("2008-09-01", "2014-10-01", 5),
        ("2008-08-01", "2015-03-01", 6),
        ("2008-08-01", "2015-06-30", 6),
        ("2008-08-01", "2015-07-01", 7),
        ("2008-12-01", "2015-08-01", 6),
    ],
)
def test_age_on_the_first_of_september(born, seen, age):
    assert september_age(days(born), days(seen), SYSTEM).tolist() == [age]


def test_age_where_a_date_is_missing():
    found = september_age(days("2008-08-01", None), days(None, "2015-08-01"), SYSTEM)
    assert found.isna().all()


def test_a_child_on_time_is_never_behind():
    """Born in August 2008, in grade 1 from September 2014."""
    seen = days("2014-09-15", "2015-05-01", "2015-07-20", "2016-02-01", "2016-08-30")
    age = september_age(days(*["2008-08-10"] * 5), seen, SYSTEM)
    assert grade_gap(age, whole(0, 0, 1, 1, 2)).tolist() == [0] * 5


def test_gaps_and_over_age():
    gap = grade_gap(whole(10, 10, 10, 10, None), whole(4, 2, 5, None, 3))
    assert gap.tolist() == [0, 2, -1, pd.NA, pd.NA]
    assert over_age(gap).tolist() == [False, True, False, pd.NA, pd.NA]
    assert over_age(gap, years=3).tolist()[1] is False


def test_children_below_school_age_are_not_behind():
    assert grade_gap(whole(4, 5), whole(0, 1)).tolist() == [pd.NA, -2]


def test_entry_may_differ_by_county():
    assert grade_gap(whole(10, 10), whole(3, 3), whole(6, 7)).tolist() == [1, 0]
    assert grade_gap(whole(10), whole(3), 7).tolist() == [0]


@given(st.integers(6, 17), st.integers(0, 9), st.integers(5, 8))
def test_a_year_later_at_entry_is_a_year_less_behind(age, completed, entry):
    first = grade_gap(whole(age), whole(completed), entry).iloc[0]
    later = grade_gap(whole(age), whole(completed), entry - 1).iloc[0]
    if first is not pd.NA:
        assert later == first + 1


def test_grades_of_junior_school_follow_those_of_primary():
    stage, grade = pd.Series(["primary", "junior", "junior", None]), whole(5, 1, None, 2)
    five = SchoolSystem(primary_years=5)
    assert grade_number(stage, grade, SYSTEM).tolist() == [5, 7, pd.NA, pd.NA]
    assert grade_number(stage, grade, five).tolist() == [5, 6, pd.NA, pd.NA]
    with pytest.raises(UsageError, match="1 others") as caught:
        grade_number(pd.Series(["CNRY7f3a"]), whole(1), SYSTEM)
    assert "CNRY7f3a" not in str(caught.value)


def test_enrolment_is_asked_from_six_to_seventeen():
    found = enrolment(pd.Series([True] * 6, dtype="boolean"), whole(5, 6, 17, 18, None, 10))
    assert found.tolist() == [pd.NA, True, True, pd.NA, pd.NA, True]


def waves(*rows):
    """Rows of one child: at school, grades completed, transferred."""
    full = [(*row, None)[:3] for row in rows]
    frame = pd.DataFrame(full, columns=["enrolled", "completed", "transferred"])
    kinds = {"enrolled": "boolean", "completed": "Int64", "transferred": "boolean"}
    return frame.astype(kinds).assign(pid="a", wave=range(1, len(rows) + 1))


def told(*rows):
    """Per wave: not at risk, at risk and not out, out, or not known."""
    found = drop_out(waves(*rows)).astype(object)
    words = {(False, None): "-", (True, False): "stays", (True, True): "out", (None, None): "?"}
    return [
        words[row] for row in found.where(found.notna(), None).itertuples(index=False, name=None)
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([(True, 5), (True, 7), (False, 8)], ["-", "stays", "out"]),
        ([(True, 5), (False, 6), (False, 6)], ["-", "out", "-"]),
        ([(True, 5), (False, 6), (True, 6), (False, 7)], ["-", "out", "-", "-"]),
        ([(True, 8), (False, 9), (False, 9)], ["-", "stays", "-"]),
        ([(True, 5), (False, 6, True), (False, 7)], ["-", "stays", "out"]),
        ([(False, 0), (False, 0), (True, 0), (True, 2)], ["-", "-", "-", "stays"]),
        ([(True, 5), (None, None), (False, 7)], ["-", "?", "out"]),
        ([(True, 5), (False, None), (True, 7)], ["-", "?", "stays"]),
        ([(True, 5), (False, None), (False, 9)], ["-", "?", "stays"]),
        ([(True, None), (True, None), (False, 4)], ["-", "stays", "out"]),
    ],
)
def test_drop_out(rows, expected):
    assert told(*rows) == expected


def test_rows_may_stand_in_any_order_and_keep_their_index():
    frame = waves((True, 5), (True, 7), (False, 8))
    other = waves((False, 0), (True, 1), (True, 2)).assign(pid="b")
    both = pd.concat([frame, other], ignore_index=True)
    expected = drop_out(both)
    shuffled = both.loc[[4, 2, 0, 5, 1, 3]]
    found = drop_out(shuffled)
    assert found.index.tolist() == [4, 2, 0, 5, 1, 3]
    pd.testing.assert_frame_equal(found.sort_index(), expected)


def test_without_transfers_and_with_another_system():
    frame = waves((True, 7), (False, 8)).drop(columns="transferred")
    assert drop_out(frame)["dropped_out"].tolist() == [pd.NA, True]
    eight = SchoolSystem(compulsory_grades=8)
    assert drop_out(frame, system=eight)["dropped_out"].tolist() == [pd.NA, False]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"wave": ["w1", "w2"]}, "waves need an order"),
        ({"wave": pd.Categorical(["w1", "w2"])}, "waves need an order"),
        ({"wave": [1, 1]}, r"two rows in a wave \(1 rows"),
    ],
)
def test_frames_that_tell_no_drop_out(change, words):
    with pytest.raises(UsageError, match=words):
        drop_out(waves((True, 1), (True, 2)).assign(**change))
    with pytest.raises(UsageError, match="no column 'enrolled'"):
        drop_out(waves((True, 1)).drop(columns="enrolled"))


lives = st.lists(
    st.tuples(
        st.sampled_from([True, False, None]),
        st.one_of(st.none(), st.integers(0, 9)),
        st.sampled_from([True, False, None]),
    ),
    min_size=1,
    max_size=6,
)


@given(lives)
def test_nobody_drops_out_twice_or_before_school_or_after_its_end(rows):
    found = drop_out(waves(*rows))
    out = found["dropped_out"].fillna(False).to_numpy(dtype=bool)
    assert out.sum() <= 1
    for place in out.nonzero()[0]:
        enrolled, completed, transferred = rows[place]
        assert enrolled is False
        assert not transferred
        assert completed is not None
        assert completed < 9
        assert any(row[0] or row[2] for row in rows[:place])
        assert not (found["at_risk"].iloc[place + 1 :].fillna(True)).any()
    assert (found["dropped_out"].notna() == found["at_risk"].fillna(False)).all()
