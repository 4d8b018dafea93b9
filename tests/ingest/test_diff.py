"""Releases of a study side by side: a wave delivered again, definitions changed."""

from __future__ import annotations

import json
import shutil

import pandas as pd
import pytest

from kinpanel.errors import DataError, InputMissingError, StoreError, UsageError
from kinpanel.pipeline.diff import diff
from kinpanel.pipeline.register import register
from kinpanel.pipeline.tag import tag, tags, untag

CANARY = "CNRY7f3a"


def again(landed, frame, release):
    """w1 delivered again under the same name, and ingested."""
    landed.deliver("w1/child.dta", frame)
    register(landed.study, release=release, replace=True)
    landed.ingest()


def test_nothing_stood_before(landed):
    with pytest.raises(InputMissingError, match="no release stood before"):
        diff(landed.study)
    assert diff(landed.study, "current", "current").waves == ()


def test_a_wave_delivered_again(landed):
    """One child more, one gone, an answer corrected, one withdrawn."""
    frame = landed.child(1, pid=[f"{CANARY}1", f"{CANARY}4", f"{CANARY}3"], sad=[2.0, 1.0, -1.0])
    again(landed, frame, "2017-2")
    found = diff(landed.study)
    (wave,) = found.waves
    assert (wave.wave, wave.change, wave.causes) == ("w1", "changed", ())
    (raw,) = wave.raw
    assert raw.name == "child"
    assert (raw.before.release, raw.after.release) == ("", "2017-2")
    (table,) = wave.tables
    assert (table.table, table.rows_before, table.rows_after) == ("child", 3, 3)
    cells = table.difference
    assert (cells.rows_new, cells.examples_new) == (1, (2,))
    assert (cells.rows_gone, cells.examples_gone) == (1, (2,))
    told = {change.variable: change for change in cells.cells}
    assert (told["sad"].changed, told["sad"].to_missing, told["sad"].rows) == (1, 1, (1, 3))
    assert CANARY not in json.dumps(found.as_dict())
    assert diff(landed.study, "current", "previous").waves[0].raw[0].after.release == ""


def test_back_to_the_older_release(landed):
    """The older file is laid back, registered again with its own label, and compared."""
    old = landed.root / "old.dta"
    shutil.copy(landed.raw / "w1" / "child.dta", old)
    first = landed.study.store.release()
    again(landed, landed.child(2), "v2")
    tag(landed.study, "second")
    shutil.copy(old, landed.raw / "w1" / "child.dta")
    with pytest.raises(DataError) as caught:
        landed.ingest()
    assert "that of the superseded release 1," in str(caught.value)
    register(landed.study, replace=True)
    landed.ingest()
    assert landed.study.store.release() == first
    (wave,) = diff(landed.study, "second").waves
    assert (wave.raw[0].before.release, wave.raw[0].after.release) == ("v2", "")


def test_changed_definitions(landed):
    landed.edit("codebooks/child.yaml", "{en: Age}", "{en: Years}")
    landed.ingest()
    for wave in diff(landed.study).waves:
        assert wave.causes == ("definitions",)
        (table,) = wave.tables
        (change,) = table.difference.redefined
        assert (change.variable, change.attributes) == ("age", ("label",))
        assert table.difference.cells == ()


def test_waves_and_tables_that_come_and_go(landed):
    lock = landed.store / "release.lock"
    whole = landed.root / "whole.lock"
    shutil.copy(lock, whole)
    content = json.loads(lock.read_text(encoding="utf-8"))
    del content["waves"]["w2"]
    del content["waves"]["w1"]["tables"]["person"]
    lock.write_text(json.dumps(content), encoding="utf-8")
    w1, w2 = diff(landed.study, str(whole), "current").waves
    assert (w2.change, [table.change for table in w2.tables]) == ("gone", ["gone", "gone"])
    assert [(t.table, t.change, t.rows_before) for t in w1.tables] == [("person", "gone", 2)]
    w1, w2 = diff(landed.study, "current", str(whole)).waves
    assert (w2.change, w2.tables[0].rows_after) == ("new", 3)
    assert w1.tables[0].change == "new"


def test_collected_releases_are_compared_by_their_records(landed):
    for mark in (2, 3):
        again(landed, landed.child(mark), f"v{mark}")
    first = landed.study.store.history.entries[0].path
    (wave,) = diff(landed.study, str(first)).waves
    (table,) = wave.tables
    assert (table.compared, table.difference, table.rows_after) == (False, None, 3)
    assert wave.raw[0].after.release == "v3"


def test_a_lock_of_another_copy_of_the_study(landed, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(landed.store, other)
    again(landed, landed.child(1, sad=[0.0, 2.0, 3.0]), "v2")
    (wave,) = diff(landed.study, str(other / "release.lock")).waves
    told = {change.variable for change in wave.tables[0].difference.cells}
    assert told == {"sad", "gloom"}


def test_names_of_releases(landed):
    with pytest.raises(InputMissingError, match="no release is tagged 'submitted'"):
        diff(landed.study, "submitted")
    with pytest.raises(InputMissingError, match="no file"):
        diff(landed.study, "nothing.lock")
    with pytest.raises(UsageError):
        diff(landed.study, "No Tag")


def test_harmed_objects_are_not_compared(landed):
    again(landed, landed.child(2), "v2")
    path = landed.store / landed.study.store.release().waves["w1"].tables["child"].file
    path.chmod(0o600)
    path.write_bytes(b"x")
    with pytest.raises(StoreError, match="was changed after it landed"):
        diff(landed.study)


def test_tags(landed):
    assert tags(landed.study) == []
    (first,) = [tag(landed.study, "first"), *tags(landed.study)[1:]]
    assert (first.number, first.waves, first.rows, first.current) == (1, ("w1", "w2"), 10, True)
    again(landed, landed.child(2), "v2")
    assert tag(landed.study, "also", "previous").number == 1
    assert [(t.name, t.current) for t in tags(landed.study)] == [("also", False), ("first", False)]
    untag(landed.study, "first")
    assert [t.name for t in tags(landed.study)] == ["also"]


def test_rows_in_several_files(landed, monkeypatch):
    """However a table is cut into files, its content is compared."""
    from kinpanel.tables import parts

    monkeypatch.setattr(parts, "PART_ROWS", 2)
    again(landed, landed.child(1, sad=[0.0, 1.0, 1.0]), "v2")
    assert len(landed.study.store.release().waves["w1"].tables["child"].parts) == 2
    (wave,) = diff(landed.study).waves
    (change,) = wave.tables[-1:]
    told = {c.variable: c.rows for c in change.difference.cells}
    assert told == {"sad": (3,), "gloom": (3,)}
    assert isinstance(landed.study.table("child"), pd.DataFrame)
