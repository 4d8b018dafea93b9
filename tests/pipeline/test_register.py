from __future__ import annotations

import pytest

from kinpanel.errors import DataError, InputMissingError, RefusedError, UsageError
from kinpanel.pipeline.handle import Study
from kinpanel.pipeline.register import register
from kinpanel.pipeline.simulate import simulate


def test_everything_is_on_record_after_simulating(ingested):
    assert register(Study.open(ingested)) == []


def test_a_changed_file_is_refused_unless_it_is_a_new_release(own_study):
    study = Study.open(own_study)
    path = own_study / "data" / "raw" / "w1" / "w1_child.dta"
    manifest = study.manifest.read_bytes()
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(DataError, match="another content is on record"):
        register(study)
    assert study.manifest.read_bytes() == manifest
    (entry,) = register(study, ["w1/w1_child.dta"], release="v2", replace=True)
    assert (entry.file, entry.release) == ("w1/w1_child.dta", "v2")
    assert b"v2" in study.manifest.read_bytes()


def test_names_outside_the_deliveries_are_refused(own_study):
    study = Study.open(own_study)
    for name in ("../../study.yaml", "/etc/hostname", "w1/../../../study.yaml"):
        with pytest.raises(UsageError, match="not below data/raw"):
            register(study, [name])
    with pytest.raises(InputMissingError, match="no file"):
        register(study, ["w1/nothing.dta"])


def test_real_deliveries_are_never_replaced_by_simulated_ones(own_study):
    study = Study.open(own_study)
    with pytest.raises(RefusedError, match="--replace"):
        simulate(study)
    register(study, ["w1/w1_child.dta"])
    text = study.manifest.read_text().replace("simulated homogeneous 10", "delivery 1", 1)
    study.manifest.write_text(text)
    before = (own_study / "data" / "raw" / "w1" / "w1_child.dta").read_bytes()
    with pytest.raises(RefusedError, match="1 of them not simulated"):
        simulate(study, replace=True, seed=3)
    assert (own_study / "data" / "raw" / "w1" / "w1_child.dta").read_bytes() == before
