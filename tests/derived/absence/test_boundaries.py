"""Cases at the edge: months, birthdays, ends, twins, and the code of every unknown."""

from __future__ import annotations

import pandas as pd
import pytest
from tests.derived.absence.conftest import facts_of

from kinpanel.derived.absence import completed, evaluate, preset, preset_names

GONE = {"boundary": "province", "reason": "work"}


def verdict(name, family, **changes):
    """The answer and the code; `changes` are made to the preset."""
    definition = preset(name).model_copy(update=changes)
    found = evaluate(definition, completed(facts_of([family])))
    (answer,), (why,) = found.answer, found.why
    return (None if pd.isna(answer) else bool(answer)), (None if pd.isna(why) else why)


def away(start, end=None, who="father", **more):
    ends = {} if end is None else {"to": end}
    return {"who": who, "from": start, **ends, **GONE, **more}


@pytest.mark.parametrize("name", ["research_any6", "acwf_2010"])
@pytest.mark.parametrize(
    ("start", "expected"),
    [("2020-01", (True, None)), ("2020-02", (False, "below_months"))],
)
def test_exactly_the_least_months(family, name, start, expected):
    assert verdict(name, family(away=[away(start)])) == expected


def test_the_reference_month_is_not_a_month_away(family):
    assert verdict("research_any6", family(away=[away("2020-07")]))[1] == "below_months"
    assert verdict("research_any6", family(away=[away("2020-07")]), min_months=0)[0] is True
    assert verdict("research_any6", family(away=[away("2020-08")]), min_months=0)[0] is False


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("2020-06", (False, "parent_home")),
        ("2020-07", (False, "parent_home")),
        ("2020-08", (True, None)),
    ],
)
def test_a_spell_that_ends_in_the_reference_month_is_over(family, end, expected):
    assert verdict("research_any6", family(away=[away("2018-01", end)])) == expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ({"birth_day": 15, "at_day": 14}, (True, None)),
        ({"birth_day": 15, "at_day": 15}, (False, "too_old")),
        ({"birth_day": 15}, (False, "too_old")),
        ({"at_day": 14}, (False, "too_old")),
    ],
)
def test_the_day_of_the_sixteenth_birthday(family, days, expected):
    both = [away("2018-01"), away("2018-01", who="mother")]
    child = {"born": "2004-07", **days}
    assert verdict("mca_2016", family(child=child, away=both)) == expected


@pytest.mark.parametrize(("born", "code"), [("2014-07", None), ("2014-08", "too_young")])
def test_the_sixth_birthday(family, born, code):
    child = family(child={"born": born}, away=[away("2018-01")])
    assert verdict("moe_pre2017", child) == (code is None, code)


def test_seventeen_is_below_eighteen_and_the_birthday_is_not(family):
    one = [away("2018-01")]
    assert verdict("acwf_2010", family(child={"born": "2002-08"}, away=one))[0] is True
    assert verdict("acwf_2010", family(child={"born": "2002-07"}, away=one))[1] == "too_old"


@pytest.mark.parametrize(
    ("spell", "expected"),
    [
        ({"ongoing": None}, (None, "unknown_spell")),
        ({"ongoing": False}, (False, "parent_home")),
        ({"ongoing": True}, (True, None)),
    ],
)
def test_an_end_nobody_knows(family, spell, expected):
    assert verdict("research_any6", family(away=[away("2018-01", **spell)])) == expected


def test_an_end_nobody_knows_of_a_spell_too_short_to_matter(family):
    short = away("2020-04", ongoing=None)
    assert verdict("research_any6", family(away=[short])) == (False, "below_months")
    assert verdict("research_any6", family(away=[short, away("2018-01")])) == (True, None)


def test_a_start_nobody_knows(family):
    assert verdict("acwf_2010", family(away=[away(None)])) == (None, "unknown_spell")
    assert verdict("acwf_2010", family(away=[away(None, "2020-03")])) == (False, "parent_home")
    known_now = verdict("acwf_2010", family(away=[away(None)]), months_basis="none", min_months=0)
    assert known_now == (True, None), "that the parent is away now is enough"


