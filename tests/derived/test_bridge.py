"""Common items of different versions of a scale, scored alike in all waves."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.derived.bridge import Version, bridged_score, common_items
from kinpanel.derived.scoring import score
from kinpanel.errors import DataError, UsageError
from kinpanel.instruments import instrument

LONG = Version("cesd20", {n: f"c{n}" for n in range(1, 21)})
SHORT = Version("cesd8", {n: f"d{n}" for n in range(1, 9)})
PAIR = {"w2": LONG, "w3": SHORT}
WITHIN = instrument("cesd8").subset_of.numbers
ANSWERS = st.lists(st.integers(0, 3), min_size=8, max_size=8)


def rows(*given_):
    """One row per (wave, {column: code})."""
    names = [*LONG.items.values(), *SHORT.items.values()]
    frame = pd.DataFrame([answers for _, answers in given_], columns=names).astype("Int64")
    return frame.assign(wave=pd.Categorical([wave for wave, _ in given_]))


def both_ways(answers):
    """The same answers to the eight items, inside of the twenty and alone."""
    inside = {f"c{n}": 3 for n in range(1, 21)}
    inside |= {f"c{n}": code for n, code in zip(WITHIN, answers, strict=True)}
    return inside, {f"d{n}": code for n, code in enumerate(answers, 1)}


def test_the_eight_items_lie_within_the_twenty():
    common = common_items(PAIR)
    assert (common.root, common.numbers) == ("cesd20", tuple(sorted(WITHIN)))
    assert [WITHIN[own - 1] for own in common.own["w3"]] == list(common.numbers)
    assert common.own["w2"] == common.numbers


def test_two_short_forms_meet_in_what_both_took():
    ten = Version("cesd10", {n: f"t{n}" for n in range(1, 11)})
    common = common_items({"w1": ten, "w2": SHORT})
    ten_within = instrument("cesd10").subset_of.numbers
    assert set(common.numbers) == set(WITHIN) & set(ten_within)
    assert [ten_within[own - 1] for own in common.own["w1"]] == list(common.numbers)


def test_a_score_by_hand():
    # item 12 and 16 of the twenty are turned: 0 0 0 3 0 3 0 0 is the least, 1 more on "sad".
    inside, alone = both_ways([0, 0, 0, 3, 0, 3, 1, 0])
    found = bridged_score(rows(("w2", inside), ("w3", alone), ("w1", alone)), PAIR)
    assert found.tolist() == [1, 1, pd.NA]
    assert str(found.dtype) == "Int64"


@given(ANSWERS)
def test_same_answers_same_score_in_either_version(answers):
    inside, alone = both_ways(answers)
    found = bridged_score(rows(("w2", inside), ("w3", alone)), PAIR)
    official = score(pd.DataFrame([alone]), "cesd8").iloc[0]
    assert found.tolist() == [official, official]


@given(ANSWERS, st.sets(st.integers(1, 8), max_size=3))
def test_missing_items_are_made_up_for_by_the_rule_that_is_named(answers, gone):
    _, alone = both_ways(answers)
    frame = rows(("w3", {name: c for name, c in alone.items() if int(name[1:]) not in gone}))
    strict = bridged_score(frame, PAIR).iloc[0]
    assert (strict is pd.NA) == bool(gone)
    loose = bridged_score(frame, PAIR, may_miss=2).iloc[0]
    assert (loose is pd.NA) == (len(gone) > 2)
    if len(gone) <= 2:
        turned = [3 - c if n in (4, 6) else c for n, c in enumerate(answers, 1) if n not in gone]
        assert loose == pytest.approx(sum(turned) / len(turned) * 8)


def test_a_version_that_lacks_an_item_narrows_all():
    lacking = Version("cesd8", {n: f"d{n}" for n in range(1, 8)})
    common = common_items({"w2": LONG, "w3": lacking})
    assert WITHIN[7] not in common.numbers
    assert len(common.numbers) == 7


@pytest.mark.parametrize(
    ("versions", "words"),
    [
        ({}, "no versions"),
        ({"w1": Version("k6", {1: "k1"}), "w2": LONG}, r"share no item \(w1 k6, w2 cesd20\)"),
        (
            {"w1": Version("cesd20", {1: "c1"}), "w2": Version("cesd8", {1: "d1"})},
            "share no item",
        ),
        (
            {"w1": LONG, "w2": Version("cesd8", SHORT.items, form="yes_no")},
            "different codes are not one scale: w1, w2",
        ),
        (
            {
                "w1": Version("sdq", {1: "p1"}, form="parent"),
                "w2": Version("sdq", {1: "s1"}, form="self"),
            },
            "different informants",
        ),
        ({"w1": Version("cesd8", {9: "d9"})}, "cesd8 has items 1 to 8, not 9"),
        ({"w1": Version("cesd9", {1: "d1"})}, "cesd9"),
    ],
)
def test_versions_that_are_not_one_scale(versions, words):
    with pytest.raises(UsageError, match=words):
        common_items(versions)


def test_wrong_codes_are_told_by_wave():
    inside, alone = both_ways([0] * 8)
    frame = rows(("w2", inside | {"c6": 4}), ("w3", alone))
    with pytest.raises(DataError, match="cannot bridge") as caught:
        bridged_score(frame, PAIR)
    (finding, *_) = caught.value.findings
    assert (finding.wave, finding.rule, finding.examples) == ("w2", "codes", ("4",))
    # An item that only the long version has is not looked at.
    assert bridged_score(rows(("w2", inside | {"c1": 4}), ("w3", alone)), PAIR).notna().all()


@pytest.mark.parametrize("may_miss", [-1, 8])
def test_a_rule_that_leaves_nothing(may_miss):
    with pytest.raises(UsageError, match="between 0 and 7"):
        bridged_score(rows(("w3", both_ways([0] * 8)[1])), PAIR, may_miss=may_miss)


def test_a_column_that_is_not_there():
    frame = rows(("w3", both_ways([0] * 8)[1])).drop(columns="d3")
    with pytest.raises(UsageError, match="no column 'd3'"):
        bridged_score(frame, PAIR)
