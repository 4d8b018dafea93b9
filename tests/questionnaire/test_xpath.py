"""Routing to XPath and back: the same tree, the same people; what is foreign is not read."""

from __future__ import annotations

import os
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinpanel.labels import code_text
from kinpanel.questionnaire.printer import OURS, shown
from kinpanel.questionnaire.routing import (
    MAX_DEPTH,
    MAX_LENGTH,
    Answered,
    Arithmetic,
    Both,
    Comparison,
    Condition,
    Either,
    Membership,
    Name,
    Negative,
    Not,
    Selected,
    parse_condition,
)
from kinpanel.questionnaire.universe import Answers, universe
from kinpanel.questionnaire.xpath import MAX_XPATH, from_xpath, to_xpath

EXAMPLES = int(os.environ.get("HYPOTHESIS_EXAMPLES", "300"))

WRITTEN = {
    "a = 1": "${a} = 1",
    "a != -2.50": "${a} != -2.5",
    "a >= b": "${a} >= ${b}",
    'a = "x"': "${a} = 'x'",
    'a = "it\'s"': '${a} = "it\'s"',
    "a = 'say \"x\"'": "${a} = 'say \"x\"'",
    "answered(a)": "${a} != ''",
    "not answered(a)": "not(${a} != '')",
    "not not a = 1": "not(not(${a} = 1))",
    "not (a = 1 and b = 2)": "not(${a} = 1 and ${b} = 2)",
    "a in (1, 'x')": "${a} = 1 or ${a} = 'x'",
    "a in (1, 2) and b = 1": "(${a} = 1 or ${a} = 2) and ${b} = 1",
    "b = 1 or a in (1, 2)": "${b} = 1 or (${a} = 1 or ${a} = 2)",
    "a in (3) and b = 1": "${a} = 3 and ${b} = 1",
    "not a in (1, 2)": "not(${a} = 1 or ${a} = 2)",
    "a = 1 and (b = 1 and c = 1)": "${a} = 1 and (${b} = 1 and ${c} = 1)",
    "(a = 1 and b = 1) and c = 1": "${a} = 1 and ${b} = 1 and ${c} = 1",
    "(a = 1 and b = 1) or (c = 1 and d = 1)": "${a} = 1 and ${b} = 1 or ${c} = 1 and ${d} = 1",
    "(a = 1 or b = 1) and c = 1": "(${a} = 1 or ${b} = 1) and ${c} = 1",
    "birth_year + 18 <= year": "${birth_year} + 18 <= ${year}",
    "(a + b) / 2 > a - (b - 1)": "(${a} + ${b}) div 2 > ${a} - (${b} - 1)",
    "-(a + 1) * 2 = -b - -1": "-(${a} + 1) * 2 = -${b} - -1",
    "a = 100000000000000000000000": "${a} = 100000000000000000000000",
    "a = 0.00000001": "${a} = 0.00000001",
    "a = -0": "${a} = 0",
    "selected(a, 3)": "selected(${a}, '3')",
    "not selected(a, -1)": "not(selected(${a}, '-1'))",
    "selected(a, 'x') or selected(a, '03')": "selected(${a}, 'x') or selected(${a}, '03')",
}


@pytest.mark.parametrize(("text", "xpath"), WRITTEN.items())
def test_out(text, xpath):
    assert to_xpath(parse_condition(text)) == xpath


READ = {
    " ${a}=1 ": "a = 1",
    "${ a } = '1'": "a = '1'",
    "selected(${a}, 'x')": "a = 'x'",
    "selected(${a}, -1)": "a = -1",
    "selected( ${a} ,1) or selected(${a}, 2)": "a in (1, 2)",
    "${a} = 1 or ${a} = 2 or ${b} = 3": "a = 1 or a = 2 or b = 3",
    "${a} = 1 or ${a} != 2": "a = 1 or a != 2",
    "${a} = 1 or ${a} = ${b}": "a = 1 or a = b",
    "string-length(${a}) > 0": "answered(a)",
    '${a} != ""': "answered(a)",
    "'' != ${a}": "answered(a)",
    "${a} = ''": "not answered(a)",
    "not(${a}='')": "not not answered(a)",
    "not(${a} = 1) and ${b}<2": "not a = 1 and b < 2",
    "(((${a} > 1)))": "a > 1",
    "18 <= ${a}": "a >= 18",
    "'x' = ${a}": "a = 'x'",
    "${year} - ${birth} >= 18": "year - birth >= 18",
    "${a} div 2 * 3 = ${b}": "a / 2 * 3 = b",
    "(${a} + 1) * 2 = 4": "(a + 1) * 2 = 4",
    "${a} = 'and ${b} or'": "a = 'and ${b} or'",
    "${a} = 1\n  and\t${b} = 2": "a = 1 and b = 2",
}


