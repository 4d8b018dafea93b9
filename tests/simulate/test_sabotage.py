"""Whoever treats a trap of the reference panel carelessly is found out by its score."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import pytest
import yaml
from tests.conftest import SMALL
from tests.simulate.sabotage import Saboteur

from kinpanel.derived.audit import audit, gather, rule_of
from kinpanel.pipeline.handle import Study
from kinpanel.pipeline.score import flagged_rows
from kinpanel.simulate import WAVES
from kinpanel.simulate.score import score_trap
from kinpanel.simulate.score.verdict import WELL
from kinpanel.simulate.traps import ALL_TRAPS, TRAPS

FILE = Path(__file__).parents[1] / "cases" / "sabotage.yaml"
CASES = yaml.safe_load(FILE.read_text(encoding="utf-8"))
TABLES = sorted({(case["cell"].split(".")[0], case["wave"]) for case in CASES if "cell" in case})


ALL = bool(os.environ.get("KINPANEL_SABOTAGE"))
slow = pytest.mark.skipif(not ALL, reason="make check-traps tries every trap")
TRIED = [case for case in CASES if ALL or case["trap"] in (3, 7, 22)]


def named(case: dict[str, object]) -> str:
    plain = ("trap", "cell", "wave", "outcome", "source")
    kind = next((key for key in case if key not in plain), "source")
    return f"{case['trap']}-{case.get('cell', 'all')}-{case.get('wave', 'all')}-{kind}"


@pytest.fixture(scope="session")
def saboteur(reference: Path) -> Saboteur:
    study = Study.open(reference)
    return Saboteur(study, SMALL, flagged_rows(study))


def test_every_trap_is_tried():
    assert {case["trap"] for case in CASES} == ALL_TRAPS
    assert {case["outcome"] for case in CASES} == {"wrong", "stopped"}
    assert {number for number in ALL_TRAPS if number not in STOPPED_ONLY} == {
        case["trap"] for case in CASES if case["outcome"] == "wrong"
    }


STOPPED_ONLY = {2}
"""Traps that ingest itself never lets through."""


@slow
@pytest.mark.parametrize("number", TRAPS)
def test_who_treats_it_as_declared_comes_through(saboteur, number):
    trap, codebook = TRAPS[number], saboteur.study.codebook
    found = score_trap(trap, saboteur.truth, saboteur.tables, codebook, saboteur.flagged)
    assert (found.verdict, found.wrong) == (WELL[trap.handled], 0), found.note


@pytest.mark.parametrize("case", TRIED, ids=named)
def test_who_treats_it_carelessly_is_found_out(saboteur, case):
    assert saboteur.outcome(case) == case["outcome"]


@slow
@pytest.mark.parametrize(("table", "wave"), TABLES)
def test_nothing_but_the_sabotage_makes_the_difference(saboteur, table, wave):
    """Without it the same way of making a table of a wave makes the table that landed."""
    made = saboteur._made(table, {"wave": wave, "cell": f"{table}.pid"}, saboteur.study.codebook)
    assert made is not None
    held = saboteur.tables[table]
    held = held[held["wave"].astype(str) == wave]
    assert len(made) == len(held)
    for name in made.columns.intersection(held.columns).drop("wave"):
        ours, theirs = made[name].astype(object), held[name].astype(object)
        assert sorted(map(str, ours[ours.notna()])) == sorted(map(str, theirs[theirs.notna()]))


@pytest.mark.parametrize("number", [number for number, trap in TRAPS.items() if trap.rules])
def test_nothing_is_flagged_where_the_trap_is_not_set(saboteur, number):
    """The rules over true weights, and over a roster without the ids that were given again."""
    study = saboteur.study
    tables = {}
    for name in {cells.table for cells in TRAPS[number].cells}:
        landed = saboteur.tables[name]
        tables[name] = as_typed(landed, name, saboteur)
    material = gather(tables, study.codebook, study.definition)
    found = audit(material, [rule_of(rule) for rule in TRAPS[number].rules])
    assert [len(one.failures) for one in found.rules] == [0]


def as_typed(landed: pd.DataFrame, name: str, saboteur: Saboteur) -> pd.DataFrame:
    """A table without the trap: no id of two persons, true weights."""
    if name == "person":
        shared = pd.concat(one["person"][["pid", "who"]] for one in saboteur.truth.values())
        several = shared.groupby("pid")["who"].nunique()
        return landed[~landed["pid"].isin(several.index[several > 1])].reset_index(drop=True)
    true = pd.concat(
        [saboteur.truth[wave][name].assign(wave=wave) for wave in WAVES], ignore_index=True
    ).set_index(["wave", "pid"])
    keys = pd.MultiIndex.from_arrays([landed["wave"].astype(str), landed["pid"].astype(str)])
    values = true.loc[keys, "weight_kg"].to_numpy(dtype=float)
    return landed.assign(weight_kg=pd.array(values, dtype="Float64"))
