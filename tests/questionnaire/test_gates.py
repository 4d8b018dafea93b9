"""Conditions against the questions they name: what is certain is said, and nothing else."""

from __future__ import annotations

import os

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinpanel.questionnaire import Choice, Question
from kinpanel.questionnaire.gates import check_gates
from kinpanel.questionnaire.possible import Outcomes, as_number, outcomes
from kinpanel.questionnaire.routing import parse_condition
from kinpanel.questionnaire.universe import Answers, universe

EXAMPLES = int(os.environ.get("HYPOTHESIS_EXAMPLES", "200"))


def question(name, kind="integer", codes=(), ask_if=None, **more):
    choices = tuple(Choice(code=code, label={}) for code in codes)
    condition = parse_condition(ask_if) if ask_if else None
    return Question(name, "w1", "f", name, kind, {}, name, choices, ask_if=condition, **more)


GATES = {
    known.id: known
    for known in (
        question("age", range=(0.0, 17.0)),
        question("n"),
        question("kg", "decimal", range=(1.5, 90.0)),
        question("yes", "select_one", ("1", "5"), response_set="yesno@1"),
        question("sex", "select_one", ("m", "f"), missing_codes={"x": "refused"}),
        question("mixed", "select_one", ("1", "-8", "a"), missing_codes={"7": "refused"}),
        question("padded", "select_one", ("01", "02")),
        question("open", "select_one"),
        question("word", "text"),
        question(
            "why",
            "select_multiple",
            ("1", "3", "9"),
            missing_codes={"9": "refused"},
            response_set="reasons@1",
        ),
        question("zero", "integer", range=(1.0, 5.0), not_missing=("-1",)),
        question("day", "date"),
        question("when", "month"),
        question("own", "integer", missing_codes={"99": "refused"}),
        question("girl", ask_if="sex = 'f'"),
        question("work", "select_one", ("1", "5"), ask_if="age >= 16"),
        question("job", "select_one", ("1", "5"), ask_if="work = 1 or girl > 3"),
        question("lost", ask_if="nowhere = 1"),
    )
}
WIDE = {"-8": "inapplicable", "-1": "refused", ".a": "refused"}


def said(text, **options):
    return [message for message, _ in check_gates(parse_condition(text), GATES, WIDE, **options)]


NEVER = "ask_if can never hold: nobody is asked"
ALWAYS = "ask_if holds whatever the answer is"


@pytest.mark.parametrize(
    ("text", "message", "advice"),
    [
        ("yes = 2", "2 is no code of yesno@1, the answers to yes", "known: 1, 5"),
        ("yes != 2", "2 is no code of yesno@1, the answers to yes", "known: 1, 5"),
        ("yes in (1, 6)", "6 is no code of yesno@1, the answers to yes", "known: 1, 5"),
        ("not sex = 'F'", "'F' is no code of sex, the answers to sex", "known: f, m"),
        ("padded = 3", "3 is no code of padded, the answers to padded", "known: 01, 02"),
        (
            "age > 3 or yes = -8",
            "-8 is a missing code of yes, which no answer can equal",
            "write answered(yes) or not answered(yes)",
        ),
        (
            "sex != 'x'",
            "'x' is a missing code of sex, which no answer can equal",
            "write answered(sex) or not answered(sex)",
        ),
        (
            "age != -1",
            "-1 is a missing code of age, which no answer can equal",
            "write answered(age) or not answered(age)",
        ),
        (
            "own = 99",
            "99 is a missing code of own, which no answer can equal",
            "write answered(own) or not answered(own)",
        ),
        (
            "word = '.a'",
            "'.a' is a missing code of word, which no answer can equal",
            "write answered(word) or not answered(word)",
        ),
        ("age = '6'", "age is a number, '6' is a text", "without quotes: 6"),
        ("age < 'six'", "age is a number, 'six' is a text", "compare it with a number"),
        ("kg in (2, 'x')", "kg is a number, 'x' is a text", "compare it with a number"),
        ("selected(why, 2)", "2 is no code of reasons@1, the answers to why", "known: 1, 3, 9"),
        (
            "selected(why, 9)",
            "9 is a missing code of why, which no answer can hold",
            "write answered(why) or not answered(why)",
        ),
        (
            "not selected(why, -8)",
            "-8 is a missing code of why, which no answer can hold",
            "write answered(why) or not answered(why)",
        ),
        (
            "selected(yes, 1)",
            "yes is no multi-response question, but a select_one",
            "write yes = 1",
        ),
        (
            "selected(padded, '01')",
            "padded is no multi-response question, but a select_one",
            "write padded = '01'",
        ),
        *(
            (
                text,
                "why has several answers, which nothing can be compared with",
                "write selected(why, code), once for each code",
            )
            for text in ("why = 1", "why in (1, 3)", "age > why + 1", "why != '1 3'", "why > 1")
        ),
        (
            "word < 'b'",
            "word is a text, which < cannot order",
            "compare it with = or !=, or make word a number (type: integer)",
        ),
        (
            "age >= word",
            "word is a text, which >= cannot order",
            "compare it with = or !=, or make word a number (type: integer)",
        ),
        (
            "age = 18 or yes = 1",
            "18 lies outside the range of age, 0 to 17",
            "correct the number or the range",
        ),
        (
            "kg in (1, 2)",
            "1 lies outside the range of kg, 1.5 to 90",
            "correct the number or the range",
        ),
        (
            "n = 2.5",
            "2.5 is no whole number, but n is",
            "correct the number, or make the question a decimal",
        ),
        ("age > 17", NEVER, "correct the condition"),
        ("age >= 0", ALWAYS, "leave it out, or write: answered(age)"),
        (
            "yes in (1, 5) or age < 3",
            ALWAYS,
            "leave it out, or write: answered(age) and answered(yes)",
        ),
        (
            "work = 1 and age < 16",
            "nobody is asked: ask_if excludes all who are asked work",
            "correct the condition, or that of the question named",
        ),
    ],
)
def test_what_is_wrong_and_what_to_do(text, message, advice):
    assert check_gates(parse_condition(text), GATES, WIDE) == [(message, advice)]


