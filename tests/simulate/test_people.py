"""Households, ids and ages hang together."""

from __future__ import annotations

from kinpanel.simulate import WAVES
from kinpanel.simulate.delivery import delivered
from kinpanel.simulate.months import month_index


def test_ids_are_ten_digits_that_begin_with_zero_and_name_household_and_line(baseline):
    persons = baseline.persons
    assert persons["pid"].is_unique
    assert persons["pid"].str.fullmatch(r"0\d{9}").all()
    assert (persons["pid"].str[:8] == persons["hhid"]).all()
    assert (persons["pid"].str[8:].astype(int) == persons["line"]).all()
    children = baseline.children
    assert (children["hhid"].str[:5] == children["village"]).all()
    assert (children["village"].str[:3] == children["county"]).all()
    assert children["village"].nunique() == 60
    assert children["county"].nunique() == 12
    assert children["hhid"].nunique() == 1200


def test_every_child_has_a_father_and_a_mother_of_that_sex_and_a_plausible_age(baseline):
    persons = baseline.persons.set_index("pid")
    children = baseline.children
    for parent, sex in (("father_pid", 1), ("mother_pid", 2)):
        found = persons.loc[children[parent]]
        assert (found["sex"] == sex).all()
        age = (children["birth_month"].to_numpy() - found["birth_month"].to_numpy()) / 12
        assert age.min() >= 18
        assert age.max() < 52
    mother = persons[persons["line"] == 3].set_index("hhid")["birth_month"]
    youngest = children.groupby("hhid")["birth_month"].max()
    assert ((youngest - mother) / 12 < 48).all()
    grandparent = persons[persons["relation"] == 1].set_index("hhid")["birth_month"]
    father = persons[persons["line"] == 2].set_index("hhid")["birth_month"]
    assert ((father - grandparent) / 12 >= 20).all()


def test_children_are_listed_by_age_and_born_at_least_eleven_months_apart(baseline):
    children = baseline.children.sort_values("pid")
    gap = children.groupby("hhid")["birth_month"].diff().dropna()
    assert len(gap) > 400
    assert gap.min() >= 11


def test_age_is_completed_years_at_the_interview_between_three_and_seventeen(baseline):
    rows = baseline.child_waves.merge(baseline.children, on="pid")
    assert ((rows["interview_month"] - rows["birth_month"]) // 12 == rows["age"]).all()
    assert rows["age"].min() == 3
    assert rows["age"].max() == 17
    assert rows.loc[rows["wave"] == "w1", "age"].max() == 15
    for wave, year in WAVES.items():
        months = set(rows.loc[rows["wave"] == wave, "interview_month"])
        assert months == {month_index(year, month) for month in (7, 8, 9)}


def test_only_children_in_the_origin_household_are_interviewed(baseline):
    waves = baseline.child_waves
    assert (waves["responded"] == (waves["tracked"] & waves["in_origin"])).all()
    assert (waves["tracked"] & ~waves["in_origin"]).any()
    assert waves.loc[waves["wave"] == "w1", "in_origin"].all()


def test_the_roster_holds_absent_parents_and_nobody_unborn(baseline):
    for wave in WAVES:
        rows = delivered(baseline, wave)
        child, roster = rows["child"], rows["roster"]
        responded = baseline.child_waves.query("wave == @wave and responded")["pid"]
        assert child["pid"].tolist() == sorted(responded)
        assert set(roster.loc[~roster["second"], "hhid"]) == set(child["hhid"])
        assert set(roster["home"]) == set(child["hhid"])
        for parent in ("father_pid", "mother_pid"):
            assert child[parent].isin(roster["pid"]).all()
        month = roster["home"].map(child.groupby("hhid")["interview_month"].first())
        assert (roster["birth_month"] <= month).all()
        assert child["pid"].isin(roster["pid"]).all()


def test_weights_are_one_per_village_with_mean_about_one(baseline):
    weights = baseline.children.groupby("village")["weight"]
    assert (weights.nunique() == 1).all()
    assert abs(weights.first().mean() - 1) < 1e-3
    assert weights.first().min() > 0
