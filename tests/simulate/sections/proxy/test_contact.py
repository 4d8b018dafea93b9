"""Section C: contact with each parent who lives elsewhere, and its traps."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kinpanel.simulate import WAVES
from kinpanel.simulate.delivery import delivered
from kinpanel.simulate.sections.proxy.contact_columns import band
from kinpanel.simulate.sections.proxy.contact_frame import DIFFICULTIES, PARENTS

PARENT = pytest.mark.parametrize("parent", [name for name, *_ in PARENTS])
AWAY = {"father": ("F", "FM"), "mother": ("M", "FM")}


@PARENT
@pytest.mark.parametrize("wave", WAVES)
def test_only_those_who_live_elsewhere_are_asked_about(landed, rows, parent, wave):
    contact = landed.table("contact", wave)
    away = rows[wave]["state"].isin(AWAY[parent]) & ~rows[wave][f"{parent}_dead"].astype(bool)
    assert ((contact[f"{parent}_lives"].astype(str) == "2") == away).all()
    for end in ("voice", "days", "channel", "hard", *DIFFICULTIES):
        why = contact[f"{parent}_{end}__why"].astype(str)
        assert ((why == "inapplicable") == ~away).all()


@PARENT
def test_nobody_is_said_to_have_had_no_video_before_it_was_asked_about(landed, raw, parent):
    for wave in ("w1", "w2"):
        contact = landed.table("contact", wave)
        for end in ("video", "by_video"):
            assert contact[f"{parent}_{end}"].isna().all()
            assert (contact[f"{parent}_{end}__why"].astype(str) == "not_asked").all()
        assert f"{parent}_video" not in raw(wave).columns
        assert f"{parent}_video" in raw(wave, 19).columns
    assert landed.table("contact", "w5")[f"{parent}_video"].sum() > 0
    assert len(raw("w4").labels(f"{parent}_channel")) == 7
    assert len(raw("w4", 19).labels(f"{parent}_channel")) == 3


@PARENT
def test_ways_of_contact_lead_to_talking_and_writing(raw, parent, landed):
    source = f"{parent}_channel"
    assert len(raw("w2").labels(source)) == 5
    assert raw("w1").labels(source) == {1: "Talking", 2: "Writing", 3: "No contact"}
    plain = {1: 2, 2: 1, 3: 1, 4: 2, 5: 3}
    before, after = raw("w2").values(source), raw("w2", 18).values(source)
    known = [(one, two) for one, two in zip(before, after, strict=True) if one in plain]
    assert known
    assert all(plain[one] == two for one, two in known)
    assert set(landed.table("contact", "w5")[source].dropna().astype(str)) >= {"1", "2"}


@pytest.mark.parametrize(("number", "code"), [(0, 0), (1, 1), (2, 2), (3, 2), (4, 3), (12, 3)])
def test_bands_of_visits(number, code):
    assert band(pd.Series([float(number)])).tolist() == [code]
    assert np.isnan(band(pd.Series([np.nan]))[0])


@PARENT
def test_visits_are_a_number_bands_or_months(raw, rows, parent):
    source = f"{parent}_visits"
    number = rows["w5"][source]
    months = [column.name for column in raw("w5").columns[source]]
    assert len(months) == 12
    listed = raw("w5").frame[months]
    given = number.notna().to_numpy()
    assert (listed[given].sum(axis=1) == number[given]).all()
    plain = np.array(raw("w5", 20).values(source), dtype=float)
    assert (plain[given] == number[given]).all()
    assert len(raw("w3").labels(source)) == 4
    assert raw("w3", 20).labels(source) == {}
    assert np.nanmax(np.array(raw("w1").values(source), dtype=float)) >= 2


@PARENT
def test_visits_of_w2_are_of_another_period(landed, raw, rows, parent):
    source = f"{parent}_visits"
    contact = landed.table("contact", "w2")
    assert contact[source].isna().all()
    assert contact[f"{source}_band"].isna().all()
    since, year = rows["w2"][f"{source}_feast"], rows["w2"][source]
    assert (since.dropna() <= year[since.notna()]).all()
    assert since.sum() < year.sum()
    assert raw("w2").values(source) != raw("w2", 21).values(source)
    for wave in ("w1", "w3", "w4", "w5"):
        assert landed.table("contact", wave)[f"{source}_feast"].isna().all()


@PARENT
def test_a_blank_of_w3_is_no_visit_of_nobody(landed, raw, rows, parent):
    source = f"{parent}_visits"
    blank = pd.isna(pd.Series(raw("w3").values(source)))
    routed = rows["w3"][f"{source}__why"] == "inapplicable"
    assert blank.tolist() == routed.tolist()
    written = raw("w3", 38)
    (column,) = (c for c in written.frame if c.endswith(f"c5{parent[0]}"))
    assert ((written.frame[column] == -8) == routed).all()
    contact = landed.table("contact", "w3")
    assert contact.loc[routed.to_numpy(), f"{source}_band"].isna().all()
    why = contact.loc[routed.to_numpy(), f"{source}_band__why"].astype(str)
    assert (why == "inapplicable").all()
    assert 0 < (contact[f"{source}_band"].astype(str) == "0").sum() < (~routed).sum()


@PARENT
def test_closeness_is_stretched_and_says_so(landed, raw, parent):
    name = f"{parent}_close"
    row = landed.study.codebook.row("contact", name, "w1")
    assert row is not None
    assert row.status == "approximate"
    early, late = (landed.table("contact", wave)[name].dropna() for wave in ("w1", "w5"))
    assert set(early.astype(float)) <= {0.0, 2.5, 5.0, 7.5, 10.0}
    assert len(set(late.astype(float)) - {0.0, 2.5, 5.0, 7.5, 10.0}) > 3
    assert landed.table("contact", "w5")[f"{name}5"].isna().all()
    assert raw("w5").labels(name) == {}
    assert len(raw("w5", 40).labels(name)) == 5


@PARENT
def test_the_new_year_of_w4_is_told_from_memory(landed, raw, rows, parent):
    name = f"{parent}_new_year"
    contact = landed.table("contact", "w4")
    assert contact[name].isna().all()
    given = contact[f"{name}_told"].notna().to_numpy()
    wrong = contact.loc[given, f"{name}_told"].astype(float) != rows["w4"].loc[given, name]
    assert 0 < wrong.mean() < 0.25
    assert raw("w4").values(name) != raw("w4", 51).values(name)


def test_wide_numbers_of_w5_have_codes_of_their_own(raw, baseline):
    true = delivered(baseline, "w5")["proxy"]
    written = raw("w5", of=true)
    seen = set()
    for name in ("height", "weight", "father_days", "father_gifts", "insured", "injury"):
        cells = pd.Series(written.values(name))
        for reason, narrow, wide in (("dont_know", 97, 997), ("refused", 98, 998)):
            missing = (true[f"{name}__why"] == reason).to_numpy()
            code = narrow if name in ("insured", "injury") else wide
            assert (cells[missing] == code).all(), name
            assert not (cells[~missing] == wide).any(), name
            seen |= {code} if missing.any() else set()
    assert seen == {97, 98, 997, 998}
