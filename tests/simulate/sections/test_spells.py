"""The calendar of absences beyond its core."""

from __future__ import annotations

import pytest

from kinpanel.simulate import WAVES, simulate
from kinpanel.simulate.delivery import delivered
from kinpanel.simulate.sections.spells import SPELLS
from kinpanel.simulate.sections.whereabouts import LOCKDOWN, LOCKDOWNS, WORK, told_spells
from kinpanel.simulate.traps import ALL_TRAPS


@pytest.fixture(scope="module")
def panel():
    return simulate(1)


def test_borders_and_details_agree_with_the_core(panel):
    rows = delivered(panel, "w5")["spells"]
    border = {1: {1}, 2: {2, 3}, 3: {4, 5}}
    for destination, allowed in border.items():
        assert set(rows.loc[rows["destination"] == destination, "boundary"]) <= allowed
    detail = rows["why_plain"].map(lambda code: min(code, 4))
    assert (detail == rows["reason"]).all()


def test_lockdowns_are_departures_for_work_in_their_months(panel):
    told = told_spells(panel)
    shut = told[told["why_away"] == LOCKDOWN]
    assert len(shut) >= 3
    assert shut["start_month"].between(*LOCKDOWNS).all()
    assert (shut["reason_detail"] == WORK).all()
    kept = told["why_away"] != LOCKDOWN
    assert (told.loc[kept, "why_away"] == told.loc[kept, "reason_detail"]).all()
    for wave in ("w1", "w2", "w3"):
        assert not (delivered(panel, wave)["spells"]["why_away"] == LOCKDOWN).any()


def test_counties_lie_as_far_away_as_the_border_says(panel):
    told = told_spells(panel)
    own = told["parent_pid"].str[1].astype(int)
    province = told["county"] // 100
    assert (province[told["boundary"] <= 3] == own[told["boundary"] <= 3]).all()
    assert (province[told["boundary"] == 4] > 10).all()
    assert (told.loc[told["boundary"] == 5, "county"] == 9900).all()


def test_the_new_reason_is_there_from_w4_and_never_without_the_trap():
    for wave in WAVES:
        with_trap = {c.source: c for c in SPELLS.columns(wave, ALL_TRAPS)}
        assert (LOCKDOWN in with_trap["why_away"].codes) == (wave in ("w4", "w5"))
        without = {c.source: c for c in SPELLS.columns(wave, ALL_TRAPS - {47})}
        assert LOCKDOWN not in without["why_plain"].codes
        assert "why_away" not in without