@pytest.mark.parametrize(("xpath", "text"), READ.items())
def test_in(xpath, text):
    condition = from_xpath(xpath)
    assert (condition.text, condition) == (text, parse_condition(text))


SEVERAL = {
    "selected(${m}, '3')": "selected(m, 3)",
    "selected( ${ m } ,-1)": "selected(m, -1)",
    "selected(${m}, '03') or selected(${m}, 'x')": "selected(m, '03') or selected(m, 'x')",
    "selected(${m}, 1) and selected(${a}, '1')": "selected(m, 1) and a = '1'",
    "${m} != ''": "answered(m)",
}


@pytest.mark.parametrize(("xpath", "text"), SEVERAL.items())
def test_in_with_several_answers(xpath, text):
    condition = from_xpath(xpath, multiple={"m"})
    assert (condition.text, condition) == (text, parse_condition(text))


FOREIGN = [
    "",
    "${a}",
    "a = 1",
    "1 = 1",
    "'x' = 'y'",
    "true()",
    "not ${a} = 1",
    "not(${a})",
    "not(${a} + 1) = 2",
    "${a} = true()",
    "index() = 1",
    "count-selected(${a}) > 1",
    "count-selected(${a}, 1)",
    "selected(${a}, ${b})",
    "selected(${a}, '')",
    "selected(., 'x')",
    "selected-at(${a}, 0) = 1",
    "string-length(${a}) > 1",
    "string-length(${a}) >= 0",
    "string-length(${a}) > -1",
    ". > 1",
    "../a = 1",
    "/data/a = 1",
    "//a = 1",
    "a/b = 1",
    "${a} > ''",
    "${a} + 1 = ''",
    "${a} + 'x' = 1",
    "${a} mod 2 = 0",
    "${a} / 2 = 1",
    "${a} == 1",
    "${a} = 1 AND ${b} = 1",
    "${a} in (1, 2)",
    "answered(${a})",
    "${a} = ${b} = 1",
    "(${a} = 1) = (${b} = 1)",
    "(${a} = 1",
    "${a} = 1)",
    "${a} = 1 and",
    "${a} = .5",
    "${a} = 1.",
    "${a} = 1e3",
    "${a} = " + "9" * 400,
    "${and} = 1",
    "${in} = 1",
    "${_a} = 1",
    "${a-b} = 1",
    "${a b} = 1",
    "$a = 1",
    "${a} = 'x",
    "${a} = “x”",
    "if(${a} = 1, 1, 0) = 1",
    "coalesce(${a}, 0) = 1",
    "today() > ${a}",
    "regex(${a}, '[0-9]')",
    "${a}[1] = 1",
    "${a} | ${b}",
    "${a} = 1; ${b} = 1",
    "instance('x')/root/item[name = ${a}]/b = 1",
    "__import__('os')",
]


@pytest.mark.parametrize("xpath", FOREIGN)
def test_foreign_xpath_is_left_to_the_caller(xpath):
    assert from_xpath(xpath) is None


def test_length_and_depth_are_capped():
    assert from_xpath("${a} = 1".ljust(MAX_XPATH)) is not None
    assert from_xpath("${a} = 1".ljust(MAX_XPATH + 1)) is None
    for opening in ("(", "not("):
        closed = opening * MAX_DEPTH + "${a} = 1" + ")" * MAX_DEPTH
        assert from_xpath(closed) is not None
        assert from_xpath(f"{opening}{closed})") is None
    assert from_xpath("(" * 1900 + "${a} = 1") is None
    assert from_xpath("-" * 3900 + "${a} = 1") is None
    assert from_xpath("${a}" + " + 1" * 200 + " = 1") is None


