"""CSV grids: cells are text, rows know their line, everything wrong is a finding."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.documents import Grid, GridRow, read_grid
from kinpanel.documents import source as source_module
from kinpanel.documents.grid import MAX_BYTES


@pytest.fixture
def read(tmp_path):
    def _read(raw: bytes | str, optional=("w1", "w2")) -> Grid:
        path = tmp_path / "grid.csv"
        path.write_bytes(raw.encode() if isinstance(raw, str) else raw)
        return read_grid(path, "codebooks/grid.csv", required=("name", "code"), optional=optional)

    return _read


def test_cells_are_stripped_text_and_nothing_else(read):
    grid = read("name, code,w1\n a ,0101,\n\nb,No, 1 2 \n,,\nc,12:30,1e3\n")
    assert grid == Grid(
        file="codebooks/grid.csv",
        columns=("name", "code", "w1"),
        rows=[
            GridRow(2, {"name": "a", "code": "0101", "w1": ""}),
            GridRow(4, {"name": "b", "code": "No", "w1": "1 2"}),
            GridRow(6, {"name": "c", "code": "12:30", "w1": "1e3"}),
        ],
    )
    assert grid.rows[0]["code"] == "0101"
    with pytest.raises(KeyError):
        grid.rows[0]["w2"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_numbers_are_those_of_an_editor(read, end):
    text = end.join(["\ufeffname,code", 'a,"two', 'lines, one cell"', "b,2", "", "c"])
    grid = read(text)
    assert [(row.line, row["name"]) for row in grid.rows] == [(2, "a"), (4, "b")]
    assert grid.rows[0]["code"] == f"two{end}lines, one cell"
    assert [(f.line, f.message) for f in grid.findings] == [(6, "1 cells under 2 columns")]


@pytest.mark.parametrize(
    ("raw", "line", "message", "advice"),
    [
        ("", 1, "the file is empty", "it begins with name,code"),
        ("\n", 1, "column 'name' is missing", "add it; its cells may be empty"),
        ("name\n", 1, "column 'code' is missing", "add it; its cells may be empty"),
        ("name,code,code\n", 1, "column 'code' stands twice", "keep one of them"),
        ("name,code,w3\n", 1, "unknown column 'w3'", "known: code, name, w1, w2"),
        ("name,code,\n", 1, "unknown column ''", "known: code, name, w1, w2"),
        ("Name,name,code\n", 1, "unknown column 'Name'", "did you mean 'name'?"),
        ("name;code\n", 1, "unknown column 'name;code'", "did you mean 'name'?"),
        (
            "name,code\na,1\nb\n",
            3,
            "1 cells under 2 columns",
            'a comma within a cell needs quotes: "one, two"',
        ),
        (
            "name,code\na,1,2\n",
            2,
            "3 cells under 2 columns",
            'a comma within a cell needs quotes: "one, two"',
        ),
        ('name,code\na,1\nb,"open\n\n', 3, "not a CSV file: unexpected end of data", ""),
        ('name,code\na,"x"y\n', 2, "not a CSV file: ',' expected after '\"'", ""),
        ("name,code\na," + "x" * 200_000, 2, "field larger than field limit (131072)", ""),
        (b"name,code\na,\0\n", 2, "holds a control character (U+0000)", "delete it"),
        (b"name,code\n\xb2\xe2,1\n", 2, "not UTF-8 text", "save it in the encoding UTF-8"),
        (b"\xff\xfen\0a\0", 1, "not UTF-8 text", "save it in the encoding UTF-8"),
    ],
)
def test_every_kind_of_finding(read, raw, line, message, advice):
    found = read(raw).findings
    matching = [f for f in found if message in f.message]
    assert [(f.rule, f.file, f.line, f.advice) for f in matching] == [
        ("grid", "codebooks/grid.csv", line, advice)
    ]


def test_all_wrong_rows_are_reported_and_right_ones_kept(read):
    grid = read("name,code\na\nb,1\nc,1,1\nd,2\n")
    assert [f.line for f in grid.findings] == [2, 4]
    assert [row["name"] for row in grid.rows] == ["b", "d"]


def test_all_that_is_wrong_with_a_header_is_reported_and_no_row_is_read(read):
    grid = read("nam,w1,w1\na,b,c\n")
    assert [f.message for f in grid.findings] == [
        "column 'w1' stands twice",
        "unknown column 'nam'",
        "column 'name' is missing",
        "column 'code' is missing",
    ]
    assert grid.rows == []


def test_the_cap_on_size_and_missing_files(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "kinpanel.documents.grid.read_source",
        lambda path, cap: asked.append(cap) or source_module.read_source(path, 4),
    )
    path = tmp_path / "grid.csv"
    path.write_text("name,code\n", encoding="utf-8")
    grid = read_grid(path, "g.csv", required=("name", "code"))
    assert (asked, [str(f) for f in grid.findings]) == (
        [MAX_BYTES],
        ["g.csv:1: larger than 4 bytes"],
    )
    gone = read_grid(tmp_path / "gone.csv", "g.csv", required=("name",))
    assert "No such file" in gone.findings[0].message
    assert "not a file" in read_grid(tmp_path, "g.csv", required=("name",)).findings[0].message


@given(st.binary(max_size=300) | st.text('na me,"\n\r\t1', max_size=300).map(str.encode))
def test_no_bytes_raise(tmp_path_factory, raw):
    path = Path(tmp_path_factory.getbasetemp()) / "fuzz.csv"
    path.write_bytes(raw)
    grid = read_grid(path, "g.csv", required=(), optional=("na", "me", "1"))
    assert all(len(row.cells) == len(grid.columns) for row in grid.rows)
    assert all(f.line and f.line <= raw.count(b"\n") + raw.count(b"\r") + 1 for f in grid.findings)
