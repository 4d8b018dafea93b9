import numpy as np
import pandas as pd
import pytest

from kinpanel.errors import DataError, UsageError
from kinpanel.estimation.columns import coded, numeric


@pytest.mark.parametrize(
    "values",
    [
        pd.Series([1, 0, 1]),
        pd.Series([True, False, True]),
        pd.Series([1.0, 0.0, 1.0], dtype="float32"),
        pd.Series([1, 0, 1], dtype="Int64"),
        pd.Series([1, 0, 1], dtype="Float64"),
        pd.Series([True, False, True], dtype="boolean"),
        pd.Series([1, 0, 1], dtype="uint8"),
        pd.Series([1, 0, 1], dtype="int64[pyarrow]"),
    ],
    ids=lambda values: str(values.dtype),
)
def test_numbers_become_float(values):
    found = numeric(pd.DataFrame({"x": values}), "x")
    assert found.dtype == np.float64
    assert found.tolist() == [1.0, 0.0, 1.0]


@pytest.mark.parametrize("dtype", ["Int64", "Float64", "boolean"])
def test_nullable_missing_becomes_nan(dtype):
    found = numeric(pd.DataFrame({"x": pd.Series([1, None, 0], dtype=dtype)}), "x")
    assert np.isnan(found).tolist() == [False, True, False]


@pytest.mark.parametrize(
    ("values", "advice"),
    [
        (pd.Series(["1", "2"], dtype=object), "pandas.to_numeric"),
        (pd.Series([1, None], dtype=object), "pandas.to_numeric"),
        (pd.Series(["1", "2"], dtype="string"), "pandas.to_numeric"),
        (pd.Series(["a", "b"], dtype="category"), "0/1 column for each category"),
        (pd.Series([1, 2], dtype="category"), "0/1 column for each category"),
        (pd.Series(pd.to_datetime(["2012-01-01", "2014-01-01"])), "from the date"),
        (pd.Series([1j, 2j]), "real part"),
    ],
)
def test_other_types_are_refused_by_name_with_a_way_out(values, advice):
    with pytest.raises(DataError, match="'x' has dtype") as caught:
        numeric(pd.DataFrame({"x": values}), "x")
    assert advice in str(caught.value)
    assert str(values.dtype) in str(caught.value)


def test_infinite_values_are_refused_with_rows():
    data = pd.DataFrame({"x": [1.0, np.inf, 2.0, -np.inf, np.inf, np.inf]})
    with pytest.raises(DataError) as caught:
        numeric(data, "x")
    (finding,) = caught.value.findings
    assert finding.count == 4
    assert finding.examples == ("row 1", "row 3", "row 4")


@pytest.mark.parametrize("values", [[1e308, 1e308, 1.0], [1.0, np.nan, 3.0]])
def test_large_and_missing_numbers_are_not_infinite(values):
    np.testing.assert_array_equal(numeric(pd.DataFrame({"x": values}), "x"), values)


def test_unknown_column_names_the_nearest():
    with pytest.raises(UsageError, match="did you mean 'father_away'"):
        numeric(pd.DataFrame({"father_away": [1]}), "father_awy")


def test_column_that_occurs_twice_is_refused():
    data = pd.DataFrame([[1, 2]], columns=["x", "x"])
    with pytest.raises(UsageError, match="2 columns named 'x'"):
        numeric(data, "x")


@pytest.mark.parametrize(
    "values",
    [
        [2016, 2012, 2016, 2014],
        [10**12, -5, 10**12, 7],
        ["c", "a", "c", "b"],
        [2.5, 0.5, 2.5, 1.0],
        np.array([100, -100, 100, 7], dtype="int8"),
        np.array([2**64 - 1, 2**64 - 9, 2**64 - 1, 2**64 - 5], dtype="uint64"),
    ],
)
def test_codes_follow_sorted_order(values):
    found = coded(pd.DataFrame({"k": values}), "k")
    assert found.codes.tolist() == [2, 0, 2, 1]
    assert found.levels == 3


def test_categorical_keeps_its_order_and_skips_unused_levels():
    values = pd.Categorical(["late", "early", "late"], categories=["early", "mid", "late"])
    found = coded(pd.DataFrame({"k": values}), "k")
    assert found.codes.tolist() == [1, 0, 1]
    assert found.levels == 2


@pytest.mark.parametrize(
    "values",
    [
        pd.Series(["b", None, "a"], dtype=object),
        pd.Series([2.0, np.nan, 1.0]),
        pd.Series([2, None, 1], dtype="Int64"),
        pd.Series(pd.Categorical(["b", None, "a"])),
    ],
    ids=lambda values: str(values.dtype),
)
def test_missing_keys_are_minus_one(values):
    assert coded(pd.DataFrame({"k": values}), "k").codes.tolist() == [1, -1, 0]


def test_unhashable_keys_are_refused():
    data = pd.DataFrame({"k": pd.Series([[1], [2]], dtype=object)})
    with pytest.raises(DataError, match="'k'"):
        coded(data, "k")
