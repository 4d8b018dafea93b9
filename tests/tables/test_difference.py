"""What differs between two versions of a table, counted cell by cell beside a slow count."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinpanel.codebook import TableCodebook
from kinpanel.tables import difference as difference_module
from kinpanel.tables.columns import Columns
from kinpanel.tables.difference import CellChanges, Redefined, TableDifference, compare_tables
from kinpanel.tables.frame import WHY, reasons_column, typed, why
from kinpanel.tables.schema import to_parquet

CANARY = "CNRY7f3a"
REASONS = {"inapplicable": {"en": "-"}, "refused": {"en": "-"}}
CELL = st.sampled_from([0, 1, "inapplicable", "refused"])
ROW = st.tuples(CELL, CELL)
TABLES = st.dictionaries(st.sampled_from("abcdef"), ROW, max_size=6)


def build(codebook, rows, names=("age", "kind")):
    """A table of pid, age and kind; a cell is a value or the reason why there is none."""
    columns = [typed(codebook.variable("pid"), np.array([*rows, None], dtype=object)[:-1])]
    for place, name in enumerate(names):
        cells = [row[place] for row in rows.values()]
        given_ = [None if isinstance(cell, str) else cell for cell in cells]
        if name == "kind":
            given_ = [None if cell is None else str(cell + 1) for cell in given_]
        reason = np.array([cell if isinstance(cell, str) else "" for cell in cells], dtype=object)
        columns.append(typed(codebook.variable(name), np.array([*given_, None], dtype=object)[:-1]))
        beside = reasons_column(reason, name, list(REASONS))
        columns += [] if beside is None else [beside]
    return Columns([to_parquet(pd.concat(columns, axis=1), codebook, REASONS)])


def slow(name, place, old, new):
    """The changes of a variable, one cell after the other."""
    counts = [0, 0, 0, 0]
    where = []
    for row, key in enumerate(new):
        if key in old and old[key][place] != new[key][place]:
            gone, come = (isinstance(side[key][place], str) for side in (old, new))
            counts[(0 if not come else 1) if not gone else (3 if come else 2)] += 1
            where.append(row + 1)
    return CellChanges(name, *counts, rows=tuple(where[:3]))


@settings(max_examples=60)
@given(TABLES, TABLES)
def test_counts_are_those_of_a_slow_count(codebook, old, new):
    found = compare_tables(build(codebook, old), build(codebook, new), ())
    told = {change.variable: change for change in found.cells}
    for place, name in enumerate(("age", "kind")):
        expected = slow(name, place, old, new)
        assert told.get(name, CellChanges(name, 0, 0, 0, 0)) == expected
    assert found.rows_new == len(new.keys() - old.keys())
    assert found.rows_gone == len(old.keys() - new.keys())
    assert compare_tables(build(codebook, new), build(codebook, new), ()).same


def test_every_type_is_compared(frame, codebook, reasons):
    old = frame()
    new = frame()
    changed = {
        "age": 6, "weight": 9.5, "girl": False, "born": np.datetime64("2015-01-01"),
        "month": np.datetime64("2015-01-01"), "kind": "3", "rank": "3",
    }  # fmt: skip
    for name, value in changed.items():
        new.loc[0, name] = value
    found = compare_tables(open_(old, codebook, reasons), open_(new, codebook, reasons), ())
    assert {c.variable for c in found.cells} == set(changed)
    assert {(c.changed, c.to_missing, c.to_value, c.reason, c.rows) for c in found.cells} == {
        (1, 0, 0, 0, (1,))
    }


def open_(frame, codebook, reasons):
    return Columns([to_parquet(frame, codebook, reasons)])


def test_variables_and_levels(frame, codebook, reasons):
    content = codebook.model_dump(exclude_defaults=True)
    content["variables"] = [v for v in content["variables"] if v["name"] != "weight"]
    by_name = {variable["name"]: variable for variable in content["variables"]}
    by_name["age"]["label"] = {"en": "Years"}
    by_name["kind"]["levels"] = [
        *by_name["kind"]["levels"][:2], {"code": "4", "label": {"en": "New"}}
    ]  # fmt: skip
    by_name["girl"]["type"] = "text"
    other = TableCodebook.model_validate(content, strict=False)
    new = frame().drop(columns=["weight", "weight__why"])
    new["kind"] = new["kind"].cat.set_categories(["3", "1", "4"])
    new["girl"] = new["girl"].astype("string")
    old = open_(frame(), codebook, reasons)
    found = compare_tables(old, open_(new, other, reasons), ())
    assert found.variables_gone == ("weight",)
    assert found.redefined == (
        Redefined("age", ("label",)),
        Redefined("girl", ("type",)),
        Redefined("kind", ("levels",), ("4",), ("2",)),
    )
    told = {change.variable: change for change in found.cells}
    assert told["girl"] == CellChanges("girl"), "types apart are not compared"
    assert (told["kind"].to_missing, told["kind"].rows) == (1, (3,))
    back = compare_tables(open_(new, other, reasons), old, ())
    assert back.variables_new == ("weight",)


def test_rows_in_another_order(codebook):
    rows = {"a": (0, 0), "b": (1, 1), "c": (0, 1)}
    turned = dict(reversed(rows.items()))
    found = compare_tables(build(codebook, rows), build(codebook, turned), ())
    assert found == TableDifference(reordered=True)


def test_a_key_that_is_not_there(codebook, frame, reasons):
    table = open_(frame(), codebook, reasons)
    twice = frame()
    twice.loc[1, "pid"] = "a"
    found = compare_tables(table, open_(twice, codebook, reasons), ())
    assert (found.matched, found.cells, found.rows_new) == (False, (), 0)
    without = open_(frame().drop(columns="pid"), codebook, reasons)
    assert not compare_tables(table, without, ()).matched


def test_files_that_do_not_name_their_key(codebook, frame, reasons, monkeypatch):
    monkeypatch.setattr(Columns, "about", {})
    table = open_(frame(), codebook, reasons)
    assert compare_tables(table, table, ("pid",)).same
    assert not compare_tables(table, table, ()).matched


def test_no_value_is_told(codebook, frame, reasons):
    old, new = frame(), frame()
    old["pid"] = [f"{CANARY}{n}" for n in range(3)]
    new["pid"] = [f"{CANARY}{n}" for n in range(1, 4)]
    found = compare_tables(open_(old, codebook, reasons), open_(new, codebook, reasons), ())
    assert found.rows_new == found.rows_gone == 1
    assert CANARY not in repr(found)


@pytest.mark.parametrize("cut", [1, 2])
def test_parts_are_one_table(codebook, frame, reasons, cut):
    whole = open_(frame(), codebook, reasons)
    pieces = [frame().iloc[:cut], frame().iloc[cut:]]
    parts = Columns([to_parquet(piece, codebook, reasons) for piece in pieces])
    assert compare_tables(whole, parts, ()).same
    assert parts.rows == 3


def test_only_the_columns_at_hand_are_read(codebook, frame, reasons, monkeypatch):
    """A wide table is read column by column, reasons only where both cells are missing."""
    read = []
    column = Columns.column
    monkeypatch.setattr(
        Columns, "column", lambda self, name: read.append(name) or column(self, name)
    )
    compare_tables(open_(frame(), codebook, reasons), open_(frame(mark=6), codebook, reasons), ())
    assert read.count("age") == read.count(why("age")) == 2
    assert not [name for name in read if name.endswith(WHY) and name[:-5] not in read]
    assert difference_module.EXAMPLES == 3
