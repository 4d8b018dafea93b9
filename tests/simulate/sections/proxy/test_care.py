"""Section K: who looks after the child, and its traps."""

from __future__ import annotations

import pytest

from kinpanel.simulate.sections.proxy.care_frame import BROAD, BROAD_OF, CAREGIVERS


def test_caregivers_follow_the_absence_of_the_parents(rows):
    for frame in rows.values():
        home = frame["state"] == "B"
        both = frame["state"] == "FM"
        assert frame.loc[home, "caregiver"].isin([1, 2]).mean() > 0.85
        assert frame.loc[both, "caregiver"].isin([3, 4]).mean() > 0.75


def test_grandparents_care_at_the_age_of_grandparents(landed):
    care = landed.table("care", "w2")
    age = care["caregiver_age"].astype(float)
    parent = care["caregiver"].astype(str).isin(["1", "2"])
    assert 25 < age[parent].median() < 45
    assert 50 < age[care["caregiver"].astype(str) == "3"].median() < 70


def test_mood_is_a_sum_of_eight_answers_that_follows_the_latent_mood(landed, rows):
    for wave in ("w1", "w5"):
        care, latent = landed.table("care", wave), rows[wave]["caregiver_mood"]
        given = care["mood"].notna().to_numpy()
        assert given.mean() > 0.9
        assert care["mood"][given].astype(float).corr(latent[given]) > 0.9


def test_agreements_are_written_where_others_than_parents_care(landed):
    care = landed.table("care", "w4")
    entrusted = ~care["caregiver"].astype(str).isin(["1", "2", "7"])
    why = care["guardianship__why"].astype(str)
    assert (why[~entrusted] == "inapplicable").all()
    assert not (why[entrusted] == "inapplicable").any()
    assert care["guardianship"].sum() > 0


def test_w1_knows_grandparents_only(raw, rows):
    assert len(raw("w1").labels("caregiver")) == len(BROAD)
    assert raw("w1").values("caregiver") == rows["w1"]["caregiver"].map(BROAD_OF).tolist()
    plain = raw("w1", 30)
    assert len(plain.labels("caregiver")) == len(CAREGIVERS)
    assert plain.values("caregiver") == rows["w1"]["caregiver"].tolist()


def test_w4_takes_two_mentions(raw, rows, landed):
    on, off = raw("w4"), raw("w4", 31)
    assert on.columns["caregiver"][0].name.endswith("k1m1")
    assert "caregiver2" in on.columns
    assert "caregiver2" not in off.columns
    assert off.columns["caregiver"][0].name.endswith("k1")
    assert on.values("caregiver") == off.values("caregiver") == rows["w4"]["caregiver"].tolist()
    second = landed.table("care", "w4")["caregiver2"]
    assert 0.2 < second.notna().mean() < 0.5
    first = landed.table("care", "w4")["caregiver_detail"].astype(str)
    assert (first != second.astype(str)).all()


@pytest.mark.parametrize(("wave", "columns"), [("w1", 0), ("w2", 1), ("w3", 2), ("w5", 2)])
def test_who_answered_stands_in_one_question_of_w2(raw, wave, columns):
    found = raw(wave).columns
    assert len(found.get("proxied", [])) + len(found.get("proxied_why", [])) == columns


def test_a_proxy_is_told_apart_from_its_reason(raw, landed):
    on, off = raw("w2"), raw("w2", 54)
    code = {1: 2, 2: 3, 3: 4}
    expected = [
        code[why] if proxied == 1 else 1 if proxied == 0 else proxied
        for proxied, why in zip(off.values("proxied"), off.values("proxied_why"), strict=True)
    ]
    assert on.values("proxied") == expected
    care = landed.table("care", "w2")
    assert 0 < care["proxied"].sum() == care["proxied_why"].notna().sum()
    assert care.loc[care["proxied"] == False, "proxied_why__why"].eq("inapplicable").all()  # noqa: E712


def test_somebody_reads_to_and_plays_with_the_young_only(landed, rows):
    for wave in ("w1", "w4"):
        care = landed.table("care", wave)
        young = (rows[wave]["age"] < 10).to_numpy() & (care["caregiver"].astype(str) != "7")
        for name in ("reads_to", "plays_with"):
            why = care[f"{name}__why"].astype(str)
            assert ((why == "inapplicable") == ~young).all()
            assert care.loc[young, name].nunique() == 4
