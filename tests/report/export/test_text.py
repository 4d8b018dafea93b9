from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.report.export import Look, render
from kinpanel.report.export.text import FORMULA

REASONS = ("inapplicable", "not_asked", "refused", "unexplained")


def rows_of(content, tmp_path, **look: Any) -> list[dict[str, str]]:
    payload, _ = render(content, ".csv", Look("en", **look), tmp_path)
    text = payload.decode("utf-8-sig" if look.get("for_people") else "utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def cells_of(values: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    missing = st.sampled_from([(reason,) for reason in REASONS])
    return st.lists(values | missing, min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("name", "values", "cell"),
    [
        ("age", st.integers(-(2**53), 2**53), int),
        ("weight", st.floats(allow_nan=False, allow_infinity=False), float),
        ("girl", st.integers(0, 1), int),
        ("sex", st.sampled_from(["1", "2"]), str),
        ("rank", st.sampled_from(["lo", "0101"]), str),
        ("born", st.dates(), date.fromisoformat),
        ("month", st.dates(), lambda c: date.fromisoformat(c + "-01")),
        ("words", st.text(st.characters(exclude_categories=["Cs"]), max_size=20), str),
    ],
)
def test_values_and_reasons_come_back(content, tmp_path, name, values, cell):
    @given(cells_of(values))
    def check(cells):
        if name == "month":
            cells = [c.replace(day=1) if isinstance(c, date) else c for c in cells]
        rows = rows_of(content(**{name: cells}), tmp_path)
        found = [(row[why],) if row.get(why := f"{name}__why") else cell(row[name]) for row in rows]
        assert found == cells
        assert [row["wave"] for row in rows] == [("w1", "w2")[n % 2] for n in range(len(cells))]

    check()


def test_the_form_is_that_of_rfc_4180(content, tmp_path):
    made = content(sex=["1", ("refused",)], words=['say "yes", or\nno', "爸爸"])
    payload, _ = render(made, ".csv", Look("en"), tmp_path)
    assert payload.decode("utf-8") == (
        'wave,sex,sex__why,words\r\nw1,1,,"say ""yes"", or\nno"\r\nw2,,refused,爸爸\r\n'
    )


def test_labels_in_place_of_codes(content, tmp_path):
    made = content(sex=["1", ("refused",)], girl=[1, 0], rank=["lo", "0101"])
    first, second = rows_of(made, tmp_path, labels=True)
    assert list(first.values()) == ["2014", "Yes", "Boy", "", "Low"]
    assert list(second.values()) == ["2016", "No", "", "Refused", "High"]


def test_two_codes_with_one_label_stay_two(content, tmp_path):
    made = content(sex=["1", "2"])
    sex = made.table.variables[0]
    same = tuple(level.model_copy(update={"label": {"en": "Same"}}) for level in sex.levels)
    table = made.table.model_copy(update={"variables": (sex.model_copy(update={"levels": same}),)})
    rows = rows_of(type(made)(made.frame, table, made.study), tmp_path, labels=True)
    assert [row["sex"] for row in rows] == ["Same [1]", "Same [2]"]


@pytest.mark.parametrize("start", FORMULA)
def test_formulas_are_tamed_for_people_and_untouched_for_programs(content, tmp_path, start):
    made = content(words=[f"{start}1+1", "a=b"], age=[-5, 5])
    assert [row["words"] for row in rows_of(made, tmp_path)] == [f"{start}1+1", "a=b"]
    tame = rows_of(made, tmp_path, for_people=True)
    assert [row["words"] for row in tame] == [f"'{start}1+1", "a=b"]
    assert tame[0]["age"] == "-5"


def test_for_people_begins_with_the_mark_of_utf_8(content, tmp_path):
    people, _ = render(content(age=[1]), ".csv", Look("en", for_people=True), tmp_path)
    assert people.startswith(b"\xef\xbb\xbfwave")
