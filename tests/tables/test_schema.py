"""Typed frames to Parquet bytes and back."""

from __future__ import annotations

import io
import json
import subprocess
import sys

import pandas as pd
import pyarrow.parquet as pq
import pytest

from kinpanel.tables.schema import from_parquet, labelled, to_parquet


def test_round_trip(frame, codebook, reasons):
    full = frame()
    back = from_parquet(to_parquet(full, codebook, reasons))
    pd.testing.assert_frame_equal(back, full)
    assert list(back["kind"].cat.categories) == ["3", "1", "2"]
    assert list(back["age__why"].cat.categories) == ["inapplicable", "refused"]
    assert back["rank"].cat.ordered
    assert not back["kind"].cat.ordered
    assert (back["wave"] < "w2").all()


@pytest.mark.parametrize("rows", [0, 1])
def test_round_trip_of_few_rows(frame, codebook, reasons, rows):
    few = frame().iloc[:rows]
    back = from_parquet(to_parquet(few, codebook, reasons))
    pd.testing.assert_frame_equal(back, few)


def test_metadata(frame, codebook, reasons):
    schema = pq.read_schema(io.BytesIO(to_parquet(frame(), codebook, reasons)))
    about = {field.name: json.loads(field.metadata[b"kinpanel"]) for field in schema}
    assert json.loads(schema.metadata[b"kinpanel"]) == {
        "table": "child", "unit": "child", "label": {"en": "Children"}, "key": ["pid"]
    }  # fmt: skip
    assert about["age"]["label"] == {"en": "Age", "zh": "标签"}
    assert (about["age"]["unit"], about["age"]["concept"]) == ("years", "age")
    assert about["pid"]["sensitivity"] == "identifier"
    assert about["kind"]["levels"][0] == {"code": "3", "label": {"en": "High"}}
    assert about["age__why"]["reasons"] == reasons
    assert about["wave"] == {"role": "wave", "categories": ["w1", "w2"]}


def test_same_frame_same_bytes(frame, codebook, reasons):
    assert to_parquet(frame(), codebook, reasons) == to_parquet(frame(), codebook, reasons)
    assert to_parquet(frame(mark=6), codebook, reasons) != to_parquet(frame(), codebook, reasons)


def test_same_bytes_in_another_process(frame, codebook, reasons, tmp_path):
    payload = to_parquet(frame(), codebook, reasons)
    (tmp_path / "x.parquet").write_bytes(payload)
    (tmp_path / "c.json").write_text(codebook.model_dump_json(), encoding="utf-8")
    code = (
        "import sys, json, pathlib\n"
        "from kinpanel.codebook import TableCodebook\n"
        "from kinpanel.tables.schema import from_parquet, to_parquet\n"
        "folder = pathlib.Path(sys.argv[1])\n"
        "book = TableCodebook.model_validate_json((folder / 'c.json').read_text('utf-8'))\n"
        "payload = (folder / 'x.parquet').read_bytes()\n"
        "again = to_parquet(from_parquet(payload), book, json.loads(sys.argv[2]))\n"
        "print(again == payload)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path), json.dumps(reasons)],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONHASHSEED": "77"},
    )
    assert run.stdout == "True\n", run.stderr


def test_some_columns(frame, codebook, reasons):
    payload = to_parquet(frame(), codebook, reasons)
    assert list(from_parquet(payload, ["age", "kind"])) == ["age", "kind"]
    assert from_parquet(payload, []).shape[1] == 0


def test_labels(frame, codebook):
    shown = labelled(frame(), codebook, "en")
    # two codes share the label Low and stay two
    assert list(shown["kind"].cat.categories) == ["High", "Low [1]", "Low [2]"]
    assert shown["kind"].astype(object).tolist()[0] == "Low [1]"
    assert shown["rank"].cat.ordered
    assert list(frame()["kind"].cat.categories) == ["3", "1", "2"]
    assert labelled(frame(), codebook, "zh")["kind"].cat.categories[0] == "High"


def test_labels_of_a_frame_without_the_variable(frame, codebook):
    assert list(labelled(frame()[["pid"]], codebook, "en")) == ["pid"]
