"""The `ask_if` language: what it means, and that nothing else gets in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.questionnaire.routing import (
    MAX_DEPTH,
    MAX_LENGTH,
    Answered,
    Arithmetic,
    Both,
    Comparison,
    Either,
    Membership,
    Name,
    Negative,
    Not,
    RoutingError,
    Selected,
    parse_condition,
)

X, Y = Name("x"), Name("y")
A, B, C = (Comparison(Name(name), "=", 1.0) for name in "abc")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a = 1", A),
        ("a=1", A),
        ("  a\n=\t1  ", A),
        ("((a = 1))", A),
        ("a <= -8", Comparison(Name("a"), "<=", -8.0)),
        ("a<-8.50", Comparison(Name("a"), "<", -8.5)),
        ('a != "no"', Comparison(Name("a"), "!=", "no")),
        ("a = '拒答 (x) and'", Comparison(Name("a"), "=", "拒答 (x) and")),
        ("a >= b", Comparison(Name("a"), ">=", Name("b"))),
        ("a in (1, 'x',-2)", Membership(Name("a"), (1.0, "x", -2.0))),
        ("answered(a)", Answered(Name("a"))),
        ("not answered ( a )", Not(Answered(Name("a")))),
        ("selected(a, 3)", Selected(Name("a"), "3")),
        ("selected(a, '3')", Selected(Name("a"), "3")),
        ("not selected ( a ,- 1.50)", Not(Selected(Name("a"), "-1.5"))),
        ("selected(a, '03') and a = 1", Both(Selected(Name("a"), "03"), A)),
        ("(selected(a, 'x'))", Selected(Name("a"), "x")),
        ("x + 18 <= y", Comparison(Arithmetic(X, "+", 18.0), "<=", Y)),
        ("x-1 > 0", Comparison(Arithmetic(X, "-", 1.0), ">", 0.0)),
        ("x - -1 > -0", Comparison(Arithmetic(X, "-", -1.0), ">", 0.0)),
        ("x - y - 1 = 0", Comparison(Arithmetic(Arithmetic(X, "-", Y), "-", 1.0), "=", 0.0)),
        ("x = y - (x - 1)", Comparison(X, "=", Arithmetic(Y, "-", Arithmetic(X, "-", 1.0)))),
        ("x + y * 2 = 0", Comparison(Arithmetic(X, "+", Arithmetic(Y, "*", 2.0)), "=", 0.0)),
        ("(x + y) / 2 = 0", Comparison(Arithmetic(Arithmetic(X, "+", Y), "/", 2.0), "=", 0.0)),
        ("((x + 1) * 2 = y)", Comparison(Arithmetic(Arithmetic(X, "+", 1.0), "*", 2.0), "=", Y)),
        ("-x * 2 < --1", Comparison(Arithmetic(Negative(X), "*", 2.0), "<", 1.0)),
        ("-(x + 1) = -y", Comparison(Negative(Arithmetic(X, "+", 1.0)), "=", Negative(Y))),
        ("not (x) = 1", Not(Comparison(X, "=", 1.0))),
        ("(x) in (- 1)", Membership(X, (-1.0,))),
        ("2 * x = 4", Comparison(Arithmetic(2.0, "*", X), "=", 4.0)),
        ("a = 1 or b = 1 and c = 1", Either(A, Both(B, C))),
        ("a = 1 and b = 1 or c = 1", Either(Both(A, B), C)),
        ("(a = 1 or b = 1) and c = 1", Both(Either(A, B), C)),
        ("a = 1 and b = 1 and c = 1", Both(Both(A, B), C)),
        ("not a = 1 and b = 1", Both(Not(A), B)),
        ("not (a = 1 and b = 1)", Not(Both(A, B))),
        ("not not a = 1", Not(Not(A))),
        ("a = 1 and not b = 1 or not c = 1", Either(Both(A, Not(B)), Not(C))),
    ],
)
def test_what_a_condition_means(text, tree):
    assert parse_condition(text).tree == tree


def test_a_condition_knows_its_text_and_its_names():
    condition = parse_condition("a = b or answered(c) and d in (1)")
    assert condition.text == "a = b or answered(c) and d in (1)"
    assert condition.names == {"a", "b", "c", "d"}


@pytest.mark.parametrize("name", ["order", "android", "nota", "inside", "answered_1", "AND", "Or"])
def test_names_that_begin_like_words_are_names(name):
    assert parse_condition(f"{name} = 1").names == {name}


REFUSED = {
    "": "character 1: expected the id of a question",
    "   ": "character 4: expected the id of a question",
    "a": "character 2: expected a comparison (=, !=, <, <=, >, >=) or 'in'",
    "1 = a": "character 1: expected the id of a question",
    "a == 1": "character 4: expected the id of a question, a number or a quoted text",
    "a = ": "character 5: expected the id of a question, a number or a quoted text",
    "a = 1 b = 2": "character 7: expected the end, 'and' or 'or'",
    "a = 1 AND b = 2": "character 7: expected the end, 'and' or 'or'",
    "a = 1 and": "character 10: expected the id of a question",
    "(a = 1": "character 7: expected ')'",
    "a = 1)": "character 6: expected the end, 'and' or 'or'",
    "a in ()": "character 7: expected a number or a quoted text",
    "a in (1, b)": "character 10: expected a number or a quoted text",
    "a in 1": "character 6: expected '('",
    "not": "character 4: expected the id of a question",
    "in = 1": "character 1: expected the id of a question",
    "a = not": "character 5: expected the id of a question",
    "answered a": "character 10: expected '('",
    "answered(1)": "character 10: expected the id of a question",
    "answered(a = 1)": "character 12: expected ')'",
    "a = 'open": 'character 5: "\'" is not part of the language',
    "a = “x”": "character 5: '“' is not part of the language",
    "a ≥ 1": "character 3: '≥' is not part of the language",
    "a = 1.": "character 6: '.' is not part of the language",
    "a = 1e3": "character 6: expected the end, 'and' or 'or'",
    "a = 0x10": "character 6: expected the end, 'and' or 'or'",
    "a = +1": "character 5: expected the id of a question, a number or a quoted text",
    "a = " + "9" * 400: "character 5: too large a number",
    "__import__('os').system('x')": "character 1: '_' is not part of the language",
    "eval('1') = 1": "character 5: expected a comparison",
    "a.__class__ = 1": "character 2: '.' is not part of the language",
    "a.b = 1": "character 2: '.' is not part of the language",
    "lambda x: x": "character 9: ':' is not part of the language",
    "lambda x = 1": "character 8: expected a comparison",
    "a = 1; import os": "character 6: ';' is not part of the language",
    "[x for x in a]": "character 1: '[' is not part of the language",
    "{a} = 1": "character 1: '{' is not part of the language",
    "${a} = 1": "character 1: '$' is not part of the language",
    "@a = 1": "character 1: '@' is not part of the language",
    "a := 1": "character 3: ':' is not part of the language",
    "a = 1 # b": "character 7: '#' is not part of the language",
    "a = f'{b}'": "character 6: expected the end",
    "a if b else c": "character 3: expected a comparison",
    "exec(a) = 1": "character 5: expected a comparison",
    "a = `x`": "character 5: '`' is not part of the language",
    "a = 1 \\\n and b": "character 7: '\\\\' is not part of the language",
    "a\0 = 1": "character 2: '\\x00' is not part of the language",
    "a = b +": "character 8: expected the id of a question or a number",
    "a ** 9": "character 4: expected the id of a question or a number",
    "a // 9 = 1": "character 4: expected the id of a question or a number",
    "a % 9 = 1": "character 3: '%' is not part of the language",
    "a - = 1": "character 5: expected the id of a question or a number",
    "1 + 2 = a": "character 1: expected the id of a question",
    "'x' = a": "character 1: expected the id of a question",
    "a + 'x' = 1": "character 5: expected the id of a question or a number",
    "a = 'x' + 1": "character 9: expected the end, 'and' or 'or'",
    "a + 1 in (2)": "character 7: expected a comparison",
    "a = b = 1": "character 7: expected the end, 'and' or 'or'",
    "(a = 1) = 1": "character 4: expected ')'",
    "(a + 1 = b": "character 11: expected ')'",
    "a in (- b)": "character 9: expected a number or a quoted text",
    "a = ''": "character 5: an empty text is no answer: answered(...)?",
    "a in (1, '')": "character 10: an empty text is no answer: answered(...)?",
    "a = -" + "9" * 400: "character 6: too large a number",
    "a" + "+1" * 101 + " = 1": "character 205: more than 100 steps of arithmetic",
    "a && b": "character 3: '&' is not part of the language",
    "!a": "character 1: '!' is not part of the language",
    "a = None": None,
}


@pytest.mark.parametrize(("text", "message"), [(t, m) for t, m in REFUSED.items() if m])
def test_refused_with_the_character_where_it_stops_making_sense(text, message):
    with pytest.raises(RoutingError) as caught:
        parse_condition(text)
    assert str(caught.value).startswith(message)


def test_words_of_python_are_only_names():
    assert parse_condition("a = None").tree == Comparison(Name("a"), "=", Name("None"))


def test_length_is_capped():
    padded = "a = 1" + " " * (MAX_LENGTH - 5)
    assert parse_condition(padded).tree == A
    with pytest.raises(RoutingError, match=f"longer than {MAX_LENGTH} characters"):
        parse_condition(padded + " ")


@pytest.mark.parametrize("opening", ["a = (", "(", "-"])
def test_depth_of_arithmetic_is_capped(opening):
    start, sign = ("a = ", opening[-1]) if opening != "(" else ("", "(")
    closing = ")" if sign == "(" else ""
    end = "" if start else " + 1 = 2"
    parse_condition(start + sign * MAX_DEPTH + "a" + closing * MAX_DEPTH + end)
    with pytest.raises(RoutingError, match=f"nested deeper than {MAX_DEPTH} levels"):
        parse_condition(start + sign * 400 + "a" + closing * 400 + end)


@pytest.mark.parametrize("opening", ["(", "not "])
def test_depth_is_capped(opening):
    closing = ")" if opening == "(" else ""
    parse_condition(opening * MAX_DEPTH + "a = 1" + closing * MAX_DEPTH)
    for depth in (MAX_DEPTH + 1, 400):
        with pytest.raises(RoutingError, match=f"nested deeper than {MAX_DEPTH} levels"):
            parse_condition(opening * depth + "a = 1" + closing * depth)


WORDS = [
    "a",
    "b1",
    "1",
    "-2.5",
    "'x'",
    '"',
    "(",
    ")",
    ",",
    "=",
    "!=",
    "<",
    "in",
    "not",
    "and",
    "or",
    "+",
    "-",
    "*",
    "/",
]


@given(
    st.lists(st.sampled_from([*WORDS, "answered(", ".", "__"]), max_size=30).map(" ".join)
    | st.text(max_size=60)
)
def test_any_text_parses_or_says_where_it_does_not(text):
    try:
        condition = parse_condition(text)
    except RoutingError as error:
        place = int(str(error).split(":")[0].removeprefix("character "))
        assert 1 <= place <= len(text) + 1
    else:
        assert condition.names
        assert all(name in text for name in condition.names)