def test_months_of_a_spell_that_ends_before_it_starts(family):
    assert verdict("acwf_2010", family(away=[away("2020-01", "2018-01")]))[1] == "unknown_spell"


def test_spells_that_touch_or_overlap_are_one(family):
    touching = [away("2019-12", "2020-04"), away("2020-04")]
    overlapping = [away("2020-01", "2020-05"), away("2020-03"), away("2020-03")]
    apart = [away("2019-12", "2020-03"), away("2020-04")]
    assert verdict("acwf_2010", family(away=touching))[0] is True
    assert verdict("acwf_2010", family(away=overlapping))[0] is True
    assert verdict("acwf_2010", family(away=apart)) == (False, "below_months")


def test_months_beyond_the_last_twelve_do_not_make_the_longest(family):
    long_ago = [away("2015-01", "2019-10"), away("2020-06")]
    assert verdict("moe_pre2017", family(away=long_ago)) == (True, None)
    assert verdict("moe_pre2017", family(away=long_ago), min_months=4)[1] == "below_months"
    assert verdict(
        "moe_pre2017", family(away=long_ago), min_months=40, ref_period="since_birth"
    ) == (True, None)


def test_the_calendar_year_before(family):
    last_year = [away("2019-01", "2019-07"), away("2020-06")]
    changes = {"ref_period": "calendar_year", "min_months": 6}
    assert verdict("moe_pre2017", family(away=last_year), **changes) == (True, None)
    assert verdict("moe_pre2017", family(away=last_year), min_months=6)[1] == "below_months"


def test_within_a_city(family):
    near = away("2018-01", boundary="county", intra_city=True)
    unsure = away("2018-01", boundary="county", intra_city=None)
    far = away("2018-01", boundary="prefecture", intra_city=None)
    assert verdict("acwf_2010", family(away=[near]))[1] == "below_boundary"
    assert verdict("acwf_2010", family(away=[unsure]))[1] == "unknown_boundary"
    assert verdict("acwf_2010", family(away=[far])) == (True, None)


def test_twins_whose_father_is_dead(family):
    twins = [
        family(father={"alive": False}, away=[away("2018-01", who="mother")]) for _ in range(2)
    ]
    found = evaluate(preset("mca_2016"), facts_of(twins))
    assert found.answer.tolist() == [True, True]
    assert found.father.tolist() == [False, False]
    both = evaluate(preset("research_both6"), facts_of(twins))
    assert both.why.tolist() == ["parent_dead"] * 2
    assert both.eligible.all()


def test_orphans(family):
    orphan = family(father={"alive": False}, mother={"alive": False})
    assert verdict("acwf_2010", orphan) == (False, "parent_dead")
    assert verdict("mca_2016", orphan) == (False, "parent_dead")
    assert verdict("dhs_no_parent", orphan) == (True, None)
    assert not evaluate(preset("acwf_2010"), facts_of([orphan])).eligible.iloc[0]
    assert evaluate(preset("mca_2016"), facts_of([orphan])).eligible.iloc[0]


def test_a_spell_before_death_does_not_count(family):
    dead = family(father={"alive": False}, away=[away("2018-01")])
    assert verdict("research_any6", dead) == (False, "parent_home")
    unclear = family(father={"alive": None}, away=[away("2018-01")])
    assert verdict("research_any6", unclear) == (None, "unknown_alive")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"child": {"born": None}}, "unknown_birth"),
        ({"child": {"hukou": None}}, "unknown_hukou"),
        ({"child": {"in_school": None}}, "unknown_school"),
        ({"child": {"place": None}}, "unknown_place"),
        ({"child": {"entrusted": None}}, "unknown_guardian"),
        ({"mother": {"capable": None}}, "unknown_capacity"),
        ({"father": {"recorded": None}}, "unknown_parent"),
        ({"at": None}, "unknown_birth"),
        ({"away": [away("2018-01", boundary=None)]}, "unknown_boundary"),
        ({"away": [away("2018-01", reason=None)]}, "unknown_reason"),
        ({"away": [away("2018-01", with_child=None)]}, "unknown_reason"),
    ],
)
def test_what_is_unknown_is_named(family, changes, code):
    plain = {"away": [away("2018-01")], "mother": {"capable": False}}
    assert verdict("moe_2017", family(**plain)) == (True, None)
    assert verdict("moe_2017", family(**{**plain, **changes})) == (None, code)


