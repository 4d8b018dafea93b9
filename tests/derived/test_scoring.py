"""Scores against a slow reference read from the files, invariants of every instrument, codes."""

from __future__ import annotations

from fractions import Fraction
from importlib.resources import as_file, files
from math import floor

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinpanel.derived.scoring import check_codes, item_values, oriented, score, scores, turned
from kinpanel.documents import read_tree
from kinpanel.errors import DataError, UsageError
from kinpanel.instruments import instrument, instruments, scoring_key

CASES = [(one.id, form.id) for one in instruments() for form in one.forms] + [
    (one.id, None) for one in instruments() if not one.forms
]
EVERY = pytest.mark.parametrize(("name", "form"), CASES)


def declared(name):
    with as_file(files("kinpanel.instruments").joinpath("data", f"{name}.yaml")) as path:
        return read_tree(path, name).value


def frame(rows):
    return pd.DataFrame(rows).astype("Int64")


class Slow:
    """Scores one answer sheet at a time, in fractions, from the YAML alone."""

    def __init__(self, name, form, variant=None):
        self.tree = declared(name)
        forms = {one["id"]: one for one in self.tree.get("forms", [])}
        ways = {one["id"]: one for one in self.tree.get("variants", [])}
        self.form, self.way = forms.get(form, {}), ways.get(variant, {})
        self.codes = self.form.get("codes", self.tree["codes"])
        self.order = self.form.get("order") or list(range(1, self.tree["size"] + 1))

    def score(self, sheet, scale_id):
        points = self._points(sheet, scale_id)
        validity = self.tree.get("validity")
        if validity and scale_id != validity["scale"]:
            control = self._points(sheet, validity["scale"])
            if control is None or control > validity["max"]:
                return None
        return points

    def _points(self, sheet, scale_id):
        scale = next(one for one in self.tree["scales"] if one["id"] == scale_id)
        if "sum_of" in scale:
            parts = [self._points(sheet, part) for part in scale["sum_of"]]
            return None if None in parts else sum(parts)
        items = [
            item
            for item in scale.get("items", range(1, self.tree["size"] + 1))
            if item not in self.way.get("drop", [])
        ]
        answers = [self._answer(sheet, item) for item in items]
        told = [answer for answer in answers if answer is not None]
        rule = self.way.get("missing") or scale.get("missing") or self.tree.get("missing", {})
        if not told or not self._enough(rule, len(told), len(items)):
            return None
        points = Fraction(sum(told), len(told)) * len(items)
        if rule.get("rounded"):
            points = Fraction(floor(points + Fraction(1, 2)))
        return points * scale.get("times", 1)

    def _enough(self, rule, told, size):
        kind = rule.get("rule", "strict")
        if kind == "at_least":
            return told >= rule["count"]
        if kind == "prorate" and "count" in rule:
            return size - told <= rule["count"]
        if kind == "prorate":
            return size - told <= rule["share"] * size
        return told == size

    def _answer(self, sheet, item):
        answer = sheet[self.order.index(item)]
        if answer is None:
            return None
        back = item in self.tree.get("reversed", []) and item not in self.way.get("forward", [])
        return self.codes["min"] + self.codes["max"] - answer if back else answer


@st.composite
def sheets(draw, name, form):
    """Answer sheets of a few rows, each with no, few or many gaps."""
    slow = Slow(name, form)
    size = slow.tree["size"]
    rows = []
    for _ in range(draw(st.integers(1, 4))):
        codes = st.integers(slow.codes["min"], slow.codes["max"])
        row = draw(st.lists(codes, min_size=size, max_size=size))
        gaps = draw(
            st.sets(st.integers(0, size - 1), max_size=draw(st.sampled_from([0, 2, 6, 30])))
        )
        rows.append([None if place in gaps else code for place, code in enumerate(row)])
    return rows


@EVERY
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_scores_equal_the_slow_reference(name, form, data):
    variants = [None, *(one.id for one in instrument(name).variants)]
    variant = data.draw(st.sampled_from(variants))
    rows = data.draw(sheets(name, form))
    slow = Slow(name, form, variant)
    found = scores(frame(rows), name, form=form, variant=variant)
    for scale in instrument(name).scales:
        expected = [slow.score(row, scale.id) for row in rows]
        got = [None if value is pd.NA else value for value in found[scale.id].astype(object)]
        assert [value is None for value in got] == [value is None for value in expected]
        pairs = zip(got, expected, strict=True)
        assert all(a is None or float(a) == pytest.approx(float(b), abs=1e-9) for a, b in pairs)


