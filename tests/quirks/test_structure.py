"""Quirks 29 to 45: names, structure, and facts over the waves."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.codebook.test_agreement import found as disagreements
from tests.codebook.test_agreement import scale as coded
from tests.questionnaire.test_compare import question as asked
from tests.questionnaire.test_compare import said, scale, turned

from kinpanel.codebook.accepted import Accepted
from kinpanel.errors import DataError, ExitCode
from kinpanel.ingest.draft.names import stems
from kinpanel.ingest.unfold import unfold
from kinpanel.pipeline.diff import diff
from kinpanel.pipeline.register import register
from kinpanel.questionnaire import FileSpec, Question, Questionnaire
from kinpanel.study import Wave


def stopping(findings):
    return {f.rule: f for f in findings if f.severity == "error"}


@pytest.mark.parametrize(
    ("names", "year", "bare"),
    [
        (["a_sex", "a_age", "a_hid"], None, ["sex", "age", "hid"]),
        (["wq2pid", "wq2age", "wq2d401"], None, ["pid", "age", "d401"]),
        (["educat17", "sex", "pidp"], 2017, ["educat", "sex", "pidp"]),
    ],
)
def test_quirk_29_marks_of_the_wave_in_names(held, column, question, names, year, bare):
    assert list(stems(names, *([year] if year else [])).values()) == bare
    columns = [column([1.0], name) for name in names]
    pairs = zip(bare, names, strict=True)
    answers, findings = held(columns, [question(to, column=name) for to, name in pairs])
    assert list(answers) == bare
    assert findings == []


def test_quirk_30_one_name_of_two_meanings_and_two_names_of_one():
    before = asked("q1", label={"en": "Years of schooling?"})
    after = asked("q1", label={"en": "Rooms in the house?"})
    assert any("Rooms" in sentence or "word" in sentence for sentence in said(before, after))
    assert said(before, asked("q7", label=before.label, concept="q1")) == []


def test_quirk_31_reversed_scales():
    (message,) = disagreements(coded([0, 1, 2, 3]), coded([3, 2, 1, 0]))
    assert message.endswith("the scale is reversed")
    assert said(scale(range(4)), turned(scale(range(4)))) == ["codes reversed: 0-3 versus 0-3"]


def test_quirk_31_a_scale_reversed_for_some(panel):
    """Whoever got the other form answers a reversed item as all the others: a straight line."""
    text = "wave pid i1 i2 i3 i4 s\nw1 a 3 3 3 0 9\nw1 b 3 3 3 3 12"
    assert found(panel, "L81", text) == {"person w1 a s"}


def test_quirk_32_an_answer_set_that_grew(held, column, question, panel):
    two = question(kind="select_one", choices=["1", "2"])
    _, findings = held([column([1.0, 3.0])], [two])
    assert stopping(findings)["undeclared-code"].examples == ("3",)
    words = ("yes", "no", "partly")
    assert said(scale([1, 2], words[:2]), scale([1, 2, 3], words)) != []
    text = "wave pid eyes\nw1 a 1\nw1 b 2\nw2 a 1\nw2 b 3"
    assert panel.found(panel.run({"person": text}, "L60")) == {"person w2 eyes"}


def test_quirk_33_another_reference_period_under_one_code():
    before = asked("pay", label={"en": "What were you paid last month?"})
    after = asked("pay", label={"en": "What were you paid last year?"})
    assert said(before, after) != []


def test_quirk_34_several_answers_in_three_layouts(opened, held, question):
    asked_why = question("why", "select_multiple", choices=["1", "2", "3"])
    file = opened("p_odk.dta")
    answers, findings = held([file.columns["why"]], [asked_why], {".": "no_answer"})
    assert answers["why"].codes.tolist() == ["1 3", "2", ""]
    assert answers["why"].reason.tolist() == ["", "", "no_answer"]
    assert findings == []
    sets = opened("s_sets.sav")  # the set itself is no column; its dummies are
    assert list(sets.columns) == ["id", "why1", "why2", "why3"]
    dummies = [sets.columns[name] for name in ("why1", "why2", "why3")]
    indicators = replace(asked_why, column="why{choice}", chosen="1", unchosen="0")
    answers, findings = held(dummies, [indicators], {".": "no_answer"})
    assert answers["why"].codes.tolist() == ["1 3", "", ""]
    assert answers["why"].reason.tolist() == ["", "", "no_answer"]
    assert findings == []


def test_quirk_35_wide_rosters_with_gaps_and_two_digits(opened):
    def member(name: str, template: str) -> Question:
        return Question(name, "w1", "person", template, "integer", {"en": name}, name)

    files = {
        "home": FileSpec(path="x.dta", unit="household", key=("hh",)),
        "person": FileSpec(repeat="home", slots=[1, 2, 10], unit="person", key=("hh", "line")),
    }
    questions = (member("hh", "hh"), member("line", "{slot}"), member("age", "age_{slot}"))
    wide = Questionnaire("w1", "w1.yaml", files, questions)
    unfolded, findings = unfold(opened("p_roster.dta"), "person", wide, Wave(id="w1", year=2014))
    assert findings == []
    places = [unfolded.place(row) for row in range(unfolded.rows)]
    assert places == ["row 1, slot 1", "row 1, slot 2", "row 2, slot 1", "row 2, slot 10"]


def test_quirk_35_a_file_without_rows(opened, held, question):
    file = opened("p_no_rows.dta")
    assert (file.rows, list(file.columns)) == (0, ["id", "age"])
    answers, findings = held(file, [question("id"), question("age")])
    assert len(answers["age"].codes) == 0
    assert findings == []


def found(panel, rule, text, table="person"):
    return panel.found(panel.run({table: text}, rule))


def test_quirk_36_line_numbers_and_household_ids_given_anew(panel):
    line = "wave pid sex birth_month\nw1 a 1 1980-01\nw2 a 2 2005-03"
    assert found(panel, "L07", line) == {"person w1 a pid", "person w2 a pid"}
    home = "wave pid hhid\nw1 a h\nw1 b h\nw2 x h\nw2 y h"
    assert found(panel, "L13", home) == {"person w2 x hhid", "person w2 y hhid"}


def test_quirk_37_split_off_households_and_persons_in_two(panel):
    twice = "wave pid hhid\nw1 a h\nw1 a g"
    assert found(panel, "L09", twice) == {"person w1 a hhid"}
    split = "wave pid hhid\nw1 a h\nw1 b h\nw2 a h\nw2 b g"
    for rule in ("L09", "L13"):
        assert found(panel, rule, split) == set()


def test_quirk_38_deaths_reported_twice_and_persons_alive_again(panel):
    twice = "wave pid death_month\nw1 a .\nw2 a 2011-03\nw3 a 2011-05"
    assert found(panel, "L34", twice) == {"person w2 a death_month", "person w3 a death_month"}
    again = "wave pid died\nw1 a 0\nw2 a 1\nw3 a 0"
    assert found(panel, "L33", again) == {"person w3 a died"}


def test_quirk_39_sex_and_birth_that_differ(panel):
    sex = "wave pid sex\nw1 a 1\nw2 a 2\nw3 a 1"
    assert found(panel, "L01", sex) == {"person w2 a sex 1"}
    birth = "wave pid birth_month\nw1 a 1980-05\nw2 a 1980-05\nw3 a 1981-05"
    assert found(panel, "L02", birth) == {"person w3 a birth_month 1980-05"}


def test_quirk_39_a_release_that_changes_the_past(landed):
    landed.deliver("w1/child.dta", landed.child(1, sex=[1.0, 1.0, -1.0]))
    register(landed.study, release="2", replace=True)
    landed.ingest()
    (wave,) = diff(landed.study).waves
    told = {change.variable: change for change in wave.tables[0].difference.cells}
    assert (told["girl"].changed, told["girl"].rows) == (1, (2,))


def test_quirk_40_new_numbers_that_look_like_attrition(panel):
    text = (
        "wave pid hhid sex birth_month\n"
        "w1 a h 1 1980-01\nw1 b h 2 1982-02\nw1 c h 1 2005-03\n"
        "w2 x h 1 1980-01\nw2 y h 2 1982-02\nw2 c h 1 2005-03"
    )
    assert found(panel, "L11", text) == {"person w2 x pid a", "person w2 y pid b"}
    assert found(panel, "L06", "wave pid\nw1 a\nw1 b\nw2 b\nw3 a\nw3 b") == {"person w3 a pid"}


def test_quirk_41_pointers_that_cannot_be(panel):
    spouses = "wave pid father spouse\nw1 a . b\nw1 b . c\nw1 c . ."
    assert found(panel, "L29", spouses) == {"person w1 a spouse", "person w1 b spouse"}
    young = "wave pid father mother birth_month\nw1 c f m 2005-01\nw1 f . . 2006-01\nw1 m . . ."
    assert found(panel, "L20", young) == {"person w1 c father"}
    own = "wave pid father mother caregiver\nw1 c c m ."
    assert found(panel, "L22", own) == {"person w1 c father"}


def test_quirk_42_known_and_left_open(panel):
    text = "wave pid sex\nw1 a 1\nw2 a 2\nw3 a 1"
    known = Accepted("L01", "person", "a", "w2", "", "the producer cannot resolve it")
    (rule,) = panel.run({"person": text}, "L01", (known,)).rules
    assert (rule.failed, rule.accepted) == (0, 1)
    other = Accepted("L01", "person", "a", "w3", "", "another wave")
    (rule,) = panel.run({"person": text}, "L01", (other,)).rules
    assert (rule.failed, rule.accepted) == (1, 0)


def test_quirk_43_one_wave_over_two_years(panel):
    text = (
        "wave pid age interview_month\n"
        "w1 a 30 2010-12\nw2 a 30 2011-11\nw1 b 30 2010-01\nw2 b 31 2011-12"
    )
    for rule in ("L03", "L04", "L41"):
        assert found(panel, rule, text) == set()
    backwards = "wave pid interview_month\nw1 a 2011-12\nw2 a 2011-11"
    assert found(panel, "L41", backwards) == {"person w2 a interview_month"}


def test_quirk_44_another_release_under_the_same_name(landed):
    before = landed.bytes()
    frame = landed.child(1).iloc[:2]
    landed.deliver("w1/child.dta", frame)
    with pytest.raises(DataError) as caught:
        landed.ingest()
    assert caught.value.exit_code == ExitCode.BAD_DATA
    (finding,) = caught.value.findings
    assert finding.rule == "changed-file"
    assert "--replace" in finding.advice
    assert landed.bytes() == before
    register(landed.study, release="2", replace=True)
    landed.ingest()
    (table,) = diff(landed.study).waves[0].tables
    assert (table.rows_before, table.rows_after) == (3, 2)


def test_quirk_45_an_export_that_lacks_its_last_columns(held, column, question):
    questions = [question(f"q{number}") for number in range(1, 6)]
    columns = [column([1.0], f"q{number}") for number in range(1, 4)]
    _, findings = held(columns, questions)
    lacking = [f.variable for f in findings if f.rule == "missing-column"]
    assert lacking == ["q4", "q5"]
    assert all(f.severity == "error" for f in findings)
