"""Past releases are numbered, broken-off ones are not among them; tags keep their objects."""

from __future__ import annotations

import hashlib

import pytest

from kinpanel.errors import InputMissingError, RefusedError, StoreError, UsageError
from kinpanel.tables.history import History, load
from kinpanel.tables.release import ObjectRecord, Release, TableRecord, WaveRecord
from kinpanel.tables.store import Store


def wave(mark: str) -> tuple[WaveRecord, dict[str, bytes]]:
    """A wave with one object; the store does not ask what is in it."""
    payload = mark.encode()
    digest = hashlib.sha256(payload).hexdigest()
    part = ObjectRecord(file=f"child/w1-{digest[:16]}.parquet", sha256=digest, rows=1)
    tables = {"child": TableRecord(parts=(part,))}
    record = WaveRecord(inputs=mark, definitions="d", package="p", raw={}, tables=tables)
    return record, {part.file: payload}


@pytest.fixture
def store(tmp_path) -> Store:
    return Store(tmp_path / "processed")


def publish(store: Store, mark: str) -> Release:
    record, payloads = wave(mark)
    return store.publish({"w1": record}, payloads, ["w1"])


def numbers(store: Store) -> list[int]:
    return [entry.number for entry in store.history.entries]


def test_every_published_release_is_kept_by_number(store):
    releases = [publish(store, mark) for mark in "abca"]
    assert numbers(store) == [1, 2, 3, 4]
    assert [load(entry.path) for entry in store.history.entries] == releases
    assert store.history.previous(store.release()) == releases[2]
    assert store.history.number(releases[0]) == 4, "the latest of its numbers"
    publish(store, "a")
    assert numbers(store) == [1, 2, 3, 4], "publishing the same again is no release"


def test_nothing_stood_before_the_first(store):
    assert store.history.previous(store.release()) is None
    assert store.history.previous(publish(store, "a")) is None


def test_a_release_of_a_run_that_broke_off_never_stood(store):
    first, second = publish(store, "a"), publish(store, "b")
    never = Release(waves={"w1": wave("c")[0]})
    store.history.record(second, never)
    assert numbers(store) == [1, 2, 3]
    assert store.history.previous(store.release()) == first
    third = publish(store, "d")
    assert [load(entry.path) for entry in store.history.entries] == [first, second, third]


def test_the_run_that_broke_off_is_made_again(store):
    second = [publish(store, mark) for mark in "ab"][-1]
    never = Release(waves={"w1": wave("c")[0]})
    store.history.record(second, never)
    assert publish(store, "c") == never
    assert numbers(store) == [1, 2, 3]


def test_a_store_of_the_time_before_the_history(store):
    before = publish(store, "a")
    for entry in store.history.entries:
        entry.path.unlink()
    publish(store, "b")
    assert store.history.previous(store.release()) == before


def test_a_lost_lock_does_not_lose_the_history(store):
    releases = [publish(store, mark) for mark in "ab"]
    (store.folder / "release.lock").unlink()
    assert publish(store, "b") == releases[1]
    assert numbers(store) == [1, 2]


def test_tagged_objects_are_kept(store):
    first = publish(store, "a")
    store.tag("submitted", first)
    for mark in "bcd":
        publish(store, mark)
    assert all((store.folder / file).exists() for file in first.files)
    assert store.history.tagged("submitted") == first
    store.untag("submitted")
    publish(store, "e")
    assert not any((store.folder / file).exists() for file in first.files)


def test_a_tag_that_cannot_be_read_stops_collecting(store):
    first = publish(store, "a")
    store.tag("submitted", first)
    path = store.history.tag_file("submitted")
    path.chmod(0o600)
    path.write_text("{", encoding="utf-8")
    for mark in "bcd":
        publish(store, mark)
    assert all((store.folder / file).exists() for file in first.files)
    with pytest.raises(StoreError, match=r"submitted\.lock is damaged"):
        store.history.tags  # noqa: B018


def test_a_tag_stays_what_it_is(store):
    first, second = publish(store, "a"), publish(store, "b")
    store.tag("submitted", first)
    store.tag("submitted", first)
    with pytest.raises(RefusedError, match="another release"):
        store.tag("submitted", second)
    with pytest.raises(InputMissingError, match="did you mean 'submitted'"):
        store.untag("submited")


@pytest.mark.parametrize("name", ["", "A", "../x", "a/b", ".a", "current", "previous", "a" * 41])
def test_what_cannot_be_a_tag(store, name):
    release = publish(store, "a")
    with pytest.raises(UsageError):
        store.tag(name, release)
    assert not list(store.folder.glob("tags/*"))


def test_collected_releases_cannot_be_tagged(store):
    first, *_ = [publish(store, mark) for mark in "abc"]
    with pytest.raises(InputMissingError, match="1 of its files are gone"):
        store.tag("old", first)
    with pytest.raises(InputMissingError, match="holds no wave"):
        store.tag("nothing", Release())


def test_a_folder_that_cannot_be_listed_is_not_an_empty_one(store):
    """Else the objects of every tag would be collected."""
    publish(store, "a")
    (store.folder / "tags").write_bytes(b"")
    with pytest.raises(StoreError, match="tags/ cannot be read"):
        History(store.folder).tags  # noqa: B018
