"""Each trap of the child alone in the raw files: there when it is set, the plain way when not."""

from __future__ import annotations

import numpy as np
import pytest

from kinpanel.simulate import WAVES, simulate
from kinpanel.simulate.delivery import delivered
from kinpanel.simulate.exports import encode
from kinpanel.simulate.files import layouts_of
from kinpanel.simulate.sections.alone.mood import COMMON
from kinpanel.simulate.sent import sent_rows
from kinpanel.simulate.traps import ALL_TRAPS
from kinpanel.simulate.traps.alone import TRAPS as MINE


@pytest.fixture(scope="module")
def truth():
    return simulate(4, villages=20, households_per_village=10)


@pytest.fixture(scope="module")
def sent(truth):
    """The raw file of a unit and wave as it is sent, its layout, and the rows behind it."""
    known = {wave: delivered(truth, wave) for wave in WAVES}

    def file(unit, wave, *, without=()):
        traps = ALL_TRAPS - set(without)
        layout = next(one for one in layouts_of(wave, traps) if one.unit == unit)
        rows = sent_rows(truth, known[wave][unit], layout, traps)
        return encode(rows, layout), layout, rows

    return file


def given(raw, column):
    """The answers of a column, without missing codes and blanks."""
    found = [cell for cell in raw[column] if isinstance(cell, float | int)]
    return {cell for cell in found if 0 <= cell < 90}  # NaN is neither


def test_all_of_them_are_tried_here():
    assert [trap.number for trap in MINE] == [7, 8, 13, 14, 28, 41, 45, 53, 55, 56, 57]


@pytest.mark.parametrize(("unit", "name"), [("self", "w2s_e1"), ("adult", "w2a_e1")])
def test_7_agreement_runs_the_other_way_in_w2(sent, unit, name):
    raw, layout, rows = sent(unit, "w2")
    plain, tidy, _ = sent(unit, "w2", without=[7])
    told = rows["rses_1"].notna()
    assert told.sum() > 5
    assert (raw.loc[told, name] == 4 - rows.loc[told, "rses_1"]).all()
    assert (plain.loc[told, name] == 1 + rows.loc[told, "rses_1"]).all()
    labels = [{c.name: c.labels for c in one.columns}[name] for one in (layout, tidy)]
    assert (labels[0][1], labels[1][4]) == ("非常同意", "非常同意")


def test_8_item_nine_is_not_in_the_form_for_adults(sent):
    raw, _, rows = sent("adult", "w2")
    plain, _, _ = sent("adult", "w2", without=[8])
    assert len(rows) > 5
    assert set(rows["age"]) <= {16, 17}
    assert sorted(set(plain) - set(raw)) == ["w2a_e9"]
    assert [wave for wave in WAVES for one in layouts_of(wave) if one.unit == "adult"] == ["w2"]


def test_13_anchors_of_the_k6_count_times(sent):
    raw, _, rows = sent("self", "w1")
    plain, layout, _ = sent("self", "w1", without=[13])
    told = rows["k6_1"].notna()
    assert given(raw, "ts_d1") <= {1, 2, 3, 4, 5}
    assert (raw.loc[told, "ts_d1"] == 5 - rows.loc[told, "k6_1"]).all()
    assert (plain.loc[told, "ts_d1"] == rows.loc[told, "k6_1"]).all()
    labels = {c.name: c.labels for c in layout.columns}["ts_d1"]
    assert labels[4] == "All of the time"


@pytest.mark.parametrize(("wave", "items", "first"), [("w1", 6, "ts_d"), ("w2", 20, "w2s_d")])
def test_14_the_scale_of_mood_changes(sent, wave, items, first):
    raw, _, _ = sent("self", wave)
    plain, _, rows = sent("self", wave, without=[14])

    def asked(names):
        return [name for name in names if name.startswith(first) and name != first + "0"]

    assert (len(asked(raw)), len(asked(plain))) == (items, 8)
    told = rows["cesd20_6"].notna()
    shift = 1 if wave == "w2" else 0
    assert (plain.loc[told, f"{first}1"] == rows.loc[told, "cesd20_6"] + shift).all()


@pytest.mark.parametrize(("wave", "ages"), [("w3", (9, 15)), ("w5", (10, 17))])
def test_28_other_ages_fill_it_in(sent, wave, ages):
    name = {"w3": "qs_age", "w5": "ZS_AGE"}[wave]
    raw, plain = sent("self", wave)[0][name], sent("self", wave, without=[28])[0][name]
    assert (raw.min(), raw.max()) == ages
    assert (plain.min(), plain.max()) == (10, 15)
    assert (plain.to_numpy() == raw[raw.between(10, 15)].to_numpy()).all()


