"""The columns of all slots as one: cells, tags and metadata kept, disagreement found."""

from __future__ import annotations

import numpy as np
import pytest

from kinpanel.ingest.stack import stack

DAY, MONTH = "%td", "%tm"


def test_row_by_row_then_slot_by_slot(column):
    stacked, findings = stack("v{slot}", [column([1.0, ".a"]), None, column([3.0, "."])], 2)
    assert findings == []
    assert stacked.name == "v{slot}"
    assert stacked.values[~stacked.missing].tolist() == [1, 3]
    assert stacked.tags.tolist() == ["", ".", "", ".a", ".", "."]


def test_no_rows(column):
    stacked, findings = stack("v{slot}", [column([], storage="integer")] * 3, 0)
    assert (len(stacked.values), stacked.storage, findings) == (0, "integer", [])


@pytest.mark.parametrize(
    ("storages", "cells", "storage"),
    [
        (("integer", "integer"), (1, 2), "integer"),
        (("integer", "double"), (1, 2.5), "double"),
        (("float", "double"), (1.5, 2.5), "double"),
        (("float", "double"), (2.0**24, 2.5), "float"),
        (("integer", "text"), (".", "x"), "text"),
        (("text", "double"), (".", 2.5), "double"),
        (("integer", "text"), (".", "."), "integer"),
    ],
)
def test_storages_widen_where_nothing_is_lost(column, storages, cells, storage):
    columns = [
        column([cell], name=f"v{place}", storage=kind)
        for place, (cell, kind) in enumerate(zip(cells, storages, strict=True))
    ]
    stacked, findings = stack("v{slot}", columns, 1)
    assert findings == []
    assert stacked.storage == storage
    assert [stacked.code_at(row) for row in (0, 1)] == [c.code_at(0) for c in columns]


@pytest.mark.parametrize(
    ("storages", "cells"),
    [(("text", "double"), ("CNRY7f3a", 1.0)), (("integer", "double"), (2**53 + 1, 0.5))],
)
def test_storages_that_do_not_fit_are_a_finding_that_names_columns(column, storages, cells):
    columns = [
        column([cell], name=f"v{place}", storage=kind)
        for place, (cell, kind) in enumerate(zip(cells, storages, strict=True))
    ]
    _, (finding,) = stack("v{slot}", columns, 1)
    assert finding.rule == "slot-storage"
    assert finding.severity == "error"
    assert finding.examples == (f"v0 ({storages[0]})", f"v1 ({storages[1]})")
    assert str(cells[0]) not in str(finding)


def test_formats_may_differ_in_looks_but_not_in_what_they_count(column):
    def columns(one, two):
        return [column([1.0], name="a", format=one), column([1.0], name="b", format=two)]

    assert stack("v{slot}", columns("%9.0g", "%12.0g"), 1)[1] == []
    assert stack("v{slot}", columns("%td", "%tdCCYY-NN-DD"), 1)[1] == []
    for one, two in (("%td", "%tm"), ("%td", "%9.0g"), ("%td", "%tc"), ("DATE11", "%td")):
        _, (finding,) = stack("v{slot}", columns(one, two), 1)
        assert finding.rule == "slot-format"
        assert finding.examples == (f"a ({one})", f"b ({two})")


def test_value_labels_and_declared_ranges_are_those_of_all_slots(column):
    columns = [
        column([1.0], value_labels={"1": "Yes"}, declared=((-9.0, -9.0),)),
        column([1.0], value_labels={"0": "No", "1": " yes"}, declared=((-9.0, -8.0),)),
    ]
    stacked, findings = stack("v{slot}", columns, 1)
    assert findings == []
    assert stacked.value_labels == {"1": "Yes", "0": "No"}
    assert stacked.declared == ((-9.0, -9.0), (-9.0, -8.0))


def test_another_wording_is_a_warning_and_another_coding_an_error(column):
    columns = [
        column([1.0], name="a", value_labels={"1": "Son", "2": "Daughter"}),
        column([1.0], name="b", value_labels={"1": "Son (own)", "2": "Daughter"}),
    ]
    _, (finding,) = stack("v{slot}", columns, 1)
    assert (finding.severity, finding.examples) == ("warning", ("1 in a and b",))
    columns.append(column([1.0], name="c", value_labels={"1": "Daughter", "2": "Son"}))
    _, findings = stack("v{slot}", columns, 1)
    assert {f.severity: f.examples for f in findings} == {
        **{"error": ("1 in a and c", "2 in a and c"), "warning": ("1 in a and b",)}
    }
    assert {f.rule for f in findings} == {"slot-labels"}


def test_columns_of_a_format_that_is_no_date_keep_the_first_format(column):
    stacked, _ = stack("v{slot}", [None, column([np.pi], format="%9.2f")], 1)
    assert stacked.format == "%9.2f"
