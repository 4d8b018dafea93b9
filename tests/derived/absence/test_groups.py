"""What a definition reports apart: rural and urban children, father and mother."""

from __future__ import annotations

import pandas as pd
import pytest
from tests.derived.absence.conftest import facts_of

from kinpanel.derived.absence import completed, evaluate, preset
from kinpanel.derived.absence.groups import groups

WORK = {"from": "2018-01", "boundary": "province", "reason": "work"}


def told(definition, families):
    facts = completed(facts_of(families))
    found = evaluate(definition, facts)

    def plain(column):
        return [None if pd.isna(value) else bool(value) for value in column]

    return {
        group.name: (plain(group.eligible), plain(group.answer))
        for group in groups(definition, facts, found)
    }


@pytest.fixture
def away(family):
    def made(*who, **child):
        return family(child=child, away=[{"who": one, **WORK} for one in who])

    return made


def test_rural_and_urban_children(away):
    several = [
        away("father", hukou="rural"),
        away(hukou="urban"),
        away("father", hukou=None),
        away("father", hukou="urban", born="1990-01"),
    ]
    found = told(preset("nbs_unicef_all"), several)
    assert found["all"] == ([True, True, True, False], [True, False, True, False])
    assert found["rural"][0] == [True, False, None, False]
    assert found["urban"][0] == [False, True, None, False]
    assert found["rural"][1] == found["urban"][1] == found["all"][1]


def test_father_and_mother(away):
    several = [away("father"), away("mother"), away("father", "mother"), away()]
    found = told(preset("cfps_prolonged"), several)
    assert found["all"][1] == [True, True, True, False]
    assert found["father"] == ([True] * 4, [True, False, True, False])
    assert found["mother"] == ([True] * 4, [False, True, True, False])


def test_a_parent_counts_where_the_clauses_about_the_child_hold(away):
    both = preset("research_both6").model_copy(update={"by_parent": True})
    several = [away("father"), away("father", place="elsewhere"), away("father", place=None)]
    found = told(both, several)
    assert found["all"][1] == [False, False, False]
    assert found["father"][1] == [True, False, None]
    certain = both.model_copy(update={"unknown_as": "not_absent"})
    assert told(certain, several)["father"][1] == [True, False, False]


def test_most_definitions_tell_nothing_apart(away):
    assert list(told(preset("mca_2016"), [away()])) == ["all"]
