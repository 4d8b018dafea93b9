"""Variables of other tables beside the child table."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from kinpanel.derived.joined import check_design, check_join, join_tables, joined_codebook
from kinpanel.documents import Unusable
from kinpanel.pipeline.handle import Study
from kinpanel.roles import PanelRoles

ROOT = Path(__file__).parents[2]
CHILD = pd.DataFrame({"wave": ["w1", "w1", "w2"], "pid": ["a", "b", "a"], "hhid": ["x", "x", "x"]})
SCHOOL = pd.DataFrame(
    {
        "wave": ["w2", "w1"],
        "pid": ["a", "a"],
        "enrolled": pd.array([None, True], dtype="boolean"),
        "enrolled__why": ["refused", None],
        "other": [1, 2],
    }
)


def test_each_child_takes_the_row_of_its_wave_and_key():
    made = join_tables(CHILD, {"school": SCHOOL}, {"school": ("enrolled",)}, {"school": ("pid",)})
    assert list(made.columns) == ["wave", "pid", "hhid", "enrolled", "enrolled__why"]
    assert made["enrolled"].isna().tolist() == [False, True, True]
    assert made["enrolled__why"].isna().tolist() == [True, True, False]
    assert made[["wave", "pid"]].equals(CHILD[["wave", "pid"]])


def test_a_household_serves_all_its_children_and_two_rows_serve_none():
    household = pd.DataFrame({"wave": ["w1"], "hhid": ["x"], "land": [3.0]})
    keys = {"household": ("hhid",)}
    made = join_tables(CHILD, {"household": household}, {"household": ("land",)}, keys)
    assert made["land"].tolist()[:2] == [3.0, 3.0]
    twice = pd.concat([household, household])
    with pytest.raises(pd.errors.MergeError):
        join_tables(CHILD, {"household": twice}, {"household": ("land",)}, keys)


@pytest.mark.parametrize(
    ("join", "message"),
    [
        ({"schol": ("enrolled",)}, "unknown table 'schol'"),
        ({"school": ("enroled",)}, "no variable 'enroled' in school"),
        ({"care": ("hhid",)}, "'hhid' is already in the panel"),
        ({"spell": ("boundary",)}, "the key 'parent_pid' of spell is not in child"),
        ({"parents": ("age",)}, "'age' is already in the panel"),
    ],
)
def test_joins_that_cannot_be_are_told(join, message):
    codebook = Study.open(ROOT).codebook
    problems = list(check_join(PanelRoles(join=join), codebook))
    assert message in [text for _, text, _ in problems]


def test_the_reference_panel_joins_what_it_declares():
    study = Study.open(ROOT)
    roles = study.definition.panel
    assert list(check_join(roles, study.codebook)) == []
    names = [variable.name for variable in joined_codebook(roles, study.codebook).variables]
    assert {"capacity_f", "hukou_type", "enrolled"} <= set(names)


def test_the_design_names_variables_of_the_child_table_or_joined_to_it():
    codebook = Study.open(ROOT).codebook

    def said(unusable=None, **roles):
        return list(check_design(PanelRoles(**roles), codebook, unusable))

    assert said() == []
    assert said(cluster="village", strata="county") == []
    assert said(strata="enrolled", join={"school": ("enrolled",)}) == []
    assert [text for _, text, _ in said(strata="enrolled")] == ["no variable 'enrolled' in child"]
    (problem,) = said(cluster="vilage")
    assert problem[0] == ("panel", "cluster")
    assert "village" in problem[2]
    gone = Unusable()
    gone.add("table", "child", "vilage")
    assert said(gone, cluster="vilage") == []
