"""Every rule on a small panel that fails it and on one that must not."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinpanel.derived.audit import RULES
from kinpanel.documents import read_tree

CASES = Path(__file__).parents[2] / "cases" / "audit_rules.yaml"
TREE = read_tree(CASES, CASES.name)
DOCUMENT: dict[str, dict[str, dict[str, str]]] = TREE.value


def tables(rule: str, which: str) -> dict[str, str]:
    return {name: text for name, text in DOCUMENT[rule][which].items() if name != "finds"}


def test_every_rule_has_its_cases():
    assert TREE.findings == []
    assert set(DOCUMENT) == set(RULES)


@pytest.mark.parametrize("rule", DOCUMENT)
def test_a_rule_finds_what_it_says(rule, panel):
    result = panel.run(tables(rule, "fails"), rule)
    (one,) = result.rules
    assert one.lacking == ()
    assert panel.found(result) == set(DOCUMENT[rule]["fails"]["finds"])
    assert one.failed > 0
    assert one.checked > 0
    assert 0 < one.share <= 1


@pytest.mark.parametrize("rule", DOCUMENT)
def test_a_rule_leaves_alone_what_is_right(rule, panel):
    result = panel.run(tables(rule, "passes"), rule)
    (one,) = result.rules
    assert one.lacking == ()
    assert panel.found(result) == set()
    assert one.checked > 0, "the case does not reach the rule"


@pytest.mark.parametrize("rule", DOCUMENT)
@settings(max_examples=5)
@given(data=st.data())
def test_the_order_of_rows_and_waves_changes_nothing(rule, panel, data):
    mixed = {}
    for name, text in tables(rule, "fails").items():
        frame = panel.table(name, text)
        order = data.draw(st.permutations(range(len(frame))))
        mixed[name] = frame.iloc[order].reset_index(drop=True)
        kinds = data.draw(st.permutations(list(frame["wave"].cat.categories)))
        mixed[name]["wave"] = pd.Categorical(mixed[name]["wave"].astype(str), categories=kinds)
    assert panel.found(panel.run(mixed, rule)) == set(DOCUMENT[rule]["fails"]["finds"])


@pytest.mark.parametrize("rule", DOCUMENT)
def test_tables_are_not_changed(rule, panel):
    frames = {name: panel.table(name, text) for name, text in tables(rule, "fails").items()}
    before = {name: frame.copy(deep=True) for name, frame in frames.items()}
    panel.run(frames, rule)
    for name, frame in frames.items():
        pd.testing.assert_frame_equal(frame, before[name])
