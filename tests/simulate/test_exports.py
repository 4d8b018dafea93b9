"""Every export opens, and has the columns, codes, labels and missing declarations intended."""

from __future__ import annotations

from typing import Any

import pytest

from kinpanel.simulate import WAVES
from kinpanel.simulate.delivery import delivered
from kinpanel.simulate.files import layouts_of
from kinpanel.simulate.sent import sent_rows
from kinpanel.simulate.traps import ALL_TRAPS

pyreadstat = pytest.importorskip("pyreadstat")

LAYOUTS = [layout for wave in WAVES for layout in layouts_of(wave)]
RELEASES = {13: b"117", 14: b"118", 15: b"119"}


def opened(folder: Any, layout: Any) -> tuple[dict[str, list[Any]], Any]:
    path = folder / layout.wave / layout.file
    read = pyreadstat.read_sav if path.suffix == ".sav" else pyreadstat.read_dta
    how = {"output_format": "dict", "disable_datetime_conversion": True}
    return read(path, user_missing=True, encoding=layout.encoding, **how)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.file)
def test_columns_labels_and_rows(exports, baseline, layout):
    _, meta = opened(exports, layout)
    assert meta.column_names == [column.name for column in layout.columns]
    assert meta.column_labels == [column.label for column in layout.columns]
    rows = delivered(baseline, layout.wave)[layout.unit]
    assert meta.number_rows == len(sent_rows(baseline, rows, layout, ALL_TRAPS))
    for column in layout.columns:
        expected = {**column.labels}
        if column.answer and column.style == "number":
            expected |= layout.missing.labels
        assert meta.variable_value_labels.get(column.name, {}) == expected
        if column.style == "stata_month":
            assert meta.original_variable_types[column.name] == "%tm"


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.file)
def test_only_declared_codes_stand_in_coded_columns(exports, layout):
    data, _ = opened(exports, layout)
    for column in layout.columns:
        if column.labels:
            allowed = {None, *column.labels, *layout.missing.codes.values()}
            assert set(data[column.name]) <= allowed


@pytest.mark.parametrize(
    ("wave", "file", "release"),
    [
        ("w1", "w1_child.dta", 13),
        ("w3", "w3_child.dta", 14),
        ("w4", "w4_child.dta", 15),
        ("w2", "w2_roster.dta", 14),
    ],
)
def test_stata_releases(exports, wave, file, release):
    head = (exports / wave / file).read_bytes()[:60]
    assert b"<release>" + RELEASES[release] in head


def child(exports: Any, wave: str) -> tuple[dict[str, list[Any]], Any]:
    return opened(exports, layouts_of(wave)[0])


def test_user_missing_declarations_of_spss_files(exports):
    _, meta = child(exports, "w2")
    assert meta.missing_ranges["wq2d401"] == [{"lo": -9.0, "hi": -1.0}]
    assert "wq2age" not in meta.missing_ranges
    _, meta = child(exports, "w5")
    codes = [{"lo": code, "hi": code} for code in (97.0, 98.0, 99.0)]
    assert meta.missing_ranges["QN401"] == meta.missing_ranges["QWORD"] == codes
    assert all(name.isupper() for name in meta.column_names)


def test_missing_answers_stand_as_the_codes_of_their_wave(exports):
    columns = {"w1": "tcd1", "w2": "wq2d401", "w3": "qn401", "w4": "pn401", "w5": "QN401"}
    found = {wave: set(child(exports, wave)[0][name]) for wave, name in columns.items()}
    assert found["w1"] == found["w3"] == {None, -1, -2, 0, 1, 2, 3}
    assert found["w2"] == {-8, -1, -2, 1, 2, 3, 4}
    assert found["w4"] == {"a", "b", "c", 0, 1, 2, 3}
    assert found["w5"] == {None, 97, 98, 0, 1, 2, 3}


def test_answers_stand_as_given_happy_and_enjoyed_among_them(exports, baseline):
    """The true answer is exported in its own direction; in wave 2 codes begin at 1."""
    for wave, name, first in (("w1", "tcd{}", 0), ("w2", "wq2d40{}", 1)):
        raw, _ = child(exports, wave)
        true = delivered(baseline, wave)["child"]
        for number in range(1, 9):
            given = true[f"cesd{number}"].notna()
            expected = true.loc[given, f"cesd{number}"].to_numpy()
            answer = [raw[name.format(number)][row] for row in given.to_numpy().nonzero()[0]]
            assert (expected + first).tolist() == answer


def test_ids_lose_their_zeros_in_wave_4_only(exports, baseline):
    for wave in WAVES:
        raw, meta = child(exports, wave)
        pids = delivered(baseline, wave)["child"]["pid"].tolist()
        read = raw[meta.column_names[0]]
        if wave == "w4":
            assert [f"{int(number):010d}" for number in read] == pids
            assert max(read) < 10**9
        else:
            assert read == pids


def test_months_sex_and_yes_no_are_coded_by_the_habits_of_the_wave(exports):
    w1, w3, w5 = (child(exports, wave)[0] for wave in ("w1", "w3", "w5"))
    assert set(w1["tcym"]) == {201407, 201408, 201409}
    assert set(w3["qnmonth"]) == {702, 703, 704}
    assert set(w1["tca1"]) == {0, 1}
    assert set(w3["qna001"]) == {1, 2}
    assert set(w3["qnshock"]) == {0, 1, -1, -2}
    assert set(w5["QSHOCK"]) == {1, 5, 97, 98}


def test_spells_that_go_on_have_no_end_and_none_begins_after_the_interview(exports, baseline):
    for wave in WAVES:
        layout = layouts_of(wave)[2]
        data, _ = opened(exports, layout)
        names = {column.source: column.name for column in layout.columns}
        for still, end in zip(data[names["still_away"]], data[names["end_month"]], strict=True):
            assert (still == 1) == (end is None)
        rows = delivered(baseline, wave)
        month = rows["child"].groupby("hhid")["interview_month"].first()
        assert (rows["spells"]["start_month"] <= rows["spells"]["hhid"].map(month)).all()


def test_births_before_1960_never_meet_a_missing_code(exports, baseline):
    """As Stata months they are negative; the wave that uses them has lettered missing codes."""
    for wave in WAVES:
        layout = layouts_of(wave)[1]
        column = next(column for column in layout.columns if column.source == "birth_month")
        data, _ = opened(exports, layout)
        unknown = delivered(baseline, wave)["roster"]["birth_month__why"] == "dont_know"
        code = layout.missing.codes["dont_know"]
        assert [value == code for value in data[column.name]] == unknown.tolist()
        assert unknown.any()


def test_labels_are_chinese_in_waves_2_and_4(exports):
    for wave, name, label in (("w2", "wq2a1", "女"), ("w4", "pna001", "女")):
        _, meta = child(exports, wave)
        assert meta.variable_value_labels[name][2] == label