@EVERY
def test_extremes_are_reached_by_constructed_answers(name, form):
    """And by no others: one step away from an extreme, the score leaves it."""
    key = scoring_key(instrument(name), form=form)
    low, high = key.codes.min, key.codes.max
    for scale in key.scales:
        leaves = [key.scale(part) for part in scale.parts] or [scale]
        scored = {item for leaf in leaves for item in leaf.items}
        bottom = [high if item in key.reversed else low for item in key.columns]
        top = [low + high - code for code in bottom]
        steps = []
        for extreme, step in ((bottom, 1), (top, -1)):
            for place, item in enumerate(key.columns):
                if item in scored:
                    row = list(extreme)
                    row[place] += -step if item in key.reversed else step
                    steps.append(row)
        rows = frame([bottom, top, *steps])
        found = score(rows, name, form=form, subscale=scale.id)
        validity = key.instrument.validity
        if validity is not None and scale.id != validity.scale:
            lies = [item - 1 for item in key.scale(validity.scale).items]
            rows.iloc[:, lies] = 0
            found = score(rows, name, form=form, subscale=scale.id)
        assert (found[0], found[1]) == (scale.low, scale.high)
        assert found[2:].between(scale.low, scale.high, inclusive="neither").all()


@EVERY
def test_reversing_twice_is_identity(name, form):
    key = scoring_key(instrument(name), form=form)
    rng = np.random.default_rng(5)
    values = rng.integers(key.codes.min, key.codes.max + 1, (40, len(key.columns))).astype(float)
    values[rng.random(values.shape) < 0.1] = np.nan
    np.testing.assert_array_equal(turned(turned(values, key), key), values)
    if key.reversed:
        assert not np.array_equal(turned(values, key), values, equal_nan=True)


@EVERY
def test_a_constant_offset_is_named(name, form):
    """Files coded 1-4 instead of 0-3, or the other way round where the minimum is 1."""
    key = scoring_key(instrument(name), form=form)
    shift = 1 if key.codes.min == 0 else -1
    size = len(key.columns)
    cycle = np.arange(40 * size).reshape(40, size) % (key.codes.max - key.codes.min + 1)
    rows = pd.DataFrame(cycle + key.codes.min + shift).astype("Int64")
    with pytest.raises(DataError) as caught:
        score(rows, name, form=form)
    hint = caught.value.findings[-1]
    assert hint.rule == "offset"
    assert hint.advice == ("subtract 1" if shift > 0 else "add 1")
    assert f"{size} points too {'high' if shift > 0 else 'low'}" in hint.message


def test_ces_d8_coded_1_to_4_is_8_points_off():
    rows = frame([[1, 2, 3, 4, 1, 2, 3, 4], [2, 2, 2, 2, 2, 2, 2, 2]])
    with pytest.raises(DataError) as caught:
        score(rows, "cesd8")
    findings = caught.value.findings
    assert [(one.message, one.examples, one.count) for one in findings[:-1]] == [
        ("item 4: codes outside 0 to 3", ("4",), 1),
        ("item 8: codes outside 0 to 3", ("4",), 1),
    ]
    assert "a plain sum of 8 items is 8 points too high" in findings[-1].message
    assert score(rows - 1, "cesd8").tolist() == [0 + 1 + 2 + 0 + 0 + 2 + 2 + 3, 6 * 1 + 2 * 2]


def test_a_larger_offset_is_named_whole():
    with pytest.raises(DataError) as caught:
        score(frame([[3, 4, 5, 6, 7, 3]]), "k6")
    hint = caught.value.findings[-1]
    assert (hint.rule, hint.advice) == ("offset", "subtract 3")
    assert "18 points too high" in hint.message


def test_other_wrong_codes_give_no_offset_hint():
    for bad in (7, -1, 99, 1.5, float("inf")):
        rows = pd.DataFrame([[0.0] * 6, [bad] * 6])
        with pytest.raises(DataError) as caught:
            score(rows, "k6")
        assert {one.rule for one in caught.value.findings} == {"codes"}
    within = pd.DataFrame(np.full((3, 6), 2))
    key = scoring_key(instrument("k6"))
    assert check_codes(item_values(within, key), key) == []


