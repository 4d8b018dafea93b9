from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.questionnaire import Choice, FileSpec, Question, Questionnaire, Questionnaires
from kinpanel.questionnaire.compare import compare, concept_table, diff_waves
from kinpanel.questionnaire.routing import parse_condition
from kinpanel.questionnaire.wording import invert, marked, word_difference, words

WORDS = ("never", "rarely", "sometimes", "often", "usually", "always")


def question(name="q1", wave="w1", **fields):
    values = {
        "file": "child",
        "column": name.upper(),
        "kind": "integer",
        "label": {"en": f"About {name}?"},
        "concept": name,
    }
    return Question(id=name, wave=wave, **{**values, **fields})


def scale(codes, said=WORDS, **fields):
    choices = tuple(Choice(code=c, label={"en": s}) for c, s in zip(codes, said, strict=False))
    return question(kind="select_one", choices=choices, **fields)


def turned(asked):
    """The same question with its codes given to the answers in reverse."""
    codes = [c.code for c in asked.choices][::-1]
    choices = [Choice(code=k, label=c.label) for k, c in zip(codes, asked.choices, strict=True)]
    return replace(asked, choices=tuple(choices))


def said(before, after):
    return [difference.sentence for difference in compare(before, after)]


labels = st.dictionaries(
    st.sampled_from(["en", "zh"]), st.text("abc 年月", min_size=1, max_size=8), min_size=1
)
conditions = st.sampled_from(
    [None, "a = 1", "not a = 1", "a in (1, 2) and b > 3", "b > 3 and a in (2, 1)", "answered(a)"]
)
codes = st.lists(st.integers(-9, 9), min_size=1, max_size=6, unique=True)


@st.composite
def questions(draw):
    choices = tuple(Choice(code=c, label=draw(labels)) for c in draw(codes))
    condition = draw(conditions)
    return question(
        kind=draw(st.sampled_from(["integer", "text", "select_one", "select_one"])),
        label=draw(labels),
        choices=choices,
        ask_if=parse_condition(condition) if condition else None,
        range=draw(st.sampled_from([None, (0.0, 3.0), (1.0, 4.0)])),
        unit=draw(st.sampled_from([None, "kg", "jin"])),
        missing_codes=draw(st.dictionaries(st.sampled_from(["-1", ".a"]), st.sampled_from("xy"))),
        not_missing=draw(st.sampled_from([(), ("-8",), ("-8", "-9")])),
        item=draw(st.sampled_from([None, "sdq.1", "sdq.2"])),
        sensitivity=draw(st.sampled_from(["public", "restricted"])),
    )


@given(questions())
def test_a_question_does_not_differ_from_itself(asked):
    assert compare(asked, asked) == ()
    assert compare(asked, replace(asked, id="q2", column="X", response_set="new@2")) == ()


@given(questions(), questions())
def test_the_other_way_round_every_difference_is_inverted(one, two):
    there, back = compare(one, two), compare(two, one)
    assert Counter(difference.inverse() for difference in there) == Counter(back)
    assert all(difference.inverse().inverse() == difference for difference in there)


@given(st.integers(2, 6), st.integers(-3, 3))
def test_a_reversed_scale_is_named_and_reversing_twice_changes_nothing(length, first):
    asked = scale(range(first, first + length))
    (difference,) = compare(asked, turned(asked))
    assert (difference.kind, difference.what, difference.by) == ("codes", "reversed", 0)
    assert compare(asked, turned(turned(asked))) == ()


@given(st.integers(2, 6), st.integers(-3, 3), st.integers(-5, 5).filter(bool))
def test_a_shifted_scale_is_named_with_how_far(length, first, by):
    asked = scale(range(first, first + length))
    moved = scale(range(first + by, first + by + length))
    (difference,) = compare(asked, moved)
    assert (difference.kind, difference.what, difference.by) == ("codes", "shifted", by)
    (both,) = compare(asked, turned(moved))
    assert (both.what, both.by) == ("reversed", by)


def test_the_words_for_scales():
    asked = scale(range(4))
    assert said(asked, scale(range(1, 5))) == ["codes shifted by 1: 1-4 versus 0-3"]
    assert said(asked, turned(asked)) == ["codes reversed: 0-3 versus 0-3"]
    sex, new = scale([1, 0], ("boy", "girl")), scale([1, 2], ("boy", "girl"))
    assert said(sex, new) == ["codes reversed and shifted by 1: 1-2 versus 0-1"]
    yes, no = scale([1, 0, 9], ("yes", "no", "other")), scale([1, 5, 9], ("yes", "no", "other"))
    assert said(yes, no) == ["codes recoded: 5 versus 0"]
    letters = scale(["m", "f"], ("boy", "girl"))
    assert said(letters, sex) == ["codes recoded: 1, 0 versus m, f"]
    listed = replace(asked, choices=asked.choices[::-1])
    assert said(asked, listed) == ["order reversed: 0, 1, 2, 3 -> 3, 2, 1, 0"]


