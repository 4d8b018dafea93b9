"""Quirks 11 to 21: missing values."""

from __future__ import annotations

import pytest


def stopping(findings):
    return {f.rule: f for f in findings if f.severity == "error"}


@pytest.mark.parametrize("version", ["08", "10", "12", "13", "14", "15"])
def test_quirk_11_tagged_missing_values(opened, held, question, version):
    file = opened(f"h_stata{version}.dta")
    home = file.columns["home"]
    assert home.tags.tolist() == ["", "", ".a", ".z", "."]
    assert home.value_labels == {"1": "Yes", "2": "No", ".a": "Refused", ".z": "Unknown"}
    wave = {".a": "refused", ".z": "dont_know", ".": "no_answer"}
    answers, findings = held([home], [question("home", "select_one", choices=["1", "2"])], wave)
    assert answers["home"].reason.tolist() == ["", "", "refused", "dont_know", "no_answer"]
    assert findings == []


@pytest.mark.parametrize("order", ["low", "high"])
def test_quirk_11_tags_among_dates(opened, held, question, order):
    file = opened(f"b_tags_{order}_118.dta")
    assert file.columns["day"].tags.tolist() == ["", ".a", "."]
    wave = {".a": "refused", ".": "no_answer"}
    answers, findings = held([file.columns["day"]], [question("day", "date")], wave)
    assert answers["day"].reason.tolist() == ["", "refused", "no_answer"]
    assert not stopping(findings)


def test_quirk_12_missing_values_that_leaked_as_numbers(opened, held, question):
    leaked = [opened("p_leaked.dta").columns["r"]]
    for allowed in ((0, 10), None, (0, 10**10)):
        _, findings = held(leaked, [question("r", range=allowed)])
        told = stopping(findings)["leaked-missing"]
        assert told.examples == ("2147483625", "2147483639")
        assert "2147483622 is .a" in told.advice
    _, findings = held(leaked, [question("r", "select_one", choices=["1"])])
    assert stopping(findings)["undeclared-code"].count == 2
    wave = {"2147483625": "dont_know", "2147483639": "refused"}
    answers, findings = held(leaked, [question("r", range=(0, 10))], wave)
    assert answers["r"].reason.tolist() == ["", "dont_know", "refused"]
    assert findings == []


@pytest.mark.parametrize(("name", "column"), [("h_ranges.sav", "home"), ("s_ranges.sav", "q")])
def test_quirk_13_declared_ranges_are_kept_and_must_get_a_reason(
    opened, held, question, name, column
):
    found = opened(name).columns[column]
    assert found.declared == ((-9.0, -1.0), (99.0, 99.0))
    asked = [question(column, range=(0, 9))]
    _, findings = held([found], asked)
    assert stopping(findings)["undeclared-code"].examples == ("-1", "-8", "99")
    wave = {"-8": "refused", "-1": "dont_know", "99": "other", ".": "no_answer"}
    answers, findings = held([found], asked, wave)
    assert set(answers[column].reason) - {""} == set(wave.values())
    assert findings == []


def test_quirk_13_open_ranges_words_and_portable_files(opened, refused):
    for name, column in (("h_open_range.sav", "home"), ("s_open.sav", "q")):
        assert opened(name).columns[column].declared == ((float("-inf"), -1.0),)
    for name, column, word in (("h_words.sav", "home", "ZZ"), ("s_words.sav", "name", "Bob")):
        assert opened(name).columns[column].is_declared_missing(word)
    for name, column in (("one", "Q"), ("ranges", "Q"), ("open", "Q"), ("words", "NAME")):
        why = refused(f"s_{name}.por")
        assert f"columns declare missing values ({column}; 1 in all)" in why
        assert "ask for the file as .sav" in why
    assert opened("s_plain.por").columns["Q"].values[[0, 1, 2, 4]].tolist() == [1, -8, 99, -1]


def test_quirk_14_negative_codes_that_the_file_does_not_declare(opened, held, question):
    found = opened("s_none.sav").columns["q"]
    assert found.declared == ()
    _, findings = held([found], [question("q", "select_one", choices=["1"])])
    assert stopping(findings)["undeclared-code"].examples == ("-1", "-8", "99")
    _, findings = held([found], [question("q", range=(0, 99))])
    assert stopping(findings)["out-of-range"].count == 2


