"""Section H: health and body, and its traps."""

from __future__ import annotations

import numpy as np
import pytest

from kinpanel.pipeline.audit import audit
from kinpanel.simulate import WAVES
from kinpanel.simulate.phone import phone_villages


def test_w1_rates_health_by_other_anchors(landed, raw):
    one, two = landed.table("health", "w1"), landed.table("health", "w2")
    assert one["rated_health"].isna().all()
    assert two["rated_healthy"].isna().all()
    assert 0 < one["poor_health"].astype(float).mean() < 0.3
    assert 0 < two["poor_health"].astype(float).mean() < 0.3
    row = landed.study.codebook.row("health", "poor_health", "w1")
    assert row is not None
    assert row.status == "approximate"
    assert raw("w1").labels("rated_health")[1] == "Healthy"
    assert raw("w1", 9).labels("rated_health")[1] == "Excellent"


def test_metres_and_jin_become_centimetres_and_kilograms(landed, raw, rows):
    tall, heavy = raw("w1").values("height"), raw("w1").values("weight")
    known = rows["w1"]["height"].notna().to_numpy()
    assert max(np.array(tall)[known]) < 2.2
    kilograms = rows["w1"]["kilograms"].to_numpy(dtype=bool)
    true = rows["w1"]["weight"].to_numpy()
    assert np.allclose(np.array(heavy)[known & ~kilograms], 2 * true[known & ~kilograms])
    assert np.allclose(np.array(heavy)[known & kilograms], true[known & kilograms])
    off = np.array(raw("w1", 22).values("weight"))[known]
    assert np.allclose(off, true[known])
    height = landed.table("health", "w1")["height_cm"].astype(float)
    assert np.allclose(height[known], rows["w1"]["height"][known])


def test_the_audit_names_every_weight_in_another_unit_and_no_other(landed, rows):
    (rule,) = audit(landed.study, ["L77"]).rules
    found = rule.failures
    assert set(found["variable"]) == {"weight_kg"}
    truth = rows["w1"]
    wrong = truth["kilograms"].astype(bool) & truth["weight"].notna()
    assert set(found["key"]) == set(truth.loc[wrong, "pid"])
    assert set(found["wave"]) == {"w1"}
    suggested = found.set_index("key")["now"].astype(float)
    true = truth.set_index("pid")["weight"]
    assert np.allclose(suggested, true[suggested.index], atol=0.01)


def test_shoes_are_flagged_and_add_to_height(landed, raw, rows):
    shod = rows["w5"]["shoes_on"] == 1
    assert 0 < shod.mean() < 0.5
    assert rows["w5"].loc[shod, "village"].nunique() < rows["w5"]["village"].nunique()
    health = landed.table("health", "w5")
    assert health["shoes_on"].astype(bool).tolist() == shod.tolist()
    more = health["height_cm"].astype(float) - rows["w5"]["height"]
    assert np.allclose(more[shod].dropna(), 2.5)
    assert np.allclose(more[~shod].dropna(), 0)
    assert "shoes_on" not in raw("w5", 59).columns
    plain = np.array(raw("w5", 59).values("height"))
    known = rows["w5"]["height"].notna().to_numpy()
    assert np.allclose(plain[known], rows["w5"]["height"][known])


def test_illness_of_w1_is_of_another_period(landed, raw):
    one, two = landed.table("health", "w1"), landed.table("health", "w2")
    for name in ("ill", "chronic"):
        assert one[name].isna().all()
    assert two["ill_month"].isna().all()
    assert one["ill_month"].astype(float).mean() > two["ill"].astype(float).mean()
    assert "ill_month" in raw("w1").columns
    assert "ill_month" not in raw("w1", 42).columns
    assert {"ill", "chronic"} <= set(raw("w1", 42).columns)


@pytest.mark.parametrize("wave", ["w1", "w3", "w5"])
def test_care_hangs_on_illness(landed, wave):
    health = landed.table("health", wave)
    gate = health["ill_month" if wave == "w1" else "ill"]
    sought = health["care_sought"]
    unsaid = gate.fillna(False).astype(bool) & sought.isna()
    assert set(health.loc[unsaid, "care_sought__why"]) <= {"dont_know", "refused"}
    assert sought[~gate.fillna(True).astype(bool)].isna().all()
    provider = health["first_provider"].notna()
    reason = health["reason_no_care"].notna()
    assert not (provider & reason).any()
    left = sought.fillna(False).astype(bool) & ~provider
    assert set(health.loc[left, "first_provider__why"]) <= {"dont_know", "refused"}


def test_menarche_is_asked_of_girls_from_nine_and_comes_once(landed, rows):
    frame = landed.study.store.read("health")
    for wave, true in rows.items():
        health = landed.table("health", wave)
        asked = true["girl"].astype(bool) & (true["age"] >= 9)
        why = health["menarche__why"].astype(str)
        assert ((why == "inapplicable") == ~asked).all()
    known = frame.dropna(subset=["menarche"]).sort_values(["pid", "wave"])
    steps = known["menarche"].astype(int).groupby(known["pid"]).diff().dropna()
    assert (steps >= 0).all()
    assert (steps > 0).any()


def test_nobody_is_measured_by_phone(landed, rows, small):
    health = landed.table("health", "w4")
    away = rows["w4"]["village"].isin(phone_villages(small)).to_numpy()
    assert 0 < away.mean() < 1
    for name in ("height_cm", "weight_kg", "lying"):
        why = health[f"{name}__why"].astype(str)
        assert ((why == "inapplicable") == away).all()


def test_food_is_counted(landed, rows, raw):
    health = landed.table("health", "w3")
    eaten = rows["w3"]["diet"]
    given = eaten.notna().to_numpy()
    assert (health.loc[given, "diet_groups"].astype(float) == eaten[given]).all()
    assert len([name for name in raw("w3").frame if "h15_" in name]) == 6


@pytest.mark.parametrize("wave", WAVES)
def test_costs_come_back_to_the_insured_who_sought_care(landed, wave):
    health = landed.table("health", wave)
    asked = (health["insured"] == True) & (health["care_sought"] == True)  # noqa: E712
    told = health["reimbursed"].notna()
    assert 0 < told.sum() <= asked.sum()
    assert not told[~asked].any()
    assert 0 < health.loc[told, "reimbursed"].astype(float).mean() < 1


def test_blood_is_taken_in_the_same_fifth_of_the_villages_and_not_by_phone(landed, rows, small):
    chosen = {
        wave: set(rows[wave]["village"][landed.table("health", wave)["hb_sampled"].to_numpy(bool)])
        for wave in WAVES
    }
    assert set.union(*chosen.values()) == chosen["w1"]
    assert len(chosen["w1"]) == round(0.2 * small.children["village"].nunique())
    assert chosen["w4"] == chosen["w1"] - phone_villages(small)
    for wave in WAVES:
        health = landed.table("health", wave)
        assert (health["hb"].notna() == health["hb_sampled"].astype(bool)).all()
    assert 110 < landed.table("health", "w3")["hb"].mean() < 140