def test_items_sensitivity_and_codes_that_are_values_here():
    asked = question(missing_codes={"-1": "refused"}, item="sdq.1")
    other = question(not_missing=("-8", "-1"), item="sdq.2", sensitivity="restricted")
    assert said(asked, other) == [
        "missing -1 changed: refused -> a value",
        "missing -8 added: a value",
        "item changed: sdq.1 -> sdq.2",
        "sensitivity changed: public -> restricted",
    ]


def test_codes_added_removed_and_relabelled():
    before = scale([1, 2, 3], ("letter", "phone", "visit"))
    after = scale([1, 2, 4], ("letter", "mobile phone", "video"))
    assert sorted(said(before, after)) == [
        "codes (en) 2 relabelled: phone -> mobile phone",
        "codes 3 removed: visit",
        "codes 4 added: video",
    ]


def test_one_language_may_be_relabelled_while_the_other_tells_the_answers_apart():
    def answers(third):
        return tuple(
            Choice(code=c, label={"en": e, "zh": z})
            for c, e, z in ((0, "no", "否"), (1, "yes", third))
        )

    before, after = (question(kind="select_one", choices=answers(z)) for z in ("是", "有"))
    assert said(before, after) == ["codes (zh) 1 relabelled: 是 -> 有"]


def test_wordings_are_compared_word_by_word():
    before = question(label={"en": "Away for 3+ months?", "zh": "是否外出3个月？"})
    after = question(label={"en": "Away  for 6+ months?", "zh": "是否外出6个月？"})
    assert said(before, after) == [
        "wording (en) changed: Away for [-3-]{+6+}+ months?",
        "wording (zh) changed: 是否外出[-3-]{+6+}个月？",
    ]
    assert said(before, replace(before, label={"en": "Away for 3+ months?"})) == [
        "wording (zh) removed: 是否外出3个月？"
    ]


@given(st.text("ab 年月?", max_size=20), st.text("ab 年月?", max_size=20))
def test_word_differences_hold_both_texts_and_can_be_turned(before, after):
    pieces = word_difference(before, after)
    assert "".join(p.text for p in pieces if p.kind != "added") == before
    assert "".join(p.text for p in pieces if p.kind != "removed") == after
    assert word_difference(after, before) == invert(pieces)
    assert "".join(words(before)) == before
    assert (marked(pieces) == before) is (before == after) or "[-" in before


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("a = 1 and b = 2", "b = 2 and a = 1", True),
        ("not (a = 1 or b < 2)", "b >= 2 and a != 1", True),
        ("a in (1)", "a = 1", True),
        ("a in (2, 1) and a in (1, 2)", "a in (1, 2)", True),
        ("a < b", "b > a", True),
        ("not not answered(a)", "answered(a)", True),
        ("(a = 1 or b = 2) or a = 3", "a = 1 or (a = 3 or b = 2)", True),
        ("a = 1 and b = 2", "a = 1 or b = 2", False),
        ("a < 18", "a <= 18", False),
        ('a = "1"', "a = 1", False),
        ("a = b", 'a = "b"', False),
        ("answered(a)", "not answered(a)", False),
        ("a = 1", None, False),
        ("a + b > 1", "b + a > 1", True),
        ("a * 2 <= b", "b >= 2 * a", True),
        ("-a = b", "b = -a", True),
        ("a - b > 1", "b - a > 1", False),
        ("a / b = 1", "b / a = 1", False),
        ("-a = 1", "a = 1", False),
        ("selected(a, 1)", "selected(a, '1')", True),
        ("not not selected(a, 1)", "selected(a, 1)", True),
        ("selected(a, 1) or selected(a, 2)", "selected(a, 2) or selected(a, 1)", True),
        ("selected(a, 1)", "selected(a, 2)", False),
        ("selected(a, 1)", "not selected(a, 1)", False),
        ("selected(a, 1)", "a = 1", False),
    ],
)
def test_universes_are_compared_as_trees(one, two, same):
    before, after = (
        question(ask_if=parse_condition(text) if text else None) for text in (one, two)
    )
    found = compare(before, after)
    assert (found == ()) is same
    assert {difference.kind for difference in found} <= {"universe"}
    assert [d.inverse() for d in found] == list(compare(after, before))