@pytest.mark.parametrize(
    "text",
    [
        "n = 1 and n = 2",
        "age < 5 and age > 10",
        "age > 5 and age < 6",
        "n > 5 and n < 6",
        "kg > 90 or kg < 1.5",
        "not age <= 17",
        "yes = 1 and yes = 5",
        "yes > 5",
        "yes < 1 and age - 3 > 2",
        "sex < 3",
        "sex = 'm' and not sex != 'f'",
        "word = 'a' and word = 'b'",
        "word in ('a', 'b') and word = 'c'",
        "word = 2 and word = 'x'",
        "answered(age) and not answered(age)",
        "answered(day) and not (answered(day) or age = 3)",
        "age = 3 and not answered(age)",
        "n > 3 and (n < 2 or not answered(n))",
    ],
)
def test_what_can_never_hold(text):
    assert said(text) == [NEVER]


@pytest.mark.parametrize(
    "text",
    [
        "n = 1 or n != 1",
        "n > 3 or n < 4",
        "age != 3 or age < 4",
        "kg >= 1.5",
        "not (yes = 1 and yes = 5)",
        "yes >= 1",
        "sex = 'm' or sex = 'f'",
        "word = 'a' or word != 'a'",
        "answered(age) or not answered(age)",
        "age + 1 > 3 or age >= 0",
    ],
)
def test_what_always_holds_is_wrong_only_where_it_is_written(text):
    assert said(text) == [ALWAYS]
    assert said(text, inherited=True) == []


@pytest.mark.parametrize(
    "text",
    [
        "age = 17 and yes = 5",
        "age > 16",
        "age < 1",
        "n > 5 and n < 7",
        "n < 6.5 and n > 5.5",
        "kg > 5 and kg < 6",
        "kg > 89.9",
        "n = 1000000000000000 and n = 1",
        "yes = '1'",
        "yes < 5",
        "yes > 'x'",
        "sex = 'm' and age = 3",
        "mixed = -8 or mixed = 'a'",
        "padded = 1 and padded = '01'",
        "padded = '1'",
        "open = 3",
        "word = 1 and word != '1'",
        "word = 'x' or word = 1",
        "word = ' 1' and word = 1",
        "day > 3 and day < 2",
        "when = 201401 or when != 201401",
        "day = 'x' and when = 'y'",
        "answered(age)",
        "answered(age) or age = 3",
        "not answered(age)",
        "n = n",
        "n < n",
        "n + 1 < n",
        "n - age > 18 and age > 2",
        "n != age or yes = 1",
        "age * 2 = 99",
        "own > 99",
        "work = 1 and age = 17",
        "job = 1 and age < 16 and girl = 4",
        "job = 1 and age + 0 < 16",
        "work = 1 and not answered(age)",
        "lost = 1",
        "unknown = 1",
        "age = 99 and unknown = 1",
    ],
)
def test_what_may_be_is_left_alone(text):
    assert said(text) == []


def test_gates_of_gates_are_followed():
    assert said("job = 1 and age < 16 and sex = 'm'") == [
        "nobody is asked: ask_if excludes all who are asked job"
    ]
    assert said("girl = 1 and sex = 'm'") == [
        "nobody is asked: ask_if excludes all who are asked girl"
    ]


def test_every_literal_is_looked_at_once():
    assert len(said("yes = 2 or yes = 3 or yes in (2, 3) or age = '2'")) == 3


