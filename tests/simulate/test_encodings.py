"""Stata 13 files in GBK: every text in its place, every number untouched."""

from __future__ import annotations

import pandas as pd
import pytest

from kinpanel.errors import StoreError
from kinpanel.simulate.encodings import reencode

pyreadstat = pytest.importorskip("pyreadstat")


def written(path, version=13):
    frame = pd.DataFrame(
        {
            "a": ["房屋漏水", "", "plain", "官司赔偿"],
            "n": [1.0, -1.0, 2.5, 2e9],
            "b": ["x", "生意亏损", "y", "z"],
        }
    )
    pyreadstat.write_dta(
        frame,
        path,
        version=version,
        column_labels={"a": "其他冲击", "n": "Number", "b": "备注"},
        variable_value_labels={"n": {1: "是", -1: "不知道", 2: "No"}},
    )
    return frame


def test_texts_change_their_encoding_and_nothing_else(tmp_path):
    path = tmp_path / "old.dta"
    frame = written(path)
    size = path.stat().st_size
    reencode(path, "gbk")
    assert path.stat().st_size == size
    assert "房屋漏水".encode("gbk") in path.read_bytes()
    assert "房屋漏水".encode() not in path.read_bytes()
    found, meta = pyreadstat.read_dta(path, encoding="GBK")
    assert found.to_dict("list") == frame.to_dict("list")
    assert meta.column_labels == ["其他冲击", "Number", "备注"]
    assert meta.variable_value_labels["n"] == {1: "是", -1: "不知道", 2: "No"}


def test_other_releases_are_refused(tmp_path):
    path = tmp_path / "new.dta"
    written(path, version=14)
    with pytest.raises(StoreError, match="not of release 13"):
        reencode(path, "gbk")


def test_a_text_that_becomes_too_long_is_refused(tmp_path):
    path = tmp_path / "old.dta"
    written(path)
    with pytest.raises(StoreError, match="too long"):
        reencode(path, "utf-32")