def test_41_smoking_and_drinking_are_one_question(sent):
    raw, layout, rows = sent("self", "w4")
    _, tidy, _ = sent("self", "w4", without=[41])
    sources = [[c.source for c in one.columns] for one in (layout, tidy)]
    assert "smoke_drink" in sources[0]
    assert not {"smoke", "drink"} & set(sources[0])
    assert {"smoke", "drink"} <= set(sources[1])
    assert "smoke_drink" not in sources[1]
    either = (rows["smoke"] == 1) | (rows["drink"] == 1)
    assert (raw.loc[either, "ps_701"] == 1).all()
    assert either.sum() > 3
    assert not (raw.loc[~either, "ps_701"] == 1).any()


def test_45_two_forms_stand_in_the_same_columns(sent):
    raw, _, rows = sent("proxy", "w2")
    plain, _, _ = sent("proxy", "w2", without=[45])
    old = rows["age"] > 10
    assert (given(raw, "w2k_f27"), given(plain, "w2k_f27")) == ({1, 2}, {1})
    assert (raw.loc[old, "w2k_f3"] != -8).all()
    assert (plain.loc[old, "w2k_f3"] == -8).all()
    young = rows["age"].between(4, 10)
    assert (raw.loc[young, "w2k_f3"] == plain.loc[young, "w2k_f3"]).all()


def test_the_codes_of_scales_whose_wording_is_not_ours_carry_no_words(sent):
    for unit, wave in (("self", "w1"), ("self", "w4"), ("proxy", "w2"), ("proxy", "w5")):
        _, layout, _ = sent(unit, wave)
        bare = [c for c in layout.columns if c.source.startswith(("sdq_", "sdqp_", "scared_"))]
        items = [c for c in bare if c.source[-1].isdigit()]
        assert len(items) >= 25
        assert all(not c.labels for c in items)


def test_53_safety_was_not_asked_in_w1(sent):
    def asked(*without):
        return {c.source for c in sent("self", "w1", without=without)[1].columns}

    assert not any("si_" in name or "nssi" in name for name in asked())
    assert {"si_thought_screen", "nssi_screen", "safety_rule"} <= asked(53)


def test_55_the_mode_changes_in_w3_and_more_is_said_alone(sent):
    raw, _, rows = sent("self", "w3")
    plain, _, _ = sent("self", "w3", without=[55])
    assert (set(raw["qs_100"]), set(plain["qs_100"])) == ({2}, {1})
    assert set(sent("self", "w2")[0]["w2s_d0"]) == {1}
    told = rows["cesd20_6"].notna()
    assert (raw.loc[told, "qs_101"] == rows.loc[told, "cesd20_6"]).all()
    assert (plain.loc[told, "qs_101"] == rows.loc[told, "cesd20_6_aloud"]).all()
    alone, aloud = (
        np.nansum([rows[f"cesd20_{n}{end}"].mean() for n in COMMON if n not in (12, 16)])
        for end in ("", "_aloud")
    )
    assert alone > aloud


def test_56_an_identity_is_named_like_a_status(sent):
    _, layout, _ = sent("self", "w5")
    _, tidy, _ = sent("self", "w5", without=[56])
    named = [next(c for c in one.columns if c.source == "identity_lb") for one in (layout, tidy)]
    assert (named[0].name, named[0].label) == ("ZS_LEFTBEHIND", "Left-behind child")
    assert (named[1].name, named[1].label) == ("ZS_810", "I call myself a left-behind child")
    for wave in ("w1", "w2", "w3", "w4"):
        assert "identity_lb" not in {c.source for c in sent("self", wave)[1].columns}


def test_57_six_children_stand_twice_with_other_answers(sent):
    raw, _, _ = sent("self", "w1")
    plain, _, _ = sent("self", "w1", without=[57])
    twice = raw[raw.duplicated("ts_pid", keep=False)]
    assert len(raw) == len(plain) + 6
    assert twice["ts_pid"].nunique() == 6
    assert sorted(twice["ts_visit"]) == [1.0] * 6 + [2.0] * 6
    assert "ts_visit" not in plain
    first = raw[raw["ts_visit"] == 1].drop(columns="ts_visit").reset_index(drop=True)
    assert first.equals(plain)
    answers = [name for name in plain if name not in ("ts_pid", "ts_hhid", "ts_age")]
    for _, both in twice.groupby("ts_pid"):
        one, two = both.iloc[0], both.iloc[1]
        assert sum(one[name] != two[name] for name in answers) > 10


def test_what_is_true_does_not_depend_on_the_traps(truth):
    once, again = delivered(truth, "w3")["self"], delivered(truth, "w3")["self"]
    assert once.equals(again)
    assert len(once) > 20
