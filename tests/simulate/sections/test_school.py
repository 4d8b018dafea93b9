"""School and tests: raw files ingested, and held against the truth."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from kinpanel.pipeline.handle import Study
from kinpanel.simulate import WAVES, simulate
from kinpanel.simulate.clean import clean_tables
from kinpanel.simulate.delivery import delivered
from kinpanel.simulate.phone import phone_villages
from kinpanel.simulate.score import compare, score_trap
from kinpanel.simulate.traps import TRAPS

ROOT = Path(__file__).parents[3]
TABLES = ("school", "cognition")
MINE = (10, 11, 12, 16, 17, 29, 39, 48, 49)


@pytest.fixture(scope="module")
def truth():
    return simulate(1, "baseline", 20, 10)


@pytest.fixture(scope="module")
def study(reference, found_by_reference):
    warned = [one for one in found_by_reference if one.severity != "note"]
    mine = [one for one in warned if "proxy" in str(one.file) or str(one.file).startswith("school")]
    assert mine == []
    return Study.open(reference)


@pytest.fixture(scope="module")
def clean(truth):
    return {wave: clean_tables(truth, wave) for wave in WAVES}


@pytest.fixture(scope="module")
def held(study):
    return {name: study.store.read(name) for name in (*TABLES, "health")}  # 29 bands care, too


def in_wave(held, clean, table, wave):
    rows = held[table]
    rows = rows[rows["wave"].astype(str) == wave].set_index("pid", drop=False)
    return rows.loc[clean[wave][table]["pid"]]


@pytest.mark.parametrize("wave", WAVES)
@pytest.mark.parametrize("table", TABLES)
def test_tables_hold_what_is_true(study, held, clean, table, wave):
    rows = in_wave(held, clean, table, wave)
    assert len(rows) == len(clean[wave][table]) > 40
    for variable in study.codebook.tables[table].variables:
        found = compare(variable, clean[wave][table], rows, 1e-6)
        assert not found.wrong.any(), variable.name


@pytest.mark.parametrize("number", MINE)
def test_no_trap_is_fallen_into(study, held, clean, number):
    found = score_trap(TRAPS[number], clean, held, study.codebook, {})
    assert found.verdict == {"resolved": "resolved", "lost": "refused"}[TRAPS[number].handled]
    assert found.cells > 0
    assert found.wrong == 0


def test_truancy_is_held_in_all_waves_and_its_kind_not_in_wave_3(held):
    by_wave = held["school"].groupby(held["school"]["wave"].astype(str))
    assert (by_wave["truancy"].count() > 20).all()
    assert (by_wave["truancy_kind"].count() > 20).to_dict() == {w: w != "w3" for w in WAVES}
    kinds = held["school"].dropna(subset=["truancy_kind"])
    assert (kinds["truancy"].astype(bool) == kinds["truancy_kind"].isin(["3", "4"])).all()


def test_none_and_nobody_knows_are_not_the_same(held, clean):
    rows = in_wave(held, clean, "school", "w4")
    none = rows["internet_hours"] == 0
    young = rows["internet_hours__why"] == "inapplicable"
    assert none.sum() > 5 < young.sum()
    assert rows["internet_hours"][young].isna().all()


def test_scores_of_the_two_forms_never_stand_in_one_wave(held):
    table = held["cognition"]
    both = table[["word_score", "recall_score"]].notna().all(axis=1)
    assert not both.any()
    types = table.groupby(table["wave"].astype(str))["test_type"].agg(lambda s: set(s.dropna()))
    assert {wave: sorted(map(str, found)) for wave, found in types.items()} == {
        wave: ["2" if wave in ("w2", "w4") else "1"] for wave in WAVES
    }


def test_phone_interviews_have_a_flag_and_no_score(truth, held, clean):
    phone = delivered(truth, "w4")["proxy"]["village"].isin(phone_villages(truth)).to_numpy()
    table = in_wave(held, clean, "cognition", "w4")
    assert phone.any()
    assert (table["interview_mode"].astype(str) == np.where(phone, "2", "1")).all()
    assert (table["recall_score__why"][phone] == "inapplicable").all()
    assert table["recall_score"][~phone].notna().sum() > 20


def test_bullied_is_held_in_all_waves_and_how_often_not_in_wave_3(held):
    by_wave = held["school"].groupby(held["school"]["wave"].astype(str))
    assert (by_wave["bullied"].count() > 20).all()
    assert (by_wave["bullied_frequency"].count() > 20).to_dict() == {w: w != "w3" for w in WAVES}


def test_the_place_of_the_school_is_held_from_wave_2_and_coarsely_in_all(held):
    school = held["school"]
    first = school["wave"].astype(str) == "w1"
    assert school["school_place"][first].isna().all()
    assert (school["school_place__why"][first] == "not_asked").all()
    later = school[~first].dropna(subset=["school_place"])
    coarse = later["school_place"].astype(str).replace("4", "3")
    assert (later["school_place_coarse"].astype(str) == coarse).all()
    assert school["school_place_coarse"][first].notna().sum() > 20


def test_what_a_child_is_told_to_be_stays_from_wave_to_wave(held):
    school = held["school"]
    for name in ("dropout_month", "dropout_reason", "transfer_year", "transfer_reason"):
        known = school.dropna(subset=[name])
        assert (known.groupby("pid")[name].nunique() == 1).all(), name
    known = school.dropna(subset=["boarding_age"])
    assert (known.groupby("pid")["boarding_age"].nunique() == 1).all()


def test_numbers_of_the_whole_panel(baseline):
    """Shares that a reader of the section would expect, of all waves together."""
    waves = [clean_tables(baseline, wave)["school"] for wave in WAVES]
    every = pd.concat(waves, ignore_index=True)
    assert 0.88 < every["enrolled"].mean() < 0.97
    assert 0.22 < every["boarding"].mean() < 0.38
    assert 0.02 < every["truancy"].mean() < 0.08
    twelve = every["bullied_frequency"].dropna()
    assert 0.14 < (twelve > 1).mean() < 0.23
    assert 0.05 < (every["chinese_mark__why"][every["grade"] > 0] == "dont_know").mean() < 0.08
    assert (every["dropout_month"].dropna() <= 12 * 62 + 8).all()
