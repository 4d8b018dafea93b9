"""A panel in blocks: what a block is, and that two of them make one panel."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import fields
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from kinpanel.errors import UsageError
from kinpanel.pipeline.handle import Study
from kinpanel.pipeline.ingest import ingest
from kinpanel.pipeline.score import score
from kinpanel.pipeline.simulate import simulate as simulate_study
from kinpanel.simulate import Truth, blocks, simulate, simulate_blocks, write_exports
from kinpanel.simulate.blocks import MOST_HOUSEHOLDS, MOST_PERSONS, MOST_VILLAGES, blocks_of
from kinpanel.simulate.households import COUNTIES

ROOT = Path(__file__).parents[2]
SIZE = {"villages": 24, "households_per_village": 5}
"""Two blocks where a county has no more than five households in a block."""


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "COUNTY_HOUSEHOLDS", 5)


def digests(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*.*")
    }


@given(
    villages=st.integers(1, MOST_VILLAGES),
    households=st.integers(1, MOST_HOUSEHOLDS),
    seed=st.integers(0, 2**40),
)
def test_blocks_share_out_the_villages_and_leave_no_number_twice(villages, households, seed):
    found = blocks_of(seed, villages, households)
    assert sum(block.villages for block in found) == villages
    assert all(block.villages * households <= 12_000 for block in found)
    assert len({block.seed for block in found}) == len(found)
    assert (found[0].seed, found[0].numbered, found[0].before) == (seed, 0, 0)
    for block, after in pairwise(found):
        assert block.villages % COUNTIES == 0
        assert after.numbered == block.numbered + block.villages // COUNTIES
        assert after.before == block.before + block.villages * households
    assert found[-1].numbered + -(-found[-1].villages // COUNTIES) <= 99


def test_identifiers_hold_a_million_households():
    last = blocks_of(1, MOST_VILLAGES, MOST_HOUSEHOLDS)[-1]
    households = last.before + last.villages * last.households
    assert households == 1_186_812
    assert len(f"P{MOST_PERSONS * households:07d}") <= 9


def test_a_panel_of_several_blocks_is_not_drawn_at_once():
    with pytest.raises(UsageError, match="2 blocks"):
        simulate(1, villages=601, households_per_village=20)
    with pytest.raises(UsageError, match="1,188"):
        simulate_blocks(1, villages=1189)
    with pytest.raises(UsageError, match="homogeneous"):
        simulate_blocks(1, "homogenous")


def test_the_first_block_is_the_panel_that_it_would_be_alone(small_blocks, tmp_path):
    first, second = simulate_blocks(3, **SIZE)
    alone = simulate(3, villages=12, households_per_village=5)
    for field in fields(Truth):
        if isinstance(getattr(alone, field.name), pd.DataFrame):
            assert_frame_equal(getattr(first, field.name), getattr(alone, field.name))
    assert not second.persons["birth_month"].equals(first.persons["birth_month"])
    for name, truth in (("alone", alone), ("first", first)):
        (tmp_path / name).mkdir()
        write_exports(truth if name == "alone" else iter([truth]), tmp_path / name)
    assert digests(tmp_path / "alone") == digests(tmp_path / "first")


def test_blocks_give_the_same_bytes_twice_and_nothing_stays_behind(small_blocks, tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write_exports(simulate_blocks(3, **SIZE), tmp_path / name, ["w1", "w4"])
        assert sorted(path.name for path in (tmp_path / name).iterdir()) == ["w1", "w4"]
    assert digests(tmp_path / "one") == digests(tmp_path / "two")


@pytest.fixture(scope="module")
def landed(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """The whole reference panel in two small blocks, ingested."""
    folder = tmp_path_factory.mktemp("blocks")
    for name in ("questionnaires", "codebooks"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "study.yaml", folder)
    study = Study.open(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "COUNTY_HOUSEHOLDS", 5)
        simulate_study(study, seed=3, villages=24, households=5)
    ingest(study, ["w3"])
    return study


def test_two_blocks_are_ingested_and_share_no_id(landed, small_blocks):
    asked = [truth.child_waves.query("wave == 'w3'") for truth in simulate_blocks(3, **SIZE)]
    child, person = landed.store.read("child"), landed.store.read("person")
    assert len(child) == sum(int(waves["responded"].sum()) for waves in asked)
    assert child["pid"].is_unique
    assert child["hhid"].str[:5].nunique() == 24
    number = person["hhid"].str[3:5]  # the first village of every county, and the second
    uids = [set(person.loc[number == block, "uid"]) for block in ("01", "02")]
    assert all(len(of) > 150 for of in uids)
    assert uids[0].isdisjoint(uids[1])


def test_only_a_panel_of_one_block_is_scored(landed, small_blocks):
    with pytest.raises(UsageError, match="in blocks"):
        score(landed)
