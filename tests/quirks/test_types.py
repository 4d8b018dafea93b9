"""Quirks 22 to 28: types, ids, dates."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from kinpanel.ingest.dates import from_counts


def stopping(findings):
    return {f.rule: f for f in findings if f.severity == "error"}


@pytest.mark.parametrize("kind", ["text", "integer"])
def test_quirk_22_ids_that_lost_their_digits(opened, held, column, question, kind):
    file = opened("p_float_ids.dta")
    assert len(set(file.columns["pid"].values.tolist())) == 1
    _, findings = held(file, [question("pid", kind)])
    found = stopping(findings)["digits-lost"]
    assert found.count == 3
    assert "110001" not in str(found.as_dict())
    _, findings = held([column([12345678901234568.0])], [question(kind=kind)])
    assert "digits-lost" in stopping(findings)


def test_quirk_23_an_id_as_text_here_and_as_number_there(apply):
    text, number = apply("pad 4", ["0101"], kind="text"), apply("pad 4", [101.0], kind="text")
    assert text == number == (["0101"], [""], {})


def test_quirk_24_ids_of_another_width(panel, apply):
    ids = "wave pid\n5* w1 10000000#\n5* w2 1000000#0"
    assert panel.found(panel.run({"person": ids}, "L10")) == set()
    longer = "wave pid\n5* w1 100000#\n5* w2 00100000#"
    assert panel.found(panel.run({"person": longer}, "L10")) == {"person w2 pid"}
    _, _, wrong = apply("pad 7", ["123456789"], kind="text")
    assert wrong == {"ids are longer than 7": 1}


def test_quirk_25_names_that_differ_in_case_and_texts_in_blanks(opened, held, question):
    file = opened("p_case.dta")
    assert {name: c.values.tolist() for name, c in file.columns.items()} == {
        "Q1": [1, 2],
        "q1": [3, 4],
    }
    answers, _ = held(file, [question("upper", column="Q1"), question("lower", column="q1")])
    assert answers["upper"].values.tolist() == [1, 2]
    assert answers["lower"].values.tolist() == [3, 4]
    assert opened("p_blanks.dta").columns["pid"].values.tolist() == ["A1", "A1", " A1"]


def test_quirk_26_text_in_one_wave_and_number_in_another(held, column, question):
    answers, findings = held([column([101.0, 7.5])], [question(kind="text")])
    assert answers["v"].codes.tolist() == ["101", "7.5"]
    assert not stopping(findings)
    _, findings = held([column(["101", "7"])], [question()])
    assert "type" in stopping(findings)


def test_quirk_27_dates_in_every_dress(opened, apply):
    dates = opened("p_dates.dta").columns
    for name in ("td", "tc"):
        found = from_counts(dates[name].values[[0, 2]], dates[name].format)
        assert found.tolist() == [date(2014, 5, 17), date(1899, 12, 31)]
        assert dates[name].tags.tolist() == ["", ".", ""]
    months = from_counts(dates["tm"].values[[0, 2]], dates["tm"].format)
    assert months.tolist() == [date(2014, 5, 1), date(1899, 12, 1)]
    assert dates["ty"].values[[0, 2]].tolist() == [2014, 1899]
    for name in ("h_dates.sav", "h_dates.dta"):
        day = opened(name).columns["day"]
        assert from_counts(day.values[:1], day.format)[0] == date(2014, 5, 17)
        assert from_counts(day.values[1:2], day.format)[0] == date(1899, 12, 31)
    times = opened("s_times.sav").columns
    assert from_counts(times["d"].values, times["d"].format)[1] == date(1899, 12, 31)
    assert from_counts(times["m"].values, times["m"].format)[0] == date(2014, 5, 1)
    assert apply("date YYYYMMDD", [20140517.0])[0] == [date(2014, 5, 17)]
    assert apply("date YYYYMMDD", [20149999.0])[2]


def test_quirk_27_a_birth_year_of_9999(held, column, question):
    _, findings = held([column([1980.0, 9999.0])], [question(range=(1900, 2020))])
    assert stopping(findings)["out-of-range"].count == 1


def test_quirk_28_weights_that_differ_in_the_eighth_digit(opened):
    old, new = (opened(f"p_weights_{release}.dta").columns["w"] for release in "ab")
    assert (old.storage, new.storage) == ("float", "double")
    assert (old.values != new.values).all()
    assert np.float32(new.values).tolist() == old.values.tolist()
