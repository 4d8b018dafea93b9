"""A table in several files: the same rows, whoever encodes them."""

from __future__ import annotations

import hashlib

import pandas as pd
import pytest

from kinpanel.tables import parts as parts_module
from kinpanel.tables.parts import encode
from kinpanel.tables.release import WaveRecord
from kinpanel.tables.schema import from_parquet
from kinpanel.tables.store import Store


@pytest.fixture
def long(frame) -> pd.DataFrame:
    """Seven rows with a different age each."""
    rows = pd.concat([frame()] * 3, ignore_index=True).iloc[:7]
    ids = pd.array([f"p{n}" for n in range(7)], dtype="string")
    return rows.assign(age=pd.array(range(7), dtype="Int64"), pid=ids)


def test_a_small_table_is_one_file(long, codebook, reasons):
    record, payloads = encode(long, codebook, "w1", reasons)
    (part,) = record.parts
    assert part.file == f"child/w1-{part.sha256[:16]}.parquet"
    assert hashlib.sha256(payloads[part.file]).hexdigest() == part.sha256 == record.sha256
    assert record.rows == 7


def test_an_empty_table_is_one_file(long, codebook, reasons):
    record, payloads = encode(long.iloc[:0], codebook, "w1", reasons)
    assert (len(record.parts), record.rows) == (1, 0)
    assert list(from_parquet(payloads[record.file])) == list(long)


@pytest.mark.parametrize(("rows", "sizes"), [(3, [3, 3, 1]), (7, [7]), (6, [6, 1])])
def test_parts_by_rows(long, codebook, reasons, monkeypatch, rows, sizes):
    monkeypatch.setattr(parts_module, "PART_ROWS", rows)
    record, payloads = encode(long, codebook, "w1", reasons)
    assert [part.rows for part in record.parts] == sizes
    read = [from_parquet(payloads[part.file]) for part in record.parts]
    pd.testing.assert_frame_equal(pd.concat(read, ignore_index=True), long)


def test_the_bytes_do_not_depend_on_the_workers(long, codebook, reasons, monkeypatch):
    monkeypatch.setattr(parts_module, "PART_ROWS", 2)
    made = []
    for workers in (1, 2, 4):
        monkeypatch.setattr(parts_module, "WORKERS", workers)
        made.append(encode(long, codebook, "w1", reasons))
    assert made[0] == made[1] == made[2]


def test_the_store_reads_parts_in_order(tmp_path, long, codebook, reasons, monkeypatch):
    monkeypatch.setattr(parts_module, "PART_ROWS", 2)
    store = Store(tmp_path / "processed")
    record, payloads = encode(long, codebook, "w1", reasons)
    wave = WaveRecord(inputs="i", definitions="d", package="p", raw={}, tables={"child": record})
    store.publish({"w1": wave}, payloads, ["w1"])
    pd.testing.assert_frame_equal(store.read("child"), long)
    assert store.read("child", ["age"])["age"].tolist() == list(range(7))
    assert store.is_whole(wave)
    (store.folder / record.parts[2].file).write_bytes(b"x")
    assert not store.is_whole(wave)
