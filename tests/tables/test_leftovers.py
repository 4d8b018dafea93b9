"""What may be removed beside the tables: nothing that a release or a running verb needs."""

from __future__ import annotations

import os
import time

import pytest

from kinpanel.errors import StoreError
from kinpanel.tables.leftovers import LEFTOVER_SECONDS, leftovers, stale_beside

KEPT = (
    "child/w1-aa.parquet",
    "release.lock",
    "child/notes.txt",
    ".reading-now/a",
    ".own/x.parquet",
)
GONE = {
    "orphans": ("child/w1-bb.parquet", "person/w9-cc.parquet"),
    "half_written": ("child/.w1-dd.parquet.x1", "releases/.r1.lock.x2", ".release.lock.x3"),
    "reading": (".reading-old",),
}


def aged(path, seconds):
    at = time.time() - seconds
    os.utime(path, (at, at))


@pytest.fixture
def folder(tmp_path):
    """A store with everything that may lie in one."""
    for name in (*KEPT, *GONE["orphans"], *GONE["half_written"], ".reading-old/b"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    aged(tmp_path / ".reading-old", LEFTOVER_SECONDS + 60)
    aged(tmp_path / ".reading-now", LEFTOVER_SECONDS - 60)
    return tmp_path


def names(paths, folder):
    return {path.relative_to(folder).as_posix() for path in paths}


def test_each_kind_is_found_and_nothing_else(folder):
    found = leftovers(folder, frozenset({"child/w1-aa.parquet"}))
    assert {kind: names(getattr(found, kind), folder) for kind in GONE} == {
        kind: set(paths) for kind, paths in GONE.items()
    }


def test_removing_takes_them_and_leaves_the_rest(folder):
    found = leftovers(folder, frozenset({"child/w1-aa.parquet"}))
    assert found.remove() == len(found.all) == 6
    assert all((folder / name).exists() for name in KEPT)
    assert not any((folder / name).exists() for paths in GONE.values() for name in paths)
    assert leftovers(folder, frozenset({"child/w1-aa.parquet"})).all == ()


def test_what_cannot_be_removed_is_not_counted(folder):
    blocked = folder / "child" / "w1-bb.parquet"
    blocked.unlink()
    blocked.mkdir()
    found = leftovers(folder, frozenset({"child/w1-aa.parquet"}))
    assert found.remove() == len(found.all) - 1


def test_a_folder_that_cannot_be_listed_is_an_error(tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.glob", refuse)
    with pytest.raises(StoreError, match="cannot be listed: Permission denied"):
        leftovers(tmp_path, frozenset())


def test_beside_a_file_only_what_is_stale_and_its_own(tmp_path):
    for name in (".MANIFEST.csv.old", ".MANIFEST.csv.new", ".other.csv.old", "MANIFEST.csv"):
        (tmp_path / name).write_text("x")
    (tmp_path / ".simulating-old").mkdir()
    (tmp_path / ".simulating-new").mkdir()
    for name in (".MANIFEST.csv.old", ".other.csv.old", "MANIFEST.csv", ".simulating-old"):
        aged(tmp_path / name, LEFTOVER_SECONDS + 60)
    found = stale_beside(tmp_path / "MANIFEST.csv")
    assert names(found.all, tmp_path) == {".MANIFEST.csv.old", ".simulating-old"}
