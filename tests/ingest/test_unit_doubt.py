"""A wave in another unit: told by its median, with the factor and the unit, without a value."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.codebook.crosswalk import CrosswalkRow
from kinpanel.codebook.model import Variable
from kinpanel.codebook.rules import parse_rule
from kinpanel.ingest.unit_doubt import FEWEST, SLIPS, unit_doubt
from kinpanel.questionnaire import Question
from kinpanel.tables.values import Values


def found(numbers, rule="same", unit="kg", typical=(20.0, 40.0), asked=None, missing=None):
    parsed = parse_rule(rule)
    assert not isinstance(parsed, str), parsed
    row = CrosswalkRow("child", "x", "w2", ("q",), parsed, "identical", "", "crosswalk.csv", 7)
    variable = Variable(name="x", type="decimal", label={}, unit=unit, typical=typical)
    question = Question(*("q", "w2", "f", "Q", "decimal", {}, "x"), unit=asked or unit)
    cells = np.array(numbers, dtype=object if None in numbers else float)
    gone = np.zeros(len(cells), dtype=bool) if missing is None else np.array(missing)
    return unit_doubt(variable, Values(cells, gone), row, question, "w2/w2_child.dta")


@pytest.mark.parametrize(
    ("median", "rule", "asked", "unit", "typical", "factor", "seem"),
    [
        (60, "same", None, "kg", (20, 40), "x 2", "in jin"),
        (15, "unit", "jin", "kg", (20, 40), "x 0.5", "in kg"),
        (15, "scale 0.5", None, "kg", (20, 40), "x 0.5", "in kg"),
        (30_000, "same", None, "kg", (20, 40), "x 1000", "in g"),
        (130, "same", None, "m", (1.0, 1.6), "x 100", "in cm"),
        (0.013, "scale 0.01", None, "m", (1.0, 1.6), "x 0.01", "in m"),
        (3, "same", None, "yuan", (10_000, 60_000), "x 1/10000", "in wan_yuan"),
        (300, "same", None, "kg", (20, 40), "x 10", "a slipped point"),
    ],
)
def test_a_wave_in_another_unit(median, rule, asked, unit, typical, factor, seem):
    (finding,) = found([median] * FEWEST, rule, unit, typical, asked)
    assert (finding.rule, finding.severity) == ("unit-suspect", "warning")
    assert (finding.variable, finding.wave) == ("child.x", "w2")
    factor = {"x 1/10000": "x 0.0001"}.get(factor, factor)
    assert f"({factor})" in finding.message
    assert seem in finding.message
    assert finding.examples == ()
    assert "'q'" in finding.advice


def test_typical_medians_and_others_that_no_factor_explains():
    assert found([30.0] * FEWEST) == []
    assert found([19.0] * FEWEST) == found([43.0] * FEWEST) == [], "nearly inside counts"
    assert found([0.0] * FEWEST) == found([-60.0] * FEWEST) == []
    assert found([30.0] * 6 + [60.0] * 5) == []
    assert found([1e6] * FEWEST) == []


def test_few_values_missing_ones_and_texts_say_nothing():
    assert found([60.0] * (FEWEST - 1)) == []
    assert found([60.0] * FEWEST, missing=[True] + [False] * (FEWEST - 1)) == []
    assert found([60.0] * FEWEST, typical=None) == []
    assert found([None] + [60.0] * FEWEST, missing=[True] + [False] * FEWEST) != []
    assert found([None] + [60.0] * FEWEST) == [], "what is no number is told elsewhere"


@given(st.sampled_from(SLIPS), st.floats(1, 1e6), st.integers(FEWEST, 30))
def test_every_well_known_factor_is_found(slip, middle, rows):
    (finding,) = found([middle * float(slip)] * rows, typical=(middle * 0.95, middle * 1.05))
    assert finding.rule == "unit-suspect"
    assert f"{middle * float(slip):g} " not in finding.message
