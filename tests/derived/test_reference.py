"""z-scores within cells of sex and age."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.derived.reference import age_band, standardise
from kinpanel.errors import DataError, UsageError
from kinpanel.roles import AgeBands, Standardised

CANARY = "CNRY7f3a"
BANDS = AgeBands(bands=((8, 9), (10, 12)))
Z = Standardised(of="x", wave="w1", state="B", by=("girl", "age_band"), age_bands=BANDS, smallest=2)


@pytest.fixture
def panel():
    """Per cell two children of w1 with both parents home; others are no reference."""
    rows = [
        ("w1", "B", True, 8, 1.0),
        ("w1", "B", True, 9, 3.0),
        ("w1", "B", False, 8, 10.0),
        ("w1", "B", False, 8, 14.0),
        ("w1", "B", True, 10, 5.0),
        ("w1", "B", True, 12, 5.5),
        ("w1", "FM", True, 8, 100.0),
        ("w2", "B", True, 8, 4.0),
        ("w2", "FM", False, 9, 12.0),
        ("w2", "B", None, 8, 1.0),
        ("w2", "B", True, 13, 1.0),
        ("w2", "B", True, None, 1.0),
        ("w2", "B", True, 8, None),
    ]
    frame = pd.DataFrame(rows, columns=["wave", "state", "girl", "age", "x"])
    return frame.astype({"girl": "boolean", "age": "Int64", "x": "Float64", "state": "category"})


def test_each_cell_has_its_own_mean_and_sd(panel):
    z = standardise(panel, Z)
    root = np.sqrt(0.5)
    by_hand = [-root, root, -root, root, -root, root, 98 / np.sqrt(2), 2 / np.sqrt(2), 0.0]
    assert z.iloc[:9].astype(float).tolist() == pytest.approx(by_hand)
    assert z.iloc[9:].isna().all(), "sex, band, age or score is not known"
    assert str(z.dtype) == "Float64"


def test_cells_that_are_too_small_are_named(panel):
    wanted = Z.model_copy(update={"smallest": 3})
    with pytest.raises(DataError, match="in these cells: ") as caught:
        standardise(panel, wanted)
    (finding,) = caught.value.findings
    assert finding.examples[0] == "girl no, age_band 8-9: 2"
    assert (finding.count, finding.wave, finding.variable) == (3, "w1", "x")
    assert "wider" in finding.advice


def test_a_cell_of_a_later_wave_that_the_reference_lacks(panel):
    late = panel.assign(age=panel["age"].where(panel.index != 8, 12))
    with pytest.raises(DataError, match="girl no, age_band 10-12") as caught:
        standardise(late, Z)
    assert caught.value.findings[0].examples == ("girl no, age_band 10-12: 0",)


def test_a_cell_that_nobody_is_scored_in_is_not_missed(panel):
    assert standardise(panel.assign(x=panel["x"].mask(panel.index == 8)), Z).iloc[7] > 0


def test_a_cell_without_spread(panel):
    flat = panel.assign(x=panel["x"].mask(panel.index == 5, 5.0))
    with pytest.raises(DataError) as caught:
        standardise(flat, Z)
    (finding,) = caught.value.findings
    assert finding.message.startswith("cells in which every score")
    assert finding.examples == ("girl yes, age_band 10-12",)


def test_smallest_without_cells(panel):
    z = Standardised(of="x", wave="w1", state="B", smallest=7)
    with pytest.raises(DataError, match="6 scores of 7"):
        standardise(panel, z)
    enough = standardise(panel, z.model_copy(update={"smallest": 6}))
    plain = standardise(panel, Standardised(of="x", wave="w1", state="B"))
    pd.testing.assert_series_equal(enough, plain)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"by": ("gril",), "age_bands": None}, r"no column 'gril', did you mean 'girl'\?"),
        ({"by": ("text",), "age_bands": None}, "'text' holds no codes"),
        ({"by": ("x",), "age_bands": None}, "'x' holds no codes"),
        ({"age_bands": AgeBands(of="text", bands=((1, 2),))}, "'text' holds no numbers"),
    ],
)
def test_what_forms_no_cells(panel, change, words):
    frame = panel.assign(text=pd.Series([CANARY] * len(panel), dtype="string"))
    with pytest.raises(UsageError, match=words) as caught:
        standardise(frame, Z.model_copy(update=change))
    assert CANARY not in str(caught.value)


def test_levels_and_whole_numbers_form_cells(panel):
    by_girl = standardise(panel, Standardised(of="x", wave="w1", by=("girl",), smallest=2))
    for form in ("Int64", "category"):
        coded = panel.assign(sex=panel["girl"].astype("Int64").astype(form))
        z = standardise(coded, Standardised(of="x", wave="w1", by=("sex",), smallest=2))
        pd.testing.assert_series_equal(z, by_girl)


def test_bands_are_of_completed_years():
    ages = pd.Series([7.99, 8, 9.99, 10, 12.5, 13, None], dtype="Float64")
    found = age_band(ages, BANDS).astype(object)
    assert found.where(found.notna(), None).tolist() == [
        None, "8-9", "8-9", "10-12", "10-12", None, None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"by": ("girl",)}, "by needs smallest"),
        ({"by": ("girl", "girl"), "smallest": 5}, "names a variable twice"),
        ({"by": ("age_band",), "smallest": 5}, "age_band under by and age_bands go together"),
        ({"by": ("girl",), "smallest": 5, "age_bands": BANDS}, "go together"),
    ],
)
def test_declarations_that_are_not_whole(given, words):
    with pytest.raises(ValueError, match=words):
        Standardised(of="x", wave="w1", **given)


@pytest.mark.parametrize(
    ("bands", "words"),
    [
        (((9, 8),), "younger to older"),
        (((10, 12), (8, 9)), "younger to older"),
        (((8, 10), (10, 12)), "one band only"),
        ((), "at least 1"),
    ],
)
def test_bands_that_are_none(bands, words):
    with pytest.raises(ValueError, match=words):
        AgeBands(bands=bands)


scores = st.lists(st.integers(0, 60), min_size=6, max_size=40)


@given(scores, st.integers(1, 9), st.integers(-20, 20), st.randoms())
def test_units_and_order_do_not_matter(values, factor, shift, chance):
    values = [*values, 0, 7, 0, 7]
    girl = [place % 2 for place in range(len(values) - 4)] + [0, 0, 1, 1]
    frame = pd.DataFrame({"wave": "w1", "girl": pd.array(girl, "Int64"), "x": values})
    z = Standardised(of="x", wave="w1", by=("girl",), smallest=2)
    found = standardise(frame, z)
    other = standardise(frame.assign(x=frame["x"] * factor + shift), z)
    assert np.allclose(found.astype(float), other.astype(float))
    order = list(frame.index)
    chance.shuffle(order)
    shuffled = standardise(frame.loc[order], z).sort_index()
    assert np.allclose(found.astype(float), shuffled.astype(float))
    for code in (0, 1):
        mine = found[frame["girl"] == code].astype(float)
        assert mine.mean() == pytest.approx(0, abs=1e-9)
        assert mine.std() == pytest.approx(1)
