"""The whole road on the reference panel: exports in, truth and the planted effect out."""

from __future__ import annotations

import pandas as pd
import pytest

import kinpanel as kp
from kinpanel.simulate import COMMITTED_SEED, simulate

TRUE_EFFECT = 0.200


@pytest.fixture(scope="module")
def truth() -> pd.DataFrame:
    """What the simulator knows of every child-wave that was interviewed."""
    drawn = simulate(COMMITTED_SEED, "homogeneous")
    rows = drawn.child_waves[drawn.child_waves["responded"]].drop(columns=["words", "shock"])
    rows = rows.merge(drawn.children, on="pid", suffixes=("", "_child"))
    return rows.merge(drawn.answers, on=["pid", "wave"]).set_index(["pid", "wave"]).sort_index()


@pytest.fixture(scope="module")
def panel(ingested) -> pd.DataFrame:
    return kp.Study.open(ingested).panel()


@pytest.fixture(scope="module")
def by_child(panel) -> pd.DataFrame:
    return panel.astype({"wave": str}).set_index(["pid", "wave"]).sort_index()


def test_every_interview_and_no_other_is_in_the_panel(by_child, truth):
    assert by_child.index.equals(truth.index)


def test_parental_state_from_roster_and_spells_is_the_true_one(by_child, truth):
    assert (by_child["state"].astype(str) == truth["state"].astype(str)).all()


def test_answers_survive_renaming_recoding_and_missing_codes(by_child, truth):
    for item in [f"cesd{k}" for k in range(1, 9)]:
        given = truth[item].notna()
        assert (by_child[item].notna() == given).all()
        assert (by_child.loc[given, item] == truth.loc[given, item]).all()
    words = truth["words"].notna()
    assert (by_child["cog"].notna() == words).all()
    assert (by_child.loc[words, "cog"] == truth.loc[words, "words"]).all()
    assert (by_child["girl"].astype(int) == truth["girl"].astype(int)).all()


def test_the_score_is_the_true_total_wherever_every_item_was_answered(by_child, truth):
    complete = truth[[f"cesd{k}" for k in range(1, 9)]].notna().all(axis=1)
    assert complete.sum() > 3000
    assert (by_child["dep"].notna() == complete).all()
    assert (by_child.loc[complete, "dep"] == truth.loc[complete, "cesd_total"]).all()


def test_reasons_are_the_ones_that_were_given(ingested, truth):
    reasons = kp.Study.open(ingested).reasons("child").astype({"wave": str})
    pid = kp.Study.open(ingested).table("child")["pid"]
    reasons = reasons.assign(pid=pid).set_index(["pid", "wave"]).sort_index()
    for item in [f"cesd{k}" for k in range(1, 9)]:
        why = truth[f"{item}__why"].astype(object)
        mine = reasons[item].astype(object)
        missing = truth[item].isna()
        assert mine[~missing].isna().all()
        assert (mine[missing] == why[missing]).all()


def test_child_effects_recover_the_planted_effect_and_pooled_does_not(panel):
    within = kp.feols("dep_z ~ f + m + fm | pid + wave", panel, cluster="village").tidy()
    pooled = kp.feols("dep_z ~ f + m + fm | wave", panel, cluster="village").tidy()
    within, pooled = (fit.set_index("term").loc["fm"] for fit in (within, pooled))
    assert abs(within["estimate"] - TRUE_EFFECT) <= 2 * within["std_error"]
    assert abs(pooled["estimate"] - TRUE_EFFECT) > 2 * pooled["std_error"]


def test_switchers_equal_those_of_the_truth(panel, truth):
    fit = kp.feols("dep_z ~ f + m + fm | pid + wave", panel, cluster="village")
    complete = truth[[f"cesd{k}" for k in range(1, 9)]].notna().all(axis=1)
    both = (truth.loc[complete, "state"] == "FM").astype(int)
    change = both.groupby("pid").diff().dropna()
    assert fit.switchers["fm"].up == int((change == 1).sum())
    assert fit.switchers["fm"].down == int((change == -1).sum())
    switched = both.groupby("pid").nunique()
    assert fit.switchers["fm"].switchers == int((switched > 1).sum())
