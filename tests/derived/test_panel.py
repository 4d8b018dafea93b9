"""The panel: child x wave with state, exposures and z-scores."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kinpanel.derived.panel import add_state, build_panel, panel_labels, standardise
from kinpanel.errors import DataError, UsageError
from kinpanel.roles import AbsenceRoles, PanelRoles, Standardised

CANARY = "CNRY7f3a"
ABSENCE = AbsenceRoles(roster="person", spells="spell", interviewed="seen", min_months=6)


@pytest.fixture
def tables():
    """Four children of w1 and one of w2: both home, father, mother, both away; unknown."""
    child = pd.DataFrame(
        {
            "wave": pd.Categorical(["w1"] * 4 + ["w2"], ["w1", "w2"], ordered=True),
            "pid": pd.array(list("abcde"), "string"),
            "father_pid": pd.array(["f1", "f2", "f1", "f2", None], "string"),
            "mother_pid": pd.array(["m1", "m1", "m2", "m2", "m1"], "string"),
            "seen": pd.to_datetime(["2016-07-01"] * 5).astype("datetime64[s]"),
            "score": pd.array([1, 2, 3, None, 6], "Int64"),
            "score__why": pd.Categorical([None, None, None, "refused", None]),
        }
    )
    people = [(w, p) for w in ("w1", "w2") for p in ("f1", "f2", "m1", "m2")]
    spell = pd.DataFrame(
        {
            "wave": ["w1", "w1"],
            "parent_pid": pd.array(["f2", "m2"], "string"),
            "start_month": pd.to_datetime(["2015-01-01"] * 2),
            "end_month": pd.to_datetime([None, None]),
        }
    )
    return {
        "child": child,
        "person": pd.DataFrame(people, columns=["wave", "pid"]).astype({"pid": "string"}),
        "spell": spell,
    }


def test_state_and_exposures(tables):
    panel = build_panel(tables, PanelRoles(absence=ABSENCE))
    assert panel["state"].astype(object).tolist()[:4] == ["B", "F", "M", "FM"]
    assert pd.isna(panel["state"].iloc[4])
    for name, expected in {"f": [0, 1, 0, 0], "m": [0, 0, 1, 0], "fm": [0, 0, 0, 1]}.items():
        assert panel[name].tolist() == [*expected, pd.NA]
        assert str(panel[name].dtype) == "Int64"
    assert "score__why" not in panel
    assert "state" not in tables["child"]


def test_without_absence_nothing_is_derived(tables):
    panel = build_panel({"child": tables["child"]}, PanelRoles())
    assert list(panel) == ["wave", "pid", "father_pid", "mother_pid", "seen", "score"]


def test_exposures_follow_the_state(tables):
    panel = add_state(tables["child"], tables["person"], tables["spell"], ABSENCE)
    given = panel.dropna(subset=["state"])
    shown = {"B": (0, 0, 0), "F": (1, 0, 0), "M": (0, 1, 0), "FM": (0, 0, 1)}
    rows = given[["f", "m", "fm"]].itertuples(index=False, name=None)
    assert list(rows) == [shown[state] for state in given["state"]]


def test_standardise_against_a_wave(tables):
    z = standardise(tables["child"], Standardised(of="score", wave="w1"))
    assert str(z.dtype) == "Float64"
    assert z.isna().tolist() == [False, False, False, True, False]
    assert np.allclose(z.dropna().astype(float), [-1, 0, 1, 4]), "sd of 1, 2, 3 with n - 1 is 1"


def test_standardise_against_a_state(tables):
    panel = build_panel(tables, PanelRoles(absence=ABSENCE))
    panel.loc[1, "state"] = "B"
    z = standardise(panel, Standardised(of="score", wave="w1", state="B"))
    assert z.iloc[0] == pytest.approx(-np.sqrt(0.5))
    assert z.iloc[1] == pytest.approx(np.sqrt(0.5))


def test_z_scores_in_the_panel(tables):
    z = {"score_z": Standardised(of="score", wave="w1")}
    panel = build_panel(tables, PanelRoles(standardise=z))
    reference = panel.loc[panel["wave"] == "w1", "score_z"].dropna().astype(float)
    assert reference.mean() == pytest.approx(0)
    assert reference.std() == pytest.approx(1)


@pytest.mark.parametrize(
    "scores",
    [
        [2.0, 2.0, 2.0, 2.0],
        [0.1, 0.1, 0.1, None],
        [None, None, None, None],
        [1.0, None, None, None],
    ],
)
def test_a_reference_without_spread(scores):
    panel = pd.DataFrame({"wave": ["w1"] * 4, "x": pd.array(scores, "Float64")})
    with pytest.raises(DataError, match="cannot standardise 'x': the reference group"):
        standardise(panel, Standardised(of="x", wave="w1"))


def test_a_wave_that_nobody_was_in(tables):
    with pytest.raises(DataError, match="no spread"):
        standardise(tables["child"], Standardised(of="score", wave="w9"))


def test_an_unknown_column(tables):
    with pytest.raises(UsageError, match="did you mean 'score'"):
        standardise(tables["child"], Standardised(of="scor", wave="w1"))


@pytest.mark.parametrize("dtype", ["string", "object", "category", "datetime64[s]"])
def test_what_is_no_number(dtype):
    values = pd.Series(["2014-01-01"] * 2 if "date" in dtype else [CANARY, CANARY]).astype(dtype)
    with pytest.raises(UsageError, match="holds no numbers") as caught:
        standardise(pd.DataFrame({"wave": "w1", "x": values}), Standardised(of="x", wave="w1"))
    assert CANARY not in str(caught.value)


def test_labels():
    roles = PanelRoles(absence=ABSENCE, standardise={"z": Standardised(of="x", wave="w1")})
    labels = panel_labels(roles, {"x": {"en": "Words", "zh": "识字"}})
    assert labels["z"] == {"en": "Words, SD units", "zh": "识字（标准分）"}
    assert labels["fm"]["en"] == "Both parents away"
    assert labels["x"]["en"] == "Words"
    assert panel_labels(PanelRoles(), {"x": {"en": "Words"}}) == {"x": {"en": "Words"}}
