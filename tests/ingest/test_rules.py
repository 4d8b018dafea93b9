"""Each crosswalk rule, against the sentence that documents it."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kinpanel.codebook.codes import Target
from kinpanel.codebook.rules import DATE_FORMATS, RULES, parse_rule
from kinpanel.ingest.dates import WRITTEN
from kinpanel.ingest.decoded import Decoded
from kinpanel.ingest.reasons import Reasons
from kinpanel.ingest.rules import FUNCTIONS, apply_rule

WAVE = {"-1": "dont_know", "-2": "refused"}


@pytest.fixture
def apply(column, question, decode):
    """Apply a rule to cells of one or several columns, with a map of codes where there is one."""

    def run(rule, *sources, kind="integer", targets=None, form="", choices=(), **more):
        parsed = parse_rule(rule)
        assert not isinstance(parsed, str), parsed
        columns = [column(c, f"v{i}", format=form) for i, c in enumerate(sources)]
        kinds = [kind] * len(sources) if isinstance(kind, str) else kind
        asked = [question(f"v{i}", kinds[i], choices=choices, **more) for i in range(len(sources))]
        answers, _ = decode(columns, asked, wave=WAVE)
        grid = {code: Target(target, 2) for code, target in (targets or {}).items()}
        made = apply_rule(parsed, list(answers.values()), grid)
        return made.values.tolist(), made.reason.tolist(), dict(made.wrong)

    return run


def test_every_rule_is_tested_here():
    assert set(RULES) == {
        *("same", "map", "scale", "pad", "month", "date", "first"),
        *("any", "count", "count_to", "mention", "unit", "parts", "behind", "factors"),
    }


def test_every_rule_has_one_function_that_says_what_it_does():
    assert list(FUNCTIONS) == list(RULES)
    assert len(set(FUNCTIONS.values())) == len(RULES)
    for function in FUNCTIONS.values():
        text = function.__doc__ or ""
        assert text.strip()
        assert "Missing answers keep their reason" in text or "reason of the first one" in text
        assert "wrong" in text.lower()


def test_same(apply):
    assert apply("same", [1.0, -1.0, 3.0]) == ([1.0, None, 3.0], ["", "dont_know", ""], {})
    assert apply("same", ["01", "-1"], kind="text")[0] == ["01", None]
    assert apply("same", [2.0, 1.0], kind="select_one", choices=["1", "2"])[0] == ["2", "1"]


def test_behind_puts_a_number_where_the_gate_was_closed(apply):
    months, gate = [7.0, -1.0, -2.0, 4.0, -1.0, -2.0], [1.0, 2.0, 1.0, 2.0, -1.0, -1.0]
    kinds = ["integer", "select_one"]
    values, reason, wrong = apply("behind 2=0", months, gate, kind=kinds, choices=["1", "2"])
    assert values == [7.0, 0.0, None, 4.0, None, None]
    assert reason == ["", "", "refused", "", "dont_know", "dont_know"]
    assert wrong == {}
    high, _, _ = apply("behind 2=5", months, gate, kind=kinds, choices=["1", "2"])
    assert high == [7.0, 5.0, None, 4.0, None, None]


@settings(max_examples=50, suppress_health_check=list(HealthCheck))
@given(
    rows=st.lists(st.tuples(st.sampled_from([0, 6, 12, -1, -2]), st.sampled_from([1, 2, -1]))),
    low=st.integers(0, 5),
)
def test_behind_changes_nothing_but_what_the_gate_closed(apply, rows, low):
    months, gate = [float(m) for m, _ in rows] or [6.0], [float(g) for _, g in rows] or [1.0]
    kinds = ["integer", "select_one"]
    values, reason, _ = apply(f"behind 2={low}", months, gate, kind=kinds, choices=["1", "2"])
    for value, why, month, open_ in zip(values, reason, months, gate, strict=True):
        if month >= 0:
            assert (value, why) == (month, "")
        elif open_ == 2:
            assert (value, why) == (low, "")
        else:
            told = open_ if open_ < 0 else month
            assert (value, why) == (None, WAVE[f"{told:g}"])


def test_map_is_simultaneous(apply):
    values, reason, wrong = apply(
        "map", [1.0, 2.0, 1.0, -1.0], targets={"1": "2", "2": "1"}, kind="integer"
    )
    assert (values, wrong) == (["2", "1", "2", None], {})
    assert reason == ["", "", "", "dont_know"]


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    cells=st.lists(st.integers(1, 6).map(float), max_size=20),
    grid=st.dictionaries(
        st.sampled_from("123456"), st.sampled_from([*"123456", "missing:refused"])
    ),
)
def test_map_is_a_lookup_per_cell(apply, cells, grid):
    values, reason, wrong = apply("map", cells, targets=grid)
    targets = [grid.get(f"{cell:g}") for cell in cells]
    missing = [target == "missing:refused" for target in targets]
    assert values == [None if m else t for m, t in zip(missing, targets, strict=True)]
    assert reason == ["refused" if m else "" for m in missing]
    assert sum(wrong.values()) == targets.count(None)


@pytest.mark.parametrize(
    ("factor", "cells", "expected"),
    [
        ("0.5", [3.0, -1.0], [1.5, None]),
        ("0.01", [700.0, 2900.0, 5700.0, 1.0], [7.0, 29.0, 57.0, 0.01]),
        ("-2", [3.0], [-6.0]),
        ("1e3", [0.25], [250.0]),
    ],
)
def test_scale(apply, factor, cells, expected):
    kind = "decimal" if 0.25 in cells else "integer"
    assert apply(f"scale {factor}", cells, kind=kind)[0] == expected


def test_a_cell_without_an_answer_is_not_multiplied(question):
    """A file may hold the largest of all numbers there, as Stata does."""
    why = Reasons.none(2)
    why.put(np.array([False, True]), "refused")
    decoded = Decoded(question("v"), np.array([3.0, 2.0**1023]), why)
    rule = parse_rule("scale 116666666666666667")
    with np.errstate(all="raise"):
        made = apply_rule(rule, [decoded], {})  # type: ignore[arg-type]
    assert made.values.tolist() == [350000000000000001.0, None]


def test_pad(apply):
    assert apply("pad 5", [101.0, -1.0, 99999.0]) == (
        ["00101", None, "99999"],
        ["", "dont_know", ""],
        {},
    )
    values, _, wrong = apply("pad 3", [" 7", "0101", "12345"], kind="text")
    assert values[0] == "007"
    assert wrong == {"ids are longer than 3": 2}


@pytest.mark.parametrize(
    ("rule", "cell", "expected"),
    [
        ("month YYYYMM", 201405.0, date(2014, 5, 1)),
        ("month YYYYMM", "201412", date(2014, 12, 1)),
        ("month YYYYMM", 185001.0, date(1850, 1, 1)),
        ("month YYYYMM", 215012.0, date(2150, 12, 1)),
        ("month stata", 606.0, date(2010, 7, 1)),
        ("month stata", 0.0, date(1960, 1, 1)),
        ("month stata", -5.0, date(1959, 8, 1)),
    ],
)
def test_month(apply, rule, cell, expected):
    kind = "text" if isinstance(cell, str) else "month"
    assert apply(rule, [cell, -2.0 if kind == "month" else "-2"], kind=kind) == (
        [expected, None],
        ["", "refused"],
        {},
    )


@pytest.mark.parametrize(
    ("rule", "cell"),
    [
        ("month YYYYMM", 201400.0),
        ("month YYYYMM", 201413.0),
        ("month YYYYMM", 201499.0),
        ("month YYYYMM", 201405.5),
        ("month YYYYMM", 184912.0),
        ("month YYYYMM", 215101.0),
        ("month YYYYMM", 606.0),
        ("month YYYYMM", 20140501.0),
        ("month YYYYMM", -201405.0),
        ("month YYYYMM", 1e300),
        ("month YYYYMM", "2014-05"),
        ("month YYYYMM", "inf"),
        ("month YYYYMM", "nan"),
        ("month YYYYMM", "2014_05"),
        ("month stata", 201405.0),
        ("month stata", 6.5),
        ("month stata", -1400.0),
    ],
)
def test_nonsense_months(apply, rule, cell):
    kind = "text" if isinstance(cell, str) else "month"
    values, reason, wrong = apply(rule, [cell], kind=kind)
    assert (values, reason) == ([None], [""])
    assert wrong == {f"are not months written as {rule.split()[1]}": 1}


def test_first(apply):
    values, reason, wrong = apply("first", [1.0, -1.0, -1.0, -2.0], [9.0, 2.0, -2.0, "."])
    assert (values, wrong) == ([1.0, 2.0, None, None], {})
    assert reason == ["", "", "dont_know", "refused"]


def test_first_of_three_and_of_two_kinds(apply):
    values, _, _ = apply(
        "first", ["a", "-1", "-1"], ["-1", "b", "-1"], ["x", "x", "c"], kind="text"
    )
    assert values == ["a", "b", "c"]
    values, _, _ = apply("first", [5.0, -1.0], ["x", "y"], kind=["integer", "text"])
    assert values == [5.0, "y"]


def test_first_leaves_its_sources_alone(column, question, decode):
    asked = [question("a"), question("b")]
    answers, _ = decode([column([-1.0], "a"), column([2.0], "b")], asked, wave=WAVE)
    apply_rule(parse_rule("first"), list(answers.values()), {})  # type: ignore[arg-type]
    assert answers["a"].reason.tolist() == ["dont_know"]


@pytest.mark.parametrize(
    ("form", "cell", "expected"),
    [
        ("%td", 19844.0, date(2014, 5, 1)),
        ("%tm", 652.0, date(2014, 5, 1)),
        ("DATE11", 13618195200.0, date(2014, 4, 30)),
    ],
)
@pytest.mark.parametrize("rule", ["same", "first"])
def test_dates_by_the_format_of_their_column(apply, form, cell, expected, rule):
    assert apply(rule, [cell, -1.0], kind="date", form=form) == (
        [expected, None],
        ["", "dont_know"],
        {},
    )


@pytest.mark.parametrize("kind", ["date", "month"])
@pytest.mark.parametrize("form", ["F8.2", "%9.0g", "%tq", ""])
def test_numbers_without_a_date_format_are_no_dates(apply, kind, form):
    values, _, wrong = apply("same", [19844.0, -1.0], kind=kind, form=form)
    assert values == [None, None]
    assert wrong == {"are not dates in the format of their column": 1}


def test_dates_stored_as_text(apply):
    values, _, wrong = apply("same", ["2014-05-01", "-1", "1.5.2014"], kind="date")
    assert values == [date(2014, 5, 1), None, None]
    assert sum(wrong.values()) == 1


@pytest.mark.parametrize(
    ("form", "cells"),
    [
        ("YYYYMMDD", [20140501.0, 20160229.0]),
        ("YYYYMMDD", ["20140501", " 20160229 "]),
        ("YYYY-MM-DD", ["2014-05-01", "2016-2-29"]),
        ("YYYY/MM/DD", ["2014/5/1", "2016/02/29"]),
        ("YYYY.MM.DD", ["2014.05.1", "2016.02.29"]),
        ("DD.MM.YYYY", ["1.5.2014", "29.02.2016"]),
        ("DD/MM/YYYY", ["01/05/2014", "29/2/2016"]),
        ("MM/DD/YYYY", ["05/01/2014", "2/29/2016"]),
        ("stata", [19844.0, 20513.0]),
        ("spss", [13618281600.0, 13676083200.0]),
    ],
)
def test_date(apply, form, cells):
    kind = "text" if isinstance(cells[0], str) else "integer"
    missing = "-1" if kind == "text" else -1.0
    values, reason, wrong = apply(f"date {form}", [*cells, missing], kind=kind)
    assert values == [date(2014, 5, 1), date(2016, 2, 29), None]
    assert (reason, wrong) == (["", "", "dont_know"], {})


@pytest.mark.parametrize(
    ("form", "cell"),
    [
        ("YYYYMMDD", 20150229.0),
        ("YYYYMMDD", 20140500.0),
        ("YYYYMMDD", 20141301.0),
        ("YYYYMMDD", 99999999.0),
        ("YYYYMMDD", 201405.0),
        ("YYYYMMDD", 18491231.0),
        ("YYYYMMDD", "2014-05-01"),
        ("DD.MM.YYYY", "31.04.2014"),
        ("DD.MM.YYYY", "05/01/2014"),
        ("DD.MM.YYYY", "1.5.14"),
        ("DD/MM/YYYY", "05/13/2014"),
        ("MM/DD/YYYY", "13/05/2014"),
        ("YYYY-MM-DD", "2014-05-01 10:00"),
        ("stata", 1e12),
        ("stata", "inf"),
        ("spss", 19844.0),
    ],
)
def test_impossible_dates_stop(apply, form, cell):
    kind = "text" if isinstance(cell, str) else "decimal"
    values, reason, wrong = apply(f"date {form}", [cell], kind=kind)
    assert (values, reason) == ([None], [""])
    assert wrong == {f"are not dates written as {form}": 1}


def test_the_formats_of_a_date_are_those_that_are_read():
    assert DATE_FORMATS == WRITTEN


SEVERAL = ["1 3", "3", "2", "13", "-1", "9", "."]


@pytest.fixture
def chosen(apply):
    def run(rule, cells=SEVERAL, **more):
        kind = more.pop("kind", "select_multiple")
        choices = ["1", "2", "3", "9", "13"]
        missing = {"9": "refused"}
        return apply(rule, cells, kind=kind, choices=choices, missing_codes=missing, **more)

    return run


REASONS = ["", "", "", "", "dont_know", "refused", "unexplained"]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("any 3", [True, True, False, False]),
        ("any 1 2", [True, False, True, False]),
        ("any 13", [False, False, False, True]),
        ("count", [2, 1, 1, 1]),
        ("count_to 1", ["1", "1", "1", "1"]),
        ("count_to 2", ["2", "1", "1", "1"]),
    ],
)
def test_what_was_chosen(chosen, rule, expected):
    assert chosen(rule) == ([*expected, None, None, None], REASONS, {})


def test_nothing_chosen_is_an_answer(column, question, decode):
    asked = question("q", "select_multiple", column="q_{choice}", choices=["1", "2"])
    cells = {"q_1": [0.0, 1.0, "."], "q_2": [0.0, 1.0, "."]}
    answers, _ = decode([column(c, name) for name, c in cells.items()], [asked])
    for rule, expected in (("any 1", [False, True, None]), ("count", [0, 2, None])):
        made = apply_rule(parse_rule(rule), [answers["q"]], {})  # type: ignore[arg-type]
        assert made.values.tolist() == expected
        assert made.reason.tolist() == ["", "", "unexplained"]


def test_any_of_a_single_choice(chosen):
    cells = [1.0, 3.0, 13.0, -1.0, 9.0]
    values, reason, _ = chosen("any 3 13", cells, kind="select_one")
    assert values == [False, True, True, None, None]
    assert reason == ["", "", "", "dont_know", "refused"]


_YES_NO_OR_REASON = st.sampled_from([1.0, 5.0, -1.0, -2.0])


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(_YES_NO_OR_REASON, _YES_NO_OR_REASON), min_size=1, max_size=20))
def test_any_of_two_questions_is_or_with_reasons(apply, rows):
    sources = [list(cells) for cells in zip(*rows, strict=True)]
    values, reason, wrong = apply("any 1", *sources, kind="select_one", choices=["1", "5"])
    said = {-1.0: "dont_know", -2.0: "refused"}
    for pair, value, why in zip(rows, values, reason, strict=True):
        whys = [said[cell] for cell in pair if cell in said]
        expected = True if 1.0 in pair else None if whys else False
        assert (value, why) == (expected, whys[0] if expected is None else "")
    assert wrong == {}


def test_mention(chosen):
    values, reason, wrong = chosen("mention 1", ["3 1", "1", "."])
    assert (values, reason, wrong) == (["3", "1", None], ["", "", "unexplained"], {})
    values, reason, wrong = chosen("mention 2", ["3 1", "1", "9"])
    assert (values, reason, wrong) == (["1", None, None], ["", "inapplicable", "refused"], {})


def test_mention_leaves_its_source_alone(column, question, decode):
    asked = question("q", "select_multiple", choices=["1"])
    answers, _ = decode([column(["1"], "q")], [asked])
    apply_rule(parse_rule("mention 2"), [answers["q"]], {})  # type: ignore[arg-type]
    assert answers["q"].reason.tolist() == [""]


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.lists(st.sampled_from("12345"), unique=True, min_size=1), max_size=12),
    st.sets(st.sampled_from("12345"), min_size=1).map(sorted),
)
def test_any_and_count_are_set_arithmetic(apply, rows, named):
    cells = [" ".join(row) for row in rows]
    choices = list("12345")
    more = {"kind": "select_multiple", "choices": choices}
    values, _, _ = apply(f"any {' '.join(named)}", cells, **more)
    assert values == [bool(set(row) & set(named)) for row in rows]
    assert apply("count", cells, **more)[0] == [len(row) for row in rows]
    counted = apply("count_to 2", cells, **more)[0]
    assert counted == [str(min(len(row), 2)) for row in rows]
    each = [apply(f"any {code}", cells, **more)[0] for code in choices]
    assert [sum(yes) for yes in zip(*each, strict=True)] == [len(row) for row in rows]


@pytest.fixture
def gated(column, question, decode):
    """A number asked of those who answered 1 to a gate that itself has a gate, through a rule."""

    def run(rule, numbers, gates, routes):
        asked = [
            question("r", "select_one", choices=["1", "2"]),
            question("g", "select_one", choices=["0", "1"], ask_if="r = 1"),
            question("n", "decimal", ask_if="g = 1"),
        ]
        columns = [column(routes, "r"), column(gates, "g"), column(numbers, "n")]
        answers, _ = decode(columns, asked, wave=WAVE)
        parsed = parse_rule(rule)
        before = answers["n"].reason.tolist()
        made = apply_rule(parsed, [answers["n"], answers["g"]], {})
        assert answers["n"].reason.tolist() == before
        return made.values.tolist(), made.reason.tolist(), dict(made.wrong)

    return run


def test_behind_takes_the_number_where_the_gate_says_so_and_nowhere_else(gated):
    numbers = [6.0, ".", ".", -1.0, ".", 0.0]
    values, reason, wrong = gated(
        "behind 0=0 0.5", numbers, [1.0, 0.0, ".", 1.0, -2.0, 1.0], [1.0, 1.0, 2.0, 1.0, 1.0, 1.0]
    )
    assert (values, wrong) == ([3.0, 0.0, None, None, None, 0.0], {})
    assert reason == ["", "", "inapplicable", "dont_know", "refused", ""]


def test_behind_takes_over_the_reason_of_a_gate_that_is_missing(column, question, decode):
    asked = [question("g", "select_one", choices=["0", "1"]), question("n", ask_if="g = 1")]
    answers, _ = decode(
        [column([-2.0, 0.0, 1.0], "g"), column([".a", ".a", 4.0], "n")],
        asked,
        wave={**WAVE, ".a": "inapplicable"},
    )
    made = apply_rule(parse_rule("behind 0=0"), [answers["n"], answers["g"]], {})  # type: ignore[arg-type]
    assert made.values.tolist() == [None, 0.0, 4.0]
    assert made.reason.tolist() == ["refused", "", ""]


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(st.sampled_from([0.0, 1.0]), st.sampled_from([-1.0, 0.0, 2.5, 8.0])), min_size=1
    )
)
def test_behind_is_a_choice_per_row(gated, rows):
    numbers = [number if gate == 1 else "." for gate, number in rows]
    gates = [gate for gate, _ in rows]
    values, reason, _ = gated("behind 0=0 2", numbers, gates, [1.0] * len(rows))
    asked = [2 * number if number >= 0 else None for _, number in rows]
    assert values == [a if gate else 0.0 for a, gate in zip(asked, gates, strict=True)]
    assert reason == ["" if value is not None else "dont_know" for value in values]
