"""The rules about two parents, against their words in every world."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest

from kinpanel.derived.absence.bounds import Bounds
from kinpanel.derived.absence.rule import met, why_not
from kinpanel.derived.absence.side import STAGES, ParentState
from kinpanel.presets import Definition

WORDS = {
    "any": lambda f, m, fu, mu: f or m,
    "both": lambda f, m, fu, mu: f and m,
    "neither_coresident": lambda f, m, fu, mu: f and m,
    "father_only": lambda f, m, fu, mu: f and not m,
    "mother_only": lambda f, m, fu, mu: m and not f,
    "exactly_one": lambda f, m, fu, mu: f != m,
    "both_or_one_incapable": lambda f, m, fu, mu: (f and mu) or (m and fu),
}
SINGLE = ((True, True), (False, True), (False, False), (None, True), (False, None), (None, None))
"""Absent, and unable to look after the child, which absence implies."""
PAIRS = list(product(SINGLE, SINGLE))


def bounds(values):
    return Bounds.of(pd.Series(list(values), dtype="boolean"))


def parent(states, stage=None):
    rows = len(states)
    return ParentState(
        bounds(absent for absent, _ in states),
        bounds(unable for _, unable in states),
        np.full(rows, len(STAGES) - 1) if stage is None else np.array(stage),
        np.full(rows, "", dtype=object),
    )


def worlds(state):
    absent, unable = state
    for one, two in product((True, False), repeat=2):
        fits = absent in (None, one) and unable in (None, two) and (two or not one)
        if fits:
            yield one, two


@pytest.mark.parametrize("rule", WORDS)
def test_a_rule_is_known_where_all_worlds_agree(rule):
    father, mother = (parent([pair[side] for pair in PAIRS]) for side in (0, 1))
    found = met(Definition(parents_rule=rule), father, mother)
    for place, pair in enumerate(PAIRS):
        answers = {
            bool(WORDS[rule](f, m, fu, mu))
            for (f, fu), (m, mu) in product(worlds(pair[0]), worlds(pair[1]))
        }
        known = (bool(found.sure[place]), bool(found.possible[place]))
        assert known == (answers == {True}, True in answers), pair


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("any", ["below_months", "wrong_reason"]),
        ("both", ["parent_home", "parent_dead"]),
        ("both_or_one_incapable", ["below_months", "wrong_reason"]),
        ("exactly_one", ["below_months", "wrong_reason"]),
        ("father_only", ["parent_home", "wrong_reason"]),
        ("mother_only", ["below_months", "parent_dead"]),
    ],
)
def test_the_reason_is_that_of_the_parent_who_decides(rule, why):
    home = [(False, False)] * 2
    father = parent(home, [STAGES.index("parent_home"), STAGES.index("wrong_reason")])
    mother = parent(home, [STAGES.index("below_months"), STAGES.index("parent_dead")])
    assert why_not(Definition(parents_rule=rule), father, mother).tolist() == why


def test_the_other_parent_is_the_reason_where_one_is_absent():
    away, home = parent([(True, True)]), parent([(False, False)], [1])
    for rule, father, mother in (
        ("exactly_one", away, away),
        ("father_only", away, away),
        ("mother_only", away, away),
    ):
        found = why_not(Definition(parents_rule=rule), father, mother)
        assert found.tolist() == ["other_parent_absent"]
    found = why_not(Definition(parents_rule="both_or_one_incapable"), away, home)
    assert found.tolist() == ["other_parent_capable"]
