"""The functions of the child process, called directly."""

from __future__ import annotations

import math
import resource

import pytest

from kinpanel.ingest import reader_process
from kinpanel.ingest.reader_process import DamagedError, sniff


@pytest.mark.parametrize(
    ("head", "tail", "kind"),
    [
        (b"<stata_dta><header>", b"</stata_dta>", "dta"),
        (b"$FL2@(#)", b"", "sav"),
        (b"$FL3@(#)", b"", "zsav"),
        (bytes([114, 2, 1, 0]), b"", "dta"),
        (bytes([113, 1, 1, 0]), b"", "dta"),
        (bytes([102, 1]), b"", "dta"),
        (bytes([115, 2]), b"", "dta"),
    ],
)
def test_sniff(head, tail, kind):
    assert sniff(head, tail) == kind


@pytest.mark.parametrize(
    "head", [b"", b"s", b"sa", b"$FL", b"PK\x03\x04", bytes([101, 1]), bytes([116, 1]), b"r\x03"]
)
def test_sniff_refuses(head):
    with pytest.raises(DamagedError, match="first bytes"):
        sniff(head, head)


def test_sniff_wants_the_closing_mark():
    with pytest.raises(DamagedError, match="cut off"):
        sniff(b"<stata_dta><header>", b"</stata_dt")


class ReadstatError(Exception):
    pass


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (ReadstatError("Invalid file\nCNRY"), "the file is damaged (Invalid file)"),
        (ReadstatError(""), "the file is damaged ()"),
        (ReadstatError("the requested encoding"), "its text does not fit the encoding"),
        (UnicodeDecodeError("utf-8", b"CNRY", 0, 1, "x"), "its text does not fit the encoding"),
        (KeyError("CNRY"), "it cannot be parsed (KeyError)"),
        (OSError(28, "No space left", "/CNRY"), "its cells cannot be handed over (No space left)"),
    ],
)
def test_errors_are_told_without_their_cells(error, text):
    assert reader_process._known(error) == text


@pytest.mark.parametrize(
    ("cells", "storage", "values", "tags"),
    [
        ([1, "a", None, "z"], "integer", [1, None, None, None], [None, ".a", ".", ".z"]),
        ([1.5, math.nan, None], "double", [1.5, None, None], [None, ".", "."]),
        (["x ", "", None, " y", "  "], "text", ["x", None, None, " y", None], None),
        ([], "float", [], []),
    ],
)
def test_split(cells, storage, values, tags):
    found, marks = reader_process._split(cells, storage)
    assert found.to_pylist() == values
    expected = tags if tags is not None else [None if value else "." for value in values]
    assert marks.to_pylist() == expected


def test_labels_of_tags_become_codes():
    assert reader_process._labels({1: "one", "a": "x"}, "integer") == [[1, "one"], [".a", "x"]]
    assert reader_process._labels({"a": "x"}, "text") == [["a", "x"]]


@pytest.mark.parametrize(
    ("kind", "storage"),
    [("string", "text"), ("int8", "integer"), ("int32", "integer"), ("float", "float")],
)
def test_storage(kind, storage):
    assert reader_process._storage(kind) == storage


@pytest.mark.parametrize(("value", "text"), [(math.inf, "inf"), (-math.inf, "-inf"), (1.0, 1.0)])
def test_bounds_that_json_cannot_carry(value, text):
    assert reader_process._bound(value) == text


@pytest.mark.parametrize(
    ("hard", "most", "expected"), [(resource.RLIM_INFINITY, 7, 7), (5, 7, 5), (9, 7, 7)]
)
def test_limits_are_only_lowered(monkeypatch, hard, most, expected):
    found = []
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (hard, hard))
    monkeypatch.setattr(resource, "setrlimit", lambda kind, pair: found.append(pair))
    reader_process._limit(resource.RLIMIT_CPU, most)
    assert found == [(expected, expected)]
