import json
from itertools import permutations

import numpy as np
import pandas as pd
import pytest

from kinpanel.errors import DataError, EstimationError, UsageError
from kinpanel.estimation import feols, permute

TEXT = "y ~ policy + x1 | pid + wave"


def programme(panel_of, seed=81, villages=8, effect=0.0) -> pd.DataFrame:
    """A programme that reaches half of the villages, in one of two waves."""
    panel = panel_of(seed, children=80, villages=villages, presence=0.97)
    number = panel["village"].str[1:].astype(int)
    begins = np.where(number % 2 == 0, 2014 + 2 * (number % 4 == 0), 9999)
    panel["policy"] = (panel["wave"] >= begins).astype(float)
    panel["county"] = np.where(number < villages / 2, "a", "b")
    panel["y"] += effect * panel["policy"]
    return panel


@pytest.fixture(scope="module")
def panel(panel_of):
    return programme(panel_of)


def t_of(panel, text=TEXT, term="policy"):
    fit = feols(text, panel, cluster="village", ssc="none")
    return fit.tidy().set_index("term").loc[term, "statistic"]


def test_all_assignments_are_taken_once_and_a_sample_of_them_comes_near(panel_of):
    panel = programme(panel_of, villages=5)
    paths = panel.pivot_table(index="village", columns="wave", values="policy")
    observed = abs(t_of(panel))
    every = []
    for order in set(permutations([tuple(row) for row in paths.to_numpy()])):
        new = pd.DataFrame(list(order), index=paths.index, columns=paths.columns)
        policy = new.stack().loc[list(zip(panel["village"], panel["wave"], strict=True))]
        every.append(abs(t_of(panel.assign(policy=policy.to_numpy()))))
    exact = np.mean(np.array(every) >= observed * (1 - 1e-8))
    got = permute(TEXT, panel, "policy", cluster="village", wave="wave", draws=1_999)
    assert got.assignments == len(every)
    assert got.statistic == pytest.approx(t_of(panel), rel=1e-9)
    assert got.enumerated
    assert got.seed is None
    assert got.p_value == pytest.approx(exact)
    assert "all 30 assignments" in got.summary()
    some = permute(TEXT, panel, "policy", cluster="village", wave="wave", draws=19)
    assert some.p_value == pytest.approx(exact, abs=0.3)
    assert "seed 0" in some.summary()


def test_an_effect_is_found(panel_of):
    strong = programme(panel_of, villages=12, effect=2.0)
    got = permute(TEXT, strong, "policy", cluster="village", wave="wave", draws=199)
    assert got.p_value < 0.05


def test_draws_stay_within_strata(panel):
    from kinpanel.estimation.formula import parse_formula
    from kinpanel.estimation.inference.assignment import assignment
    from kinpanel.estimation.sample import build_sample

    sample = build_sample(parse_formula(TEXT), panel, cluster="village")
    made = assignment(panel, sample.rows, "policy", "village", "wave", "county")
    rows = panel.iloc[sample.rows].reset_index(drop=True)
    moved = False
    for donor in (*made.drawn(20, 0), *made.every()):
        new = rows.assign(policy=made.exposure(donor))
        assert (new.groupby(["village", "wave"])["policy"].nunique() == 1).all()
        for _, own in new.groupby("county"):
            old = rows.loc[own.index]
            treated = [f.groupby("village")["policy"].max().sum() for f in (own, old)]
            assert treated[0] == treated[1]
        moved |= bool((new["policy"] != rows["policy"]).any())
    assert moved
    every = {tuple(made.exposure(donor)) for donor in made.every()}
    assert len(every) == made.distinct()[0]
    assert tuple(rows["policy"]) in every


def test_products_move_with_the_exposure(panel):
    text = "y ~ policy + policy:x1 + x1 | pid + wave"
    got = permute(text, panel, "policy", cluster="village", wave="wave", term="policy:x1", draws=19)
    assert got.statistic == pytest.approx(t_of(panel, text, "policy:x1"), rel=1e-9)
    assert "policy:x1" in got.summary()
    with pytest.raises(UsageError, match="several terms"):
        permute(text, panel, "policy", cluster="village", wave="wave")


def test_an_exposure_without_waves_and_the_estimate_as_statistic(panel):
    ever = panel.assign(ever=(panel.groupby("village")["policy"].transform("max")))
    got = permute("y ~ ever + x1", ever, "ever", cluster="village", statistic="estimate", draws=99)
    assert got.statistic == got.estimate
    assert got.estimate == pytest.approx(feols("y ~ ever + x1", ever).coefficients["ever"])
    assert got.assignments == 70


def test_the_seed_and_the_sample_are_said(panel):
    options = {"cluster": "village", "wave": "wave", "strata": "county", "draws": 49}
    some = panel.assign(x1=panel["x1"].where(panel.index % 9 > 0))
    one = permute(TEXT, some, "policy", seed=1, **options)
    assert one == permute(TEXT, some, "policy", seed=1, **options)
    assert one.n_obs < one.rows_offered == len(panel)
    assert "seed 1" in one.summary()
    assert "within 2 county" in one.summary()
    json.dumps(one.as_dict(), allow_nan=False)
    assert one.tidy()["draws"].item() == 49


def test_what_cannot_change_places_is_refused(panel):
    options = {"cluster": "village", "draws": 19}
    with pytest.raises(DataError, match="whole clusters") as caught:
        permute(TEXT, panel, "policy", **options)
    assert "wave=" in caught.value.findings[0].advice
    with pytest.raises(DataError, match="whole clusters") as caught:
        permute("y ~ away | pid + wave", panel, "away", wave="wave", **options)
    assert "bootstrap" in caught.value.findings[0].advice
    gap = panel[(panel["village"] != "v1") | (panel["wave"] != 2014)]
    with pytest.raises(DataError, match="cannot change places"):
        permute(TEXT, gap, "policy", wave="wave", **options)
    with pytest.raises(DataError, match="differs within clusters"):
        permute(TEXT, panel, "policy", wave="wave", strata="wave", **options)
    with pytest.raises(EstimationError, match="no other assignment"):
        permute(TEXT, panel, "policy", wave="wave", strata="village", **options)


def test_wrong_calls(panel):
    options = {"cluster": "village", "wave": "wave"}
    for more, reason in (
        ({"draws": 1}, "at least 19"),
        ({"statistic": "f"}, "'t' or 'estimate'"),
        ({"term": "x1"}, "no term 'x1'"),
        ({"strata": "countyy"}, "no column"),
    ):
        with pytest.raises(UsageError, match=reason):
            permute(TEXT, panel, "policy", **options, **more)
    with pytest.raises(UsageError, match="in no term"):
        permute(TEXT, panel, "away", **options)
