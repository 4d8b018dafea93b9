"""Traps of the sections on school and tests: raw columns with each trap set, and without it."""

from __future__ import annotations

import numpy as np
import pytest

from kinpanel.simulate import WAVES, simulate
from kinpanel.simulate.delivery import delivered
from kinpanel.simulate.exports import encode
from kinpanel.simulate.files import layouts_of
from kinpanel.simulate.phone import phone_villages
from kinpanel.simulate.sections.school import COGNITION, SCHOOL
from kinpanel.simulate.traps import ALL_TRAPS


@pytest.fixture(scope="module")
def truth():
    return simulate(3, villages=6, households_per_village=10)


def raw(truth, wave, without=None):
    """The raw proxy file by the ends of its names, all traps set or one left out; tags are NaN."""
    traps = ALL_TRAPS - {without}
    (layout,) = (one for one in layouts_of(wave, traps) if one.unit == "proxy")
    frame = encode(delivered(truth, wave)["proxy"], layout)
    columns = {column.name: column for column in layout.columns}
    ends = {name: name.split("_", 1)[1].lower() for name in frame}
    tags = {code: np.nan for code in layout.missing.codes.values() if isinstance(code, str)}
    numbers = frame.rename(columns=ends).replace(tags)
    return numbers.infer_objects(), {ends[name]: columns[name] for name in frame}


def true(truth, wave, name):
    return delivered(truth, wave)["proxy"][name]


@pytest.mark.parametrize("wave", WAVES)
def test_television_runs_the_other_way_in_two_waves(truth, wave):
    given = true(truth, wave, "tv_limits")
    on, _ = raw(truth, wave)
    off, columns = raw(truth, wave, without=10)
    known = given.notna().to_numpy()
    assert (off["e26"][known] == 6 - given[known]).all()
    assert (on["e26"][known] == (given if wave in ("w3", "w4") else 6 - given)[known]).all()
    assert [columns["e26"].labels[code] for code in (1, 5)] in (
        ["Very often", "Never"],
        ["非常频繁", "从不"],
        ["一直限制", "不限制"],
    )


def test_stages_begin_with_kindergarten_in_wave_1(truth):
    given = true(truth, "w1", "stage")
    on, columns = raw(truth, "w1")
    off, _ = raw(truth, "w1", without=11)
    known = given.notna().to_numpy()
    assert (on["e03"][known] == given[known] - 1).all()
    assert (off["e03"][known] == given[known]).all()
    assert columns["e03"].labels[1] == "Kindergarten"
    assert set(given[known]) >= {2, 3, 4}
    for wave in ("w2", "w5"):
        assert raw(truth, wave)[0]["e03"].equals(raw(truth, wave, without=11)[0]["e03"])


def test_truancy_is_yes_or_no_in_wave_3(truth):
    given = true(truth, "w3", "truancy_kind")
    on, _ = raw(truth, "w3")
    off, _ = raw(truth, "w3", without=12)
    known = given.notna().to_numpy()
    assert (on["e12"][known] == (given[known] >= 3)).all()
    assert (off["e12"][known] == given[known]).all()
    assert set(given[known]) >= {1, 2, 3}


def test_internet_is_in_minutes_a_day_of_users_in_wave_4(truth):
    hours = true(truth, "w4", "internet_hours")
    on, _ = raw(truth, "w4")
    off, _ = raw(truth, "w4", without=16)
    known = hours.notna().to_numpy()
    users = known & (hours > 0).to_numpy()
    assert {"e27a", "e27b"} <= set(on) and "e27" not in on
    assert "e27" in off and not {"e27a", "e27b"} & set(off)
    np.testing.assert_allclose(on["e27b"][users] * 7 / 60, hours[users])
    np.testing.assert_allclose(off["e27"][known], hours[known])
    assert on["e27b"][known & ~users].isna().all()
    assert on["e27a"][known].astype(bool).tolist() == users[known].tolist()
    assert users.sum() > 10
    assert (known & ~users).sum() > 5


@pytest.mark.parametrize("wave", WAVES)
def test_tests_alternate(truth, wave):
    on, off = set(raw(truth, wave)[0]), set(raw(truth, wave, without=17)[0])
    words, series = {"g03", "g04"}, {"g05", "g06"}
    assert on & (words | series) == (series if wave in ("w2", "w4") else words)
    assert off & (words | series) == words


def test_bullying_is_about_this_term_in_wave_3(truth):
    rows = delivered(truth, "w3")["proxy"]
    on, _ = raw(truth, "w3")
    off, _ = raw(truth, "w3", without=39)
    known = rows["bullied_frequency"].notna().to_numpy()
    assert (on["e22"][known] == rows["bullied_term"][known]).all()
    assert (off["e22"][known] == rows["bullied_frequency"][known]).all()
    year, term = rows["bullied_frequency"] > 1, rows["bullied_term"] > 1
    assert not (term & ~year).any()


def test_labels_of_wave_5_are_chinese_and_their_codes_are_as_before(truth):
    _, on = raw(truth, "w5")
    _, off = raw(truth, "w5", without=49)
    _, before = raw(truth, "w4")
    mine = {one.source for part in (SCHOOL, COGNITION) for one in part.columns("w5", ALL_TRAPS)}
    named = {name: column for name, column in off.items() if column.source in mine}
    coded = [name for name, column in named.items() if column.labels and name != "e26"]
    assert len(coded) > 12
    for name in coded:
        assert on[name].codes == off[name].codes
        assert set(on[name].labels) == set(off[name].labels)
        assert all(text.isascii() for text in off[name].labels.values())
        assert not any(text.isascii() for text in on[name].labels.values() if "-" not in text)
        if name in before:
            assert not set(on[name].labels.values()) & set(before[name].labels.values()), name


def test_a_mark_of_97_is_a_mark_where_97_means_missing_elsewhere(truth):
    given = true(truth, "w5", "maths_mark")
    why = true(truth, "w5", "maths_mark__why")
    on, _ = raw(truth, "w5")
    off, _ = raw(truth, "w5", without=36)
    assert (on["e17"][given.notna().to_numpy()] == given.dropna()).all()
    unknown = (why == "dont_know").to_numpy()
    assert set(on["e17"][unknown]) == {997.0}
    assert set(off["e17"][unknown]) == {-1.0}
    assert on["e17"][(why == "inapplicable").to_numpy()].isna().all()
    assert on["e11"][(true(truth, "w5", "days_absent__why") == "refused").to_numpy()].eq(98).all()


def test_nobody_is_tested_by_phone(truth):
    rows = delivered(truth, "w4")["proxy"]
    phone = rows["village"].isin(phone_villages(truth)).to_numpy()
    on, _ = raw(truth, "w4")
    off, _ = raw(truth, "w4", without=29)
    tested = rows["age"].to_numpy() >= 6
    assert (phone & tested).any()
    assert on["g05"][phone].isna().all()
    assert (on["g01"] == np.where(phone, 2, 1)).all()
    assert off["g05"][phone & tested].notna().any()
    assert (off["g01"] == 1).all()


def test_the_county_town_is_elsewhere_in_wave_1(truth):
    given = true(truth, "w1", "school_place")
    on, _ = raw(truth, "w1")
    off, _ = raw(truth, "w1", without=48)
    known = given.notna().to_numpy()
    assert (on["e04"][known] == given[known].clip(upper=3)).all()
    assert (off["e04"][known] == given[known]).all()
    assert (given == 3).any()
