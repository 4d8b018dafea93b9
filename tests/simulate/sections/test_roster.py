"""Roster, spells and parents: what is exported comes home as what is true; traps of the roster."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from kinpanel.pipeline.audit import audit
from kinpanel.pipeline.handle import Study
from kinpanel.simulate import WAVES, simulate
from kinpanel.simulate.clean import clean_tables
from kinpanel.simulate.delivery import delivered
from kinpanel.simulate.exports import encode
from kinpanel.simulate.files import layouts_of
from kinpanel.simulate.households import FATHER, MOTHER
from kinpanel.simulate.kin import KIN, NEWCOMER, STEPFATHER, kin_of, second_homes
from kinpanel.simulate.parameters import ReportParameters
from kinpanel.simulate.reports import rounded
from kinpanel.simulate.score import compare
from kinpanel.simulate.sections.roster import ROSTER
from kinpanel.simulate.sections.whereabouts import months_away
from kinpanel.simulate.traps import ALL_TRAPS

ROOT = Path(__file__).parents[3]
TABLES = ("person", "spell", "parents")


@pytest.fixture(scope="module")
def small():
    """Enough households for kin, newcomers, stepfathers and households that split."""
    return simulate(1, "baseline", 20, 10)


@pytest.fixture(scope="module")
def study(reference) -> Study:
    """The small panel, exported with all traps and ingested."""
    return Study.open(reference)


@pytest.fixture(scope="module")
def rosters(small) -> dict[str, pd.DataFrame]:
    return {wave: delivered(small, wave)["roster"] for wave in WAVES}


@pytest.mark.parametrize("wave", WAVES)
@pytest.mark.parametrize("table", TABLES)
def test_every_variable_of_the_tables_is_the_clean_truth(study, small, table, wave):
    true = clean_tables(small, wave)[table]
    held = study.store.read(table)
    held = held[held["wave"].astype(str) == wave].reset_index(drop=True)
    codebook = study.codebook.tables[table]
    assert len(held) == len(true) > 100
    order = true.sort_values(list(codebook.key)).reset_index(drop=True)
    held = held.sort_values(list(codebook.key)).reset_index(drop=True)
    for variable in codebook.variables:
        found = compare(variable, order, held)
        assert not found.wrong.any(), variable.name
        row = study.codebook.row(table, variable.name, wave)
        if row.status in ("not_asked", "impossible"):
            assert found.empty.all()
            assert variable.name not in true


def test_newcomers_are_given_the_line_of_those_who_left(rosters, small):
    kin = kin_of(small)
    newcomers = kin[kin["plain_line"] == NEWCOMER]
    assert len(newcomers) >= 2
    before = rosters["w1"].set_index("pid")
    after = rosters["w2"].set_index("pid")
    reused = [pid for pid in newcomers["pid"] if pid in before.index and pid in after.index]
    assert reused
    for pid in reused:
        assert before.loc[pid, "line"] == after.loc[pid, "line"] == KIN
        assert before.loc[pid, "who"] != after.loc[pid, "who"]
        assert before.loc[pid, "uid"] != after.loc[pid, "uid"]
        assert abs(before.loc[pid, "birth_month"] - after.loc[pid, "birth_month"]) >= 30


def test_the_audit_names_every_line_that_was_given_again(study, rosters):
    rows = pd.concat(rosters.values())
    twice = rows.groupby("pid")["who"].nunique()
    reused = set(twice[twice > 1].index)
    (rule,) = audit(study, ["L02"]).rules
    assert reused
    assert set(rule.failures["key"]) == reused


def test_without_the_trap_every_line_is_one_person(small):
    rows = pd.concat([delivered(small, wave, ALL_TRAPS - {3})["roster"] for wave in WAVES])
    assert (rows.groupby("pid")["who"].nunique() == 1).all()
    assert (rows["line"] == NEWCOMER).any()


def test_who_stands_in_two_rosters_is_counted_in_one(rosters, small):
    homes = second_homes(small)
    assert len(homes) >= 3
    for wave in ("w3", "w4", "w5"):
        rows = rosters[wave]
        assert rows["pid"].is_unique
        listings = rows.groupby("uid")["pid"].size()
        assert listings.max() == 2
        counted = rows[rows["counted"] == 1]
        assert counted["uid"].is_unique
        assert set(counted["uid"]) == set(rows["uid"])
        again = rows[rows["second"]].set_index("orig_pid")
        first = rows[~rows["second"]].set_index("pid").loc[again.index]
        assert (first["sex"] == again["sex"]).all()
        assert (first["birth_month"] == again["birth_month"]).all()
        assert ((again["usual"] + first["usual"]).fillna(0) <= 1).all()
        children = again["relation"] == 3
        assert (again.loc[children, "counted"] == 0).all()
        assert (again.loc[~children, "counted"] == 1).all()
    assert not rosters["w1"]["second"].any()


def test_without_the_trap_nobody_stands_in_two_rosters(small):
    rows = delivered(small, "w4", ALL_TRAPS - {5})["roster"]
    assert rows["uid"].is_unique
    assert (rows["counted"] == 1).all()


def test_months_lived_here_are_told_from_months_away_that_are_rounded_for_some(small, rosters):
    rule = ReportParameters()
    hits = looked = 0
    for wave, rows in rosters.items():
        parents = rows[rows["role"].isin([FATHER, MOTHER]) & ~rows["second"] & ~rows["elsewhere"]]
        parents = parents[parents["months_here__why"] == ""]
        away = months_away(small.spells, parents["who"], parents["interview_month"])
        told = 12 - parents["months_here"].to_numpy()
        nearest = rounded(rule, away, np.ones(len(away), dtype=bool))
        assert ((told == away) | (told == nearest)).all(), wave
        apart = nearest != away
        looked, hits = looked + apart.sum(), hits + (told == nearest)[apart].sum()
    assert looked > 100
    assert abs(hits / looked - rule.heaped) < 3 * np.sqrt(0.24 / looked)


def test_permanent_ids_begin_in_w3_and_with_the_trap_off_in_w1():
    assert [_has("uid", wave, ALL_TRAPS) for wave in WAVES] == [False, False, True, True, True]
    assert all(_has("uid", wave, ALL_TRAPS - {4}) for wave in WAVES)


def test_registration_is_reformed_from_w3_and_plain_without_the_trap(small, rosters):
    for wave in WAVES:
        column = _column("hukou_now", wave, ALL_TRAPS)
        assert (3 in column.codes) == (wave in ("w3", "w4", "w5"))
        assert set(_column("hukou_plain", wave, ALL_TRAPS - {32}).codes) == {1, 2}
        assert not _has("hukou_before", wave, ALL_TRAPS - {32})
    shares = [(rosters[wave]["hukou_now"] == 3).mean() for wave in WAVES]
    assert shares[:2] == [0, 0]
    assert 0.1 < shares[2] < shares[3] < shares[4] < 0.95


def test_present_is_another_question_in_w4():
    assert [_present(wave, ALL_TRAPS) for wave in WAVES] == [
        *("usual", "usual", "usual", "slept", "usual")
    ]
    assert [_present(wave, ALL_TRAPS - {50}) for wave in WAVES] == ["usual"] * 5
    assert _has("slept", "w4", ALL_TRAPS - {50})


def test_months_here_and_usual_residence_agree_with_the_spells(rosters, small):
    rows = rosters["w3"]
    parents = rows[rows["role"].isin([FATHER, MOTHER]) & (rows["alive"] == 1)]
    spells = small.spells
    now = parents[["who", "interview_month"]].merge(spells, left_on="who", right_on="parent_pid")
    away = now[
        (now["start_month"] <= now["interview_month"])
        & ~(now["end_month"] <= now["interview_month"]).fillna(False)
    ]["who"]
    assert len(away) > 20
    assert (parents.loc[parents["who"].isin(away), "usual"] == 0).all()
    home = parents[~parents["who"].isin(away) & ~parents["elsewhere"]]
    assert (home["usual"] == 1).all()
    known = rows["months_here"].dropna()
    assert known.between(0, 12).all()


def test_nobody_is_a_widow_before_the_death_nor_after_a_second_wedding(rosters, small):
    kin = kin_of(small)
    again = set(kin.loc[kin["line"] == STEPFATHER, "hhid"])
    for wave in ("w1", "w5"):
        rows = rosters[wave]
        mothers = rows[(rows["role"] == MOTHER) & ~rows["second"]].set_index("home")
        fathers = rows[(rows["role"] == FATHER) & ~rows["second"]].set_index("home")
        widows = mothers.index[mothers["marital"] == 4]
        assert (fathers.loc[widows, "alive"] == 0).all()
        if wave == "w5":
            seen = [home for home in again if home in mothers.index]
            assert set(mothers.loc[seen, "marital"].dropna()) <= {2}


def test_other_draws_do_not_move_when_a_trap_is_set(small):
    one = delivered(small, "w2", ALL_TRAPS)["roster"].set_index("uid")
    two = delivered(small, "w2", frozenset())["roster"].set_index("uid")
    kept = one[~one["second"] & ~one["elsewhere"]]
    two = two.loc[kept.index]
    assert len(kept) > 500
    for name in ("marital", "education", "hukou_now", "slept"):
        assert np.array_equal(kept[name], two[name], equal_nan=True)


def _has(source: str, wave: str, traps: frozenset[int]) -> bool:
    return any(column.source == source for column in ROSTER.columns(wave, traps))


def _column(source: str, wave: str, traps: frozenset[int]):
    return next(column for column in ROSTER.columns(wave, traps) if column.source == source)


def _present(wave: str, traps: frozenset[int]) -> str:
    (column,) = [c for c in ROSTER.columns(wave, traps) if c.name.lower().endswith("present")]
    return column.source


def test_the_raw_roster_is_encoded_by_the_habits_of_the_wave(small):
    rows = delivered(small, "w5")["roster"]
    layout = next(layout for layout in layouts_of("w5") if layout.unit == "roster")
    raw = encode(rows, layout)
    assert set(raw["ALIVE"].dropna()) == {1, 5}
    assert set(raw["MARITAL"].dropna()) <= {1, 2, 3, 4, 97}
