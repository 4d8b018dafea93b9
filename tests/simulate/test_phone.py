"""Villages by phone: a quarter, in one wave, the same for every file."""

from __future__ import annotations

import pytest

from kinpanel.simulate import WAVES, simulate
from kinpanel.simulate.phone import PHONE_WAVE, by_phone, phone_villages


def test_a_quarter_of_the_villages_by_the_seed_alone(baseline, homogeneous):
    chosen = phone_villages(baseline)
    villages = set(baseline.children["village"])
    assert len(chosen) == 15 == len(villages) / 4
    assert chosen < villages
    assert phone_villages(baseline) == chosen
    assert phone_villages(homogeneous) != chosen


@pytest.mark.parametrize("wave", WAVES)
def test_whole_villages_and_only_in_the_year_of_the_lockdown(baseline, wave):
    rows = baseline.children
    phone = by_phone(baseline, rows, wave)
    assert phone.dtype == bool
    if wave == PHONE_WAVE:
        assert set(rows["village"][phone]) == phone_villages(baseline)
        assert not set(rows["village"][~phone]) & phone_villages(baseline)
    else:
        assert not phone.any()


def test_the_smallest_panel_has_one_village_by_phone():
    assert len(phone_villages(simulate(1, villages=1, households_per_village=2))) == 1