def test_a_code_that_is_an_answer_is_no_missing_code():
    gates = {"n": question("n", range=(-9.0, 9.0))}
    assert check_gates(parse_condition("n = -8"), gates, WIDE) == []
    own = {"n": question("n", range=(-9.0, 9.0), missing_codes={"-8": "refused"})}
    assert len(check_gates(parse_condition("n = -8"), own, WIDE)) == 1


@pytest.mark.parametrize(
    ("bounds", "can_hold"), [((-np.inf, 5.0), False), ((-np.inf, 7.0), True), ((7.0, np.inf), True)]
)
def test_an_open_range(bounds, can_hold):
    gates = {"n": question("n", range=bounds)}
    found = outcomes(parse_condition("n > 6"), gates, with_gates=False)
    assert found.can_hold is can_hold


def test_too_many_combinations_are_not_tried():
    gates = {f"q{i}": question(f"q{i}", range=(0.0, 9.0)) for i in range(9)}
    text = " and ".join(f"{name} > 9" for name in gates)
    assert outcomes(parse_condition(text), gates, with_gates=True) is None
    assert said("n = 1 and n = 2000000000000") == []


def test_a_long_chain_of_gates_ends():
    gates = {"q0": question("q0")}
    for i in range(1, 3000):
        before = f"q{i - 1} = 1" if i == 1 else f"q{i - 1} = 1 and q{i - 2} = 1"
        gates[f"q{i}"] = question(f"q{i}", ask_if=before)
    assert check_gates(parse_condition("q2999 = 2"), gates, {}) == []


@pytest.mark.parametrize("code", ["", "-", ".", ".a", "-.5", "1.", "1e3", "²", "a1", "1.2.3"])
def test_what_is_no_number(code):
    assert as_number(code) is None


SMALL = {
    "c": question("c", "select_one", ("0", "1", "2")),
    "i": question("i", range=(0.0, 4.0)),
    "w": question("w", "select_one", ("x", "y")),
}
FULL = {"c": [0.0, 1.0, 2.0], "i": [0.0, 1.0, 2.0, 3.0, 4.0], "w": ["x", "y"]}
SIGNED = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
LEAVES = (
    st.tuples(st.sampled_from("ci"), SIGNED, st.sampled_from(["-1", "0", "1", "1.5", "4", "5"]))
    | st.tuples(st.just("w"), st.sampled_from(["=", "!="]), st.sampled_from(["'x'", "'y'", "1"]))
).map(" ".join) | st.sampled_from(["answered(c)", "answered(i)", "c in (0, 2)", "w in ('x', 'z')"])
TEXTS = st.recursive(
    LEAVES,
    lambda part: (
        part.map("not ({})".format)
        | st.tuples(part, part).map(lambda pair: "({}) and ({})".format(*pair))
        | st.tuples(part, part).map(lambda pair: "({}) or ({})".format(*pair))
    ),
    max_leaves=6,
)


def everything():
    """Every combination of every answer and both ways of being missing."""
    grid = np.indices([len(values) + 2 for values in FULL.values()]).reshape(len(FULL), -1)
    gates = {}
    for places, (name, values) in zip(grid, FULL.items(), strict=True):
        dtype = object if name == "w" else float
        stored = np.array([*values, values[0], values[0]], dtype)[places]
        gates[name] = Answers(stored, places >= len(values), places == len(values))
    return gates


@settings(max_examples=EXAMPLES)
@given(TEXTS)
def test_a_few_answers_tell_what_all_of_them_do(text):
    condition = parse_condition(text)
    gates = everything()
    asked = universe(condition, gates).asked
    complete = np.ones(len(asked), dtype=bool)
    if "answered" not in text:
        for name in condition.names:
            complete &= ~gates[name].missing
    expected = Outcomes(bool(asked.any()), bool((~asked & complete).any()))
    assert outcomes(condition, SMALL, with_gates=False) == expected
    assert outcomes(condition, SMALL, with_gates=True) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("selected(why, 1)", []),
        ("selected(why, 1) and not selected(why, 3)", []),
        ("selected(why, 1) and answered(why)", []),
        ("selected(why, 1) and not selected(why, 1)", [NEVER]),
        ("selected(why, 1) and not answered(why)", [NEVER]),
        ("selected(why, 1) or not selected(why, 1)", [ALWAYS]),
    ],
)
def test_what_a_selection_can_come_to(text, message):
    assert said(text) == message


def test_a_code_that_is_not_missing_here_is_held_against_the_range():
    assert said("zero = -1") == ["-1 lies outside the range of zero, 1 to 5"]


def test_too_many_codes_are_not_tried():
    codes = tuple(map(str, range(11)))
    gates = {"all": question("all", "select_multiple", codes)}
    text = " or ".join(f"selected(all, {code})" for code in codes)
    assert outcomes(parse_condition(text), gates, with_gates=False) is None
    text = " or ".join(f"selected(all, {code})" for code in codes[:10])
    assert outcomes(parse_condition(text), gates, with_gates=False) == Outcomes(True, True)
