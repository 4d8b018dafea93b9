import pandas as pd
import pytest

from kinpanel.errors import DataError, UsageError
from kinpanel.report.columns import require, states, values, wave_places


def test_a_missing_column_gets_the_near_name(panel_of):
    panel = panel_of([("a", "w1", "B")], dep=[1.0])
    with pytest.raises(UsageError, match="no variable 'dpe'") as caught:
        require(panel, ["dpe", "pid"])
    assert caught.value.findings[0].advice == "did you mean 'dep'?"


def test_a_strange_state_is_counted_and_never_shown():
    panel = pd.DataFrame({"pid": ["a", "b"], "state": ["B", "CNRY-1"]})
    with pytest.raises(DataError, match="in 1 rows") as caught:
        states(panel)
    assert "CNRY" not in str(caught.value)


def test_an_unknown_state_stays_missing(panel_of):
    assert states(panel_of([("a", "w1", "B"), ("b", "w1", None)])).tolist() == ["B", None]


def test_waves_are_placed_in_the_order_of_the_study(panel_of):
    panel = panel_of([("a", "w9", "B"), ("a", "w10", "B")])
    assert wave_places(panel, ["w9", "w10"]).tolist() == [0, 1]


def test_a_wave_outside_the_study_and_a_child_twice_are_refused(panel_of):
    panel = panel_of([("CNRY-1", "w1", "B"), ("CNRY-1", "w1", "F")])
    with pytest.raises(DataError, match="1 rows repeat a child") as caught:
        wave_places(panel, ["w1"])
    assert "CNRY" not in str(caught.value)
    with pytest.raises(DataError, match="2 rows are of no wave"):
        wave_places(panel, ["w2"])


@pytest.mark.parametrize("dtype", ["Float64", "Int64", "float64", "boolean"])
def test_numbers_become_floats_with_nan(dtype):
    given = [1.0, float("nan")] if dtype == "float64" else [1, None]
    found = values(pd.DataFrame({"x": pd.array(given, dtype=dtype)}), "x")
    assert found[0] == 1.0
    assert found.isna().tolist() == [False, True]


def test_text_is_not_a_number():
    with pytest.raises(UsageError, match="'x' is not a number"):
        values(pd.DataFrame({"x": ["a"]}), "x")


def test_a_column_without_any_value_is_a_number_too():
    assert values(pd.DataFrame({"x": pd.Series([None], dtype=object)}), "x").isna().all()
    assert values(pd.DataFrame({"x": pd.Series([], dtype="str")}), "x").empty
