from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.report.export.guard import choose, guarded, linking
from kinpanel.report.export.pseudonym import Key
from kinpanel.roles import PanelRoles

KEY = Key(bytes(range(32)))
CELLS = {
    "pid": ["3", "1", "2"],
    "father_pid": ["9", ("refused",), "1"],
    "phone": ["CNRY-1", ("refused",), "CNRY-2"],
    "county": ["CNRY-3", ("refused",), "CNRY-4"],
    "age": [1, ("refused",), 3],
}


def names(variables):
    return [variable.name for variable in variables]


def test_public_variables_go_out_and_linking_ids_as_pseudonyms(table):
    choice = choose(table, linking([table], PanelRoles()), [])
    assert choice.pseudonyms == ("pid", "father_pid")
    assert choice.identifiers == ()
    assert choice.left_out == {"identifier": ("phone",), "restricted": ("county",)}
    assert not {"phone", "county"} & set(names(choice.kept))


def test_what_is_asked_for_goes_out_as_it_is(table):
    links = linking([table], PanelRoles())
    assert "county" in names(choose(table, links, ["restricted"]).kept)
    choice = choose(table, links, ["identifier"])
    assert choice.pseudonyms == ()
    assert choice.identifiers == ("pid", "father_pid", "phone")
    assert choice.left_out == {"restricted": ("county",)}


def test_ids_that_link_are_keys_pointers_to_keys_and_the_cluster(table):
    links = linking([table], PanelRoles(cluster="village"))
    assert {"pid", "hhid", "father_pid", "village"} <= links
    assert not {"phone", "county", "words"} & links


def test_nothing_that_is_left_out_stays_in_the_frame_or_the_codebook(content, table):
    made = content(**CELLS)
    frame = made.frame.assign(unknown="CNRY-5")
    choice = choose(made.table, linking([table], PanelRoles()), [])
    shown, small = guarded(frame, made.table, choice, KEY)
    assert list(shown.columns) == [
        "wave",
        "pid",
        "father_pid",
        "father_pid__why",
        "age",
        "age__why",
    ]
    assert "CNRY" not in shown.to_csv() + repr(shown.attrs)
    assert names(small.variables) == ["pid", "father_pid", "age"]


def test_without_a_key_there_are_no_pseudonyms(content, table):
    made = content(**CELLS)
    choice = choose(made.table, linking([table], PanelRoles()), [])
    with pytest.raises(ValueError, match="key"):
        guarded(made.frame, made.table, choice, None)


@given(st.permutations(range(6)))
def test_the_order_of_rows_tells_nothing_about_the_order_before(content, order):
    cells = {"pid": ["a", "a", "b", "b", "c", "c"], "age": [1, 1, 2, 2, 3, 3]}
    made = content(**cells)
    choice = choose(made.table, {"pid"}, [])
    shuffled = made.frame.iloc[list(order)].reset_index(drop=True)
    shown, _ = guarded(shuffled, made.table, choice, KEY)
    straight, _ = guarded(made.frame, made.table, choice, KEY)
    assert shown.equals(straight)
    pids = shown.loc[shown["wave"] == "w1", "pid"].tolist()
    assert pids == sorted(pids)
