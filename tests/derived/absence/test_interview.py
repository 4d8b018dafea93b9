"""Who is away at interview, against the definition read row by row."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.derived.absence.interview import parent_away, parental_state

FIRST = pd.Period("2014-01", "M")
MONTHS = st.none() | st.integers(0, 6)
SPELLS = st.lists(st.tuples(st.sampled_from("fgx"), MONTHS, MONTHS, st.booleans()), max_size=5)


def dates(months):
    given = [None if one is None else (FIRST + one).to_timestamp() for one in months]
    return pd.Series(pd.to_datetime(pd.Series(given, dtype="object")))


def away(at, spells, minimum, father="f", listed="fg"):
    children = pd.DataFrame({"pid": ["c"], "wave": ["w1"], "father_pid": [father]})
    children["visit"] = dates([at]).to_numpy()
    roster = pd.DataFrame({"pid": list(listed), "wave": "w1"})
    frame = pd.DataFrame(
        {
            "parent_pid": pd.Series([person for person, *_ in spells], dtype="string"),
            "wave": pd.Series(["w1"] * len(spells), dtype="string"),
        }
    )
    frame["start_month"] = dates([start for _, start, _, _ in spells])
    frame["end_month"] = dates([end for _, _, end, _ in spells])
    frame["end_month__why"] = [
        "" if end is not None else "inapplicable" if on else "dont_know" for *_, end, on in spells
    ]
    (found,) = parent_away(children, roster, frame, "father_pid", "visit", minimum)
    return None if found is pd.NA else bool(found)


@given(at=MONTHS, spells=SPELLS, minimum=st.integers(0, 3))
def test_away_is_a_spell_that_covers_the_month_and_began_in_time(at, spells, minimum):
    own = [(start, end, on) for person, start, end, on in spells if person == "f"]
    wanted: bool | None = False
    if at is None:
        wanted = None
    else:
        timely = [
            (end, on) for start, end, on in own if start is not None and at - start >= minimum
        ]
        if any(on if end is None else end > at for end, on in timely):
            wanted = True
        elif any(start is None for start, _, _ in own) or any(
            end is None and not on for end, on in timely
        ):
            wanted = None
    assert away(at, spells, minimum) == wanted


@pytest.mark.parametrize(
    ("start", "end", "wanted"),
    [(4, 10, False), (4, 11, True), (5, 11, False), (4, None, True), (10, None, False)],
)
def test_the_first_and_the_last_month_that_count(start, end, wanted):
    assert away(10, [("f", start, end, True)], 6) is wanted


@pytest.mark.parametrize(("father", "listed"), [(None, "fg"), ("f", "g"), ("h", "fg")])
def test_a_parent_who_is_not_named_or_not_in_the_roster_is_unknown(father, listed):
    assert away(10, [("f", 0, None, True)], 6, father, listed) is None


def test_states_of_two_parents():
    values = [False, True, None]
    father = pd.Series([f for f in values for _ in values], dtype="boolean")
    mother = pd.Series(values * 3, dtype="boolean")
    found = parental_state(father, mother).astype(object)
    assert found.where(found.notna(), None).tolist() == [
        *("B", "M", None),
        *("F", "FM", None),
        *(None, None, None),
    ]
