from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.codebook.ids import id_spaces
from kinpanel.codebook.ledger import Link
from kinpanel.codebook.model import TableCodebook, Variable
from kinpanel.ingest.links import apply_links, ids_held, unheard


def table(name, key, *names):
    variables = tuple(Variable(name=n, type="text", label={"en": n}) for n in names)
    return TableCodebook(table=name, label={"en": name}, unit=name, key=key, variables=variables)


PERSON = table("person", ("pid",), "pid", "father_pid", "hhid", "note")
CHILD = table("child", ("pid",), "pid", "mother_pid")
TABLES = {"person": PERSON, "child": CHILD}
SPACES = id_spaces(TABLES.values())


def frames(pids, fathers):
    person = pd.DataFrame({"pid": pids, "father_pid": fathers, "hhid": pids, "note": pids})
    child = pd.DataFrame({"pid": pids[:1], "mother_pid": pids[-1:]})
    return {"person": person.astype("string"), "child": child.astype("string")}


def link(raw, uid, why="why", wave="w2", line=2):
    about = (why, "Li Na", "2024-05-02", f"codebooks/links/{wave}.csv", line)
    return Link(wave, "person", "person", raw, uid, *about)


def linked(tables, links, earlier=()):
    return apply_links(tables, TABLES, SPACES, links, earlier, "w3")


def test_keys_and_pointers_of_all_tables_follow_and_nothing_else():
    tables = frames(["1", "2"], [None, "1"])
    kept = {name: frame.copy() for name, frame in tables.items()}
    done, findings = linked(tables, [link("1", "9")])
    assert findings == []
    assert done["person"]["pid"].tolist() == ["9", "2"]
    assert done["person"]["father_pid"].isna().tolist() == [True, False]
    assert done["person"]["father_pid"].iloc[1] == "9"
    assert done["person"]["hhid"].tolist() == done["person"]["note"].tolist() == ["1", "2"]
    assert done["child"]["pid"].tolist() == ["9"]
    for name, frame in kept.items():
        pd.testing.assert_frame_equal(tables[name], frame)


@given(
    st.permutations(["1", "2", "3", "4", "5"]),
    st.permutations(["1", "2", "3", "4", "5"]),
    st.permutations(range(5)),
    st.permutations(range(5)),
)
def test_links_hold_at_once_whatever_their_order_and_that_of_the_rows(raws, uids, first, second):
    links = [link(raw, uid) for raw, uid in zip(raws, uids, strict=True)]
    tables = frames(["1", "2", "3", "4", "5"], ["5", "4", "3", "2", "1"])
    known = dict(zip(raws, uids, strict=True))
    done, findings = linked(tables, [links[place] for place in first])
    assert findings == []
    assert done["person"]["pid"].tolist() == [known[one] for one in "12345"]
    assert done["person"]["father_pid"].tolist() == [known[one] for one in "54321"]
    turned = {**tables, "person": tables["person"].iloc[list(second)]}
    again, _ = linked(turned, links)
    pd.testing.assert_frame_equal(again["person"].sort_index(), done["person"])
    back, findings = linked(done, [link(uid, raw) for raw, uid in known.items()])
    assert findings == []
    pd.testing.assert_frame_equal(back["person"], tables["person"])


def test_a_raw_id_that_is_not_there():
    _, (finding,) = linked(frames(["1"], [None]), [link("7", "8")])
    assert finding.message == "no id of this wave is the raw id"
    assert "7" not in finding.message


def test_two_raw_ids_of_a_key_for_one_person():
    _, findings = linked(frames(["1", "2"], [None, None]), [link("1", "2")])
    assert [one.message.split(":")[0] for one in findings] == [
        "two raw ids of person lead to one person"
    ]


def test_an_id_given_anew_may_not_be_passed_over_later():
    tables = frames(["1", "2"], [None, None])
    earlier = [link("1", "1.w2", wave="w2", line=5)]
    _, (finding,) = linked(tables, [], earlier)
    assert (finding.file, finding.line) == ("codebooks/links/w2.csv", 5)
    assert "comes back in w3" in finding.message
    assert linked(tables, [link("1", "1", wave="w3")], earlier)[1] == []
    assert linked(tables, [], [link("1", "1")])[1] == []
    settled = [*earlier, link("1", "1", wave="w3")]
    assert linked(tables, [], settled)[1] == []


def test_ids_are_held_by_kind():
    held = ids_held(frames(["1", "2"], [None, "3"]), SPACES)
    assert held == {"person": frozenset("123"), "household": frozenset("12")}


def test_links_to_somebody_unheard_of_need_a_word_why():
    known = {"person": frozenset("1")}
    assert len(unheard([link("7", "8", why="")], known)) == 1
    assert unheard([link("7", "8")], known) == []
    assert unheard([link("7", "1", why="")], known) == []
    assert unheard([link("7", "7.w2", why="")], known) == []
