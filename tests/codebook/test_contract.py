"""The contract between what was asked and what we hold: each way of breaking it."""

from __future__ import annotations

import pytest

CROSSWALK, CODES, CHILD, W1, CHOICES = (
    "crosswalk.csv",
    "codes.csv",
    "child.yaml",
    "w1.yaml",
    "choices.yaml",
)


def test_the_small_study_keeps_it(load):
    codebook = load()
    assert codebook.row("child", "girl", "w2").sources == ("sex",)
    assert codebook.row("child", "twice", "w1") is None


BROKEN = {
    "no row": (
        {CROSSWALK: {9: None}},
        (CROSSWALK, 8, "w2", "child.income"),
        "has no crosswalk row",
        "status not_asked or impossible, where there is no source",
    ),
    "a row for a score": (
        {CROSSWALK: {0: "child.twice,w1,,,not_asked,,,"}},
        (CROSSWALK, 10, "w1", "child.twice"),
        "is a score and has no crosswalk row",
        "leave the row out",
    ),
    "unknown table": (
        {CROSSWALK: {0: "chld.girl,w1,sex,same,identical,,,"}},
        (CROSSWALK, 10, "w1", "chld.girl"),
        "unknown table 'chld'",
        "did you mean 'child'?",
    ),
    "unknown variable": (
        {CROSSWALK: {0: "child.girls,w1,sex,same,identical,,,"}},
        (CROSSWALK, 10, "w1", "child.girls"),
        "unknown variable 'girls'",
        "did you mean 'girl'?",
    ),
    "unknown wave": (
        {CROSSWALK: {0: "child.girl,w11,sex,same,identical,,,"}},
        (CROSSWALK, 10, "w11", "child.girl"),
        "wave 'w11' has no questionnaire",
        "did you mean 'w1'?",
    ),
    "undetermined": (
        {CROSSWALK: {5: "child.income,w1,,,undetermined,,,"}},
        (CROSSWALK, 5, "w1", "child.income"),
        "status is undetermined",
        "decide before this wave is ingested",
    ),
    "undetermined, with a draft of a rule": (
        {CROSSWALK: {5: "child.income,w1,cash,same,undetermined,,,"}},
        (CROSSWALK, 5, "w1", "child.income"),
        "status is undetermined",
        "decide before this wave is ingested",
    ),
    "a key without a source": (
        {CROSSWALK: {6: "child.pid,w2,,,not_asked,,,"}},
        (CROSSWALK, 6, "w2", "child.pid"),
        "status not_asked, but it is a key",
        "a key needs a source",
    ),
    "unknown question": (
        {CROSSWALK: {5: "child.income,w1,cahs,same,identical,,,"}},
        (CROSSWALK, 5, "w1", "child.income"),
        "unknown question 'cahs'",
        "did you mean 'cash'?",
    ),
    "rule cannot read": (
        {CROSSWALK: {5: "child.income,w1,note,scale 2,compatible,asked otherwise,,"}},
        (CROSSWALK, 5, "w1", "child.income"),
        "rule scale cannot read a text question",
        "it reads decimal, integer",
    ),
    "rule cannot make": (
        {CROSSWALK: {5: "child.income,w1,note,pad 3,compatible,asked otherwise,,"}},
        (CROSSWALK, 5, "w1", "child.income"),
        "rule pad cannot make a decimal variable",
        "it makes text",
    ),
    "identical with another concept": (
        {W1: {7: "  - {id: cash, raw: child.CASH, type: decimal, label: {en: Cash}}"}},
        (CROSSWALK, 5, "w1", "child.income"),
        "status identical, but 'cash' asks about 'cash'",
        "the variable means 'income'; change the concept or the status",
    ),
    "two files": (
        {CROSSWALK: {5: "child.income,w1,hid,same,compatible,asked otherwise,,"}},
        (CROSSWALK, 5, "w1", "child.income"),
        "table 'child' draws on several files of the wave",
        "one table is made from one file per wave",
    ),
    "codes of an unknown variable": (
        {CODES: {0: "child.mod,1,Bad,1,1"}},
        (CODES, 6, "w1", "child.mod"),
        "unknown variable 'child.mod'",
        "did you mean 'child.mood'?",
    ),
    "codes under another rule": (
        {CODES: {4: "child.mood,1,Bad,1 2,1"}},
        (CODES, 4, "w2", "child.mood"),
        "codes that nothing reads: the crosswalk says 'same'",
        "rule map, or leave the cells empty",
    ),
    "codes where nothing is asked": (
        {CODES: {0: "child.income,1,One,,1"}},
        (CODES, 6, "w2", "child.income"),
        "codes that nothing reads: the crosswalk says 'not_asked'",
        "rule map, or leave the cells empty",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_every_way_of_breaking_it(problems, case):
    changes, (file, line, wave, variable), message, advice = BROKEN[case]
    (finding,) = problems(changes)
    assert (finding.file, finding.line) == (f"codebooks/{file}", line)
    assert (finding.wave, finding.variable) == (wave, variable)
    assert (finding.message, finding.advice) == (message, advice)
    assert finding.severity == "error"


def test_other_statuses_may_differ_in_concept(load):
    row = load({CROSSWALK: {5: "child.income,w1,cash,same,compatible,asked otherwise,,"}}).row(
        "child", "income", "w1"
    )
    assert row.status == "compatible"
    load(
        {
            W1: {7: "  - {id: cash, raw: child.CASH, type: decimal, label: {en: Cash}}"},
            CROSSWALK: {5: "child.income,w1,cash,same,approximate,asked otherwise,,"},
        }
    )


def test_a_wave_without_any_row_does_not_carry_the_table(load):
    codebook = load({CROSSWALK: dict.fromkeys(range(6, 10))})
    assert codebook.row("child", "pid", "w2") is None


def test_first_may_draw_on_several_questions_of_one_file_only(load, problems):
    load({CROSSWALK: {5: "child.income,w1,cash note,first,identical,,,"}})
    (finding,) = problems(
        {CROSSWALK: {5: "child.income,w1,cash hid,first,compatible,asked otherwise,,"}}
    )
    assert finding.examples == ("child", "home")


def test_every_contradiction_is_reported_at_once(problems):
    found = problems(
        {
            CROSSWALK: {
                3: "child.girl,w1,pid,map,identical,,,",
                5: "child.income,w1,note,scale 2,identical,,,",
                9: "child.twice,w2,,,not_asked,,,",
            },
            CODES: {0: "child.mod,1,Bad,1,1"},
        }
    )
    assert sorted((f.line or 0, f.rule, f.message.split("(")[0][:36]) for f in found) == [
        (3, "contract", "status identical, but 'pid' asks abo"),
        (5, "contract", "rule scale cannot read a text questi"),
        (6, "codes", "unknown variable 'child.mod'"),
        (9, "contract", "is a score and has no crosswalk row"),
        (9, "coverage", "has no crosswalk row"),
    ]
