"""Dates from their parts, against the calendar of Python; and numbers into other units."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.codebook.model import Variable
from kinpanel.codebook.rules import MONTH_FORMATS, parse_rule
from kinpanel.codebook.units import UNITS, conversion
from kinpanel.ingest.decode import decode_file
from kinpanel.ingest.raw import RawColumn, RawFile
from kinpanel.ingest.rules import apply_rule
from kinpanel.questionnaire import Choice, FileSpec, Question, Questionnaire
from kinpanel.study import Wave

CODES = {"-1": "dont_know", "-2": "refused", "-3": "inapplicable"}


def made(rule, *sources, type_="date", kinds=(), unit=None, asked=None):
    """Apply a rule to columns of numbers or texts, -1 to -3 missing."""
    import numpy as np

    parsed = parse_rule(rule)
    assert not isinstance(parsed, str), parsed
    columns, questions = {}, []
    for place, cells in enumerate(sources):
        kind = kinds[place] if kinds else "integer"
        text = any(isinstance(cell, str) for cell in cells)
        name = f"v{place}"
        columns[name] = RawColumn.of(
            name=name,
            storage="text" if text else "double",
            format="",
            values=np.array(cells, dtype=object if text else float),
            tags=np.array([""] * len(cells), dtype=object),
            value_labels={},
        )
        choices = (Choice(code="1", label={}), Choice(code="2", label={}))
        questions.append(
            Question(
                *(name, "w1", "f", name, kind, {}, name),
                choices=choices if kind == "select_one" else (),
                unit=asked,
            )
        )
    spec = FileSpec(path="f.dta", unit="x", key=("v0",))
    wave = Questionnaire("w1", "w1.yaml", {"f": spec}, tuple(questions))
    raw = RawFile("f.dta", "0" * 64, len(sources[0]), columns)
    answers, _ = decode_file(raw, "f", wave, Wave(id="w1", year=2014, missing_codes=CODES))
    variable = Variable(name="v", type=type_, label={}, unit=unit)
    result = apply_rule(parsed, list(answers.values()), {}, variable)
    return result.values.tolist(), result.reason.tolist(), dict(result.wrong)


def test_a_day_from_three_parts():
    values, reason, wrong = made("parts", [2010, 2008, -1], [7, 2, 5], [31, 29, 1])
    assert values == [date(2010, 7, 31), date(2008, 2, 29), None]
    assert (reason, wrong) == (["", "", "dont_know"], {})


def test_a_month_needs_no_day():
    years, months = [2010, 2011, 2011], [7, 12, 2]
    expected = [date(2010, 7, 1), date(2011, 12, 1), date(2011, 2, 1)]
    assert made("parts", years, months, type_="month") == (expected, [""] * 3, {})
    values, reason, wrong = made("parts", years, months, [-1, 31, 30], type_="month")
    assert (values, reason) == ([*expected[:2], None], [""] * 3)
    assert wrong == {"are no dates of the calendar": 1}


def test_the_first_part_that_is_missing_gives_the_reason():
    years, months, days = [-2, 2010, 2010, -2], [-1, -1, 5, 5], [-3, -3, -3, 5]
    values, reason, wrong = made("parts", years, months, days)
    assert (values, wrong) == ([None] * 4, {})
    assert reason == ["refused", "dont_know", "inapplicable", "refused"]
    assert made("parts", years, months, days, type_="month")[0] == [
        *(None, None),
        date(2010, 5, 1),
        None,
    ]


@pytest.mark.parametrize(
    ("parts", "what"),
    [
        ((10, 7, 1), "have years of two digits"),
        ((99, 7, 1), "have years of two digits"),
        ((2010, 13, 1), "are no dates of the calendar"),
        ((2010, 0, 1), "are no dates of the calendar"),
        ((2010, 2, 29), "are no dates of the calendar"),
        ((2010, 4, 31), "are no dates of the calendar"),
        ((2010, 4, 0), "are no dates of the calendar"),
        ((2010, 4, 400), "are no dates of the calendar"),
        ((1849, 4, 1), "are no dates of the calendar"),
        ((2151, 4, 1), "are no dates of the calendar"),
        ((2010, 4, 1.5), "are no dates of the calendar"),
        (("x", "4", "1"), "are no dates of the calendar"),
    ],
)
def test_what_is_no_date_stops(parts, what):
    kinds = ["text"] * 3 if isinstance(parts[0], str) else ["decimal"] * 3
    values, reason, wrong = made("parts", *([part] for part in parts), kinds=kinds)
    assert (values, reason, wrong) == ([None], [""], {what: 1})


def test_texts_and_choices_are_parts_too():
    values, _, wrong = made(
        "parts", ["2010", " 2011"], [1, 2], ["07", "1"], kinds=("text", "select_one", "text")
    )
    assert (values, wrong) == ([date(2010, 1, 7), date(2011, 2, 1)], {})


def test_lunar_dates_are_missing_for_their_reason():
    values, reason, wrong = made(
        "parts lunar=2:lunar_date",
        *([2010, 2010, 2010, -1, 2010], [2, 2, 2, 2, 13], [30, 28, 28, 28, 1], [2, 1, -2, 2, 2]),
        kinds=("integer", "integer", "integer", "select_one"),
    )
    assert values == [None, date(2010, 2, 28), None, None, None]
    assert reason == ["lunar_date", "", "refused", "dont_know", "lunar_date"]
    assert wrong == {}


@given(
    st.lists(
        st.tuples(st.integers(90, 2160), st.integers(-4, 14), st.integers(-4, 33)), max_size=12
    )
)
def test_every_date_is_that_of_the_calendar(rows):
    years, months, days = ([row[place] for row in rows] or [2010] for place in range(3))
    values, reason, wrong = made("parts", years, months, days)
    bad = 0
    for row, value, why in zip(rows, values, reason, strict=False):
        missing = [CODES[str(part)] for part in row if str(part) in CODES]
        try:
            day = date(*row)
        except ValueError:
            day = None
        if missing:
            assert (value, why) == (None, missing[0])
            continue
        if day is not None and not 1850 <= day.year <= 2150:
            day = None
        assert (value, why) == (day, "")
        bad += day is None
    if rows:
        assert sum(wrong.values()) == bad


@pytest.mark.parametrize(
    ("form", "cell"),
    [
        ("YYYYMM", "201405"),
        ("YYYY-MM", "2014-5"),
        ("YYYY/MM", "2014/05"),
        ("YYYY.MM", " 2014.05"),
        ("YYYY年MM月", "2014年5月"),
        ("stata", "652"),
    ],
)
def test_months_as_they_are_written(form, cell):
    assert form in MONTH_FORMATS
    values, _, wrong = made(f"month {form}", [cell, "-1"], type_="month", kinds=("text",))
    assert (values, wrong) == ([date(2014, 5, 1), None], {})
    for other in ("2014-13", "2014 05", "14-05", "05-2014", "2014年5", "1849-12"):
        assert made(f"month {form}", [other], type_="month", kinds=("text",))[2] == {
            f"are not months written as {form}": 1
        }


def test_numbers_into_the_unit_of_the_variable():
    more = {"type_": "decimal", "unit": "kg"}
    assert made("unit", [61, -1, 60], asked="jin", **more) == (
        [30.5, None, 30.0],
        ["", "dont_know", ""],
        {},
    )
    assert made("unit 斤", [61], **more)[0] == [30.5]
    assert made("unit", [3], asked="mu", type_="decimal", unit="ha")[0] == [0.2]


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=9), st.sampled_from([*UNITS]))
def test_every_unit_is_converted_as_its_fraction(numbers, name):
    for target, unit in UNITS.items():
        factor = conversion(name, target)
        if factor is None:
            continue
        assert unit.dimension == UNITS[name].dimension
        values, _, _ = made("unit", numbers, asked=name, type_="decimal", unit=target)
        exact = [float(Fraction(number) * factor) for number in numbers]
        assert values == pytest.approx(exact, rel=1e-15)


def test_units_that_cannot_be_converted_are_refused():
    with pytest.raises(ValueError, match="cannot be converted"):
        made("unit", [1], asked="kg", type_="decimal", unit="m")
