"""Village facts are one per village and wave, and do not run backwards."""

from __future__ import annotations

import numpy as np


def test_a_row_per_village_and_wave(baseline):
    villages = baseline.village_waves
    assert not villages.duplicated(["village", "wave"]).any()
    assert set(villages["village"]) == set(baseline.children["village"])
    assert len(villages) == 5 * 60


def test_what_came_stays(baseline):
    rows = baseline.village_waves.sort_values(["village", "wave"])
    for name in ("network_4g", "child_director", "programme"):
        lost = rows[name].astype(int).groupby(rows["village"]).diff() < 0
        assert not lost.any()
    for name in ("distance_km", "doctor_years", "clinic"):
        assert (rows.groupby("village")[name].nunique() == 1).all()


def test_a_third_of_the_villages_each_has_the_programme_from_w3_from_w4_and_never(baseline):
    share = baseline.village_waves.groupby("wave")["programme"].mean()
    assert share[["w1", "w2"]].eq(0).all()
    assert np.allclose(share[["w3", "w4", "w5"]], [1 / 3, 2 / 3, 2 / 3])


def test_the_cadre_knows_about_how_many_are_away(baseline):
    rows = baseline.child_waves.assign(village=baseline.child_waves["pid"].str[:5])
    true = (rows["state"] != "B").groupby([rows["village"], rows["wave"]]).mean().rename("true")
    said = baseline.village_waves.set_index(["village", "wave"])["migrant_share"]
    both = said.to_frame().join(true)
    assert both.corr().iloc[0, 1] > 0.6
    assert abs(both["migrant_share"].mean() - both["true"].mean()) < 0.05
