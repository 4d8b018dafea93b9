from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from kinpanel.ingest.readers import read_export
from kinpanel.report.export import FORMATS, Look, render
from kinpanel.tables.schema import from_parquet

EVERYTHING = {
    "pid": ["a", "b", "c"],
    "age": [-3, ("refused",), 2**40],
    "weight": [0.1, -0.0, ("unexplained",)],
    "girl": [1, 0, ("not_asked",)],
    "born": [date(2014, 5, 1), ("refused",), date(1899, 1, 31)],
    "month": [date(2014, 5, 1), ("inapplicable",), date(1950, 1, 1)],
    "sex": ["1", "2", ("refused",)],
    "rank": ["lo", "0101", ("refused",)],
    "words": ["爸爸在外打工", "b", ("refused",)],
}


@pytest.fixture
def everything(content):
    return content(**EVERYTHING)


def read_back(everything, suffix, tmp_path, language="en"):
    payload, sheet = render(everything, suffix, Look(language), tmp_path)
    path = tmp_path / f"back{suffix}"
    path.write_bytes(payload)
    file = read_export(path, path.name, "0" * 64, tmp_path)
    assert not hasattr(file, "message"), file
    return file, sheet


def test_our_own_reader_reads_our_own_stata_files(everything, tmp_path):
    file, _ = read_back(everything, ".dta", tmp_path)
    codes = {name: [c.code_at(row) for row in range(3)] for name, c in file.columns.items()}
    assert codes["age"] == ["-3", ".c", str(2**40)]
    assert codes["weight"][2] == "."
    assert codes["girl"] == ["1", "0", ".b"]
    assert codes["sex"] == ["1", "2", ".c"]
    assert codes["rank"] == ["1", "2", ".c"]
    assert codes["words"] == ["爸爸在外打工", "b", "."]
    assert codes["words__why"] == [".", ".", "1"]
    day = np.datetime64("2014-05-01") - np.datetime64("1960-01-01")
    assert codes["born"][:2] == [str(int(day.astype(int))), ".c"]
    assert codes["month"] == [str(54 * 12 + 4), ".a", "-120"]
    assert file.columns["girl"].value_labels == {"0": "No", "1": "Yes", ".b": "Not asked"}
    assert file.columns["born"].format == "%td"


def test_our_own_reader_reads_our_own_spss_files(content, tmp_path):
    cells = {name: column for name, column in EVERYTHING.items() if name != "born"}
    file, _ = read_back(content(**cells), ".sav", tmp_path, "zh")
    for name, row, reason in (("age", 1, "拒答"), ("girl", 2, "未问"), ("month", 1, "不适用")):
        column = file.columns[name]
        code = column.values[row]
        assert column.is_declared_missing(code)
        assert column.value_labels[column.code_at(row)] == reason
        assert not column.is_declared_missing(column.values[0])
    assert file.columns["weight"].code_at(2) == "."
    assert file.columns["words"].label == "变量words"


def test_parquet_is_what_the_store_holds(everything, tmp_path):
    payload, sheet = render(everything, ".parquet", Look("en"), tmp_path)
    pd.testing.assert_frame_equal(from_parquet(payload), everything.frame)
    assert [entry.name for entry in sheet.entries] == list(everything.frame.columns)


@pytest.mark.parametrize("suffix", FORMATS)
def test_same_table_same_bytes_and_nothing_left_behind(everything, suffix, tmp_path):
    first, _ = render(everything, suffix, Look("en"), tmp_path)
    assert render(everything, suffix, Look("en"), tmp_path)[0] == first
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_blank_whose_reason_nobody_knows(content, suffix, tmp_path):
    made = content(age=[1, ("refused",)])
    frame = made.frame.drop(columns="age__why")
    _, sheet = render(type(made)(frame, made.table, made.study), suffix, Look("en"), tmp_path)
    assert [entry.name for entry in sheet.entries] == ["wave", "age"]
    assert sheet.entries[1].missing == {}
