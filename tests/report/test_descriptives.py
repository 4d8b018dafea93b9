import math
import re
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinpanel.errors import UsageError
from kinpanel.report import Setting
from kinpanel.report.descriptives import COLUMNS, describe, descriptive_table, normalised_difference

WITHHELD = "\u2026"


def panel_from(sizes, waves=("w1",), **more):
    """`sizes` children per state, seen in every wave of `waves`; dep counts up by child."""
    rows = [
        (f"{state}{i}", wave, state, float(i % 7))
        for state, n in sizes.items()
        for i in range(n)
        for wave in waves
    ]
    frame = pd.DataFrame(rows, columns=["pid", "wave", "state", "dep"])
    return frame.assign(**more)


def cells(table, label):
    return next(row.cells for row in table.rows if row.label == label)


def make(panel, setting, **more):
    return descriptive_table(panel, ["dep"], name="t1", title="T", setting=setting, **more)


def test_moments_are_of_child_waves_and_children_are_distinct(panel_of):
    panel = panel_of(
        [("a", "w1", "B"), ("a", "w2", "B"), ("b", "w1", "F"), ("c", "w1", None)],
        dep=[1.0, 3.0, None, 9.0],
    )
    found = describe(panel, "dep")
    assert found.index.tolist() == list(COLUMNS)
    assert found["children"].tolist() == [1, 0, 0, 0, 1]
    assert found["rows"].tolist() == [2, 0, 0, 0, 2]
    assert found.loc["B", "mean"] == 2.0
    assert found.loc["B", "sd"] == pytest.approx(math.sqrt(2))
    assert describe(panel)["children"].tolist() == [1, 1, 0, 0, 2]


def test_the_normalised_difference_is_that_of_imbens_and_rubin():
    assert normalised_difference(3.0, 2.0, 1.0, 4.0) == pytest.approx(2 / math.sqrt(10))
    assert math.isnan(normalised_difference(1.0, 0.0, 0.0, 0.0))


def test_a_table_of_large_groups_hides_nothing(setting):
    panel = panel_from({"B": 30, "F": 20, "M": 14, "FM": 21}, waves=("w1", "w2"))
    table = make(panel, setting)
    assert cells(table, "Children")[:5] == ("30", "20", "14", "21", "85")
    assert cells(table, "Child-waves")[:5] == ("60", "40", "28", "42", "170")
    mean, sd = panel.loc[panel["state"] == "M", "dep"].agg(["mean", "std"])
    assert cells(table, "dep")[2] == f"{mean:.2f} ({sd:.2f})"
    known = describe(panel, "dep")
    gap = normalised_difference(*known.loc["F", ["mean", "sd"]], *known.loc["B", ["mean", "sd"]])
    assert cells(table, "dep")[5].replace("\u2212", "-") == f"{gap:.2f}"
    assert len(table.notes) == 2


def test_four_children_seen_three_times_are_four(setting):
    panel = panel_from({"B": 30, "F": 20, "M": 4, "FM": 21}, waves=("w1", "w2", "w3"))
    table = make(panel, setting)
    assert cells(table, "Children")[:5] == ("30", WITHHELD, "<10", "21", "75")
    assert cells(table, "Child-waves")[:5] == ("90", WITHHELD, WITHHELD, "63", "225")
    shown = [cell == WITHHELD for cell in cells(table, "dep")]
    assert shown == [False, True, True, False, False, True, True, False]
    assert "fewer than 10 children" in table.notes[-1]


def test_a_variable_few_children_answered_is_withheld_alone(setting):
    panel = panel_from({"B": 30, "F": 20, "M": 14, "FM": 21})
    panel.loc[panel["state"].eq("M") & (panel.groupby("state").cumcount() > 7), "dep"] = None
    table = make(panel, setting)
    assert cells(table, "Children")[2] == "14"
    assert [cell == WITHHELD for cell in cells(table, "dep")[:5]] == [
        False,
        True,
        True,
        False,
        False,
    ]


def test_a_state_nobody_is_in_counts_0(setting):
    table = make(panel_from({"B": 30, "F": 20, "FM": 21}), setting)
    assert cells(table, "Children")[2] == "0"
    assert cells(table, "dep")[2] == "\u2013 (\u2013)"


def test_one_wave_is_of_that_wave_and_must_exist(setting):
    panel = panel_from({"B": 30, "F": 20}, waves=("w1", "w2"))
    panel["wave"] = pd.Categorical(panel["wave"], ["w1", "w2", "w3"], ordered=True)
    table = make(panel, setting, wave="w2")
    assert cells(table, "Child-waves")[0] == "30"
    assert "(w2)" in table.notes[0]
    with pytest.raises(UsageError, match="did you mean 'w2'"):
        make(panel, setting, wave="w22")


@pytest.mark.parametrize(
    ("unknown", "said"), [(12, "12 child-waves of 12"), (3, "<10 child-waves")]
)
def test_unknown_states_are_counted_in_a_note(setting, unknown, said):
    panel = panel_from({"B": 30, "F": 20, "x": unknown})
    panel["state"] = panel["state"].where(panel["state"] != "x", None)
    assert said in make(panel, setting).notes[2]


def test_the_words_follow_the_language(setting):
    zh = replace(setting, language="zh", labels={"dep": {"en": "Depression", "zh": "抑郁"}})
    table = make(panel_from({"B": 30, "F": 20}), zh)
    assert table.columns[0].label == "父母均在家"
    assert table.rows[0].label == "抑郁"
    assert table.language == "zh"


STATE = st.sampled_from(["B", "B", "B", "F", "F", "M", "FM", None])


@settings(deadline=None)
@given(
    st.lists(st.lists(STATE, min_size=3, max_size=3), max_size=80),
    st.integers(1, 12),
    st.sampled_from([None, "w1"]),
)
def test_every_printed_number_is_of_no_child_or_of_enough(histories, threshold, wave):
    rows = [
        (f"p{i}", f"w{at}", state, 1.0)
        for i, history in enumerate(histories)
        for at, state in enumerate(history, start=1)
    ]
    panel = pd.DataFrame(rows, columns=["pid", "wave", "state", "dep"])
    setting = Setting(waves=("w1", "w2", "w3"), threshold=threshold)
    table = make(panel, setting, wave=wave)
    used = panel if wave is None else panel[panel["wave"] == wave]
    truth = describe(used)
    for label, kind in (("Children", "children"), ("Child-waves", "rows")):
        printed = cells(table, label)[: len(COLUMNS)]
        for state, cell in zip(COLUMNS, printed, strict=True):
            n = truth.loc[state, "children"]
            if re.fullmatch(r"[0-9,]+", cell):
                assert n == 0 or n >= threshold
                assert int(cell.replace(",", "")) == truth.loc[state, kind]
            else:
                assert cell in {WITHHELD, f"<{threshold}"}
    assert_no_cell_follows(table, truth)


def assert_no_cell_follows(table, truth):
    """Child-waves add up: no hidden one is the total minus the printed ones."""
    printed = dict(zip(COLUMNS, cells(table, "Child-waves"), strict=False))
    hidden = [state for state in COLUMNS[:-1] if not re.fullmatch(r"[0-9,]+", printed[state])]
    if hidden and re.fullmatch(r"[0-9,]+", printed["all"]):
        seen = truth.loc[[s for s in COLUMNS[:-1] if s not in hidden], "rows"].sum()
        assert truth.loc["all", "rows"] - seen not in truth.loc[hidden, "rows"].tolist()
    means = dict(zip(COLUMNS, cells(table, "dep"), strict=False))
    assert all(means[state] == WITHHELD for state in hidden)