def test_findings_count_per_item_and_name_the_printed_place():
    rows = frame([[0] * 10, [3] * 10])
    rows.iloc[:, 2] = 9
    with pytest.raises(DataError) as caught:
        score(rows, "rses", form="order_b")
    (found,) = caught.value.findings
    assert found.message == "item 9 (printed as 3): codes outside 0 to 3"
    assert (found.examples, found.count) == (("9",), 2)


def test_known_scores_by_hand():
    positive = [0] * 3 + [3] + [0] + [3] + [0] * 2  # happy and enjoyed life all of the time
    assert score(frame([positive, [3] * 8]), "cesd8").tolist() == [0, 18]
    assert score(frame([[3, 3, 3, 3, 3]]), "who5").tolist() == [60]
    assert score(frame([[3, 3, 3, 3, 3]]), "who5", subscale="raw").tolist() == [15]
    order_b = [3, 3, 0, 3, 0, 3, 3, 0, 0, 0]  # full agreement with the positive items only
    assert score(frame([order_b]), "rses", form="order_b").tolist() == [30]
    assert score(frame([order_b]), "rses", form="order_a").tolist() != [30]


def test_sdq_prorates_three_of_five_and_rounds_half_up():
    sheet = [None] * 25
    for item, code in {3: 1, 8: 0, 13: 1, 16: 0}.items():  # 2 of 4 answers: 2 * 5 / 4 = 2.5
        sheet[item - 1] = code
    two = list(sheet)
    two[15] = two[12] = None
    found = scores(frame([sheet, two]), "sdq", form="parent")
    assert found["emotional"].tolist() == [3, pd.NA]
    assert found["total"].isna().all()
    assert (found.dtypes == "Int64").all()


def test_prorating_up_to_the_limit():
    row = [1] * 20
    rows = [list(row) for _ in range(3)]
    rows[1][0:3] = [None] * 3
    rows[2][0:5] = [None] * 5
    found = score(frame(rows), "cesd20")
    # 16 plain ones and 4 reversed to 2; three gaps: 21 points over 17 answers
    assert found.tolist() == [24, pytest.approx(21 * 20 / 17), pd.NA]
    assert str(found.dtype) == "Float64"
    strict = score(frame(rows), "cesd20", variant="strict")
    assert strict.tolist() == [24, pd.NA, pd.NA]
    assert str(strict.dtype) == "Int64"


def test_lies_make_the_other_scores_missing():
    honest = [0] * 100
    liar = list(honest)
    for item in range(82, 98, 2):  # eight of ten
        liar[item - 1] = 1
    silent = list(honest)
    silent[81] = None
    found = scores(frame([honest, liar, silent]), "mht100")
    assert found["lie"].tolist() == [0, 8, pd.NA]
    assert found["total"].tolist() == [0, pd.NA, pd.NA]
    assert found["phobic"].tolist() == [0, pd.NA, pd.NA]


def test_index_names_and_types_are_kept_and_input_is_untouched():
    rows = frame([[1] * 6, [2] * 6]).set_axis(list("abcdef"), axis=1).set_axis([7, 3])
    before = rows.copy(deep=True)
    found = score(rows, "k6")
    assert (found.name, found.index.tolist()) == ("total", [7, 3])
    pd.testing.assert_frame_equal(rows, before)
    assert oriented(rows, "k6").columns.tolist() == [1, 2, 3, 4, 5, 6]


def test_no_rows_and_no_answers():
    assert score(frame([[1] * 6]).iloc[:0], "k6").empty
    assert score(pd.DataFrame([[None] * 6] * 2), "k6").isna().all()
    assert score(frame([[None] * 20]), "cesd20").isna().all()


def test_float_columns_with_nan_count_as_missing():
    assert score(pd.DataFrame([[1.0] * 5 + [np.nan]]), "k6").isna().all()


def test_wrong_calls():
    with pytest.raises(UsageError, match="k6 has 6 items, given 5 columns"):
        score(frame([[1] * 5]), "k6")
    with pytest.raises(UsageError, match="column 'b' holds no numbers"):
        score(pd.DataFrame({"b": ["x"], "c": [1], "d": 1, "e": 1, "f": 1, "g": 1}), "k6")
    with pytest.raises(UsageError, match="did you mean 'k6'"):
        score(frame([[1] * 6]), "k66")
    with pytest.raises(UsageError, match="has no scale 'sub'"):
        score(frame([[1] * 6]), "k6", subscale="sub")
