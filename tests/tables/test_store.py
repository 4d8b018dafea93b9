"""The store: one swap or nothing, whatever fails, and only what is referred to is kept."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import stat
import threading
import time

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kinpanel.errors import InputMissingError, LockedError, StoreError, UsageError
from kinpanel.tables import store as store_module
from kinpanel.tables.leftovers import LEFTOVER_SECONDS
from kinpanel.tables.parts import table_record
from kinpanel.tables.release import Release, WaveRecord
from kinpanel.tables.schema import to_parquet
from kinpanel.tables.store import Store

ORDER = ("w1", "w2")


@pytest.fixture
def landing(frame, codebook, reasons):
    """Records and payloads of both waves, two tables each, every frame bearing one mark."""

    def make(mark, waves=ORDER):
        records, payloads = {}, {}
        for wave in waves:
            tables = {}
            for table in ("child", "person"):
                payload = to_parquet(frame(wave, mark), codebook, reasons)
                tables[table] = table_record(table, wave, [payload], [3])
                payloads[tables[table].file] = payload
            records[wave] = WaveRecord(
                inputs=str(mark), definitions="d", package="p", raw={}, tables=tables
            )
        return records, payloads, ORDER

    return make


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "processed")


def marks(store):
    """The marks that readers see: one for each wave and table."""
    return {
        mark
        for table in ("child", "person")
        for mark in store.read(table, ["pid", "age"]).groupby("pid")["age"].get_group("a")
    }


def objects(store):
    found = {p.relative_to(store.folder).as_posix() for p in store.folder.glob("*/*")}
    return {name for name in found if not name.startswith("releases/")}


def test_nothing_has_landed(store):
    assert store.release() == Release()
    with pytest.raises(InputMissingError, match="run: kinpanel ingest"):
        store.read("child")


def test_publish_and_read(store, landing, frame):
    release = store.publish(*landing(5))
    assert store.release() == release
    both = store.read("child")
    pd.testing.assert_frame_equal(both.iloc[:3], frame("w1"))
    assert both["wave"].tolist() == ["w1"] * 3 + ["w2"] * 3
    assert list(both["kind"].cat.categories) == ["3", "1", "2"]
    assert objects(store) == set(release.files)
    with pytest.raises(InputMissingError, match="did you mean 'child'"):
        store.read("chlid")


def test_permissions(store, landing):
    store.publish(*landing(5))
    for path in [store.folder, *store.folder.rglob("*")]:
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), path.name


def test_some_columns(store, landing, frame, codebook, reasons):
    records, payloads, order = landing(5)
    short = frame("w2").drop(columns=["weight", "weight__why"])
    payload = to_parquet(short, codebook, reasons)
    record = table_record("child", "w2", [payload], [3])
    records["w2"] = records["w2"].model_copy(
        update={"tables": {**records["w2"].tables, "child": record}}
    )
    store.publish(records, {**payloads, record.file: payload}, order)
    some = store.read("child", ["weight", "age"])
    assert list(some) == ["weight", "age"]
    assert some["weight"].isna().tolist() == [False, False, True, True, True, True]
    assert str(some["weight"].dtype) == "Float64"
    assert len(store.read("child", ["weight"])) == 6
    with pytest.raises(UsageError, match="no wave of 'child' has a column 'hight'"):
        store.read("child", ["hight"])


def test_waves_of_different_codebooks(store, landing, frame, codebook, reasons):
    records, payloads, order = landing(5)
    other = frame("w2")
    other["kind"] = other["kind"].cat.set_categories(["3", "1", "2", "4"])
    payload = to_parquet(other, codebook, reasons)
    record = table_record("child", "w2", [payload], [3])
    records["w2"] = records["w2"].model_copy(update={"tables": {"child": record}})
    store.publish(records, {**payloads, record.file: payload}, order)
    with pytest.raises(StoreError, match="'kind' has another type or other levels"):
        store.read("child")


def test_the_order_of_waves_is_that_of_the_study(store, landing):
    store.publish(*landing(5, ["w2"]))
    store.publish(*landing(5, ["w1"]))
    assert list(store.release().waves) == ["w1", "w2"]


@given(st.permutations(["w1", "w2"]), st.lists(st.sampled_from(["w1", "w2"]), max_size=3))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12)
def test_the_road_to_a_release_does_not_matter(tmp_path_factory, landing, order, more):
    """In whatever order and how often waves come, the release and its objects are the same."""
    once, often = (Store(tmp_path_factory.mktemp("road") / name) for name in ("once", "often"))
    once.publish(*landing(5))
    for wave in [*more, *order]:
        often.publish(*landing(5, [wave]))
    assert often.release().text() == once.release().text()
    assert objects(often) == objects(once)
    for name in objects(once):
        assert (often.folder / name).read_bytes() == (once.folder / name).read_bytes()


def test_a_wave_that_is_not_named_stays(store, landing):
    store.publish(*landing(5))
    store.publish(*landing(6, ["w2"]))
    assert store.read("child", ["age"])["age"].tolist()[::3] == [5, 6]


def test_publishing_the_same_again_changes_nothing(store, landing):
    store.publish(*landing(5))
    before = {p: p.stat().st_mtime_ns for p in store.folder.rglob("*") if p.suffix != ".lock"}
    before[store.folder / "release.lock"] = (store.folder / "release.lock").stat().st_mtime_ns
    store.publish(*landing(5))
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_only_the_release_before_and_this_one_are_kept(store, landing):
    releases = [store.publish(*landing(mark)) for mark in (5, 6, 7)]
    assert objects(store) == releases[1].files | releases[2].files
    assert not releases[0].files & objects(store)


def test_leftovers_of_killed_runs_are_collected(store, landing):
    store.publish(*landing(5))
    half = [store.folder / "child" / ".w1-0.parquet.abc", store.folder / ".release.lock.abc"]
    orphan = store.folder / "child" / "w1-0000.parquet"
    for path in (*half, orphan):
        path.write_bytes(b"x")
    old, fresh = store.folder / ".reading-old", store.folder / ".reading-fresh"
    for folder in (old, fresh):
        (folder / "child").mkdir(parents=True)
        (folder / "child" / "cells.arrow").write_bytes(b"x")
    then = time.time() - 2 * LEFTOVER_SECONDS
    os.utime(old, (then, then))
    (store.folder / "child" / "notes.txt").write_bytes(b"mine")
    store.publish(*landing(6))
    assert not any(path.exists() for path in (*half, orphan, old))
    assert (fresh / "child" / "cells.arrow").exists(), "another run may be reading there"
    assert (store.folder / "child" / "notes.txt").exists()
    assert marks(store) == {6}


def test_an_object_half_written_by_a_killed_run_is_written_again(store, landing):
    store.publish(*landing(5))
    records, payloads, order = landing(6)
    for file, payload in payloads.items():
        (store.folder / file).write_bytes(payload[: len(payload) // 2])
    store.publish(records, payloads, order)
    assert marks(store) == {6}


class Faults:
    """Fails the n-th of the calls that put bytes, flush or rename; counts them all."""

    def __init__(self, monkeypatch, at):
        self.at, self.count, self.failed = at, 0, ""
        for name in ("fsync", "replace", "fdopen"):
            monkeypatch.setattr(os, name, self._wrap(getattr(os, name), name))

    def _step(self, name):
        self.count += 1
        if self.count == self.at:
            self.failed = name
            raise OSError(errno.ENOSPC, "No space left on device")

    def _wrap(self, real, name):
        def call(*args, **options):
            if name != "fdopen":
                self._step(name)
                return real(*args, **options)
            file = real(*args, **options)
            return _Writer(file, self._step)

        return call


class _Writer:
    def __init__(self, file, step):
        self.file, self.step = file, step

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.file.close()

    def write(self, payload):
        self.file.write(payload[:10])
        self.step("write")
        self.file.write(payload[10:])

    def __getattr__(self, name):
        return getattr(self.file, name)


def steps_of_a_publish(store, landing):
    with pytest.MonkeyPatch.context() as patch:
        faults = Faults(patch, 0)
        store.publish(*landing(1))
    return faults.count


def test_every_step_that_can_fail(tmp_path, landing):
    """The n-th write, flush or rename fails: readers see the old release, or the new, never both.

    Only the very last flush comes after the swap; then the new release stands already.
    """
    steps = steps_of_a_publish(Store(tmp_path / "count"), landing)
    assert steps == 6 * 4, (
        "four objects, the entry of the history and the release: write, flush, rename, "
        "flush of the folder"
    )
    for at in range(1, steps + 1):
        store = Store(tmp_path / str(at))
        store.publish(*landing(5))
        with pytest.MonkeyPatch.context() as patch:
            faults = Faults(patch, at)
            with pytest.raises(StoreError) as caught:
                store.publish(*landing(6))
        assert faults.failed
        assert marks(store) == ({6} if at == steps else {5}), (at, faults.failed)
        assert ("did not confirm" in caught.value.message) == (at % 4 == 0)
        assert not list(store.folder.rglob(".*.parquet.*"))
        assert not list(store.folder.rglob(".*.lock.*"))
        store.publish(*landing(6))
        assert marks(store) == {6}, "the same command heals it"
        kept = store.release()
        assert all((store.folder / file).exists() for file in kept.files)


def test_publishers_at_once(store, landing):
    """Six threads, each with a store of its own: all land, one after the other, unmixed."""
    store.publish(*landing(0))
    seen, wrong, done = set(), [], threading.Event()

    def publish(mark):
        try:
            Store(store.folder).publish(*landing(mark))
        except Exception as error:
            wrong.append(error)

    def read():
        while not done.is_set():
            # two releases later the objects of a release may be gone: readers try again
            with contextlib.suppress(StoreError):
                seen.add(frozenset(store.read("child", ["age"])["age"].iloc[[0, 3]]))

    threads = [threading.Thread(target=publish, args=(mark,)) for mark in range(1, 7)]
    reader = threading.Thread(target=read)
    reader.start()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done.set()
    reader.join()
    assert wrong == []
    assert all(len(ages) == 1 for ages in seen)
    assert len(marks(store)) == 1


def test_readers_of_a_release_that_is_collected_meanwhile(store, landing, monkeypatch):
    """Two swaps while a reader opens its files: it reads the release that stands now."""
    store.publish(*landing(5))
    real = Store.payload

    def late(self, record):
        monkeypatch.setattr(Store, "payload", real)
        for mark in (6, 7):
            Store(store.folder).publish(*landing(mark))
        return real(self, record)

    monkeypatch.setattr(Store, "payload", late)
    assert set(store.read("child", ["age"])["age"].iloc[[0, 3]]) == {7}


def test_a_store_that_stays_locked(store, landing, monkeypatch):
    store.publish(*landing(5))
    monkeypatch.setattr(store_module, "LOCK_SECONDS", 0.05)
    caught = []

    def other():
        try:
            Store(store.folder).publish(*landing(6))
        except LockedError as error:
            caught.append(error)

    with store_module.held(store.folder / store_module.LOCK, 1):
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
        assert marks(store) == {5}, "readers do not wait"
    assert len(caught) == 1


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"waves": 1}', '{"format": 1, "waves": {}, "x": 1}']
)
def test_damaged_release(store, landing, text):
    store.publish(*landing(5))
    (store.folder / "release.lock").write_text(text, encoding="utf-8")
    with pytest.raises(StoreError, match=r"is damaged; move it away and run: kinpanel ingest"):
        store.release()
    with pytest.raises(StoreError):
        store.publish(*landing(6))
    assert (store.folder / "release.lock").read_text(encoding="utf-8") == text


def test_release_that_is_no_text(store, landing):
    store.publish(*landing(5))
    (store.folder / "release.lock").write_bytes(b"\xff\xfe")
    with pytest.raises(StoreError, match="cannot be read"):
        store.release()


def test_release_of_another_format(store, landing):
    store.publish(*landing(5))
    path = store.folder / "release.lock"
    content = {**json.loads(path.read_text(encoding="utf-8")), "format": 3, "more": []}
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(StoreError, match="has format 3, this kinpanel reads 1 and 2"):
        store.release()


@pytest.mark.parametrize(("harm", "says"), [("gone", "is gone"), ("changed", "was changed")])
def test_harmed_object(store, landing, harm, says):
    release = store.publish(*landing(5))
    path = store.folder / release.waves["w1"].tables["child"].file
    if harm == "gone":
        path.unlink()
    else:
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
    with pytest.raises(StoreError, match=f"{says}.*; run: kinpanel ingest"):
        store.read("child")
    store.read("person")
    assert not store.is_whole(release.waves["w1"])
    assert store.is_whole(release.waves["w2"])
    store.publish(*landing(5))
    assert store.is_whole(release.waves["w1"])
    assert marks(store) == {5}
