"""Amounts of money in the prices of one wave."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from kinpanel.derived.panel import build_panel, panel_labels
from kinpanel.derived.prices import check_prices, deflate, real_label
from kinpanel.errors import UsageError
from kinpanel.pipeline.handle import Study
from kinpanel.report.export.panel import panel_table
from kinpanel.roles import PanelRoles, Prices, Standardised
from kinpanel.simulate import WAVES
from kinpanel.simulate.parameters import parameters_of

ROOT = Path(__file__).parents[2]
PRICES = Prices(
    index={"w1": 100.0, "w2": 125.0}, base="w2", source="a yearbook", real={"paid_real": "paid"}
)
WAVE = pd.Categorical(["w1", "w2", "w1"], ["w1", "w2"], ordered=True)


def test_amounts_are_brought_to_the_prices_of_the_base():
    paid = pd.Series(pd.array([80, 80, None], "Int64"))
    real = deflate(paid, pd.Series(WAVE), PRICES)
    assert real.tolist()[:2] == [100.0, 80.0]
    assert pd.isna(real[2])
    assert str(real.dtype) == "Float64"


@given(st.lists(st.floats(0, 1e9), min_size=1, max_size=20), st.floats(0.01, 1e4))
def test_the_unit_of_the_index_does_not_matter(amounts, scale):
    waves = pd.Series(["w1"] * len(amounts))
    scaled = PRICES.model_copy(
        update={"index": {wave: level * scale for wave, level in PRICES.index.items()}}
    )
    paid = pd.Series(amounts)
    assert deflate(paid, waves, scaled).tolist() == pytest.approx(
        deflate(paid, waves, PRICES).tolist()
    )


def test_a_wave_without_an_index_is_refused():
    with pytest.raises(UsageError, match="no index for w3"):
        deflate(pd.Series([1.0]), pd.Series(["w3"]), PRICES)


def test_the_panel_has_the_amount_beside_and_scores_may_be_made_from_it():
    child = pd.DataFrame({"wave": WAVE, "pid": list("aab"), "paid": [80.0, 80.0, 40.0]})
    z = Standardised(of="paid_real", wave="w1")
    panel = build_panel({"child": child}, PanelRoles(prices=PRICES, standardise={"z": z}))
    assert panel["paid_real"].tolist() == [100.0, 80.0, 50.0]
    assert panel["paid"].tolist() == [80.0, 80.0, 40.0]
    assert panel["z"].notna().all()
    other = PRICES.model_copy(update={"real": {"x": "pad"}})
    with pytest.raises(UsageError, match="did you mean 'paid'"):
        build_panel({"child": child}, PanelRoles(prices=other))


def test_labels_say_whose_prices_and_whether_the_index_is_verified():
    of = {"en": "Wages", "zh": "工资"}
    assert real_label(of, PRICES) == {
        "en": "Wages, in prices of w2 (index not verified)",
        "zh": "工资（w2价格）（价格指数未核实）",
    }
    sure = PRICES.model_copy(update={"verified": True})
    roles = PanelRoles(prices=sure, standardise={"z": Standardised(of="paid_real", wave="w1")})
    labels = panel_labels(roles, {"paid": of})
    assert labels["paid_real"]["en"] == "Wages, in prices of w2"
    assert labels["z"]["en"] == "Wages, in prices of w2, SD units"


@pytest.mark.parametrize("index", [{}, {"w1": 0.0}, {"w1": -1.0}, {"w1": float("inf")}])
def test_an_index_is_a_positive_number(index):
    with pytest.raises(ValidationError):
        Prices(index=index, base="w1", source="a yearbook", real={"a": "b"})


def declared(**changes) -> PanelRoles:
    roles = Study.open(ROOT).definition.panel
    return roles.model_copy(update={"prices": roles.prices.model_copy(update=changes)})


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"base": "w9"}, "unknown wave 'w9'"),
        ({"index": {"w1": 1.0, "w2": 1.0, "w3": 1.0, "w4": 1.0}}, "no index for wave 'w5'"),
        ({"index": dict.fromkeys((*WAVES, "w6"), 1.0)}, "unknown wave 'w6'"),
        ({"real": {"x_real": "incom"}}, "no variable 'incom' in the panel"),
        ({"real": {"income": "income"}}, "'income' is already in the panel"),
        ({"real": {"girl_real": "girl"}}, "'girl' is no amount of money"),
        ({"real": {"age_real": "age"}}, "'age' is no amount of money"),
    ],
)
def test_what_cannot_be_is_told(changes, message):
    study = Study.open(ROOT)
    waves = study.definition.wave_ids
    found = [text for _, text, _ in check_prices(declared(**changes), waves, study.codebook)]
    assert found == [message]


def test_the_reference_panel_declares_the_index_it_is_drawn_by():
    study = Study.open(ROOT)
    prices = study.definition.panel.prices
    levels = parameters_of("baseline").economy.prices
    assert prices.index == dict(zip(WAVES, levels, strict=True))
    assert "fictional" in prices.source
    assert not list(check_prices(study.definition.panel, tuple(WAVES), study.codebook))


def test_exports_of_the_panel_keep_unit_and_sensitivity():
    study = Study.open(ROOT)
    roles = study.definition.panel
    from kinpanel.derived.joined import joined_codebook

    table = panel_table(joined_codebook(roles, study.codebook), roles, study.panel_labels())
    real, nominal = table.variable("income_real"), table.variable("income")
    assert (
        (real.unit, real.sensitivity) == (nominal.unit, nominal.sensitivity) == ("yuan", "public")
    )
    assert real.type == "decimal"
