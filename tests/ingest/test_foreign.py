"""What pyreadstat gives becomes columns with marks."""

from __future__ import annotations

import math
from types import SimpleNamespace

import pandas as pd
import pyreadstat
import pytest

from kinpanel.ingest import foreign
from kinpanel.ingest.damage import DamagedError


def told(kind: str, labels: dict[object, str], rows: int, ranges: object = None) -> SimpleNamespace:
    return SimpleNamespace(
        column_names=["a"],
        readstat_variable_types={"a": kind},
        column_labels=[None],
        original_variable_types={"a": "%9.0g"},
        variable_value_labels={"a": labels},
        missing_ranges=ranges or {},
        number_rows=rows,
    )


@pytest.fixture
def pretend(monkeypatch):
    def replace(cells, meta):
        for name in ("read_dta", "read_por"):
            monkeypatch.setattr(pyreadstat, name, lambda *a, **k: ({"a": cells}, meta))

    return replace


@pytest.mark.parametrize(
    ("kind", "cells", "values", "marks"),
    [
        ("int8", [1, "a", None, "z"], [1, 0, 0, 0], [0, 2, 1, 27]),
        ("double", [1.5, math.nan, None], [1.5, 0, 0], [0, 1, 1]),
        ("float", [0.5], [0.5], None),
    ],
)
def test_numbers(pretend, kind, cells, values, marks, tmp_path):
    pretend(cells, told(kind, {1: "one", "a": "x"}, len(cells)))
    rows, (column,) = foreign.read_whole(tmp_path, "dta", None)
    assert rows == len(cells)
    assert column.cells.tolist() == values
    assert (None if column.marks is None else column.marks.tolist()) == marks
    assert column.labels == {1: "one", ".a": "x"}


def test_texts(pretend, tmp_path):
    pretend(["x ", "", None, " y", "  ", "x"], told("string", {"a": "label"}, 6))
    column = foreign.read_whole(tmp_path, "dta", None)[1][0]
    assert [column.texts[place] for place in column.cells] == ["x", "", "", " y", "", "x"]
    assert column.marks.tolist() == [0, 1, 1, 0, 1, 0]
    assert column.labels == {"a": "label"}


def test_rows_that_contradict_the_header(pretend, tmp_path):
    pretend([1], told("int8", {}, 2))
    with pytest.raises(DamagedError, match="counts 2 rows, it holds 1"):
        foreign.read_whole(tmp_path, "dta", None)


def test_a_portable_file_with_declared_missing_values_is_refused(pretend, tmp_path):
    pretend([1.0], told("double", {}, -1, {"a": [{"lo": 9.0, "hi": 9.0}]}))
    with pytest.raises(DamagedError, match="cannot be told from blanks"):
        foreign.read_whole(tmp_path, "por", None)


def test_a_portable_file(tmp_path):
    path = tmp_path / "x.por"
    pyreadstat.write_por(pd.DataFrame({"a": [1.0, None, 3.0], "t": ["x", "", "y"]}), str(path))
    rows, (number, text) = foreign.read_whole(path, "por", None)
    assert rows == 3
    assert (number.name.lower(), number.marks.tolist()) == ("a", [0, 1, 0])
    assert [text.texts[place] for place in text.cells] == ["x", "", "y"]
