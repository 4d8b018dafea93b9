"""Rules over chosen codes against the question they read."""

from __future__ import annotations

import pytest

CROSSWALK, CHILD, W1, CHOICES = "crosswalk.csv", "child.yaml", "w1.yaml", "choices.yaml"

WHY = "  - {id: why, raw: child.WHY, type: select_multiple why@1, label: {en: Why}}"
SET = (
    "  why@1: [{code: 1, label: {en: Work}}, {code: 2, label: {en: Study}}, "
    "{code: 9, label: {en: None}}]"
)


def changes(rule, kind="boolean", question=WHY, status="compatible", more=""):
    variable = f"  - {{name: left, type: {kind}, concept: why, label: {{en: Left}}{more}}}"
    return {
        CHOICES: {0: SET},
        W1: {0: question},
        CHILD: {0: variable},
        CROSSWALK: {
            0: f"child.left,w1,why,{rule},{status},because,,\nchild.left,w2,,,not_asked,,,"
        },
    }


LEVELS = (
    ", levels: [{code: 1, label: {en: W}}, {code: 2, label: {en: S}}, {code: 9, label: {en: N}}]"
)


@pytest.mark.parametrize(
    ("rule", "kind", "more"),
    [
        ("any 1", "boolean", ""),
        ("any 9 2", "boolean", ""),
        ("count", "integer", ""),
        ("mention 1", "nominal", LEVELS),
        ("mention 3", "integer", ""),
    ],
)
def test_what_fits(load, rule, kind, more):
    assert str(load(changes(rule, kind, more=more)).row("child", "left", "w1").rule) == rule


def test_any_of_a_single_choice(load):
    row = {CROSSWALK: {3: "child.girl,w1,sex,any 2,identical,,,"}}
    codes = {2: "child.girl,1,Girl,,2", 3: "child.girl,0,Boy,,1"}
    assert load({**row, "codes.csv": codes}).row("child", "girl", "w1").status == "identical"


NAMED = WHY.replace("label: {en: Why}", "label: {en: Why}, missing_codes: {9: refused}")
MENTIONS = WHY.replace("child.WHY", "'child.WHY{1-2}'")
SPLIT = WHY.replace("child.WHY", "'child.WHY_{choice}'")


@pytest.mark.parametrize(
    ("given", "message", "advice", "examples"),
    [
        (
            changes("any 1 7 8"),
            "rule any names codes that 'why' does not have",
            "known: 1, 2, 9",
            ("7", "8"),
        ),
        (
            changes("any 9", question=NAMED),
            "rule any names codes that 'why' calls missing",
            "leave them out: they are no answers",
            ("9",),
        ),
        (
            changes("mention 1", "nominal", SPLIT, more=LEVELS),
            "rule mention needs an order of mention, which indicators ('why') lack",
            "rule any, or a source with a column for each mention",
            (),
        ),
        (
            changes("mention 3", "nominal", MENTIONS, more=LEVELS),
            "rule mention 3, but 'why' holds 2 mentions at most",
            "mention 1 to 2",
            (),
        ),
        (
            changes("mention 1", "nominal", more=LEVELS.replace("code: 9", "code: 8")),
            "codes are not levels of the variable",
            "add them to the levels",
            ("9",),
        ),
        (
            changes("same", "text"),
            "rule same cannot read a select_multiple question",
            None,
            (),
        ),
        (changes("count", "boolean"), "rule count cannot make a boolean variable", None, ()),
    ],
)
def test_what_does_not_fit(problems, given, message, advice, examples):
    (finding,) = problems(given)
    assert (finding.variable, finding.wave, finding.line) == ("child.left", "w1", 10)
    assert (finding.message, finding.examples) == (message, examples)
    assert advice is None or finding.advice == advice


def test_any_may_name_a_missing_code_of_the_wave_that_is_a_choice(load):
    """9 is `refused` in the wave, but an answer to this question."""
    load(changes("any 9"))
