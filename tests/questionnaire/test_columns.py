"""Names of columns with a placeholder, and the columns that they stand for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.questionnaire.columns import columns_of, is_placeholder, layout_of, placeholders

CODES = ("1", "2", "-1", "2.5", "a b", "中")


@pytest.mark.parametrize(
    ("template", "layout", "columns"),
    [
        ("q5", "text", ("q5",)),
        ("q5_{slot}", "text", ("q5_{slot}",)),
        ("q5_{1_3}", "text", ("q5_{1_3}",)),
        ("q5_{choice}", "indicators", ("q5_1", "q5_2", "q5__1", "q5_2_5", "q5_a_b", "q5_中")),
        ("{choice}q", "indicators", ("1q", "2q", "_1q", "2_5q", "a_bq", "中q")),
        ("q5m{1-3}", "mentions", ("q5m1", "q5m2", "q5m3")),
        ("q5m{0-1}_x", "mentions", ("q5m0_x", "q5m1_x")),
        ("q5m{08-10}", "mentions", ("q5m08", "q5m09", "q5m10")),
        ("q5m{8-10}", "mentions", ("q5m8", "q5m9", "q5m10")),
        ("q5_{slot}_m{1-2}", "mentions", ("q5_{slot}_m1", "q5_{slot}_m2")),
        ("q5m{3-1}", "mentions", ()),
    ],
)
def test_what_a_name_stands_for(template, layout, columns):
    assert layout_of(template) == layout
    assert columns_of(template, CODES) == columns


def test_placeholders_in_order():
    assert placeholders("a{1-2}b{choice}c{slot}{x}") == ("{1-2}", "{choice}")
    assert [
        is_placeholder(text) for text in ("{choice}", "{1-12}", "{slot}", "{1-}", "{", "1-2")
    ] == [
        *(True, True),
        *(False, False, False, False),
    ]


@given(st.lists(st.from_regex(r"[a-z0-9]{1,4}", fullmatch=True), unique=True, min_size=1))
def test_plain_codes_never_share_a_column(codes):
    columns = columns_of("q_{choice}", codes)
    assert len(set(columns)) == len(codes)
    assert [column.removeprefix("q_") for column in columns] == codes
