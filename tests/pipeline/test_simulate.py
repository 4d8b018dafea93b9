from __future__ import annotations

import pytest

from kinpanel.errors import RefusedError, UsageError
from kinpanel.pipeline.handle import Study
from kinpanel.pipeline.simulate import simulate
from kinpanel.simulate import COMMITTED_SEED
from kinpanel.simulate.traps import ALL_TRAPS


def deliveries(study: Study) -> dict[str, bytes]:
    return {
        path.relative_to(study.raw).as_posix(): path.read_bytes()
        for path in sorted(study.raw.rglob("*"))
        if path.is_file()
    }


def test_same_scenario_and_seed_same_bytes_and_no_stray_file(own_study):
    study = Study.open(own_study)
    before = deliveries(study)
    traps = sorted(ALL_TRAPS - {3})  # as the study was simulated
    simulate(study, scenario="homogeneous", seed=COMMITTED_SEED, replace=True, traps=traps)
    assert deliveries(study) == before
    assert f"simulated homogeneous {COMMITTED_SEED}" in study.manifest.read_text()


def test_another_seed_replaces_every_file_and_its_record(own_study):
    study = Study.open(own_study)
    before = deliveries(study)
    result = simulate(study, scenario="homogeneous", seed=11, replace=True)
    after = deliveries(study)
    assert after.keys() == before.keys()
    assert all(after[name] != before[name] for name in result.files)
    assert "simulated homogeneous 11" in study.manifest.read_text()


def test_an_unknown_scenario_changes_nothing(own_study):
    study = Study.open(own_study)
    before = deliveries(study)
    with pytest.raises(UsageError):
        simulate(study, scenario="homogenous", replace=True)
    assert deliveries(study) == before


def test_a_file_that_nobody_registered_is_not_overwritten(own_study):
    study = Study.open(own_study)
    study.manifest.unlink()
    before = deliveries(study)
    with pytest.raises(RefusedError, match="not registered"):
        simulate(study, seed=3)
    assert deliveries(study) == before
