from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
import pyreadstat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.errors import DataError, UsageError
from kinpanel.report.export import Look, render

REASONS = ("inapplicable", "not_asked", "refused", "unexplained")
LETTERS = {"a": "inapplicable", "b": "not_asked", "c": "refused"}


def cells_of(values: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    missing = st.sampled_from([(reason,) for reason in REASONS])
    return st.lists(values | missing, min_size=1, max_size=6)


def written(content, tmp_path: Path, language: str = "en"):
    payload, sheet = render(content, ".dta", Look(language), tmp_path)
    path = tmp_path / "back.dta"
    path.write_bytes(payload)
    cells, meta = pyreadstat.read_dta(
        path, user_missing=True, output_format="dict", disable_datetime_conversion=True
    )
    return cells, meta, sheet


def numeric_back(column: list[Any], cell: Any) -> list[Any]:
    """Values as they were, reasons as tuples; `.` stands for a blank without a reason."""
    return [
        ("unexplained",) if c is None else (LETTERS[c],) if isinstance(c, str) else cell(c)
        for c in column
    ]


@pytest.mark.parametrize(
    ("name", "values", "cell"),
    [
        ("age", st.integers(-(2**53), 2**53), int),
        ("age", st.integers(-(2**31), 2**31), int),
        (
            "weight",
            st.floats(allow_nan=False, allow_infinity=False, max_value=8e307, min_value=-8e307),
            float,
        ),
        ("girl", st.integers(0, 1), int),
        ("sex", st.sampled_from(["1", "2"]), lambda c: str(int(c))),
        ("rank", st.sampled_from(["lo", "0101"]), lambda c: ["lo", "0101"][int(c) - 1]),
    ],
)
def test_numbers_and_reasons_come_back(content, name, values, cell):
    @given(cells_of(values))
    def check(cells):
        with TemporaryDirectory() as folder:
            back, _, _ = written(content(**{name: cells}), Path(folder))
        assert numeric_back(back[name], cell) == cells

    check()


@pytest.mark.parametrize(("name", "step"), [("born", "D"), ("month", "M")])
def test_days_and_months_come_back(content, name, step):
    @given(cells_of(st.dates()))
    def check(cells):
        if name == "month":
            cells = [c.replace(day=1) if isinstance(c, date) else c for c in cells]
        with TemporaryDirectory() as folder:
            back, meta, _ = written(content(**{name: cells}), Path(folder))
        start = np.datetime64("1960-01-01", step)
        found = numeric_back(
            back[name], lambda c: (start + np.timedelta64(int(c), step)).astype("M8[D]").item()
        )
        assert found == cells
        assert meta.original_variable_types[name] == {"D": "%td", "M": "%tm"}[step]

    check()


TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40)


def test_text_comes_back_and_its_reasons_stand_in_a_companion(content):
    @given(cells_of(TEXT))
    def check(cells):
        with TemporaryDirectory() as folder:
            back, meta, _ = written(content(words=cells), Path(folder))
        assert back["words"] == ["" if isinstance(c, tuple) else c for c in cells]
        present = [reason for reason in REASONS if (reason,) in cells]
        assert ("words__why" in back) == bool(present)
        for place, cell in enumerate(cells):
            if present:
                number = back["words__why"][place]
                reason = present[int(number) - 1] if number is not None else None
                assert reason == (cell[0] if isinstance(cell, tuple) else None)
        if present:
            assert len(meta.variable_value_labels["words__why"]) == len(present)

    check()


def test_labels_stand_in_the_language_asked_for(content, tmp_path):
    made = content(sex=["1", "2", ("refused",)], girl=[1, 0, 1], rank=["lo", "0101", "lo"])
    _, meta, _ = written(made, tmp_path, "zh")
    labels = meta.variable_value_labels
    assert labels["sex"] == {1: "男", 2: "女", "c": "拒答"}
    assert labels["girl"] == {0: "否", 1: "是"}
    assert labels["rank"] == {1: "lo: 低", 2: "0101: 高"}
    assert labels["wave"] == {1: "w1: 2014", 2: "w2: 2016"}
    assert meta.column_names_to_labels["sex"] == "变量sex"
    assert meta.file_label == "儿童"
    _, meta, _ = written(made, tmp_path, "en")
    assert meta.variable_value_labels["sex"] == {1: "Boy", 2: "女", "c": "Refused"}


def test_other_readers_see_days_and_months(content, tmp_path):
    days = [date(2014, 5, 1), date(1899, 12, 31), ("refused",)]
    months = [date(2014, 5, 1), ("unexplained",), date(1949, 10, 1)]
    payload, _ = render(content(born=days, month=months), ".dta", Look("en"), tmp_path)
    frame = pd.read_stata(io.BytesIO(payload), convert_categoricals=False)
    assert [None if pd.isna(d) else d.date() for d in frame["born"]] == [*days[:2], None]
    assert [None if pd.isna(d) else d.date() for d in frame["month"]] == [
        months[0],
        None,
        months[2],
    ]


def test_format_118_without_the_time_of_day(content, tmp_path):
    made = content(age=[1, 2])
    payload, _ = render(made, ".dta", Look("en"), tmp_path)
    assert b"<release>118</release>" in payload
    assert b"<timestamp>\x1101 Jan 2023 00:00</timestamp>" in payload
    assert render(made, ".dta", Look("en"), tmp_path)[0] == payload
    assert not list(tmp_path.iterdir())


def test_numbers_that_no_double_holds_become_text(content, tmp_path):
    made = content(age=[1, 2, ("refused",)], weight=[1.7e308, 0.1, ("refused",)])
    frame = made.frame.assign(age=pd.array([2**53 + 1, 12345678901234567, None], dtype="Int64"))
    back, meta, sheet = written(type(made)(frame, made.table, made.study), tmp_path)
    assert back["age"] == ["9007199254740993", "12345678901234567", ""]
    assert back["weight"] == ["1.7e+308", "0.1", ""]
    assert back["age__why"] == [None, None, 1]
    assert meta.variable_value_labels["age__why"] == {1: "Refused"}
    assert sum(finding.rule == "export-type" for finding in sheet.findings) == 2


def test_a_long_label_is_cut_between_characters_with_a_note(content, table, tmp_path):
    made = content(age=[1])
    long = made.table.variables[0].model_copy(update={"label": {"zh": "岁" * 81}})
    small = made.table.model_copy(update={"variables": (long,)})
    _, meta, sheet = written(type(made)(made.frame, small, made.study), tmp_path, "zh")
    assert meta.column_names_to_labels["age"] == "岁" * 80
    assert [finding.variable for finding in sheet.findings] == ["age"]


def test_a_text_that_would_be_cut_is_refused(content, tmp_path):
    with pytest.raises(DataError) as caught:
        render(content(words=["CNRY\0x", "b"]), ".dta", Look("en"), tmp_path)
    assert "CNRY" not in str(caught.value)
    assert caught.value.findings[0].count == 1


def test_more_reasons_than_letters(content, study, tmp_path):
    many = {f"r{n}": study.missing["refused"] for n in range(27)}
    made = content(age=[1])
    wide = type(made)(made.frame, made.table, study.model_copy(update={"missing": many}))
    with pytest.raises(UsageError, match="26"):
        render(wide, ".dta", Look("en"), tmp_path)


def test_a_table_without_rows(content, tmp_path):
    back, _, _ = written(content(age=[], words=[], born=[], sex=[]), tmp_path)
    assert list(back) == ["wave", "age", "born", "sex", "words"]
