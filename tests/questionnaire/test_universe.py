"""Who was asked: the vectorised mask against an interpreter that goes row by row."""

from __future__ import annotations

import os

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinpanel.questionnaire.routing import MAX_LENGTH, parse_condition
from kinpanel.questionnaire.universe import Answers, universe

ROUTED, REFUSED = "routed", "refused"
"""Cells of the small pictures below: missing by routing, missing for another reason."""


def answers(cells, dtype=float):
    missing = np.array([cell in (ROUTED, REFUSED) for cell in cells], dtype=bool)
    filler = "" if dtype is object else 0
    values = np.array(
        [filler if gone else c for c, gone in zip(cells, missing, strict=True)], dtype
    )
    return Answers(values, missing, np.array([cell == ROUTED for cell in cells], dtype=bool))


def verdicts(text, **gates):
    who = universe(parse_condition(text), gates)
    assert not (who.asked & who.skipped).any()
    rows = zip(who.asked, who.skipped, who.unknown, strict=True)
    return "".join("yn?"[row.index(True)] for row in (list(map(bool, row)) for row in rows))


GATE = answers([1, 2, ROUTED, REFUSED])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a = 1", "ynn?"),
        ("a != 1", "nyn?"),
        ("not a = 1", "nyn?"),
        ("not a != 1", "ynn?"),
        ("not not a = 1", "ynn?"),
        ("a < 2", "ynn?"),
        ("a <= 2", "yyn?"),
        ("a > 1", "nyn?"),
        ("a >= 1", "yyn?"),
        ("a in (1, 7)", "ynn?"),
        ("not a in (1, 7)", "nyn?"),
        ("answered(a)", "yynn"),
        ("not answered(a)", "nnyy"),
        ("a = 1 or answered(a)", "yyn?"),
        ("a = 1 or not answered(a)", "ynyy"),
        ("a = 1 and answered(a)", "ynnn"),
        ("a = 1 or a != 1", "yyn?"),
        ("a = a", "yyn?"),
    ],
)
def test_one_gate(text, expected):
    assert verdicts(text, a=GATE) == expected


def test_what_is_settled_does_not_wait_for_a_missing_gate():
    a, b = answers([1, 1, 2, 2]), answers([REFUSED, ROUTED, REFUSED, ROUTED])
    assert verdicts("a = 1 or b = 1", a=a, b=b) == "yy?n"
    assert verdicts("a = 1 and b = 1", a=a, b=b) == "?nnn"
    assert verdicts("not (a = 2 and b = 1)", a=a, b=b) == "yy?n"
    assert verdicts("a = b", a=a, b=b) == "?n?n"
    assert verdicts("not a = b", a=a, b=b) == "?n?n"


def test_missing_twice_routing_closes():
    assert verdicts("a = b", a=answers([ROUTED]), b=answers([REFUSED])) == "n"


TEXTS = answers(["1", "01", "x", "1.0", " 1 ", ROUTED, REFUSED], object)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("t = 1", "yynyyn?"),
        ("t != 1", "nnynnn?"),
        ("t in (1, 2)", "yynyyn?"),
        ("t < 2", "yy?yyn?"),
        ("not t < 2", "nn?nnn?"),
        ("t = '1'", "ynnnnn?"),
        ("t != '1'", "nyyyyn?"),
        ("t in ('x', 1)", "yyyyyn?"),
        ("t < '1'", "nynnyn?"),
    ],
)
def test_texts_and_numbers(text, expected):
    assert verdicts(text, t=TEXTS) == expected


SEVERAL = answers(["1", "", "2 1", "10 21", "-1", ROUTED, REFUSED], object)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("selected(m, 1)", "ynynnn?"),
        ("selected(m, '1')", "ynynnn?"),
        ("selected(m, 21)", "nnnynn?"),
        ("selected(m, -1)", "nnnnyn?"),
        ("selected(m, '01')", "nnnnnn?"),
        ("not selected(m, 1)", "nynyyn?"),
        ("not not selected(m, 1)", "ynynnn?"),
        ("selected(m, 1) and selected(m, 2)", "nnynnn?"),
        ("selected(m, 1) or answered(m)", "yyyyyn?"),
        ("answered(m) and not selected(m, 1)", "nynyynn"),
    ],
)
def test_codes_selected(text, expected):
    """Nothing chosen is no; missing leaves it open; not asked closes it, under `not` as well."""
    assert verdicts(text, m=SEVERAL) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a = '1'", "ynn?"), ("a = 'x'", "nnn?"), ("a != 'x'", "yyn?"), ("a < 'x'", "??n?")],
)
def test_numbers_and_a_quoted_text(text, expected):
    assert verdicts(text, a=GATE) == expected


