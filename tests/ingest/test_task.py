"""What rules share: rows by code, tables spread over rows, values that keep their reasons."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kinpanel.ingest.rules.task import counted, picked, spread
from kinpanel.ingest.rules.task import given as values_given

CODES = ["1", "2", "10", "-1"]


@pytest.fixture
def answers(column, question, decode):
    """Answers to one question, the code -1 standing for a missing one."""

    def make(cells, kind="select_one", storage="double"):
        numbers = [cell if isinstance(cell, str) else float(cell) for cell in cells]
        asked = [question("v", kind, choices=[code for code in CODES if code != "-1"])]
        found, _ = decode([column(numbers, "v", storage=storage)], asked, wave={"-1": "refused"})
        return found["v"]

    return make


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cells=st.lists(st.sampled_from([1, 2, 10, -1]), min_size=1, max_size=12),
    codes=st.frozensets(st.sampled_from(CODES)),
)
def test_picked_are_the_rows_with_a_code_and_never_those_without_an_answer(answers, cells, codes):
    wanted = [str(cell) in codes and cell != -1 for cell in cells]
    assert picked(answers(cells), codes).tolist() == wanted


def test_a_choice_is_one_code_and_a_multiple_answer_is_several(answers):
    several = answers(["1 10", "2", "-1", "10"], "select_multiple", "text")
    assert picked(several, {"1", "2"}).tolist() == [True, True, False, False]
    assert picked(several, {"1 10"}).tolist() == [False] * 4
    text = answers(["1 10", "1"], "text", "text")
    assert picked(text, {"1"}).tolist() == [False, True]


def test_a_table_is_spread_by_distinct_code(answers):
    source = answers([10, 2, 10, 1])
    _, texts = source.distinct
    assert spread(source, np.array([int(text) for text in texts])).tolist() == [10, 2, 10, 1]


def test_values_of_answers_have_none_where_a_reason_stands(answers):
    source = answers([1, -1, 2])
    made = values_given(source, np.array([5.0, 6.0, 7.0]))
    assert made.values.tolist() == [5.0, None, 7.0]
    assert made.reason.tolist() == ["", "refused", ""]
    made.why.put(np.array([True, True, True]), "dont_know")
    assert source.reason.tolist() == ["", "refused", ""]


def test_nothing_is_counted_where_nothing_is_wrong():
    assert counted("are wrong", 0) == {}
    assert counted("are wrong", 2) == {"are wrong": 2}
