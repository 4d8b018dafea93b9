"""Exposures against a slow reference that goes month by month, and by hand."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.derived.absence.conftest import facts_of
from tests.derived.absence.test_unknowns import blanked, text

from kinpanel.derived.absence import exposures
from kinpanel.derived.absence.exposures import WHO, histories
from kinpanel.derived.absence.measures import MEASURES

AT = 605
MONTH = st.integers(AT - 40, AT + 3)


def slow(family):
    """Every measure for every `who`, from the set of months in which a parent was away."""
    at, birth = number(family["at"]), number(family["child"]["born"])
    months = {}
    for who in ("father", "mother"):
        months[who] = {
            month
            for spell in family["away"]
            if spell["who"] == who and not spell.get("with_child")
            for month in range(number(spell["from"]), number(spell.get("to", "2999-01")))
            if birth <= month <= at
        }
    months["either"] = months["father"] | months["mother"]
    months["both"] = months["father"] & months["mother"]
    return {who: one(months[who], at, birth) for who in WHO}


def one(away, at, birth):
    past = sorted(away - {at})
    age = at - birth
    early = any(month - birth < 72 for month in away)
    late = any(month - birth >= 72 for month in away)
    now = at in away
    return {
        "months_last_12": sum(at - 12 <= month for month in past),
        "longest_last_12": run([month for month in past if month >= at - 12]),
        "longest_ever": run(past),
        "spells": sum(month - 1 not in away for month in away),
        "months": len(past),
        "share_of_life": len(past) / age if age else None,
        "age_first": min(away) - birth if away else None,
        "months_before_first": min(away) - birth if away else age,
        "months_since_return": at - 1 - past[-1] if past and not now else None,
        "history": "current" if now else "previous" if away else "never",
        "pattern": {(0, 0): "never", (1, 0): "early", (0, 1): "late", (1, 1): "both"}[early, late],
    }


def run(months):
    best = 0
    for month in months:
        length = 0
        while month + length in months:
            length += 1
        best = max(best, length)
    return best


def number(month):
    return (int(month[:4]) - 1970) * 12 + int(month[5:7]) - 1


@st.composite
def families(draw):
    spells = []
    for _ in range(draw(st.integers(0, 4))):
        start = draw(MONTH)
        end = draw(st.none() | st.integers(start, AT + 4))
        spell = {"who": draw(st.sampled_from(["father", "mother"])), "from": text(start)}
        spell["with_child"] = draw(st.sampled_from([False, False, False, True]))
        spells.append(spell if end is None else {**spell, "to": text(end)})
    return {"at": text(AT), "child": {"born": text(AT - draw(st.integers(0, 100)))}, "away": spells}


def value(cell):
    return None if pd.isna(cell) else cell


@settings(max_examples=60, deadline=None)
@given(several=st.lists(families(), min_size=1, max_size=4))
def test_against_the_slow_reference(several):
    table = exposures(facts_of(several))
    assert len(table) == 4 * len(several)
    for row, family in enumerate(several):
        for who, expected in slow(family).items():
            found = table.loc[(row, who)]
            for name, wanted in expected.items():
                assert value(found[name]) == wanted, (name, who)
                if name in MEASURES:
                    assert value(found[f"{name}_low"]) == wanted
                    assert value(found[f"{name}_high"]) == wanted


def may_be_blank(spell):
    """A spell that goes on is under way at the interview, unless its start says otherwise."""
    return "to" in spell or number(spell["from"]) <= AT


@settings(max_examples=60, deadline=None)
@given(family=families(), data=st.data())
def test_bounds_hold_whatever_the_unknown_dates_are(family, data):
    dates = [("away", n, side) for n in range(len(family["away"])) for side in ("from", "end")]
    dates += [("away", n, "with_child") for n in range(len(family["away"]))]
    dates = [path for path in dates if path[2] != "from" or may_be_blank(family["away"][path[1]])]
    paths = data.draw(st.lists(st.sampled_from(dates), unique=True)) if dates else []
    table = exposures(facts_of([blanked(family, paths)]))
    for who, expected in slow(family).items():
        found = table.loc[(0, who)]
        for name in MEASURES:
            low, high, wanted = found[f"{name}_low"], found[f"{name}_high"], expected[name]
            if wanted is not None:
                assert pd.isna(low) or low <= wanted, (name, who)
                assert pd.isna(high) or wanted <= high, (name, who)
            assert pd.isna(found[name]) or found[name] == wanted, (name, who)
        for name in ("history", "pattern"):
            assert pd.isna(found[name]) or found[name] == expected[name]


def spell(who, start, end=None):
    return {"who": who, "from": start} | ({} if end is None else {"to": end})


def test_by_hand():
    """Born 2010-01: the father away 2012-01 to 2013-01, and since 2020-01; the mother never."""
    away = [spell("father", "2012-01", "2013-01"), spell("father", "2020-01")]
    table = exposures(
        facts_of([{"at": "2020-07", "child": {"born": "2010-01"}, "away": away}])
    ).loc[0]
    father = table.loc["father"]
    assert father[["months_last_12", "longest_ever", "spells", "months"]].tolist() == [6, 12, 2, 18]
    assert father["share_of_life"] == 18 / 126
    assert father["age_first"] == father["months_before_first"] == 24
    assert pd.isna(father["months_since_return"])
    assert (father["history"], father["pattern"], father["course"]) == ("current", "both", "repeat")
    mother = table.loc["mother"]
    assert (mother["history"], mother["course"]) == ("never", "never")
    assert mother["months_before_first"] == 126


def test_three_by_three_and_who_is_not_on_record():
    born = {"at": "2020-07", "child": {"born": "2010-01"}}
    several = [
        {**born, "away": [spell("father", "2012-01"), spell("mother", "2013-01", "2014-01")]},
        {**born, "father": {"recorded": None}},
        {**born, "child": {"born": None}},
        {**born, "child": {"born": "2021-01"}},
    ]
    table = exposures(facts_of(several))
    assert [value(cell) for cell in histories(table)] == ["current-previous", None, None, None]
    missing = table.loc[(1, "father")]
    assert (missing["months_low"], missing["months_high"]) == (0, 126)
    assert pd.isna(missing["months"])
    assert table.loc[2].isna().all(axis=None)
    assert table.loc[3].isna().all(axis=None)


def test_an_end_nobody_knows_is_a_bound():
    child = {"at": "2020-07", "child": {"born": "2010-01"}}
    unclear = {**spell("father", "2020-01"), "ongoing": None}
    found = exposures(facts_of([{**child, "away": [unclear]}])).loc[(0, "father")]
    assert (found["months_low"], found["months_high"]) == (0, 6)
    assert pd.isna(found["history"])


def test_a_spell_nobody_dates_may_join_others():
    away = [spell("father", "2012-01", "2013-01"), spell("father", "2014-01", "2015-01")]
    unclear = {**spell("father", "2011-01"), "ongoing": False}
    family = {"at": "2020-07", "child": {"born": "2010-01"}, "away": [*away, unclear]}
    found = exposures(facts_of([family])).loc[(0, "father")]
    assert (found["spells_low"], found["spells_high"]) == (1, 3)
    assert (found["months_low"], found["months_high"]) == (24, 114)


def test_the_rows_keep_their_index_and_order():
    facts = facts_of([{"at": "2020-07", "child": {"born": "2010-01"}}] * 3)
    facts.children.index = pd.Index(["x", "a", "x"])
    table = exposures(facts)
    assert list(table.index.get_level_values("child")) == ["x"] * 4 + ["a"] * 4 + ["x"] * 4
    assert list(table.index.get_level_values("who")) == list(WHO) * 3


def test_nobody():
    assert len(exposures(facts_of([]))) == 0
