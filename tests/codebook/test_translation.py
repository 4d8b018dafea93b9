"""Codes against values: nothing unmapped, nothing invented, a bijection where it is claimed."""

from __future__ import annotations

import pytest

CROSSWALK, CODES, CHILD, CHOICES, W1, W2 = (
    "crosswalk.csv",
    "codes.csv",
    "child.yaml",
    "choices.yaml",
    "w1.yaml",
    "w2.yaml",
)
UNMAPPED = "codes of the questionnaire are neither mapped nor declared missing"
STRANGE = "codes.csv maps codes that the question does not have"

BROKEN = {
    "unmapped": ({CODES: {3: None}}, 3, UNMAPPED, "add them to codes.csv", ("1",)),
    "no code at all": (
        {CODES: {4: None, 5: None}},
        4,
        UNMAPPED,
        "add them to codes.csv",
        ("1", "2", "3"),
    ),
    "not in the questionnaire": (
        {CODES: {2: "child.girl,1,Girl,2 7 8,2"}},
        3,
        STRANGE,
        "take them out of codes.csv, or add them to the response set",
        ("7", "8"),
    ),
    "two to one, yet identical": (
        {CROSSWALK: {4: "child.mood,w1,mood,map,identical,,,"}},
        4,
        "status identical, but two codes lead to one target",
        "compatible?",
        (),
    ),
    "no such level": (
        {CODES: {5: "child.mood,2,Good,3,"}},
        4,
        "target '2' is not a level of the variable",
        "codebooks/codes.csv, line 5",
        (),
    ),
    "no target": (
        {CODES: {5: "child.mood,,Good,3,"}},
        4,
        "target '' is not a level of the variable",
        "codebooks/codes.csv, line 5",
        (),
    ),
    "neither yes nor no": (
        {CODES: {2: "child.girl,2,Girl,2,"}, CROSSWALK: {7: "child.girl,w2,,,not_asked,,,"}},
        3,
        "target '2' is not 0 or 1",
        "codebooks/codes.csv, line 2",
        (),
    ),
    "unknown reason": (
        {CODES: {5: "child.mood,missing:refusd,Good,3,"}},
        4,
        "unknown reason 'refusd'",
        "codebooks/codes.csv, line 5",
        (),
    ),
    "same, but no level": (
        {CROSSWALK: {4: "child.mood,w1,mood,same,identical,,,"}, CODES: {4: None, 5: None}},
        4,
        "codes are not levels of the variable",
        "rule map?",
        ("2",),
    ),
    "same, but not 0 or 1": (
        {
            CROSSWALK: {3: "child.girl,w1,sex,same,compatible,asked otherwise,,"},
            CODES: {2: "child.girl,1,Girl,,2", 3: "child.girl,0,Boy,,1"},
        },
        3,
        "codes are not values of the variable",
        "rule map?",
        ("2",),
    ),
    "a map without a grid": (
        {CROSSWALK: {5: "child.income,w1,note,map,compatible,asked otherwise,,"}},
        5,
        "codes.csv has no codes for this variable in this wave",
        "add them to codes.csv, or write another rule",
        (),
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_every_way_of_breaking_it(problems, case):
    changes, line, message, advice, examples = BROKEN[case]
    found = problems(changes)
    finding = found[0]
    assert (finding.rule, finding.file, finding.line) == (
        "contract",
        "codebooks/crosswalk.csv",
        line,
    )
    assert (finding.message, finding.advice, finding.examples) == (message, advice, examples)
    assert finding.count == (len(examples) or None)
    others = [f for f in found[1:] if (f.message, f.wave) == (message, finding.wave)]
    assert others == []


NUMBERS = [
    ("decimal", "2.5", ""),
    ("decimal", "x", "is not a number"),
    ("decimal", "nan", "is not a number"),
    ("decimal", "1e1", "is not a number"),
    ("decimal", "1_0", "is not a number"),
    ("decimal", "-1", "is outside the variable's range"),
    ("decimal", "100.5", "is outside the variable's range"),
    ("integer", "7", ""),
    ("integer", "2.5", "is not a whole number"),
    ("integer", "", "is not a number"),
]


@pytest.mark.parametrize(("kind", "target", "wrong"), NUMBERS)
def test_targets_of_numbers(load, problems, kind, target, wrong):
    changes = {
        CHILD: {10: f"  - {{name: income, type: {kind}, range: [0, 100], label: {{en: Income}}}}"},
        CROSSWALK: {5: "child.income,w1,note,map,compatible,asked otherwise,,"},
        CODES: {0: f"child.income,{target},Text,a b,"},
    }
    if not wrong:
        grid = load(changes).codes
        assert {c: t.code for c, t in grid.map_of("child", "income", "w1").items()} == {
            "a": target,
            "b": target,
        }
    else:
        assert {f.message for f in problems(changes)} == {f"target {target!r} {wrong}"}


def test_codes_that_the_question_declares_missing_need_no_target(load):
    """mood@2 offers 9, which the question of w2 declares missing."""
    load()
    load(
        {
            CROSSWALK: {8: "child.mood,w2,mood,map,identical,,,"},
            CODES: {4: "child.mood,1,Bad,1 2,1", 5: "child.mood,3,Good,3,3"},
        }
    )


def test_codes_that_the_wave_declares_missing_are_answers_where_they_are_choices(problems):
    """Answers are decoded in this order, so that the contract must demand a target."""
    line = "  - {id: mood, raw: child.MOOD, like: w1.mood, type: select_one mood@2}"
    (finding,) = problems({W2: {6: line}})
    assert (finding.message, finding.examples) == ("codes are not levels of the variable", ("9",))
    (finding,) = problems(
        {
            W2: {6: line},
            CROSSWALK: {8: "child.mood,w2,mood,map,identical,,,"},
            CODES: {4: "child.mood,1,Bad,1 2,1", 5: "child.mood,3,Good,3,3"},
        }
    )
    assert (finding.message, finding.examples) == (UNMAPPED, ("9",))


def test_reasons_are_not_targets_of_a_bijection(load):
    load(
        {
            CHOICES: {
                4: "  mood@1: [{code: 1, label: {en: L1}}, {code: 3, label: {en: L3}}, "
                "{code: 7, label: {en: L7}}, {code: 8, label: {en: L8}}]"
            },
            CODES: {
                4: "child.mood,1,Bad,1,",
                5: "child.mood,3,Good,3,",
                0: "child.mood,missing:refused,No,7 8,",
            },
            CROSSWALK: {4: "child.mood,w1,mood,map,identical,,,"},
        }
    )
