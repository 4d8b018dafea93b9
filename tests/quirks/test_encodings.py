"""Quirks 1 to 10: encodings and labels."""

from __future__ import annotations

import pytest

from kinpanel.ingest.raw import RawFile

WORDS = ["是否外出打工", "父亲在外地", "母亲在家乡"]
LABELS = dict(zip("123", WORDS, strict=True))


def stopping(findings):
    return {f.rule: f for f in findings if f.severity == "error"}


@pytest.mark.parametrize("release", [113, 115, 117])
def test_quirk_01_gb18030_where_the_format_has_no_encoding(opened, refused, release):
    name = f"b_gb18030_{release}.dta"
    why = refused(name)
    assert "look like GB18030" in why
    assert "`encoding: GB18030`" in why
    assert "does not fit the encoding utf-8" in refused(name, "utf-8")
    file = opened(name, "GB18030")
    assert file.columns["place"].values.tolist() == WORDS
    assert file.columns["place"].label == WORDS[0]
    assert file.columns["away"].value_labels == LABELS


@pytest.mark.parametrize("encoding", [None, "GB18030", "utf-8", "Big5"])
@pytest.mark.parametrize("name", ["mixed_labels_115", "mixed_cells_115"])
def test_quirk_02_two_encodings_in_one_file_are_never_garbled(refused, name, encoding):
    assert "encoding" in refused(f"b_{name}.dta", encoding)


def test_quirk_02_the_message_names_labels_and_columns(refused):
    assert "value labels of away (1 in all)" in refused("b_mixed_labels_115.dta", "GB18030")
    assert "a cell of column why" in refused("b_mixed_cells_115.dta", "utf-8")
    assert "cells of place" in refused("b_mixed_cells_115.dta", "GB18030")
    assert "cells of why (1 in all)" in refused("b_mixed_western_114.dta")
    assert "a cell of column why" in refused("b_mixed_in_118.dta")


def test_quirk_02_a_western_encoding_that_is_declared_is_believed(opened):
    file = opened("b_mixed_western_114.dta", "cp1252")
    assert file.columns["place"].values.tolist() == ["Straße", "Größe", "Äpfel"]


def test_quirk_03_utf_8_in_an_old_format_and_curly_quotes(opened, refused):
    assert "look like utf-8" in refused("b_utf8_117.dta")
    file = opened("b_utf8_117.dta", "utf-8")
    assert file.columns["why"].values.tolist() == [*WORDS[1:], "\N{GRINNING FACE} 好"]
    quotes = opened("b_quotes_114.dta").columns["q"].value_labels
    assert quotes == {"1": "Don’t know", "2": "“Other” – say"}


def test_quirk_04_other_encodings(opened, refused):
    assert "look like cp1251" in refused("b_cp1251_114.dta")
    labels = opened("b_cp1251_114.dta", "cp1251").columns["away"].value_labels
    assert labels == {"1": "ОТКАЗ ОТ ОТВЕТА", "2": "Отец живёт", "3": "Мать"}
    assert "look like Big5" in refused("b_big5_114.dta")
    assert opened("b_big5_114.dta", "Big5").columns["why"].values[1] == "父親在外地"
    assert opened("h_chinese.sav").columns["who"].value_labels == {"1": "父亲", "2": "母亲"}
    assert opened("b_gbk.sav").columns["name"].values[0] == "北京"
    assert "a cell of column name" in refused("b_gbk_called_utf8.sav")
    assert opened("b_gbk_called_utf8.sav", "GB18030").columns["name"].values[0] == "北京"


def test_quirk_04_labels_that_no_program_can_mend_play_no_part(opened, held, question):
    """TCVN3 is a font on cp1252: codes are read by the questionnaire, not by the file's labels."""
    file = opened("b_tcvn3_114.dta")
    assert file.columns["sex"].value_labels["2"] == "N÷"
    answers, findings = held(file, [question("sex", "select_one", choices=["1", "2"])])
    assert answers["sex"].codes.tolist() == ["1", "2"]
    assert findings == []


def test_quirk_05_a_label_cut_within_a_character(opened, held, question):
    file = opened("b_cut_label_117.dta", "utf-8")
    label = file.columns["sex"].label
    assert label == ("a" + "孩子的性别" * 6)[: len(label)]
    assert len(label.encode()) in range(77, 80)
    assert file.columns["t"].values.tolist() == ["孩子"]
    _, findings = held(file, [question("t", "text"), question("sex")])
    (cut,) = [f for f in findings if "within a character" in f.message]
    assert (cut.variable, cut.count) == ("t", 1)


@pytest.mark.parametrize("name", ["b_same_labels_115.dta", "h_same_labels.dta"])
def test_quirk_06_two_codes_of_one_label_stay_two(opened, held, question, name):
    (column,) = list(opened(name).columns.values())[-1:]
    codes = [code for code, text in column.value_labels.items() if text == "Other"]
    assert len(codes) == 2
    choices = list(column.value_labels)
    answers, findings = held([column], [question(column.name, "select_one", choices=choices)])
    assert answers[column.name].codes.tolist() == choices
    assert findings == []


def test_quirk_07_only_the_ends_of_a_scale_are_labelled(opened, held, question):
    file = opened("p_ends.dta")
    assert file.columns["mood"].value_labels == {"1": "Sad", "10": "Glad"}
    answers, findings = held(file, [question("mood", range=(1, 10))])
    assert answers["mood"].values.tolist() == [1.0, 7.0, 10.0]
    assert findings == []
    _, findings = held(file, [question("mood", "select_one", choices=["1", "10"])])
    assert stopping(findings)["undeclared-code"].examples == ("7",)


def test_quirk_08_labels_absent_or_contradicting(held, column, question):
    asked = [question(kind="select_one", choices=["1", "2"])]
    for labels in ({}, {"1": "Primary", "2": "Secondary"}):
        answers, findings = held([column([1.0, 2.0], value_labels=labels)], asked)
        assert answers["v"].codes.tolist() == ["1", "2"]
        assert findings == []
    _, findings = held([column([1.0, 2.0], value_labels={"1": "One", "7": "Seven"})], asked)
    (note,) = findings
    assert (note.rule, note.examples) == ("labelled-code", ("7",))


def test_quirk_09_definitions_shifted_by_one_row(held, column, question):
    """What a codebook calls the province is the weight: its values are none of the codes."""
    columns = [column([0.73, 1.21, 0.98], "rswt"), column([11.0, 12.0, 13.0], "provcd")]
    asked = [
        question("provcd", "select_one", column="rswt", choices=["11", "12", "13"]),
        question("rswt", "decimal", column="provcd", range=(0, 10)),
    ]
    _, findings = held(columns, asked)
    assert {f.variable for f in stopping(findings).values()} == {"rswt", "provcd"}


def test_quirk_10_labels_on_fractions_and_sets_told_by_content(opened, held, question):
    file = opened("h_half.sav")
    assert file.columns["home"].value_labels == {"1": "One", "2.5": "Between"}
    asked = [question("home", "select_one", choices=["1", "2.5", "3"])]
    answers, _ = held(file, asked)
    assert answers["home"].codes.tolist() == ["1", "2.5", "3"]
    sets = [opened(f"p_{release}.dta").columns["sex"].value_labels for release in (114, 118)]
    assert sets[0] == sets[1] == {"1": "Male", "2": "Female"}
    assert isinstance(file, RawFile)
