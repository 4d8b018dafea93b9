"""`like`: what is taken over, what is replaced, and what leads nowhere."""

from __future__ import annotations

import pytest

from kinpanel.questionnaire.like import by_address, inherit
from kinpanel.questionnaire.written import read_written
from kinpanel.study import load_study

AGE = (
    "{id: age, raw: child.A1, type: integer, label: {en: Age}, range: [0, 20], unit: years, "
    "concept: child_age, missing_codes: {-1: refused, -8: inapplicable}, ask_if: answered(pid), "
    "changed: {what: wording}}"
)


def question(questionnaires, wave, name):
    return questionnaires[wave].question(name)


def test_everything_is_taken_over_but_the_place_and_the_change(load):
    waves = load(w1=[AGE], w2=["{id: age2, raw: child.B1, like: w1.age}"])
    old, new = question(waves, "w1", "age"), question(waves, "w2", "age2")
    for name in ("kind", "label", "range", "unit", "concept", "missing_codes", "ask_if"):
        assert getattr(new, name) == getattr(old, name)
    assert (new.wave, new.file, new.column, new.line) == ("w2", "child", "B1", 5)
    assert (old.changed.what, new.changed) == ("wording", None)


def test_what_is_written_replaces_what_would_be_taken_over(load):
    waves = load(
        w1=[AGE],
        w2=[
            "{id: age, raw: child.B1, like: w1.age, label: {en: Years}, range: [0, 99], unit: y, "
            "type: decimal, concept: years, missing_codes: {-2: refused}, changed: {what: unit}}"
        ],
    )
    new = question(waves, "w2", "age")
    assert (new.label, new.range, new.unit, new.kind) == ({"en": "Years"}, (0, 99), "y", "decimal")
    assert (new.concept, new.changed.what) == ("years", "unit")
    assert new.missing_codes == {"-2": "refused"}, "replaced as a whole, not merged"


@pytest.mark.parametrize(
    ("key", "attribute", "value"),
    [
        ("ask_if:", "ask_if", None),
        ("range:", "range", None),
        ("unit:", "unit", None),
        ("missing_codes: {}", "missing_codes", {}),
        ("concept:", "concept", "age"),
    ],
)
def test_an_empty_key_takes_away(load, key, attribute, value):
    waves = load(w1=[AGE], w2=[f"{{id: age, raw: child.B1, like: w1.age, {key} }}"])
    assert getattr(question(waves, "w2", "age"), attribute) == value


def test_a_question_without_a_concept_is_its_own_and_passes_it_on(load):
    waves = load(
        w1=["{id: c1, raw: child.A, type: integer, label: {en: Age}}"],
        w2=["{id: d1, raw: child.B, like: w1.c1}"],
        w3=[
            "{id: e1, raw: child.C, like: w2.d1}",
            "{id: f1, raw: child.D, like: w2.d1, concept: g}",
        ],
    )
    assert question(waves, "w1", "c1").concept == "c1"
    assert question(waves, "w2", "d1").concept == "c1"
    assert question(waves, "w3", "e1").concept == "c1"
    assert question(waves, "w3", "f1").concept == "g"


def test_the_nearest_of_a_chain_counts_and_waves_may_come_in_any_order(load):
    waves = load(
        w1=["{id: a, raw: child.A, like: w3.a}"],
        w2=["{id: a, raw: child.B, like: w1.a, unit: months, changed: {what: unit}}"],
        w3=[
            "{id: a, raw: child.C, type: integer, label: {en: Age}, unit: years}",
            "{id: b, raw: child.D, like: w2.a}",
        ],
    )
    assert [question(waves, w, n).unit for w, n in (("w1", "a"), ("w2", "a"), ("w3", "b"))] == [
        "years",
        "months",
        "months",
    ]
    assert question(waves, "w3", "b").changed is None


def test_a_long_chain_is_no_matter(load):
    rows = [f"{{id: q{i}, raw: child.C{i}, like: w1.q{i + 1}}}" for i in range(1100)]
    waves = load(w1=[*rows, "{id: q1100, raw: child.C, type: date, label: {en: Born}}"])
    assert question(waves, "w1", "q0").kind == "date"
    assert question(waves, "w1", "q0").concept == "q1100"


def test_an_unknown_name_is_reported_once_where_it_is_written(problems):
    (finding,) = problems(
        w1=[AGE],
        w2=["{id: age, raw: child.B1,\n     like: w1.agee}"],
        w3=["{id: age, raw: child.C1, like: w2.age}"],
    )
    assert (finding.rule, finding.file, finding.line) == ("like", "questionnaires/w2.yaml", 6)
    assert (finding.wave, finding.variable) == ("w2", "age")
    assert finding.message == "`like: w1.agee` is unknown"
    assert finding.advice == "did you mean 'w1.age'?"


def test_without_a_wave_nothing_is_found(problems):
    (finding,) = problems(w1=[AGE, "{id: b, raw: child.B, like: age}"])
    assert finding.message == "`like: age` is unknown"


def test_every_member_of_a_circle_is_reported_and_nobody_else(problems):
    found = problems(
        w1=["{id: a, raw: child.A, like: w2.a}", "{id: own, raw: child.B, like: w1.own}"],
        w2=["{id: a, raw: child.A, like: w1.a}"],
        w3=["{id: a, raw: child.A, like: w2.a}"],
    )
    assert [(f.file, f.line, f.message) for f in found] == [
        ("questionnaires/w1.yaml", 5, "`like: w2.a` leads in a circle"),
        ("questionnaires/w1.yaml", 6, "`like: w1.own` leads in a circle"),
        ("questionnaires/w2.yaml", 5, "`like: w1.a` leads in a circle"),
    ]


def test_a_wave_that_cannot_be_read_is_not_held_against_others(problems):
    found = problems(w1="wave: w1\nfilez: {}\n", w2=["{id: a, raw: child.A, like: w1.a}"])
    assert {f.file for f in found} == {"questionnaires/w1.yaml"}


def test_inherit_alone(root, load):
    load(w1=[AGE], w2=["{id: age, raw: child.B1, like: w1.age}"])
    reading = read_written(root, load_study(root))
    known = by_address(reading)
    assert sorted(known) == ["w1.age", "w1.pid", "w2.age", "w2.pid"]
    full = inherit(reading.waves["w2"], 1, known, reading)
    assert (full.id, full.raw, full.type, full.like) == ("age", "child.B1", "integer", "w1.age")
    assert inherit(reading.waves["w1"], 1, known, reading) == known["w1.age"]
