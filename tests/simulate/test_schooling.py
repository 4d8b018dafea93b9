"""School lives run forward; scores rise with age and ability."""

from __future__ import annotations

import numpy as np


def test_children_enter_at_six_or_seven_and_none_returns_who_left(baseline):
    rows = baseline.child_waves
    assert not rows.loc[rows["age"] <= 4, "enrolled"].any()
    assert rows.loc[rows["age"].between(8, 12), "enrolled"].all()
    older = rows[rows["age"] >= 8].sort_values(["pid", "wave"])
    came_back = older["enrolled"] & ~older.groupby("pid")["enrolled"].shift(1, fill_value=True)
    assert not came_back.any()
    assert 0.05 < 1 - rows.loc[rows["age"] >= 16, "enrolled"].mean() < 0.30


def test_grades_rise_by_at_most_two_between_waves_and_never_fall(baseline):
    rows = baseline.child_waves.sort_values(["pid", "wave"])
    step = rows.groupby("pid")["grade"].diff().dropna()
    assert step.between(0, 2).all()
    assert rows["grade"].between(0, 12).all()
    assert set(rows.loc[rows["age"] == 12, "grade"]) <= {4, 5, 6, 7}


def test_only_pupils_board_and_more_so_after_primary_school(baseline):
    rows = baseline.child_waves
    assert not rows.loc[~rows["enrolled"], "boarding"].any()
    share = rows[rows["enrolled"]].groupby(rows["grade"] // 3)["boarding"].mean()
    assert share[0] < share[1] < share[2] < share[3]


def test_scores_stay_on_their_scales_and_tell_age_and_ability(baseline):
    rows = baseline.child_waves
    tops = {"word_score": 34, "math_score": 24, "recall_score": 10, "series_score": 15}
    for name, top in tops.items():
        assert (rows[name].isna() == (rows["age"] < 6)).all()
        tested = rows[rows["age"] >= 6]
        assert tested[name].between(0, top).all()
        assert (tested[name] % 1 == 0).all()
        by_age = tested.groupby("age")[name].mean()
        assert by_age[15] > by_age[10] > by_age[7]
        same_age = tested[tested["age"] == 10]
        assert np.corrcoef(same_age[name], same_age["cog"])[0, 1] > 0.6
