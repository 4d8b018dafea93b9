"""Parental absence at interview: small families, boundary months, and a slow reference."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from kinpanel.derived.absence import month_number, parent_away, parental_state

CASES = Path(__file__).parents[1] / "cases"


def children(rows):
    """Rows of (wave, pid, father, mother, month of interview as text or None)."""
    frame = pd.DataFrame(rows, columns=["wave", "pid", "father_pid", "mother_pid", "seen"])
    for name in ("pid", "father_pid", "mother_pid"):
        frame[name] = frame[name].astype("string")
    frame["seen"] = pd.to_datetime(frame["seen"]).astype("datetime64[s]")
    return frame


def roster(rows):
    return pd.DataFrame(rows, columns=["wave", "pid"]).astype({"pid": "string"})


def spells(rows, why=None):
    """Rows of (wave, parent, start, end); `why` gives the reason beside each missing end."""
    frame = pd.DataFrame(rows, columns=["wave", "parent_pid", "start_month", "end_month"])
    frame["parent_pid"] = frame["parent_pid"].astype("string")
    for name in ("start_month", "end_month"):
        frame[name] = pd.to_datetime(frame[name]).astype("datetime64[s]")
    if why is not None:
        frame["end_month__why"] = pd.Categorical(why)
    return frame


def away(child, people, absences, parent="father_pid", months=6):
    found = parent_away(child, people, absences, parent, "seen", months)
    assert str(found.dtype) == "boolean"
    assert found.index.equals(child.index)
    return [None if value is pd.NA else bool(value) for value in found]


def one(*absences, seen="2016-07-01", months=6, why=None, wave="w1"):
    """Whether the father of one child is away, given his spells."""
    child = children([("w1", "c", "f", "m", seen)])
    rows = [(wave, "f", start, end) for start, end in absences]
    return away(child, roster([("w1", "f")]), spells(rows, why), months=months)[0]


FAMILIES = [
    (path.stem, family)
    for path in sorted(CASES.glob("families_*.yaml"))
    for family in YAML(typ="safe", pure=True).load(path)["families"]
]


def day(text):
    return f"{text}-01" if text else None


@pytest.mark.parametrize("family", [f for _, f in FAMILIES], ids=[f["family"] for _, f in FAMILIES])
def test_families(family):
    people = {"father": "f", "mother": "m"}
    listed = family.get("roster", ["father", "mother"])
    rows = [
        ("w1", people[spell["who"]], day(spell["from"]), day(spell.get("to")))
        for spell in family.get("away", [])
    ]
    named = family.get("named", ["father", "mother"])
    pids = [people[who] if who in named else None for who in people]
    child = children([("w1", "c", *pids, f"{family['interview']}-01")])
    known = roster([("w1", people[who]) for who in listed])
    parts = [
        parent_away(child, known, spells(rows), parent, "seen", family.get("min_months", 6))
        for parent in ("father_pid", "mother_pid")
    ]
    (state,) = parental_state(*parts)
    assert (None if pd.isna(state) else state) == family["state"]


@pytest.mark.parametrize(
    ("start", "expected"),
    [("2016-01-01", True), ("2016-02-01", False), ("2015-12-01", True), ("2016-08-01", False)],
)
def test_exactly_the_least_months(start, expected):
    assert one((start, None)) is expected


@pytest.mark.parametrize(
    ("end", "expected"), [("2016-07-01", False), ("2016-08-01", True), ("2016-06-01", False)]
)
def test_a_spell_that_ended_in_the_month_of_interview_does_not_cover_it(end, expected):
    assert one(("2015-01-01", end)) is expected


def test_no_least_months():
    assert one(("2016-07-01", None), months=0) is True
    assert one(("2016-08-01", None), months=0) is False


def test_one_spell_that_covers_is_enough():
    assert one(("2010-01-01", "2011-01-01"), ("2015-01-01", None), ("2016-06-01", None)) is True
    assert one(("2015-01-01", "2016-05-01"), ("2016-06-01", None)) is False, "not one long spell"


def test_spells_of_another_wave_do_not_count():
    assert one(("2015-01-01", None), wave="w2") is False


def test_a_start_nobody_knows():
    assert one((None, None)) is None
    assert one((None, None), ("2015-01-01", None)) is True


@pytest.mark.parametrize(
    ("start", "why", "expected"),
    [
        ("2015-01-01", "inapplicable", True),
        ("2015-01-01", "dont_know", None),
        ("2015-01-01", "unexplained", None),
        ("2016-05-01", "dont_know", False),
    ],
)
def test_an_end_nobody_knows(start, why, expected):
    assert one((start, None), why=[why]) is expected


def test_an_end_that_is_known_needs_no_reason():
    assert one(("2015-01-01", "2016-08-01"), ("2014-01-01", "2014-02-01"), why=[None, None]) is True


def test_unknown_parents():
    child = children(
        [
            ("w1", "not named", None, "m", "2016-07-01"),
            ("w1", "not in the roster", "x", "m", "2016-07-01"),
            ("w2", "in the roster of another wave", "f", "m", "2016-07-01"),
            ("w1", "no month of interview", "f", "m", None),
            ("w1", "home", "f", "m", "2016-07-01"),
        ]
    )
    people = roster([("w1", "f"), ("w1", None), ("w2", "m")])
    absences = spells([("w1", None, "2010-01-01", None), ("w1", "x", "2010-01-01", None)])
    assert away(child, people, absences) == [None, None, None, None, False]


def test_a_parent_in_the_roster_twice_and_children_who_share_him():
    child = children([("w1", c, "f", "m", "2016-07-01") for c in "ab"]).set_axis([7, 3])
    people = roster([("w1", "f"), ("w1", "f")])
    absences = spells([("w1", "f", "2015-01-01", None)] * 2)
    assert away(child, people, absences) == [True, True]


def test_nobody():
    assert away(children([]), roster([]), spells([])) == []
    child = children([("w1", "c", "f", "m", "2016-07-01")])
    assert away(child, roster([]), spells([])) == [None]


MONTH = st.one_of(
    st.none(), st.integers(0, 30).map(lambda n: f"{2014 + n // 12}-{n % 12 + 1:02}-01")
)
WAVE = st.sampled_from(["w1", "w2"])
PERSON = st.sampled_from(["f", "g", "h"])
KID = st.tuples(WAVE, st.just("c"), st.one_of(st.none(), PERSON), PERSON, MONTH)
REASON = st.sampled_from(["inapplicable", "refused"])


def slow(child, people, absences, months, whys):
    """One child at a time, in words."""
    wave, _, father, _, seen = child
    if father is None or (wave, father) not in people or seen is None:
        return None
    unclear = False
    at = month(seen)
    for (spell_wave, person, start, end), why in zip(absences, whys, strict=True):
        if (spell_wave, person) != (wave, father):
            continue
        if start is None:
            unclear = True
        elif at - month(start) >= months:
            if end is None and why != "inapplicable":
                unclear = True
            elif end is None or month(end) > at:
                return True
    return None if unclear else False


def month(text):
    return int(text[:4]) * 12 + int(text[5:7])


@settings(max_examples=80, deadline=None)
@given(
    kids=st.lists(KID, max_size=5),
    people=st.lists(st.tuples(WAVE, PERSON), max_size=5),
    absences=st.lists(st.tuples(WAVE, PERSON, MONTH, MONTH, REASON), max_size=6),
    months=st.integers(0, 12),
    reasons=st.booleans(),
)  # fmt: skip
def test_against_the_slow_reference(kids, people, absences, months, reasons):
    rows = [row[:4] for row in absences]
    whys = [row[4] if reasons and row[3] is None else "inapplicable" for row in absences]
    found = away(
        children(kids), roster(people), spells(rows, whys if reasons else None), months=months
    )
    assert found == [slow(kid, people, rows, months, whys) for kid in kids]


def test_states():
    pairs = [(a, b) for a in (False, True, None) for b in (False, True, None)]
    father, mother = (pd.Series(side, dtype="boolean") for side in zip(*pairs, strict=True))
    state = parental_state(father, mother)
    assert list(state.cat.categories) == ["B", "F", "M", "FM"]
    expected = ["B", "M", None, "F", "FM", None, None, None, None]
    assert [None if pd.isna(s) else s for s in state] == expected


def test_month_number():
    months = pd.Series(pd.to_datetime(["1970-01-01", "1969-12-31", "2014-05-31", None]))
    assert month_number(months).tolist() == [0, -1, 532, pd.NA]
    assert str(month_number(months.iloc[:0]).dtype) == "Int64"
    assert np.array_equal(month_number(months[:1]).to_numpy(dtype="int64"), [0])