def test_two_gates_of_different_storage():
    numbers, texts = answers([1, 2, 2, 3]), answers(["1", "3", "x", REFUSED], object)
    assert verdicts("a = t", a=numbers, t=texts) == "ynn?"
    assert verdicts("t > a", a=numbers, t=texts) == "ny??"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a + 1 = 2", "ynn?"),
        ("not a + 1 = 2", "nyn?"),
        ("a * 2 - 1 >= 2", "nyn?"),
        ("-a = 1 - 2", "ynn?"),
        ("a / (a - 1) = 2", "?yn?"),
        ("not a / (a - 1) = 2", "?nn?"),
        ("1 / (a - a) = a", "??n?"),
        ("a * 9 = z * 9", "ynnn"),
        ("a + t = 3", "?yn?"),
        ("t = a + 0", "nyn?"),
    ],
)
def test_arithmetic(text, expected):
    texts = answers(["x", "1" if text.startswith("a") else "2", "3", "4"], object)
    assert verdicts(text, a=GATE, t=texts, z=answers([1, 0, 1, ROUTED])) == expected


def test_arithmetic_too_large_is_unknown():
    huge = answers([1e308, 1.0])
    assert verdicts("a * 10 > 1", a=huge) == "?y"
    assert verdicts("a * 10 - a * 10 = 0", a=huge) == "?y"


@pytest.mark.parametrize("dtype", [np.int64, np.int8, np.float32, float])
def test_every_number_storage(dtype):
    assert verdicts("a >= 2.5", a=answers([2, 3, ROUTED, REFUSED], dtype)) == "nyn?"


def test_no_rows():
    who = universe(
        parse_condition("a = 1 or t in ('x')"), {"a": answers([]), "t": answers([], object)}
    )
    assert who.asked.shape == who.skipped.shape == who.unknown.shape == (0,)


