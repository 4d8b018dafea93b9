"""Raw columns: what is missing, what the file calls missing, and cells as text."""

from __future__ import annotations

import math

import pytest


def test_missing(column):
    assert column([1.0, ".", ".a"]).missing.tolist() == [False, True, True]
    assert column([]).missing.dtype == bool


@pytest.mark.parametrize(
    ("value", "declared"),
    [(-9, True), (-1, True), (0, False), (99, True), (99.5, False), (1e300, True), (500, True)],
)
def test_declared_ranges(column, value, declared):
    ranges = ((-9.0, -1.0), (99.0, 99.0), (500.0, math.inf))
    assert column([1.0], declared=ranges).is_declared_missing(value) is declared


def test_declared_texts(column):
    text = column(["a"], declared=(("ZZ", "ZZ"), (1.0, 2.0)))
    assert text.is_declared_missing("ZZ")
    assert not text.is_declared_missing("1")
    assert not text.is_declared_missing(5)


def test_cells_as_text(column):
    numbers = column([1.0, -8.0, 2.5, ".", ".b"])
    assert [numbers.code_at(row) for row in range(5)] == ["1", "-8", "2.5", ".", ".b"]
    texts = column(["0101", "."])
    assert [texts.code_at(row) for row in range(2)] == ["0101", "."]
    assert column([7], storage="integer").code_at(0) == "7"