def test_the_longest_condition_goes_out_and_in():
    text = " or ".join(f"a={digit % 10}" for digit in range(MAX_LENGTH // 7))
    xpath = to_xpath(parse_condition(text))
    assert len(xpath) < MAX_XPATH
    assert from_xpath(xpath).tree.values[:3] == (0.0, 1.0, 2.0)
    condition = parse_condition(" or ".join(["a=1", "b=1"] * (MAX_LENGTH // 20)))
    assert from_xpath(to_xpath(condition)).tree == condition.tree


def test_a_text_with_both_kinds_of_quotes_cannot_be_written():
    tree = Comparison(Name("a"), "=", "'\"")
    with pytest.raises(ValueError, match="both kinds of quotes"):
        to_xpath(Condition("", tree, frozenset("a")))


NAMES = st.sampled_from("ab").map(Name)
TEXTS = st.sampled_from("st").map(Name)
NUMBERS = st.integers(-3, 3).map(float) | st.sampled_from([2.5, 1e-7, 1e22, 1 / 3])
STRINGS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=4).filter(
    lambda text: not ("'" in text and '"' in text)
) | st.sampled_from(["x", "1", "and", "it's", '"'])
SIGNS = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
SUMS = st.recursive(
    NAMES | NUMBERS,
    lambda part: (
        st.builds(Arithmetic, part, st.sampled_from("+-*/"), part)
        | part.filter(lambda inner: not isinstance(inner, float)).map(Negative)
    ),
    max_leaves=5,
)
NAMED = st.builds(Arithmetic, NAMES, st.sampled_from("+-*/"), SUMS) | NAMES
LEAVES = (
    st.builds(Comparison, NAMED, SIGNS, SUMS)
    | st.builds(Comparison, TEXTS, SIGNS, STRINGS | NUMBERS | TEXTS)
    | st.builds(
        Membership, NAMES | TEXTS, st.lists(NUMBERS | STRINGS, min_size=1, max_size=3).map(tuple)
    )
    | st.builds(Answered, NAMES | TEXTS)
    | st.builds(Selected, st.just(Name("m")), STRINGS | NUMBERS.map(lambda n: str(code_text(n))))
)
TREES = st.recursive(
    LEAVES,
    lambda part: st.builds(Not, part) | st.builds(Both, part, part) | st.builds(Either, part, part),
    max_leaves=8,
)


def spread(node):
    """Every membership as the chain of `or` that it is."""
    if isinstance(node, Not):
        return Not(spread(node.part))
    if isinstance(node, Both | Either):
        return type(node)(spread(node.left), spread(node.right))
    if isinstance(node, Membership):
        first, *others = (Comparison(node.left, "=", value) for value in node.values)
        for other in others:
            first = Either(first, other)
        return first
    return node


@settings(max_examples=EXAMPLES)
@given(TREES, st.randoms(use_true_random=False))
def test_there_and_back_is_the_same_tree_and_the_same_people(tree, chance: random.Random):
    condition = parse_condition(shown(tree, OURS))
    assert condition.tree == tree
    back = from_xpath(to_xpath(condition), multiple={"m"})
    assert spread(back.tree) == spread(tree)
    assert back.names == condition.names
    gates = {name: some(chance, name in "stm") for name in "abstm"}
    before, after = universe(condition, gates), universe(back, gates)
    assert (before.asked == after.asked).all()
    assert (before.skipped == after.skipped).all()


def some(chance, text):
    cells = ["x", "1", "and", "2.5"] if text else [-1.0, 0.0, 1.0, 2.5]
    values = np.array([chance.choice(cells) for _ in range(20)], object if text else float)
    missing = np.array([chance.random() < 0.3 for _ in range(20)])
    return Answers(values, missing, missing & [chance.random() < 0.5 for _ in range(20)])


PIECES = ["${a}", "1", "'x'", "''", "(", ")", ",", "=", "<", "not(", "and", "or", "div", "-"]
PIECES += ["selected(", "string-length(", "true()", "../", "+", "*", "${", "."]


@given(
    st.lists(
        st.sampled_from(PIECES),
        max_size=30,
    ).map(" ".join)
    | st.text(max_size=60)
)
def test_any_text_is_read_or_left_alone(text):
    condition = from_xpath(text)
    assert condition is None or from_xpath(to_xpath(condition)) is not None
