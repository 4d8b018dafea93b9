from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from kinpanel.errors import DataError, InputMissingError, LockedError, RefusedError, UsageError
from kinpanel.ingest.delivery import read_all
from kinpanel.pipeline.handle import Study
from kinpanel.pipeline.register import register
from kinpanel.pipeline.simulate import simulate
from kinpanel.tables.files import held
from kinpanel.tables.store import LOCK


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


def test_the_replaced_release_stays_on_record(own_study):
    study = Study.open(own_study)
    path = own_study / "data" / "raw" / "w1" / "w1_child.dta"
    first = path.read_bytes()
    path.write_bytes(first + b" ")
    register(study, ["w1/w1_child.dta"], release="v2", replace=True)
    path.write_bytes(first)
    (entry,) = register(study, ["w1/w1_child.dta"], replace=True)
    assert entry.release.startswith("simulated"), "its label comes back with it"
    past = [e for e in read_all(study.manifest) if e.superseded]
    assert [(e.file, e.release, e.superseded) for e in past] == [("w1/w1_child.dta", "v2", 1)]


def test_simulating_anew_leaves_no_history(own_study):
    study = Study.open(own_study)
    simulate(study, seed=3, replace=True)
    assert all(entry.superseded is None for entry in read_all(study.manifest))


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


def test_nothing_is_registered_while_another_process_writes(own_study, monkeypatch):
    monkeypatch.setattr("kinpanel.tables.store.LOCK_SECONDS", 0.0)
    study = Study.open(own_study)
    path = own_study / "data" / "raw" / "w1" / "w1_child.dta"
    path.write_bytes(path.read_bytes() + b" ")
    manifest = study.manifest.read_bytes()
    with held(study.store.folder / LOCK, 0), pytest.raises(LockedError):
        register(study, ["w1/w1_child.dta"], replace=True)
    assert study.manifest.read_bytes() == manifest
    assert len(register(study, ["w1/w1_child.dta"], replace=True)) == 1


def test_two_registrations_at_once_keep_both_entries(own_study):
    """Each reads the manifest only after the other has written it."""
    study = Study.open(own_study)
    names = [f"w{number}/w{number}_child.{end}" for number, end in ((1, "dta"), (2, "sav"))]
    for name in names:
        path = own_study / "data" / "raw" / name
        path.write_bytes(path.read_bytes() + b" ")
    with ThreadPoolExecutor(2) as pool:
        done = [*pool.map(lambda name: register(study, [name], replace=True), names)]
    assert [entry.file for (entry,) in done] == names
    assert register(study, names) == []
