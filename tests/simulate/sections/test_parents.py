"""Parents of each child: what is true of them, and what every trap does to the raw columns."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kinpanel.simulate import WAVES, simulate
from kinpanel.simulate.delivery import delivered
from kinpanel.simulate.exports import encode
from kinpanel.simulate.files import asked_layouts
from kinpanel.simulate.months import yyyymm
from kinpanel.simulate.sections.parents import PARENTS
from kinpanel.simulate.traps import ALL_TRAPS

SIDES = ("f", "m")


@pytest.fixture(scope="module")
def small():
    return simulate(4, villages=6, households_per_village=30)


@pytest.fixture(scope="module")
def rows(small) -> dict[str, pd.DataFrame]:
    return {wave: delivered(small, wave)["proxy"] for wave in WAVES}


def raw(rows, wave, source, traps=ALL_TRAPS) -> pd.Series:
    """The raw column made of a true quantity."""
    layout = next(one for one in asked_layouts(wave, traps) if one.unit == "proxy")
    column = next(one for one in PARENTS.columns(wave, traps) if one.source == source)
    return encode(rows[wave], layout)[column.name]


def sources(wave, traps=ALL_TRAPS) -> list[str]:
    return [column.source for column in PARENTS.columns(wave, traps)]


def test_place_has_six_codes_then_eight_in_another_order(rows):
    true = rows["w1"]["place_f"]
    assert (raw(rows, "w1", "place_f")[true == 1] == 1).all()
    assert set(raw(rows, "w1", "place_f").dropna()) <= {1, 2, 3, 4, 5, 6}
    true = rows["w3"]["place_f"]
    told = raw(rows, "w3", "place_f")
    for code, as_told in ((1, 7), (3, 5), (6, 2)):
        assert (true == code).any()
        assert (told[true == code] == as_told).all()
    for wave in WAVES:
        plain = raw(rows, wave, "place_m", ALL_TRAPS - {25})
        known = rows[wave]["place_m"].notna()
        assert (plain[known] == rows[wave]["place_m"][known]).all()


def test_the_gate_asks_for_three_months_then_for_six():
    assert [("gate3_f" in sources(w), "gate6_f" in sources(w)) for w in WAVES] == [
        (True, False),
        *[(False, True)] * 4,
    ]
    assert all("gate3_f" in sources(wave, ALL_TRAPS - {26}) for wave in WAVES)


def test_months_are_asked_of_all_then_behind_the_gate(rows):
    assert [next(s for s in sources(w) if s.startswith("months")) for w in WAVES] == [
        "months0_f",
        *["months6_f"] * 4,
    ]
    for wave in WAVES:
        assert "months0_m" in sources(wave, ALL_TRAPS - {27})
    assert "months3_f" in sources("w2", ALL_TRAPS - {26})
    table = rows["w3"]
    low, high = (PARENTS.clean(table, "w3")[f"months_{end}_f"] for end in ("low", "high"))
    told = table["reported_months_f"].where(table["alive_f"] == 1)
    inside = told.notna() & low.notna()
    assert ((low <= told) & (told <= high))[inside].all()
    closed = inside & (told < 6)
    assert closed.sum() > 20
    assert (low[closed] == 0).all()
    assert (high[closed] == 5).all()
    assert (low == high)[inside & ~closed].all()


@pytest.mark.parametrize("wave", WAVES)
def test_whoever_is_away_or_dead_is_so_by_the_truth(rows, small, wave):
    table = rows[wave]
    for side, state in zip(SIDES, ("F", "M"), strict=True):
        dead = table["father_dead" if side == "f" else "mother_dead"]
        assert ((table[f"alive_{side}"] == 0) == dead.astype(bool)).all()
        away = table["state"].astype(str).str.contains(state)
        assert (table.loc[away, f"place_{side}"] != 1).all()
        assert (
            (table[f"left_{side}__why"] == "inapplicable")
            .eq((table[f"place_{side}"] == 1) | (table[f"alive_{side}"] == 0))
            .all()
        )


def test_births_are_told_in_four_ways(rows):
    birth = yyyymm(rows["w2"]["birth"].to_numpy())
    columns = {c.name: c for c in PARENTS.columns("w2", ALL_TRAPS)}
    assert {"w2k_birth_y", "w2k_birth_m", "w2k_birth_cal"} <= set(columns)
    year, month = (columns[f"w2k_birth_{part}"].make(rows["w2"]) for part in "ym")
    solar = (rows["w2"]["calendar"] == 1).to_numpy()
    assert 0.02 < 1 - solar.mean() < 0.3
    assert (100 * year + month)[solar].tolist() == birth[solar].tolist()
    assert ((100 * year + month)[~solar] != birth[~solar]).all()
    text = raw(rows, "w3", "birth")
    assert text.str.fullmatch(r"\d{4}-\d\d").all()
    assert raw(rows, "w4", "birth").str.fullmatch(r"\d{4}年\d{1,2}月").all()
    for wave in WAVES:
        plain = raw(rows, wave, "birth", ALL_TRAPS - {35})
        assert (plain == yyyymm(rows[wave]["birth"].to_numpy())).all()


def test_the_father_named_may_be_a_stepfather_from_w3(rows):
    for wave in WAVES:
        table = rows[wave]
        own = raw(rows, wave, "own_father", ALL_TRAPS - {52})
        assert (own.str[8:] == "02").all()
        assert ("father_kind" in sources(wave)) == (wave in ("w3", "w4", "w5"))
        if wave in ("w3", "w4", "w5"):
            step = table["father_kind"] == 2
            assert 0 < step.sum() < len(table) / 4
            assert (raw(rows, wave, "named_father").str[8:] == np.where(step, "08", "02")).all()


def test_lockdown_is_a_reason_from_w4_and_work_without_the_trap(rows):
    for wave in WAVES:
        labels = next(c for c in PARENTS.columns(wave, ALL_TRAPS) if c.source == "reason_f").labels
        assert (8 in labels) == (wave in ("w4", "w5"))
        assert "reason_plain_f" in sources(wave, ALL_TRAPS - {47})
        assert not (rows[wave]["reason_plain_f"] == 8).any()
    assert not (rows["w3"]["reason_f"] == 8).any()


def test_brothers_and_sisters_are_told_the_same_of_their_parents(rows):
    table = rows["w2"]
    same = [
        "place_f",
        "months0_f",
        "reason_m",
        "hours_f",
        "contract_f",
        "county_m",
        "capacity_f",
        "returns_m",
    ]
    assert table["hhid"].duplicated().any()
    assert (table.groupby("hhid")[same].nunique() <= 1).all(axis=None)