def test_quirk_15_one_code_of_several_meanings(decode, column, question):
    asked = question(kind="select_one", choices=["1", "2"])
    for meaning in ("inapplicable", "refused"):
        answers, _ = decode([column([1.0, -8.0])], [asked], wave={"-8": meaning})
        assert answers["v"].reason.tolist() == ["", meaning]
    youth = question("youth", kind="select_one", choices=["1"], missing_codes={"9": "inapplicable"})
    adult = question("adult", range=(0, 9))
    columns = [column([1.0, 9.0], "youth"), column([1.0, 9.0], "adult")]
    answers, findings = decode(columns, [youth, adult])
    assert answers["youth"].reason.tolist() == ["", "inapplicable"]
    assert answers["adult"].values.tolist() == [1.0, 9.0]
    assert findings == []


def test_quirk_16_negative_codes_that_say_something(decode, column, question):
    asked = question(
        kind="select_one",
        choices=["2012", "-1900", "-2020"],
        missing_codes={"-10": "undecided"},
        not_missing=("-1900", "-2020"),
    )
    wave = {"-1900": "refused", "-9": "no_answer"}
    cells = column([2012.0, -1900.0, -2020.0, -10.0, -9.0])
    answers, findings = decode([cells], [asked], wave=wave)
    assert answers["v"].codes.tolist() == ["2012", "-1900", "-2020", "", ""]
    assert answers["v"].reason.tolist() == ["", "", "", "undecided", "no_answer"]
    assert findings == []


def test_quirk_17_positive_sentinels(held, column, question):
    _, findings = held([column([12000.0, 9999998.0])], [question(range=(0, 1000000))])
    assert stopping(findings)["out-of-range"].count == 1
    codes = {"8": "refused", "98": "refused", "10": "deceased"}
    asked = question(kind="select_one", choices=["1", "5"], missing_codes=codes)
    answers, findings = held([column([1.0, 5.0, 8.0, 98.0, 10.0])], [asked])
    assert answers["v"].reason.tolist() == ["", "", "refused", "refused", "deceased"]
    assert findings == []


def test_quirk_18_one_of_a_family_of_codes_is_an_answer(held, column, question):
    wave = {"-999": "dont_know", "-888": "refused", "-777": "inapplicable", "-555": "not_asked"}
    asked = question(kind="select_one", choices=["1", "-555"])
    answers, findings = held([column([1.0, -555.0, -999.0, -777.0])], [asked], wave)
    assert answers["v"].codes.tolist() == ["1", "-555", "", ""]
    assert answers["v"].reason.tolist() == ["", "", "dont_know", "inapplicable"]
    assert findings == []


def test_quirk_19_states_within_an_id(held, column, question):
    codes = {"-9": "refused", "44": "deceased", "77": "absent"}
    asked = question(kind="text", missing_codes=codes)
    answers, findings = held([column([304517.0, 44.0, 77.0, -9.0])], [asked])
    assert answers["v"].codes.tolist() == ["304517", "", "", ""]
    assert answers["v"].reason.tolist() == ["", "deceased", "absent", "refused"]
    assert findings == []


def test_quirk_20_true_negatives_and_zeros_that_mean_not_asked(held, column, question):
    profit = question("profit", range=(-100000, 100000), missing_codes={"-8": "refused"})
    answers, findings = held([column([-5.0, -8.0, 0.0], "profit")], [profit], {"-5": "dont_know"})
    assert answers["profit"].values[[0, 2]].tolist() == [-5.0, 0.0]
    assert answers["profit"].reason.tolist() == ["", "refused", ""]
    assert findings == []
    early = question(missing_codes={"0": "not_asked"})
    answers, _ = held([column([0.0, 3.0])], [early])
    assert answers["v"].reason.tolist() == ["not_asked", ""]


def test_quirk_21_na_as_text_and_columns_that_nobody_answered(opened, held, question):
    stored = [opened("p_na_text.dta").columns["income"]]
    _, findings = held(stored, [question("income", "decimal")])
    assert "stored as text" in stopping(findings)["type"].message
    answers, _ = held(stored, [question("income", "text")], {"NA": "no_answer"})
    assert answers["income"].reason.tolist() == ["", "no_answer", ""]
    file = opened("p_all_missing.dta")
    assert file.columns["told"].storage == "text"
    for name in ("told", "age"):
        answers, findings = held([file.columns[name]], [question(name)], {".": "no_answer"})
        assert answers[name].reason.tolist() == ["no_answer"] * 2
        assert findings == []
