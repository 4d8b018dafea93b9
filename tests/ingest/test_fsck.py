"""Whatever is changed, lost or left over on disk is found, and told without an answer in it."""

from __future__ import annotations

import json
import os
import time

import pytest

from kinpanel.errors import StoreError
from kinpanel.pipeline.fsck import fsck
from kinpanel.pipeline.tag import tag
from kinpanel.tables.leftovers import LEFTOVER_SECONDS

CANARY = "CNRY7f3a"


def found(landed, **options):
    """What is found, as pairs of rule and severity; nothing of it quotes an answer."""
    checked = fsck(landed.study, **options)
    assert CANARY not in json.dumps(checked.as_dict())
    assert checked.sound == (not [f for f in checked.findings if f.severity != "note"])
    return [(finding.rule, finding.severity) for finding in checked.findings]


def change(path, content=None):
    path.chmod(0o600)
    if content is None:
        whole = bytearray(path.read_bytes())
        whole[len(whole) // 2] ^= 1
        content = bytes(whole)
    path.write_bytes(content)


def deliver(landed, mark):
    landed.deliver_all(mark)
    landed.ingest()


def object_of(landed, wave="w1", table="child"):
    return landed.store / landed.study.store.release().waves[wave].tables[table].file


def test_everything_is_sound(landed):
    before = landed.bytes()
    checked = fsck(landed.study)
    assert (checked.objects, checked.deliveries, checked.findings) == (4, 4, ())
    assert landed.bytes() == before


def test_nothing_has_landed(tiny):
    assert found(tiny) == []


@pytest.mark.parametrize("harm", ["bit", "gone", "no parquet"])
def test_a_harmed_object(landed, harm):
    path = object_of(landed)
    if harm == "gone":
        path.unlink()
    else:
        change(path, b"x" if harm == "no parquet" else None)
    (finding,) = fsck(landed.study).findings
    assert (finding.rule, finding.severity, finding.wave) == ("object", "error", "w1")
    assert finding.file == path.relative_to(landed.store).as_posix()
    assert finding.advice == "run: kinpanel ingest"
    landed.ingest()
    assert found(landed) == []


def test_objects_of_the_release_before_and_of_tags(landed):
    path = object_of(landed)
    tag(landed.study, "first")
    for mark in (2, 3):
        deliver(landed, mark)
    assert fsck(landed.study).objects == 12, "current, previous and tagged"
    change(path)
    (finding,) = fsck(landed.study).findings
    assert (finding.severity, finding.advice) == ("error", "it belongs to tags/first.lock")


def test_harm_to_the_release_before_is_a_warning(landed):
    path = object_of(landed)
    deliver(landed, 2)
    path.unlink()
    assert found(landed) == [("object", "warning")]


def test_a_codebook_that_changed_after_the_ingest(landed):
    landed.edit("codebooks/child.yaml", "{en: Age}", "{en: Years}")
    assert found(landed) == [("stale", "note"), ("stale", "note")]


def test_rows_that_are_not_those_of_the_release(landed):
    lock = landed.store / "release.lock"
    content = json.loads(lock.read_text(encoding="utf-8"))
    content["waves"]["w1"]["tables"]["child"]["parts"][0]["rows"] = 4
    change(lock, json.dumps(content).encode())
    finding = next(f for f in fsck(landed.study).findings if f.rule == "object")
    assert finding.message == "it holds 3 rows, the release says 4"


def test_a_damaged_release(landed):
    """Then nothing is collected: what stands there may belong to it."""
    tag(landed.study, "first")
    change(landed.store / "release.lock", b"{")
    change(landed.store / "tags" / "first.lock", b"{")
    before = landed.bytes()
    told = found(landed, collect=True)
    assert told[:2] == [("release", "error")] * 2
    assert landed.bytes() == before


def test_a_changed_copy_of_a_past_release(landed):
    deliver(landed, 2)
    entry = landed.study.store.history.entries[0]
    change(entry.path, landed.study.store.history.entries[1].path.read_bytes())
    assert ("history", "warning") in found(landed)


@pytest.mark.parametrize(
    ("harm", "message"),
    [
        ("bit", "the file is not the one that is registered"),
        ("gone", "the registered file is gone"),
    ],
)
def test_a_harmed_delivery(landed, harm, message):
    path = landed.raw / "w2" / "child.sav"
    if harm == "gone":
        path.unlink()
    else:
        change(path)
    (finding,) = fsck(landed.study).findings
    assert (finding.rule, finding.message, finding.file) == (
        "delivery", message, "data/raw/w2/child.sav"
    )  # fmt: skip


def test_superseded_deliveries_are_not_asked_for(landed):
    deliver(landed, 2)
    assert "superseded" in (landed.raw / "MANIFEST.csv").read_text(encoding="utf-8")
    assert found(landed) == []


def test_a_damaged_manifest(landed):
    (landed.raw / "MANIFEST.csv").write_text("file\n", encoding="utf-8")
    assert {rule for rule, _ in found(landed)} == {"grid"}


def test_orphans_and_leftovers(landed):
    orphan = landed.store / "child" / "w1-0000.parquet"
    half = landed.store / "releases" / ".0002-aa.lock.x1"
    old, fresh = landed.store / ".reading-old", landed.store / ".reading-fresh"
    beside = landed.raw / ".MANIFEST.csv.x1"
    for path in (orphan, half, beside):
        path.write_bytes(b"x")
    for folder in (old, fresh):
        folder.mkdir()
    then = time.time() - 2 * LEFTOVER_SECONDS
    for path in (old, beside):
        os.utime(path, (then, then))
    kept = landed.bytes().keys() - {"child/w1-0000.parquet", "releases/.0002-aa.lock.x1"}
    findings = {finding.rule: finding for finding in fsck(landed.study).findings}
    assert findings.keys() == {"orphan", "leftover"}
    assert (findings["orphan"].count, findings["leftover"].count) == (1, 3)
    assert orphan.exists(), "without --collect nothing is removed"
    checked = fsck(landed.study, collect=True)
    assert (checked.findings, checked.collected) == ((), 4)
    assert landed.bytes().keys() == kept
    assert fresh.exists(), "another run may be reading there"
    assert not beside.exists()


def test_what_cannot_be_removed(landed, monkeypatch):
    (landed.store / "child" / "w1-0000.parquet").write_bytes(b"x")

    def fail(self, **options):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("pathlib.Path.unlink", fail)
    with pytest.raises(StoreError, match="1 files of 1 cannot be removed"):
        fsck(landed.study, collect=True)