def test_range_unit_type_and_missing_codes():
    before = question(range=(0, 3), unit="jin", missing_codes={"-1": "refused", "-2": "x"})
    after = question(kind="decimal", unit="kg", missing_codes={"-1": "dont_know", ".a": "y"})
    assert said(before, after) == [
        "type changed: integer -> decimal",
        "range removed: 0 to 3",
        "unit changed: jin -> kg",
        "missing -1 changed: refused -> dont_know",
        "missing -2 removed: x",
        "missing .a added: y",
    ]


def test_answers_are_compared_however_many_may_be_chosen():
    before, after = scale(["1", "2"]), scale(["1", "3"])
    several = replace(after, kind="select_multiple")
    assert [d.kind for d in compare(before, several)] == ["type", "codes"]
    assert said(replace(before, kind="select_multiple"), several) == said(before, after)


def test_informant_and_mode():
    proxy = replace(question(), informant="caregiver")
    child = replace(question(), informant="self", mode="phone")
    assert said(proxy, child) == ["informant changed: caregiver -> self", "mode added: phone"]
    assert {d.kind for d in compare(question(), proxy)} == {"informant"}
    assert said(question(), proxy) == ["informant added: caregiver"]


def panel(**waves):
    spec = {name: FileSpec(path="x.dta", unit=name, key=("q",)) for name in ("child", "roster")}
    return Questionnaires(
        {
            wave: Questionnaire(
                wave, f"{wave}.yaml", spec, tuple(replace(q, wave=wave) for q in qs)
            )
            for wave, qs in waves.items()
        }
    )


def test_waves_are_compared_by_concept():
    gate, renamed = question("age"), question("years", concept="age")
    old = question("sad", ask_if=parse_condition("age >= 8"))
    new = question("low", concept="sad", ask_if=parse_condition("years >= 8"))
    both = panel(
        w1=[gate, old, question("cash", unit="yuan"), question("gone")],
        w2=[
            replace(renamed, label=gate.label),
            *(question("cash", unit="euro"), question("fresh"), replace(new, label=old.label)),
        ],
    )
    pairs = {pair.concept: pair for pair in diff_waves(both, "w1", "w2")}
    assert {name: pair.status for name, pair in pairs.items()} == {
        "age": "unchanged",
        "sad": "unchanged",
        "cash": "changed",
        "gone": "dropped",
        "fresh": "added",
    }
    assert pairs["cash"].kinds == ("unit",)
    assert sum(pair.moved for pair in pairs.values()) == 1


@given(st.permutations("abcdef"), st.permutations("abcdefgh"))
def test_waves_the_other_way_round_are_turned(one, two):
    both = panel(w1=[question(n) for n in one], w2=[question(n) for n in two])
    there, back = diff_waves(both, "w1", "w2"), diff_waves(both, "w2", "w1")
    flip = {"added": "dropped", "dropped": "added"}
    assert {(p.concept, flip.get(p.status, p.status), p.moved) for p in there} == {
        (p.concept, p.status, p.moved) for p in back
    }
    left = [p.concept for p in there if p.before and p.after and not p.moved]
    assert left == [n for n in two if n in left]


def test_a_concept_of_several_files_is_paired_file_by_file():
    child, roster = question("id", concept="pid"), question("r", concept="pid", file="roster")
    both = panel(w1=[child, roster], w2=[roster, child])
    pairs = diff_waves(both, "w1", "w2")
    assert [(p.before.file, p.after.file) for p in pairs] == [("child",) * 2, ("roster",) * 2]


def test_a_concept_is_followed_over_waves_that_did_not_ask():
    waves = panel(
        w1=[question("cash", unit="jin")],
        w2=[question("other")],
        w3=[question("cash", unit="kg"), question("cash2", concept="cash", file="roster")],
        w4=[question("cash2", concept="cash", file="roster")],
    )
    rows = concept_table(waves, "cash")
    assert [(r.wave, r.question and r.question.id, r.since) for r in rows] == [
        ("w1", "cash", None),
        ("w2", None, None),
        ("w3", "cash", "w1"),
        ("w3", "cash2", None),
        ("w4", "cash2", "w3"),
    ]
    assert [d.sentence for d in rows[2].differences] == ["unit changed: jin -> kg"]
    assert concept_table(waves, "unheard") == ()
