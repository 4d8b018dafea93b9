"""Absences as told: what is forgotten, what is dated at an interview, what stays true."""

from __future__ import annotations

import pandas as pd
import pytest

from kinpanel.simulate import WAVES, Truth
from kinpanel.simulate.delivery import delivered
from kinpanel.simulate.parameters import JourneyParameters, ReportParameters

LATER = list(WAVES)[1:]


def told(truth: Truth, wave: str) -> pd.DataFrame:
    """The spells of a wave beside the true months, and the month of interview."""
    rows = delivered(truth, wave, units=["spells", "child"])
    month = rows["child"].groupby("hhid")["interview_month"].first()
    true = truth.spells.loc[rows["spells"]["spell"]].reset_index(drop=True)
    return rows["spells"].assign(
        at=rows["spells"]["hhid"].map(month),
        true_start=true["start_month"],
        true_end=true["end_month"],
        forgotten=true["forgotten"],
    )


@pytest.mark.parametrize("wave", WAVES)
def test_forgotten_spells_are_left_out_once_they_are_long_over(baseline, wave):
    rows = told(baseline, wave)
    long_ago = (rows["at"] - rows["true_end"] > 18).fillna(False)
    assert not rows.loc[long_ago.astype(bool), "forgotten"].any()
    # Of those which would be told otherwise, as many are missing as declared.
    spells = baseline.spells.assign(hhid=baseline.spells["parent_pid"].str[:8])
    spells["at"] = spells["hhid"].map(rows.groupby("hhid")["at"].first())
    over = spells[(spells["at"] - spells["end_month"] > 18).fillna(False).astype(bool)]
    share = 1 - over.index.isin(rows["spell"]).mean()
    assert abs(share - JourneyParameters().forgotten) < 0.02
    rest = spells[spells["at"].notna() & (spells["start_month"] <= spells["at"])]
    rest = rest.drop(over.index)
    assert rest.index.isin(rows["spell"]).all()
    assert rest["forgotten"].any()


def test_what_is_forgotten_at_one_wave_was_told_at_an_earlier_one_for_some(baseline):
    first, later = told(baseline, "w2"), told(baseline, "w3")
    lost = first[first["forgotten"] & first["hhid"].isin(later["hhid"])]
    assert (~lost["spell"].isin(later["spell"])).sum() > 20


@pytest.mark.parametrize("wave", LATER)
def test_moves_are_dated_at_an_interview_a_little_earlier_or_as_they_were(baseline, wave):
    rule = ReportParameters()
    rows = told(baseline, wave)
    seen = baseline.child_waves[baseline.child_waves["responded"]]
    visits = set(zip(seen["pid"].str[:8], seen["interview_month"], strict=True))
    for side in ("start", "end"):
        given = rows.dropna(subset=[f"{side}_month"])
        moved = given[given[f"{side}_month"] != given[f"true_{side}"]]
        assert len(moved) > 3
        assert ((moved[f"true_{side}"] - moved[f"{side}_month"]).between(1, rule.seam_reach)).all()
        assert set(zip(moved["hhid"], moved[f"{side}_month"], strict=True)) <= visits


def test_the_share_at_the_seam_is_the_declared_one(panels):
    rule = ReportParameters()
    near = moved = 0
    for truth in panels[:4]:
        rows = told(truth, "w5").dropna(subset=["end_month"])
        seen = truth.child_waves[truth.child_waves["responded"]]
        visits = seen.groupby(seen["pid"].str[:8])["interview_month"].agg(lambda m: sorted(set(m)))
        for hhid, start, end, was in zip(
            rows["hhid"], rows["true_start"], rows["end_month"], rows["true_end"], strict=True
        ):
            before = max((month for month in visits[hhid] if month < was), default=-(10**6))
            if was - before <= rule.seam_reach and start < before:
                near += 1
                moved += end == before
    assert near > 400
    assert abs(moved / near - rule.seam) < 0.06


@pytest.mark.parametrize("wave", WAVES)
def test_what_is_told_is_a_calendar(baseline, wave):
    rows = told(baseline, wave)
    assert not rows.duplicated(["parent_pid", "start_month"]).any()
    ended = rows.dropna(subset=["end_month"])
    assert (ended["end_month"] > ended["start_month"]).all()
    following = rows.groupby("parent_pid")["start_month"].shift(-1)
    both = following.notna()
    assert (rows["end_month"][both] < following[both]).all()
    assert (rows["end_month"].isna() == (rows["still_away"] == 1)).all()


def test_a_move_is_told_the_same_way_ever_after(baseline):
    early, late = told(baseline, "w3"), told(baseline, "w5")
    both = early.merge(late, on="spell", suffixes=("", "_late"))
    assert (both["start_month"] == both["start_month_late"]).all()
    ended = both.dropna(subset=["end_month"])
    assert (ended["end_month"] == ended["end_month_late"]).all()


def test_the_first_interview_knows_no_seam(baseline):
    rows = told(baseline, "w1")
    assert (rows["start_month"] == rows["true_start"]).all()
