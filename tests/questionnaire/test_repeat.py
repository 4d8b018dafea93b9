"""Repeats in a questionnaire: read as declared, or refused with line and advice."""

from __future__ import annotations

import pytest

from kinpanel.questionnaire.repeat import columns_read

WAVE = """\
wave: w1
files:
  home: {path: hh.dta, unit: household, key: [hid], missing_codes: {-8: refused, -7: not_asked}}
  person:
    repeat: home
    slots: 1-3
    unit: person
    key: [p_hid, line]
    missing_codes: {-7: refused, -9: inapplicable}
questions:
  - {id: hid, raw: home.hid, type: text, label: {en: Id}}
  - {id: size, raw: home.size, type: integer, label: {en: Size}}
  - {id: p_hid, raw: person.hid, type: text, label: {en: Id}}
  - {id: line, raw: "person.{slot}", type: integer, label: {en: Line}}
  - {id: name, raw: "person.name_{slot}", type: text, label: {en: Name}}
  - {id: age, raw: "person.a{slot}_age", type: integer, label: {en: Age}, ask_if: size > 1}
"""


def test_a_repeat_is_a_file_of_the_wave(load):
    wave = load(w1=WAVE)["w1"]
    person = wave.files["person"]
    assert person.slot_names == ("1", "2", "3")
    assert person.path is None
    assert wave.paths == {"home": "hh.dta"}
    assert [wave.delivered(file) for file in wave.files] == ["home", "home"]
    assert wave.repeats_of("home") == ("person",)
    assert [q.column for q in wave.in_file("person")] == [
        *("hid", "{slot}", "name_{slot}", "a{slot}_age")
    ]


def test_its_missing_codes_add_to_those_of_the_file_that_holds_it(load):
    files = load(w1=WAVE)["w1"].files
    assert files["person"].missing_codes == {
        **{"-8": "refused", "-7": "refused", "-9": "inapplicable"}
    }
    assert files["home"].missing_codes == {"-8": "refused", "-7": "not_asked"}


def test_columns_read_of_a_delivered_file(load):
    wave = load(w1=WAVE.replace("1-3", "[1, 2]"))["w1"]
    names = {"hid", "size", "name_1", "name_2", "a1_age", "a2_age"}
    assert columns_read(wave, "home") - {"1", "2"} == names


@pytest.mark.parametrize(
    ("old", "new", "rule", "line", "said"),
    [
        ("path: hh.dta, ", "", "file", 3, "neither path nor repeat"),
        ("slots: 1-3", "path: x.dta\n    slots: 1-3", "repeat", 6, "both path and repeat"),
        ("slots: 1-3", "encoding: GBK\n    slots: 1-3", "repeat", 6, "has an encoding"),
        ("path: hh.dta", "path: hh.dta, slots: 1-3", "repeat", 3, "has slots, but is no repeat"),
        ("repeat: home", "repeat: hom", "repeat", 5, "unknown file 'hom'"),
        ("repeat: home", "repeat: person", "repeat", 5, "is a repeat itself"),
        ("    slots: 1-3\n", "", "slots", 4, "has no slots"),
        ("slots: 1-3", "slots: 3-1", "slots", 6, "no span"),
        ("slots: 1-3", "slots: [1, 1]", "slots", 6, "stands twice"),
        ("slots: 1-3", "slots: 1-501", "slots", 6, "more than 500"),
        ("slots: 1-3", "slots: 12", "slots", 6, "neither a span nor a list"),
        ("slots: 1-3", "slots: {a: 1}", "form", 6, "expected slots"),
        ("slots: 1-3", "slots: true", "form", 6, "slots"),
        ("home.size", '"home.size{slot}"', "raw", 12, "file 'home' is no repeat"),
        ("person.hid", '"person.{line}"', "raw", 13, "'{line}' in the name of a column"),
        ("person.hid", '"person.h{slot"', "raw", 13, "'{' in the name of a column"),
        ("a{slot}_age", "name_1", None, None, ""),
    ],
)
def test_what_cannot_be_unfolded_is_refused(load, problems, old, new, rule, line, said):
    text = WAVE.replace(old, new, 1)
    assert text != WAVE
    if rule is None:
        load(w1=text)
        return
    (found, *_) = [f for f in problems(w1=text) if f.rule == rule]
    assert said in found.message
    assert found.line == line
    assert found.file == "questionnaires/w1.yaml"
    assert found.advice or rule == "form"


def test_a_repeat_without_a_column_per_slot(problems):
    text = WAVE.replace("name_{slot}", "name").replace("a{slot}_age", "age")
    (found,) = problems(w1=text)
    assert "no question of repeat 'person' has a column for each slot" in found.message
    assert found.line == 4
    assert "person.name_{slot}" in found.advice


def test_columns_that_two_questions_would_read(problems):
    text = WAVE.replace("1-3", "1-11").replace("name_{slot}", "a1{slot}").replace("_age", "")
    (found,) = problems(w1=text)
    assert "column 'a11' is one of 'name', too" in found.message
    assert found.line == 16


def test_a_file_is_not_gated_by_its_repeat(problems):
    text = WAVE + "  - {id: big, raw: home.big, type: text, label: {en: B}, ask_if: age > 3}\n"
    (found,) = problems(w1=text)
    assert found.line == 17
    assert "'age' of repeat 'person', which has rows of its own" in found.message
    assert "'person'" in found.advice


def test_a_gate_of_the_holding_file_must_be_asked_before(problems):
    late = "  - {id: late, raw: home.late, type: integer, label: {en: L}}\n"
    (found,) = problems(w1=WAVE.replace("ask_if: size", "ask_if: late") + late)
    assert "'late', which is not asked before it" in found.message


def test_codes_missing_in_the_repeat_only_are_answers_of_the_holding_file(load, problems):
    gate = WAVE.replace("size > 1", "size = -9")
    assert load(w1=gate)["w1"].question("age").ask_if.text == "size = -9"
    (found,) = problems(w1=WAVE.replace("size > 1", "size = -7"))
    assert "-7 is a missing code of size" in found.message
    (found,) = problems(w1=WAVE.replace("size > 1", "line = -9"))
    assert "-9 is a missing code of line" in found.message
