"""Deaths, schooling and marriage hang together with everything else."""

from __future__ import annotations

import pandas as pd


def parents(truth) -> pd.DataFrame:
    return truth.persons[truth.persons["line"].isin([2, 3])].set_index("pid")


def test_nobody_leaves_or_returns_after_death(baseline):
    dead = parents(baseline)["death_month"].dropna()
    assert len(dead) > 10
    spells = baseline.spells[baseline.spells["parent_pid"].isin(dead.index)]
    assert (spells["end_month"] < spells["parent_pid"].map(dead)).all()


def test_children_are_born_before_their_parents_die(baseline):
    died = baseline.persons.set_index("pid")["death_month"]
    children = baseline.children
    for parent in ("father_pid", "mother_pid"):
        month = children[parent].map(died)
        assert (children["birth_month"] < month)[month.notna()].all()


def test_about_one_child_in_seventy_has_lost_a_parent(panels):
    rows = pd.concat(t.child_waves for t in panels)
    assert 0.010 < (rows["father_dead"] | rows["mother_dead"]).mean() < 0.020


def test_the_flags_are_the_months(baseline):
    died = baseline.persons.set_index("pid")["death_month"]
    rows = baseline.child_waves.merge(baseline.children, on="pid")
    for parent in ("father", "mother"):
        month = rows[f"{parent}_pid"].map(died).fillna(10**6)
        assert (rows[f"{parent}_dead"] == (month <= rows["interview_month"])).all()
    persons = baseline.persons
    assert (persons["alive"] == persons["death_month"].isna()).all()


def test_the_dead_have_no_days_at_home(baseline):
    rows = baseline.child_waves[baseline.child_waves["in_origin"]]
    died = baseline.persons.set_index("pid")["death_month"]
    fathers = rows.merge(baseline.children[["pid", "father_pid"]], on="pid")
    long_dead = fathers["father_pid"].map(died).fillna(10**6) <= fathers["interview_month"] - 12
    assert long_dead.any()
    assert (fathers.loc[long_dead, "days_together_f"] == 0).all()


def test_widows_are_those_whose_husbands_died(baseline):
    both = parents(baseline)
    father, mother = both[both["line"] == 2], both[both["line"] == 3]
    lost = set(father.loc[~father["alive"], "hhid"])
    assert lost
    assert (mother.loc[mother["hhid"].isin(lost), "marital"] == 4).all()
    assert (mother.loc[~mother["hhid"].isin(lost), "marital"] != 4).all()


def test_grandparents_went_to_school_less_than_parents(baseline):
    persons = baseline.persons
    level = persons.groupby(persons["line"].clip(upper=4))["education"].mean()
    assert level[1] + 1 < level[2]
    assert persons.loc[persons["line"] >= 4, "education"].isna().all()
    assert (persons.loc[persons["line"] == 1, "education"] <= 2).mean() > 0.8
