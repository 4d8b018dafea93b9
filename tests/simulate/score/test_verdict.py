"""Verdicts on traps: resolved, rightly refused, flagged, or silently wrong."""

from __future__ import annotations

from math import inf
from typing import Any

import pandas as pd
import pytest

from kinpanel.codebook import Codebook, TableCodebook
from kinpanel.codebook.codes import CodeGrid
from kinpanel.codebook.crosswalk import CrosswalkRow
from kinpanel.simulate.score import Scored, score_trap
from kinpanel.simulate.score.verdict import followed
from kinpanel.simulate.traps import Cells, Trap


def codebook(status: Any = "compatible") -> Codebook:
    table = TableCodebook.model_validate(
        {
            "table": "health",
            "label": {"en": "Health"},
            "unit": "child",
            "key": ("pid",),
            "variables": (
                {"name": "pid", "type": "text", "label": {"en": "Id"}},
                {"name": "weight", "type": "decimal", "label": {"en": "Weight"}},
            ),
        }
    )
    row = CrosswalkRow("health", "weight", "w1", (), None, status, "", "crosswalk.csv", 2)
    return Codebook({"health": table}, {("health", "weight", "w1"): row}, CodeGrid("", {}))


TRUTH = {"w1": {"health": pd.DataFrame({"pid": ["a", "b", "c"], "weight": [20.0, 30.0, 40.0]})}}


def table(*weights: float | None) -> dict[str, pd.DataFrame]:
    held = pd.array(list(weights), dtype="Float64")
    return {"health": pd.DataFrame({"wave": "w1", "pid": ["c", "a", "b"], "weight": held})}


def trap(handled: Any, **more: Any) -> Trap:
    return Trap(22, "unit", "weight in jin", (Cells("health", "weight", ("w1",)),), handled, **more)


def verdict(one: Trap, *weights: float | None, status: str = "compatible", **more: Any) -> Scored:
    return score_trap(one, TRUTH, table(*weights), codebook(status), more.get("flagged", {}))


def test_true_values_in_any_order_are_resolved():
    found = verdict(trap("resolved"), 40.0, 20.0, 30.0)
    assert (found.verdict, found.cells, found.wrong) == ("resolved", 3, 0)


def test_one_wrong_cell_is_silently_wrong():
    found = verdict(trap("resolved"), 80.0, 20.0, 30.0)
    assert (found.verdict, found.wrong) == ("wrong", 1)
    assert "health.weight in w1: 1 cells" in found.note


def test_a_loss_counts_only_where_the_crosswalk_declares_it_and_nothing_is_held():
    lost = trap("lost", loss="the unit was not noted")
    assert verdict(lost, None, None, None, status="impossible").verdict == "refused"
    assert verdict(lost, None, None, None, status="identical").verdict == "wrong"
    assert verdict(lost, None, 21.0, None, status="impossible").verdict == "wrong"


def test_a_flag_excuses_the_row_it_names_and_no_other():
    one = trap("flagged", rules=("L45",))
    named = {"L45": frozenset({("health", "w1", "c")})}
    assert verdict(one, 80.0, 20.0, 30.0, flagged=named).verdict == "flagged"
    assert verdict(one, 80.0, 40.0, 30.0, flagged=named).verdict == "wrong"
    assert verdict(one, 80.0, 20.0, 30.0).verdict == "wrong"


def test_rows_that_are_not_those_of_the_truth_are_wrong():
    short = {"health": table(40.0, 20.0, 30.0)["health"].head(2)}
    found = score_trap(trap("resolved"), TRUTH, short, codebook(), {})
    assert (found.verdict, found.cells) == ("not there", 0)
    assert "not those of the truth" in found.note


def test_a_trap_says_what_is_lost_and_who_flags():
    with pytest.raises(ValueError, match="a loss is named"):
        trap("lost")
    with pytest.raises(ValueError, match="rules of the audit"):
        trap("flagged")


def test_a_trap_that_nothing_had_to_be_flagged_of_is_not_there():
    found = verdict(trap("flagged", rules=("L45",)), 40.0, 20.0, 30.0)
    assert (found.verdict, found.cells, found.wrong) == ("not there", 3, 0)


def test_every_variable_of_a_table_is_meant_and_a_number_need_only_be_there():
    whole = Trap(36, "missing", "codes", (Cells("health", "*", ("w1",), within=inf),), "resolved")
    assert verdict(whole, 80.0, 20.0, 30.0).verdict == "resolved"
    assert verdict(whole, None, 20.0, 30.0).verdict == "wrong"
    exact = Trap(36, "missing", "codes", (Cells("health", "*", ("w1",)),), "resolved")
    assert verdict(exact, 80.0, 20.0, 30.0).verdict == "wrong"


def people(*who: str) -> dict[str, pd.DataFrame]:
    return {"health": pd.DataFrame({"pid": ["a", "b"], "who": who, "weight": [20.0, 30.0]})}


def test_an_id_is_one_person_over_the_waves_but_for_rows_that_are_flagged():
    truth = {"w1": people("a", "b"), "w2": people("a", "z"), "w3": people("a", "z")}
    one = trap("flagged", rules=("L02",), one_person=("health",))
    assert followed("health", truth, one, {}) == (1, 0)
    newcomer = {"L02": frozenset({("health", "w1", "b")})}
    assert followed("health", truth, one, newcomer) == (0, 1)
    other = {"L02": frozenset({("health", "w1", "a")})}
    assert followed("health", truth, one, other) == (1, 0)
