"""Household, village and tracking files: written, ingested, and equal to the truth."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from kinpanel.pipeline.handle import Study
from kinpanel.simulate import WAVES, simulate, write_exports
from kinpanel.simulate.clean import clean_tables, key_of
from kinpanel.simulate.delivery import delivered
from kinpanel.simulate.exports import encode
from kinpanel.simulate.files import layouts_of
from kinpanel.simulate.phone import phone_villages
from kinpanel.simulate.score import compare, score_trap
from kinpanel.simulate.sections.village import county_codes
from kinpanel.simulate.traps import ALL_TRAPS, TRAPS

ROOT = Path(__file__).parents[3]
MINE = (2, 23, 24, 33, 34, 37, 43, 44, 60)
TABLES = ("household", "village", "tracking")
PLACES = [(t, w) for t in TABLES for w in WAVES if (t, w) != ("tracking", "w1")]


@pytest.fixture(scope="module")
def truth():
    return simulate(1, "baseline", 20, 10)


@pytest.fixture(scope="module")
def study(reference, found_by_reference):
    found = found_by_reference
    assert [str(one) for one in found if any(table in str(one.file) for table in TABLES)] == []
    return Study.open(reference)


@pytest.fixture(scope="module")
def clean(truth):
    return {wave: clean_tables(truth, wave) for wave in WAVES}


@pytest.fixture(scope="module")
def held(study):
    return {name: study.store.read(name) for name in TABLES}


def in_wave(held, clean, table, wave):
    """The rows of a table and wave, in the order of the truth."""
    rows, (key, *_) = held[table], key_of(table)
    rows = rows[rows["wave"].astype(str) == wave].set_index(key, drop=False)
    return rows.loc[clean[wave][table][key]].reset_index(drop=True)


def raw(truth, wave, unit, traps=ALL_TRAPS):
    layout = next(one for one in layouts_of(wave, traps) if one.unit == unit)
    return encode(delivered(truth, wave)[unit], layout), layout


@pytest.mark.parametrize(("table", "wave"), PLACES)
def test_every_variable_is_what_is_true(study, held, clean, table, wave):
    got, true = in_wave(held, clean, table, wave), clean[wave][table]
    assert len(got) == len(true) > 0
    for variable in study.codebook.tables[table].variables:
        found = compare(variable, true, got)
        assert not found.wrong.any(), (variable.name, int(found.wrong.sum()))
        row = study.codebook.row(table, variable.name, wave)
        assert (row.rule is None) == (variable.name not in true), variable.name


@pytest.mark.parametrize("number", MINE)
def test_no_trap_is_fallen_into(study, held, clean, number):
    scored = score_trap(TRAPS[number], clean, held, study.codebook, {})
    lost = number in (43, 60)
    assert (scored.verdict, scored.wrong) == ("refused" if lost else "resolved", 0)
    assert scored.cells > 0


def test_the_household_id_has_another_name_every_wave(truth):
    on = [raw(truth, wave, "household")[0].columns[0] for wave in WAVES]
    assert on == ["fid", "fid16", "fid18", "fid20", "FID22"]
    plain = ALL_TRAPS - {2}
    off = [raw(truth, wave, "household", plain)[0].columns[0] for wave in WAVES]
    assert off == ["th_hhid", "w2h_hhid", "qh_hhid", "ph_hhid", "ZH_HHID"]


def test_land_in_mu_and_in_square_metres(truth, held):
    mu, square = (
        raw(truth, "w1", "household", traps)[0] for traps in (ALL_TRAPS, ALL_TRAPS - {23})
    )
    known = mu["th_land"] >= 0
    assert known.sum() > 60
    assert mu["th_land"][known].between(0.5, 25).all()
    assert np.allclose(square["th_land"][known], mu["th_land"][known] * 10_000 / 15)
    medians = held["household"].groupby("wave", observed=True)["land"].median()
    assert medians.max() / medians.min() < 1.2


def test_remittances_by_month_and_by_ten_thousand(truth, held):
    on, layout = raw(truth, "w4", "household")
    off, _ = raw(truth, "w4", "household", ALL_TRAPS - {24})
    assert {"ph_remit_f_per", "ph_remit_m_unit"} <= set(on) and "ph_remit_f_per" not in off
    given = on["ph_remit_f"].map(lambda cell: isinstance(cell, float)) & (off["ph_remit_f"] != "b")
    told = pd.to_numeric(on["ph_remit_f"], errors="coerce")
    year = pd.to_numeric(off["ph_remit_f"], errors="coerce")
    ratio = (year / told)[given & (told > 0)].round(3)
    assert set(ratio.unique()) == {1.0, 12.0, 10_000.0, 120_000.0}
    means = held["household"].groupby("wave", observed=True)["remit_father"].mean()
    assert means.notna().tolist() == [True, True, False, True, True]
    assert 0.4 < means["w4"] / means["w5"] < 2
    assert layout.stata == 15


def test_counties_by_the_code_of_their_year(truth, held):
    for wave in WAVES:
        codes = county_codes(wave)
        assert len(set(codes.values())) == len(codes) == 12
    given_on = county_codes("w1")["012"]
    assert county_codes("w4")["011"] == given_on != county_codes("w4")["012"]
    changed = [
        sum(county_codes(wave)[own] != code for own, code in county_codes("w1").items())
        for wave in WAVES
    ]
    assert changed == [0, 1, 2, 4, 5]
    off, _ = raw(truth, "w4", "village", ALL_TRAPS - {33})
    assert set(off["pv_county"]) == {village[:3] for village in off["pv_village"]}
    kept = held["village"].groupby("village")["county"].nunique()
    assert len(kept) == truth.children["village"].nunique() and (kept == 1).all()


def test_texts_in_gbk_in_utf8_and_longer_than_spss_holds_in_one_piece(tmp_path):
    truth = simulate(2, villages=12, households_per_village=10)
    write_exports(truth, tmp_path, ["w1", "w4"], files={"w1_household.dta", "w4_village.sav"})
    old = (tmp_path / "w1" / "w1_household.dta").read_bytes()
    assert "家庭编码".encode("gbk") in old and "砖木".encode("gbk") in old
    assert "家庭编码".encode() not in old and b"Household id" not in old
    said = set(delivered(truth, "w1")["household"]["shock_other"]) - {""}
    assert said and all(text.encode("gbk") in old for text in said)
    assert not any(text.encode() in old for text in said)
    remark = max(delivered(truth, "w4")["village"]["remark"], key=len)
    assert len(remark.encode()) > 255
    assert (tmp_path / "w4" / "w4_village.sav").exists()
    plain = next(one for one in layouts_of("w4", ALL_TRAPS - {34}) if one.unit == "village")
    assert (plain.file, plain.encoding) == ("w4_village.dta", None)
    before = next(one for one in layouts_of("w1", ALL_TRAPS - {34}) if one.unit == "household")
    assert before.encoding is None
    assert before.columns[0].label == "Household id"
    assert "砖木" not in str([column.labels for column in before.columns])


def test_ninety_nine_is_missing_here_and_an_age_there(truth, held):
    on, _ = raw(truth, "w2", "household")
    off, _ = raw(truth, "w2", "household", ALL_TRAPS - {37})
    assert (on["w2h_remit_months"] == 99).sum() == (off["w2h_remit_months"] == -1).sum() > 0
    assert not (off["w2h_remit_months"] == 99).any()
    rows = held["household"][held["household"]["wave"] == "w2"]
    assert (rows["house_age"] == 99).sum() == (on["w2h_house_age"] == 99).sum() > 0
    assert (rows["remit_months"].dropna() <= 12).all()
    assert (rows["remit_months__why"] == "dont_know").sum() == (on["w2h_remit_months"] == 99).sum()


def test_income_before_and_after_costs(truth, held):
    on, _ = raw(truth, "w3", "household")
    off, _ = raw(truth, "w3", "household", ALL_TRAPS - {43})
    given = on["qh_income"] > 0
    assert (on["qh_income"] < on["qh_income_cmp"])[given].mean() > 0.95
    assert (off["qh_income"] == off["qh_income_cmp"]).all()
    rows = held["household"]
    early = rows["wave"].isin(["w1", "w2"])
    assert rows.loc[early, "income_net"].isna().all()
    assert rows.loc[~early, "income_net"].notna().mean() > 0.9
    assert (rows["income"].notna().groupby(rows["wave"], observed=True).mean() > 0.9).all()


def test_weights_by_the_names_of_their_wave(truth, held):
    names = [raw(truth, wave, "household")[1].columns[-2:] for wave in WAVES]
    assert len({column.name for pair in names for column in pair}) == 10
    plain = [column.name for column in raw(truth, "w3", "household", ALL_TRAPS - {44})[1].columns]
    assert plain[-3:] == ["qh_w_base", "qh_w_cs", "qh_w_long"]
    rows = held["household"]
    in_w1 = set(rows.loc[rows["wave"] == "w1", "hhid"])
    late = rows[(rows["wave"] == "w2") & ~rows["hhid"].isin(in_w1)]
    assert len(late) > 0 and (late["w_long"] == 0).all()
    total = rows[rows["wave"] == "w2"].groupby("village")[["w_cs", "w_base"]].sum()
    assert (total["w_cs"] >= total["w_base"]).all()


def test_goods_are_apart_only_where_both_were_asked(truth, held):
    on, _ = raw(truth, "w3", "household")
    off, _ = raw(truth, "w3", "household", ALL_TRAPS - {60})
    more = (on["qh_remit_f"] > off["qh_remit_f"]).sum()
    assert more > 5 and (on["qh_remit_f"] >= off["qh_remit_f"])[on["qh_remit_f"].notna()].all()
    counts = held["household"].groupby("wave", observed=True)[["remit_mother", "remit_all_mother"]]
    asked = (counts.count() > 0).to_numpy().tolist()
    assert asked == [[True, False], [True, False], [False, True], [True, True], [True, True]]


def test_interviews_by_phone_have_their_own_consent(truth, held):
    rows = held["household"]
    phone = rows["mode"].astype(str) == "2"
    assert set(rows.loc[phone, "wave"].astype(str)) == {"w4"}
    assert set(rows.loc[phone, "village"]) == set(phone_villages(truth))
    assert ((rows["consent"].astype(str) == "3") == phone).all()


def test_what_became_of_the_children(truth, held):
    rows = held["tracking"]
    contact = rows["contact"].astype(int)
    waves = truth.child_waves.set_index(["pid", "wave"])
    at = waves.reindex(pd.MultiIndex.from_arrays([rows["pid"], rows["wave"].astype(str)]))
    here = at["responded"].eq(True).to_numpy()
    assert (here == (contact == 1).to_numpy()).all()
    moved = (at["in_origin"].eq(False) & at["tracked"].eq(True)).to_numpy()
    assert (moved == (contact == 2).to_numpy()).all() and moved.sum() > 0
    aged = at["age"].isna().to_numpy()
    assert set(contact[aged]) <= {6, 7} and (contact == 6).sum() > 20
    assert rows["moved_to"].notna().sum() == contact.isin([2, 3]).sum() > 0


def test_the_dead_are_never_met_again():
    truth = simulate(5, villages=60, households_per_village=20)
    rows = pd.concat([delivered(truth, w)["tracking"].assign(wave=w) for w in list(WAVES)[1:]])
    dead = rows[rows["contact"] == 7]
    assert 0 < dead["pid"].nunique() < 20
    first = dead.groupby("pid")["wave"].min()
    seen = truth.child_waves[
        truth.child_waves["tracked"] & truth.child_waves["pid"].isin(first.index)
    ]
    assert (seen["wave"] < seen["pid"].map(first)).all()
    last = seen.groupby("pid")["interview_month"].max()
    assert (dead["death_month"].to_numpy() > dead["pid"].map(last).to_numpy()).all()
    assert (dead.groupby("pid")["death_month"].nunique() == 1).all()


def test_death_is_restricted(study):
    tracking = study.codebook.tables["tracking"]
    hidden = {one.name for one in tracking.variables if one.sensitivity == "restricted"}
    assert hidden == {"death_month", "death_cause", "death_care"}