def test_a_certain_no_is_named_before_an_unknown(family):
    child = family(child={"hukou": None, "born": "2000-01"}, father={"recorded": None})
    assert verdict("acwf_2010", child) == (False, "too_old")


BIJIE = {
    "mother": {"capable": False},
    "away": [away("2019-08"), away("2016-05", who="mother", reason="divorce")],
}
"""The father works elsewhere, the mother left after a divorce and is out of contact."""


def test_whether_a_mother_who_left_counts_is_a_matter_of_the_listed_reasons(family):
    left = family(**BIJIE)
    assert verdict("research_both6", left) == (True, None)
    assert verdict("research_both6", left, reason=("any_migration",)) == (False, "wrong_reason")
    assert verdict("research_both6", left, reason=("work", "divorce")) == (True, None)
    assert verdict("cfps_prolonged", left, parents_rule="both") == (True, None)
    prison = [away("2019-08"), away("2016-05", who="mother", reason="prison")]
    assert verdict("research_both6", family(away=prison)) == (False, "wrong_reason")


@pytest.mark.parametrize("name", preset_names())
def test_no_other_preset_asks_why_that_mother_left(family, name):
    """The father's absence does it, or her lack of contact, or that she lives elsewhere."""
    left, moved = family(**BIJIE), family(**{**BIJIE, "away": [BIJIE["away"][0]]})
    moved["away"] = [BIJIE["away"][0], away("2016-05", who="mother", reason="prison")]
    assert (verdict(name, left) == verdict(name, moved)) == (name != "research_both6")


@pytest.mark.parametrize("name", ["mca_2016", "moe_2017"])
def test_her_capacity_is_a_fact_that_is_asked_for(family, name):
    assert verdict(name, family(**BIJIE)) == (True, None)
    unsure = family(**{**BIJIE, "mother": {"capable": None}})
    assert verdict(name, unsure) == (None, "unknown_capacity")
    fit = family(**{**BIJIE, "mother": {"capable": True}})
    assert verdict(name, fit) == (False, "other_parent_capable")


@pytest.mark.parametrize(
    ("clause", "entrusted", "expected"),
    [
        ("none_needed", None, (True, None)),
        ("entrusted_other", True, (True, None)),
        ("entrusted_other", False, (False, "not_entrusted")),
        ("nobody_entrusted", False, (True, None)),
        ("nobody_entrusted", True, (False, "entrusted")),
        ("nobody_entrusted", None, (None, "unknown_guardian")),
    ],
)
def test_guardians(family, clause, entrusted, expected):
    both = [away("2018-01"), away("2018-01", who="mother")]
    child = family(child={"entrusted": entrusted}, away=both)
    assert verdict("mca_2016", child, guardian_clause=clause) == expected


@pytest.mark.parametrize(
    ("rule", "spells", "expected"),
    [
        ("exactly_one", ["father"], (True, None)),
        ("exactly_one", ["father", "mother"], (False, "other_parent_absent")),
        ("exactly_one", [], (False, "parent_home")),
        ("father_only", ["father"], (True, None)),
        ("father_only", ["mother"], (False, "parent_home")),
        ("mother_only", ["father", "mother"], (False, "other_parent_absent")),
    ],
)
def test_rules_about_one_parent(family, rule, spells, expected):
    gone = [away("2018-01", who=who) for who in spells]
    assert verdict("research_any6", family(away=gone), parents_rule=rule) == expected


def test_nobody():
    found = evaluate(preset("mca_2016"), completed(facts_of([])))
    assert len(found.answer) == len(found.why) == 0
