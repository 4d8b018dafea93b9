"""In which wave's fieldwork interviews lie."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinpanel.ingest.fieldwork import (
    best_window,
    declared_window,
    inside,
    landed_window,
    months_of,
    year_window,
)

MONTHS = np.array(["2018-07"] * 98 + ["2012-01", "2030-01"], dtype="datetime64[M]")


def test_stragglers_do_not_widen_what_interviews_show():
    assert landed_window(MONTHS) == declared_window("2018-07", "2018-07")
    assert landed_window(MONTHS[:0]) is None


def test_the_wave_with_most_interviews_and_of_those_the_narrower():
    windows = {"a": year_window(2018), "b": declared_window("2018-06", "2018-08")}
    assert best_window(MONTHS, windows) == ("b", 98)
    assert best_window(MONTHS, {}) is None


def test_a_year_reaches_into_the_next():
    assert inside(np.array(["2019-12", "2020-01"], dtype="datetime64[M]"), year_window(2018)) == 1


def test_rows_without_a_date_are_left_out():
    dates = pd.Series(np.array(["2018-07-01", "NaT"], dtype="datetime64[s]"))
    assert months_of(dates).tolist() == [np.datetime64("2018-07", "M").item()]
