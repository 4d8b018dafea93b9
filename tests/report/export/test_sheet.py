"""Cells and labels of an export: cut with a note, refused where the format would cut in silence."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.report.export.columns import Column
from kinpanel.report.export.sheet import any_reason, as_text, check_text, cut, occurring


def column(values, missing=(), reasons=None, kind="text"):
    rows = len(values)
    return Column(
        name="v",
        kind=kind,
        values=np.array([*values, None], dtype=object)[:-1] if kind == "text" else np.array(values),
        missing=np.array([place in missing for place in range(rows)], dtype=bool),
        reasons=np.array(reasons or [""] * rows, dtype=object),
        label="V",
        variable=None,
    )


@given(st.text(max_size=12), st.integers(0, 14), st.sampled_from(["characters", "bytes"]))
def test_labels_are_cut_between_characters_and_it_is_told(label, most, unit):
    findings = []
    short = cut(label, most, findings, "the label", "v", unit)
    size = len(short.encode()) if unit == "bytes" else len(short)
    assert label.startswith(short)
    assert size <= most
    assert bool(findings) == (short != label)
    if short != label:
        more = label[: len(short) + 1]
        assert (len(more.encode()) if unit == "bytes" else len(more)) > most


def test_texts_that_fit_are_taken_and_missing_ones_are_empty():
    findings = []
    given = column(["ab", "secret\0long", "留守"], missing={1})
    assert check_text(given, 6, ".dta", findings).tolist() == ["ab", "", "留守"]
    assert findings == []
    assert given.values[1] == "secret\0long"


@pytest.mark.parametrize(
    ("values", "most", "words", "count"),
    [
        (["a\0b", "c"], None, "zero byte", 1),
        (["留守", "留", "abcdef"], 5, "longer than 5 bytes", 2),
    ],
)
def test_texts_that_would_be_cut_are_errors_without_the_text(values, most, words, count):
    findings = []
    check_text(column(values), most, ".dta", findings)
    (one,) = findings
    assert words in one.message
    assert (one.severity, one.variable, one.count) == ("error", "v", count)
    assert values[0] not in str(one)


def test_numbers_as_text_keep_every_digit_and_their_reasons():
    findings = []
    numbers = [9007199254740993, 0, -1]
    given = column(numbers, {1}, ["", "refused", ""], "integer")
    made = as_text(given, "it is too large", findings)
    assert (made.kind, made.values.tolist()) == ("text", ["9007199254740993", "", "-1"])
    assert made.reasons.tolist() == ["", "refused", ""]
    assert [one.severity for one in findings] == ["note"]


def test_reasons_that_occur_come_in_the_order_given():
    given = column(["", "", "a"], {0, 1}, ["refused", "dont_know", ""])
    assert occurring(given, ["dont_know", "not_asked", "refused"]) == ["dont_know", "refused"]
    assert any_reason(given)
    assert not any_reason(column(["a"]))
