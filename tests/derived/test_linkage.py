from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.derived.linkage import KEPT, candidates


@pytest.fixture(scope="module")
def people() -> pd.DataFrame:
    """200 persons in 50 households."""
    draw = np.random.default_rng(1)
    return pd.DataFrame(
        {
            "household": np.repeat(np.arange(50.0), 4),
            "sex": draw.integers(0, 2, 200).astype(float),
            "birth": draw.integers(0, 480, 200).astype(float),
            "father": np.where(np.arange(200) % 4 == 3, np.repeat(np.arange(50.0), 4), np.nan),
        }
    )


def of(people, places):
    return people.iloc[places].reset_index(drop=True)


def test_the_same_person_comes_first(people):
    places = [3, 40, 81, 150]
    found = candidates(of(people, places), of(people, places), people, people)
    best = found.drop_duplicates("row")
    assert best["row"].tolist() == best["known"].tolist() == [0, 1, 2, 3]
    assert best["evidence"].str.startswith("same household").all()
    assert best["evidence"].str.contains("same birth").all()


def test_disagreement_counts_against_and_what_is_unknown_counts_nothing(people):
    one, known = of(people, [3]), of(people, [3])
    full = candidates(one, known, people, people)["score"].item()
    unsure = candidates(one.assign(sex=np.nan), known, people, people)["score"].item()
    other = candidates(one.assign(sex=1 - one["sex"]), known, people, people)
    assert full > unsure
    assert other.empty or other["score"].item() < unsure - 5


def test_a_rare_agreement_says_more_than_a_common_one(people):
    one = of(people, [3])
    common = people.assign(household=0.0)
    lone = candidates(one, one, people, people)["score"].item()
    assert lone > candidates(one, one, common, common)["score"].item()


def test_the_weight_is_that_of_fellegi_and_sunter():
    wide = pd.DataFrame({"household": np.arange(8.0), "sex": [0.0, 1.0] * 4})
    one = wide.iloc[[2]].reset_index(drop=True)
    (found,) = candidates(one, one, wide, wide).to_dict("records")
    assert found["score"] == round(float(np.log2(0.90 * 8) + np.log2(0.99 * 2)), 2)
    assert found["evidence"] == "same household; same sex"
    few = wide.iloc[:4]
    assert candidates(one, one, few, few).empty  # log2(0.90 * 4) + log2(0.99 * 2) is too little


def test_nobody_is_proposed_without_a_block(people):
    one = of(people, [3]).assign(household=np.nan, father=np.nan)
    far = of(people, [3]).assign(birth=lambda frame: frame["birth"] + 30)
    assert candidates(one, far, people, people).empty


@given(st.lists(st.integers(0, 199), min_size=1, max_size=8, unique=True), st.randoms())
def test_proposals_do_not_depend_on_the_order_of_the_vanished(people, places, random):
    strangers = of(people, places)
    known = people.copy()
    order = list(range(200))
    random.shuffle(order)
    first = candidates(strangers, known, people, people)
    second = candidates(strangers, known.iloc[order], people, people)
    pd.testing.assert_frame_equal(first, second)
    assert first.groupby("row").size().max() <= KEPT
