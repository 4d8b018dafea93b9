from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyreadstat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.errors import DataError
from kinpanel.report.export import Look, render

REASONS = ("inapplicable", "not_asked", "refused", "unexplained")


def cells_of(values: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    missing = st.sampled_from([(reason,) for reason in REASONS])
    return st.lists(values | missing, min_size=1, max_size=6)


def written(content, folder: Path, language: str = "en"):
    payload, sheet = render(content, ".sav", Look(language), folder)
    path = folder / "back.sav"
    path.write_bytes(payload)
    cells, meta = pyreadstat.read_sav(
        path, user_missing=True, output_format="dict", disable_datetime_conversion=True
    )
    return cells, meta, sheet


def back_again(cells, meta, name: str, cell: Any) -> list[Any]:
    """Values, and reasons by the labels of codes within the range that is declared missing."""
    reasons = {"Not applicable": "inapplicable", "Not asked": "not_asked", "Refused": "refused"}
    labels = meta.variable_value_labels.get(name, {})
    (declared,) = meta.missing_ranges.get(name, [{"lo": 1, "hi": 0}])
    found: list[Any] = []
    for code in cells[name]:
        if code is None:
            found.append(("unexplained",))
        elif declared["lo"] <= code <= declared["hi"]:
            found.append((reasons[labels[code]],))
        else:
            found.append(cell(code))
    return found


@pytest.mark.parametrize(
    ("name", "values", "cell"),
    [
        ("age", st.integers(-(2**53), 2**53), int),
        ("age", st.integers(-1100, 20), int),
        ("weight", st.floats(min_value=-1.7e308, max_value=1.7e308), float),
        ("weight", st.floats(min_value=-100, max_value=-90), float),
        ("girl", st.integers(0, 1), int),
        ("sex", st.sampled_from(["1", "2"]), lambda c: str(int(c))),
        ("rank", st.sampled_from(["lo", "0101"]), lambda c: ["lo", "0101"][int(c) - 1]),
    ],
)
def test_numbers_and_reasons_come_back(content, name, values, cell):
    @given(cells_of(values))
    def check(cells):
        with TemporaryDirectory() as folder:
            back, meta, _ = written(content(**{name: cells}), Path(folder))
        assert back_again(back, meta, name, cell) == cells

    check()


@pytest.mark.parametrize(("name", "form"), [("born", "DATE11"), ("month", "MOYR8")])
def test_days_and_months_come_back(content, name, form):
    start = np.datetime64("1582-10-14", "s")

    @given(cells_of(st.dates()))
    def check(cells):
        if name == "month":
            cells = [c.replace(day=1) if isinstance(c, date) else c for c in cells]
        with TemporaryDirectory() as folder:
            back, meta, _ = written(content(**{name: cells}), Path(folder))
        found = back_again(
            back, meta, name, lambda c: (start + np.timedelta64(int(c), "s")).astype("M8[D]").item()
        )
        assert found == cells
        assert meta.original_variable_types[name] == form

    check()


def test_text_comes_back_and_its_reasons_stand_in_a_companion(content):
    allowed = st.characters(exclude_characters="\0 ", exclude_categories=["Cs"])

    @given(cells_of(st.text(allowed, max_size=40)))
    def check(cells):
        with TemporaryDirectory() as folder:
            back, _meta, _ = written(content(words=cells), Path(folder))
        assert back["words"] == ["" if isinstance(c, tuple) else c for c in cells]
        present = [reason for reason in REASONS if (reason,) in cells]
        for place, cell in enumerate(cells):
            if present:
                number = back["words__why"][place]
                reason = present[int(number) - 1] if number is not None else None
                assert reason == (cell[0] if isinstance(cell, tuple) else None)

    check()


def test_the_codes_of_reasons_in_declared_order_and_labelled(content, tmp_path):
    made = content(age=[5, ("refused",), ("inapplicable",)], sex=["1", ("refused",), "2"])
    back, meta, sheet = written(made, tmp_path, "zh")
    assert back["age"] == [5.0, -93.0, -91.0]
    assert meta.variable_value_labels["age"] == {-91: "不适用", -93: "拒答"}
    assert meta.variable_value_labels["sex"] == {1: "男", 2: "女", -93: "拒答"}
    assert meta.missing_ranges["age"] == [{"lo": -99, "hi": -91}]
    assert meta.variable_measure["sex"] == "nominal"
    assert meta.variable_measure["age"] == "scale"
    (age,) = (entry for entry in sheet.entries if entry.name == "age")
    assert age.missing == {-91: "inapplicable", -93: "refused"}


@pytest.mark.parametrize(("taken", "block"), [(-95, (-999, -991)), (-90, (-99, -91))])
def test_codes_keep_clear_of_values(content, tmp_path, taken, block):
    _, meta, _ = written(content(age=[taken, ("refused",)]), tmp_path)
    assert meta.missing_ranges["age"] == [dict(zip(("lo", "hi"), block, strict=True))]


def test_codes_keep_clear_of_the_declared_range(content, tmp_path):
    made = content(age=[5, ("refused",)])
    wide = made.table.variables[0].model_copy(update={"range": (-500.0, 500.0)})
    small = made.table.model_copy(update={"variables": (wide,)})
    back, _, _ = written(type(made)(made.frame, small, made.study), tmp_path)
    assert back["age"] == [5.0, -993.0]


def test_same_bytes_whatever_the_time(content, tmp_path):
    made = content(age=[1, 2], words=["一", ("refused",)])
    payload, _ = render(made, ".sav", Look("en"), tmp_path)
    assert payload[92:109] == b"01 Jan 2300:00:00"
    assert render(made, ".sav", Look("en"), tmp_path)[0] == payload


def test_long_texts_labels_and_lost_blanks(content, tmp_path):
    with pytest.raises(DataError, match="longer than 32767 bytes"):
        render(content(words=["中" * 11_000]), ".sav", Look("en"), tmp_path)
    back, _, sheet = written(content(words=["中" * 10_000, "a "]), tmp_path)
    assert back["words"][0] == "中" * 10_000
    assert [(f.rule, f.count) for f in sheet.findings] == [("export-text", 1)]


def test_names_that_differ_in_case_only_or_are_words_of_spss(content, tmp_path):
    made = content(age=[1], weight=[2.0], words=["x"])
    names = dict(zip(("age", "weight", "words"), ("By", "Q1", "q1"), strict=True))
    renamed = tuple(v.model_copy(update={"name": names[v.name]}) for v in made.table.variables)
    small = made.table.model_copy(update={"variables": renamed})
    back, _, sheet = written(
        type(made)(made.frame.rename(columns=names), small, made.study), tmp_path
    )
    assert list(back) == ["wave", "By_2", "Q1", "q1_2"]
    assert {f.variable for f in sheet.findings if f.rule == "export-name"} == {"By", "q1"}


def test_a_table_without_rows(content, tmp_path):
    back, _, _ = written(content(age=[], words=[], born=[], sex=[]), tmp_path)
    assert list(back) == ["wave", "age", "born", "sex", "words"]
