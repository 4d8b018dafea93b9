"""The panel that was ingested, against the truth that it was simulated from."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from kinpanel.errors import DataError, InputMissingError, UsageError
from kinpanel.pipeline import score as pipeline
from kinpanel.pipeline.handle import Study
from kinpanel.pipeline.ingest import ingest
from kinpanel.pipeline.score import score
from kinpanel.pipeline.simulate import simulate
from kinpanel.simulate import traps

PANEL = Path(__file__).parents[1] / "cases" / "panel"


def fresh(folder: Path, source: Path) -> Study:
    shutil.copytree(source, folder, dirs_exist_ok=True)
    return Study.open(folder)


@pytest.fixture(scope="module")
def landed(reference: Path) -> Study:
    return Study.open(reference)


def test_no_trap_comes_out_silently_wrong(landed):
    found = score(landed)
    assert (found.scenario, found.seed) == ("baseline", 1)
    assert [(one.trap.number, one.verdict, one.note) for one in found.wrong] == []
    assert all(one.cells > 0 for one in found.traps)


def test_a_wrong_table_is_found_out(landed, monkeypatch):
    read = landed.store.read

    def swapped(self, name: str, *more: object) -> pd.DataFrame:
        frame = read(name, *more)
        if name == "child":
            frame["cesd4"] = 3 - frame["cesd4"]
        return frame

    monkeypatch.setattr(type(landed.store), "read", swapped)
    monkeypatch.setattr(traps, "TRAPS", {number: traps.TRAPS[number] for number in (15, 36, 58)})
    monkeypatch.setattr(pipeline, "flagged_rows", lambda _: {})
    assert [one.trap.number for one in score(landed).wrong] == [15, 36]


def test_a_trap_that_is_not_set_meets_a_questionnaire_that_expects_it(tmp_path):
    study = fresh(tmp_path, PANEL)
    simulate(study, scenario="baseline", seed=1, traps=[1, 6])
    with pytest.raises(DataError) as refused:
        ingest(study, ["w2"])
    assert {finding.wave for finding in refused.value.findings} == {"w2"}


def test_only_simulations_that_landed_can_be_scored(tmp_path):
    study = fresh(tmp_path, PANEL)
    with pytest.raises(UsageError, match="can be scored"):
        score(study)
    simulate(study, scenario="baseline", seed=1)
    with pytest.raises(InputMissingError, match="ingest"):
        score(study)


def test_a_trap_that_there_is_not_is_refused(tmp_path):
    with pytest.raises(UsageError, match="no trap 99"):
        simulate(fresh(tmp_path, PANEL), traps=[99])


def test_a_panel_of_another_size_is_scored_against_its_own_truth(tmp_path):
    study = fresh(tmp_path, PANEL)
    simulate(study, scenario="null", seed=3, villages=12, households=5)
    ingest(study, ["w1"])
    found = score(study)
    assert (found.scenario, found.seed) == ("null", 3)
    assert [one.trap.number for one in found.wrong if one.verdict == "wrong"] == []
