import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinpanel.report import Setting
from kinpanel.report.transitions import DESTINATIONS, transition_table, transitions

WAVES = ("w1", "w2", "w3")


def follow(panel, waves=WAVES):
    found = transitions(panel, waves)
    columns = ["pid", "wave", "state", "next"]
    return sorted(found[columns].astype("object").itertuples(index=False, name=None))


def test_only_the_wave_directly_after_counts(panel_of):
    panel = panel_of(
        [("a", "w1", "B"), ("a", "w2", "F"), ("a", "w3", "FM"), ("b", "w1", "M"), ("b", "w3", "B")]
    )
    assert follow(panel) == [
        ("a", "w1", "B", "F"),
        ("a", "w2", "F", "FM"),
        ("b", "w1", "M", "not_seen"),
    ]


def test_a_child_seen_with_an_unknown_state_is_not_lost(panel_of):
    panel = panel_of([("a", "w1", "B"), ("a", "w2", None), ("b", "w2", "B")])
    assert follow(panel) == [("a", "w1", "B", "unknown")]


def test_a_wave_not_yet_held_does_not_make_everybody_vanish(panel_of):
    panel = panel_of([("a", "w1", "B"), ("a", "w2", "F")])
    assert follow(panel) == [("a", "w1", "B", "F")]


def test_the_order_is_that_of_the_study_not_of_the_alphabet(panel_of):
    panel = panel_of([("a", "w9", "B"), ("a", "w10", "F")])
    panel["wave"] = pd.Categorical(panel["wave"], ["w9", "w10"], ordered=True)
    assert follow(panel, ["w9", "w10"]) == [("a", "w9", "B", "F")]


def histories_to_panel(histories):
    rows = [
        (f"p{i}", wave, None if state == "?" else state)
        for i, history in enumerate(histories)
        for wave, state in zip(WAVES, history, strict=False)
        if state != "-"
    ]
    return pd.DataFrame(rows, columns=["pid", "wave", "state"])


def make(histories, **changes):
    setting = Setting(waves=WAVES, **changes)
    return transition_table(histories_to_panel(histories), name="t3", title="T", setting=setting)


def test_percent_of_child_waves_and_distinct_children():
    # 20 children stay at home twice, 20 see the father leave, 10 are lost.
    table = make([["B", "B", "B"]] * 20 + [["B", "F", "F"]] * 20 + [["B", "-", "-"]] * 10)
    both_home = table.rows[0].cells
    assert both_home[0] == "57.1 (20)"  # 40 of 70 child-waves, but 20 children
    assert both_home[1] == "28.6 (20)"
    assert both_home[DESTINATIONS.index("not_seen")] == "14.3 (10)"
    assert both_home[-2:] == ("70", "50")
    assert table.rows[2].cells[0] == "\u2013 (0)"
    assert "w1\u2192w2, w2\u2192w3" in table.notes[0]


def test_a_rare_move_takes_another_with_it():
    table = make([["B", "B"]] * 60 + [["B", "M"]] * 3 + [["B", "F"]] * 15)
    assert table.rows[0].cells[:3] == ("76.9 (60)", "\u2026 (\u2026)", "\u2026 (<10)")
    assert "fewer than 10 children" in table.notes[-1]


@pytest.mark.parametrize(
    ("more", "said"),
    [(["?", "B"], "because the parental state"), (["B", "?"], "because the state in the next")],
)
def test_unknown_states_are_counted_in_notes(more, said):
    table = make([["B", "B"]] * 30 + [more] * 12)
    (note,) = [note for note in table.notes if said in note]
    assert "12 child-waves of 12 children" in note
    assert table.rows[0].cells[-1] == "30"


def test_an_empty_panel_gives_a_table_of_zeros():
    assert make([]).rows[-1].cells[-2:] == ("0", "0")


@settings(deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from("BBBFF-M?") | st.just("FM"), min_size=3, max_size=3), max_size=90
    ),
    st.integers(2, 12),
)
def test_nothing_small_is_printed_and_no_row_gives_it_away(histories, threshold):
    table = make(histories, threshold=threshold)
    for row in table.rows:
        children = row.cells[-1]
        shares = [cell.split(" (")[0] for cell in row.cells[:-2]]
        counts = [cell.split(" (")[1].rstrip(")") for cell in row.cells[:-2]]
        for n in [*counts, children]:
            if re.fullmatch("[0-9,]+", n):
                assert int(n.replace(",", "")) == 0 or int(n.replace(",", "")) >= threshold
        # Percentages add up to 100: a single hidden one would follow from the others.
        assert shares.count("\u2026") != 1 or not children.isdigit()
        for share, n in zip(shares, counts, strict=True):
            assert share == "\u2026" or n.isdigit()