def test_the_longest_condition_is_evaluated():
    text = "or ".join(["a=1"] * ((MAX_LENGTH - 3) // 6 + 1))
    assert verdicts(text, a=GATE) == "ynn?"


def test_a_gate_without_answers_is_an_error():
    with pytest.raises(KeyError, match="b"):
        universe(parse_condition("a = 1 and b = 1"), {"a": GATE})


# The slow reference: one row, plain Python, no tree of ours.

NUMBERS, WORDS = ("p", "q"), ("s", "t")
LITERALS = {"p": (-1, 0, 1, 2.5), "q": (-1, 0, 1, 2.5), "s": ("a", "b"), "t": ("a", "b")}
VALUES = {**LITERALS, "s": ("", "a", "b", "1", " -1 "), "t": ("", "a", "b", "2.5", "0")}
CHOSEN = ("", "1", "3 1", "13", "3", "-1 3", "x 1")
EXAMPLES = int(os.environ.get("HYPOTHESIS_EXAMPLES", "300"))
SIGNS = {
    "=": lambda x, y: x == y,
    "!=": lambda x, y: x != y,
    "<": lambda x, y: x < y,
    "<=": lambda x, y: x <= y,
    ">": lambda x, y: x > y,
    ">=": lambda x, y: x >= y,
}


class NoResultError(Exception):
    """Arithmetic that comes to nothing."""


def number(value):
    try:
        return float(value)
    except ValueError:
        raise NoResultError from None


def divided(x, y):
    if y == 0:
        raise NoResultError
    return x / y


STEPS = {"+": lambda x, y: x + y, "-": lambda x, y: x - y, "*": lambda x, y: x * y, "/": divided}


def atom(name):
    return name, [name], lambda row: number(row[name])


def constant(value):
    return f"{value}", [], lambda row: value


def step(triple):
    (one, names, left), sign, (two, more, right) = triple
    text = f"({one}) {sign} ({two})"
    return text, names + more, lambda row: STEPS[sign](left(row), right(row))


def opposite(term):
    return f"-({term[0]})", term[1], lambda row: -term[2](row)


SUMS = st.recursive(
    st.sampled_from([*VALUES]).map(atom) | st.sampled_from([-2, 0, 1, 0.5]).map(constant),
    lambda parts: (
        st.tuples(parts, st.sampled_from([*STEPS]), parts).map(step) | parts.map(opposite)
    ),
    max_leaves=4,
)


@st.composite
def computed(draw):
    """A comparison of sums: both sides have arithmetic, so that texts count as numbers."""
    one, names, left = draw(SUMS)
    two, more, right = draw(SUMS)
    name, sign = draw(st.sampled_from([*VALUES])), draw(st.sampled_from([*SIGNS]))

    def value(row):
        cells = [row[known] for known in [name, *names, *more]]
        if ROUTED in cells:
            return False, False
        if REFUSED in cells:
            return None, None
        try:
            holds = SIGNS[sign](left(row) + number(row[name]), right(row) * 1)
        except NoResultError:
            return None, None
        return holds, not holds

    return f"({one}) + {name} {sign} ({two}) * 1", value


def leaf(row, names, holds):
    """True, False or None; False in both polarities where a gate was routed away."""
    cells = [row[name] for name in names]
    if ROUTED in cells:
        return False, False
    if REFUSED in cells:
        return None, None
    return bool(holds(*cells)), not holds(*cells)


def conjunction(x, y):
    if x is False or y is False:
        return False
    return None if x is None or y is None else True


def disjunction(x, y):
    if x is True or y is True:
        return True
    return None if x is None or y is None else False


@st.composite
def leaves(draw):
    """The text of a comparison and a function from a row to (it holds, its negation holds)."""
    group = draw(st.sampled_from([NUMBERS, WORDS]))
    name, other = draw(st.sampled_from(group)), draw(st.sampled_from(group))
    sign, literal = draw(st.sampled_from(list(SIGNS))), draw(st.sampled_from(LITERALS[name]))
    some = draw(st.lists(st.sampled_from(LITERALS[name]), min_size=1, max_size=3))
    listed = ", ".join(map(shown, some))
    code = draw(st.sampled_from([1, 3, 13, -1, "3", "x", "01"]))
    return draw(
        st.sampled_from(
            [
                (
                    f"selected(m, {shown(code)})",
                    lambda row: leaf(row, ["m"], lambda chosen: f"{code}" in chosen.split(" ")),
                ),
                (
                    f"{name} {sign} {shown(literal)}",
                    lambda row: leaf(row, [name], lambda x: SIGNS[sign](x, literal)),
                ),
                (
                    f"{name}{sign}{other}",
                    lambda row: leaf(row, [name, other], SIGNS[sign]),
                ),
                (
                    f"{name} in ({listed})",
                    lambda row: leaf(row, [name], lambda x: x in some),
                ),
                (
                    f"answered({name})",
                    lambda row: (
                        row[name] not in (ROUTED, REFUSED),
                        row[name] in (ROUTED, REFUSED),
                    ),
                ),
            ]
        )
    )


def shown(literal):
    return f'"{literal}"' if isinstance(literal, str) else str(literal)


def grown(parts):
    def negate(part):
        return f"not ({part[0]})", lambda row: part[1](row)[::-1]

    def join(word, pair):
        (one, first), (two, second) = pair
        straight, turned = (
            (conjunction, disjunction) if word == "and" else (disjunction, conjunction)
        )

        def value(row):
            (a, not_a), (b, not_b) = first(row), second(row)
            return straight(a, b), turned(not_a, not_b)

        return f"({one}) {word} ({two})", value

    pairs = st.tuples(parts, parts)
    return (
        parts.map(negate)
        | pairs.map(lambda pair: join("and", pair))
        | pairs.map(lambda pair: join("or", pair))
    )


CELLS = {
    name: st.sampled_from([*cells, ROUTED, REFUSED])
    for name, cells in {**VALUES, "m": CHOSEN}.items()
}
ROWS = st.lists(st.fixed_dictionaries(CELLS), min_size=1, max_size=12)


@settings(max_examples=EXAMPLES)
@given(st.recursive(leaves() | computed(), grown, max_leaves=8), ROWS)
def test_the_mask_is_what_a_reader_row_by_row_finds(condition, rows):
    text, reference = condition
    gates = {
        name: answers([row[name] for row in rows], float if name in NUMBERS else object)
        for name in CELLS
    }
    expected = "".join({True: "y", False: "n", None: "?"}[reference(row)[0]] for row in rows)
    assert verdicts(text, **gates) == expected


@settings(max_examples=max(EXAMPLES // 3, 1))
@given(st.recursive(leaves() | computed(), grown, max_leaves=6), ROWS)
def test_negation_follows_de_morgan(condition, rows):
    text, _ = condition
    gates = {
        name: answers([row[name] for row in rows], float if name in NUMBERS else object)
        for name in CELLS
    }
    assert verdicts(f"not not ({text})", **gates) == verdicts(text, **gates)
    assert verdicts(f"not ({text} or p = 1)", **gates) == verdicts(
        f"not ({text}) and p != 1", **gates
    )
