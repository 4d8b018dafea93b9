"""Counts and texts as dates; the formats are those that pyreadstat itself can convert."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pyreadstat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.ingest.dates import WRITTEN, calendar, from_counts, from_text, from_written

DAYS = [date(2014, 5, 1), date(1899, 12, 31), date(1960, 1, 1), date(1970, 1, 1), date(2149, 1, 2)]
FIRST = float((date(1850, 1, 1) - date(1960, 1, 1)).days)
LAST = float((date(2150, 12, 31) - date(1960, 1, 1)).days)


@pytest.mark.parametrize("name", ["x.dta", "x.sav"])
@pytest.mark.parametrize("stamp", [False, True])
def test_what_pyreadstat_writes(tmp_path, name, stamp):
    path = tmp_path / name
    frame = pd.DataFrame({"d": pd.to_datetime(DAYS).as_unit("ms") if stamp else DAYS})
    if name.endswith("dta"):
        pyreadstat.write_dta(frame, path)
        read = pyreadstat.read_dta
    else:
        pyreadstat.write_sav(frame, path)
        read = pyreadstat.read_sav
    cells, meta = read(str(path), output_format="dict", disable_datetime_conversion=True)
    form = meta.original_variable_types["d"]
    assert from_counts(np.array(cells["d"], dtype=float), form).tolist() == DAYS


@pytest.mark.parametrize("form", ["%td", "%d", "%-td", "%tdDD/NN/CCYY", "%tdD_m_Y"])
def test_days_of_stata(form):
    assert from_counts(np.array([0.0, -1.0, 0.9]), form).tolist() == [
        date(1960, 1, 1),
        date(1959, 12, 31),
        date(1960, 1, 1),
    ]


@pytest.mark.parametrize("form", ["%tc", "%tC", "%tcDDmonCCYY_HH:MM"])
def test_milliseconds_of_stata(form):
    counts = np.array([86_400_000.0 - 1, 86_400_000.0, -1.0])
    assert [day.toordinal() for day in from_counts(counts, form)] == [
        date(1960, 1, 1).toordinal() + shift for shift in (0, 1, -1)
    ]


@pytest.mark.parametrize("form", ["DATE11", "ADATE10", "EDATE10", "SDATE10", "JDATE", "MOYR8"])
def test_seconds_of_spss(form):
    assert from_counts(np.array([13618195200.0 + 86399]), form).tolist() == [date(2014, 4, 30)]


@pytest.mark.parametrize(
    "form", ["", "F8.2", "%9.0g", "%tq", "%tw", "%ty", "TIME8", "DTIME20", "A8"]
)
def test_formats_that_hold_no_date(form):
    assert from_counts(np.array([1.0, np.nan]), form).tolist() == [None, None]


@pytest.mark.parametrize("count", [np.nan, np.inf, -np.inf, 1e300, -1e9, LAST + 1, FIRST - 1])
def test_counts_beyond_any_survey(count):
    assert from_counts(np.array([count]), "%td").tolist() == [None]


def test_bounds():
    assert from_counts(np.array([LAST, FIRST]), "%td").tolist() == [
        date(2150, 12, 31),
        date(1850, 1, 1),
    ]


def test_texts():
    texts = [
        "2014-05-31",
        "2014-05",
        "2014-02-30",
        "2014-13",
        "1.5.2014",
        "",
        "20140501",
        "1849-01",
    ]
    assert from_text(np.array(texts, dtype=object)).tolist() == [
        date(2014, 5, 31),
        date(2014, 5, 1),
        *[None] * 6,
    ]
    assert from_text(np.array([], dtype=object)).tolist() == []


WRITE = {
    "YYYYMMDD": "{0:04}{1:02}{2:02}",
    "YYYY-MM-DD": "{0}-{1:02}-{2:02}",
    "YYYY/MM/DD": "{0}/{1}/{2}",
    "YYYY.MM.DD": "{0}.{1}.{2:02}",
    "DD.MM.YYYY": "{2}.{1}.{0}",
    "DD/MM/YYYY": "{2:02}/{1}/{0}",
    "MM/DD/YYYY": "{1}/{2}/{0}",
    "YYYY年MM月DD日": "{0}年{1}月{2:02}日",
}


@pytest.mark.parametrize("form", WRITTEN)
@given(st.lists(st.dates(date(1850, 1, 1), date(2150, 12, 31)), max_size=8))
def test_every_day_in_every_format(form, days):
    if form in WRITE:
        texts = [WRITE[form].format(day.year, day.month, day.day) for day in days]
    else:
        epoch, step = (date(1960, 1, 1), 1) if form == "stata" else (date(1582, 10, 14), 86_400)
        texts = [str((day - epoch).days * step) for day in days]
    assert from_written(np.array([*texts], dtype=object), form).tolist() == days


@pytest.mark.parametrize("form", WRITTEN)
@given(st.lists(st.text("0123456789-/. x", max_size=12), max_size=8))
def test_what_is_no_day_is_none(form, texts):
    days = from_written(np.array([*texts], dtype=object), form).tolist()
    assert all(day is None or 1850 <= day.year <= 2150 for day in days)


def test_formats_with_one_calendar_differ_in_looks_only():
    assert calendar("%td") == calendar("%tdCCYY-NN-DD") == calendar("%d")
    assert calendar("DATE11") == calendar("ADATE10")
    assert len({calendar(form) for form in ("%td", "%tm", "%tc", "DATE11", "%9.0g")}) == 5
    assert calendar("%9.0g") == calendar("F8.2") == calendar("") == ""
