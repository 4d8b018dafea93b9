"""Were the same people asked? The proof against a reader that goes from answer to answer."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.codebook.codes import CodeGrid, Target
from kinpanel.codebook.crosswalk import CrosswalkRow
from kinpanel.codebook.model import Codebook
from kinpanel.codebook.rules import parse_rule
from kinpanel.codebook.universes import check_universes
from kinpanel.codebook.universes.asked import asked_of, questions_of, readers_of
from kinpanel.codebook.universes.verdict import judge
from kinpanel.errors import DefinitionError
from kinpanel.pipeline.check import check
from kinpanel.questionnaire import Choice, Question, Questionnaire, Questionnaires
from kinpanel.questionnaire.routing import parse_condition

PANEL = Path(__file__).parents[1] / "cases" / "panel"


def asks(name, kind="integer", ask_if=None, choices=None, concept=None, **more):
    """A question of w1; `choices` lead from codes to wordings."""
    held = tuple(Choice(code=code, label={"en": said}) for code, said in (choices or {}).items())
    condition = parse_condition(ask_if) if ask_if else None
    return Question(
        *(name, "w1", "child", name, kind, {"en": name}, concept or name),
        choices=held,
        ask_if=condition,
        **more,
    )


def study(*waves, rows=(), maps=None):
    """A codebook and questionnaires: the questions of each wave, crosswalk rows, and the grid.

    A row is `variable, wave, sources, rule, status`; `child.y` is made of q, identical, always.
    """
    names = [f"w{place}" for place in range(1, len(waves) + 1)]
    made = [("y", wave, "q", "same", "identical") for wave in names]
    crosswalk = {}
    for line, (variable, wave, sources, rule, status) in enumerate((*made, *rows), start=2):
        parsed = parse_rule(rule)
        assert not isinstance(parsed, str)
        key = ("child", variable, wave)
        split = tuple(sources.split())
        crosswalk[key] = CrosswalkRow(*key, split, parsed, status, "", "crosswalk.csv", line)
    grid = {
        ("child", variable, wave): {code: Target(to, 1) for code, to in codes.items()}
        for (variable, wave), codes in (maps or {}).items()
    }
    codebook = Codebook({}, crosswalk, CodeGrid("codes.csv", grid))
    questionnaires = {
        wave: Questionnaire(wave, f"{wave}.yaml", {}, tuple(questions))
        for wave, questions in zip(names, waves, strict=True)
    }
    return codebook, Questionnaires(questionnaires)


def found(*waves, **more):
    return list(check_universes(*study(*waves, **more)))


def one_gate(first, second, **gate):
    gate = asks("a", **gate)
    return found([gate, asks("q", ask_if=first)], [gate, asks("q", ask_if=second)])


YES_NO, NO_YES = {"1": "Yes", "0": "No"}, {"1": "Yes", "5": "No"}
COLOURS = {"1": "Red", "2": "Green", "3": "Blue"}


@pytest.mark.parametrize(
    ("first", "second", "gate"),
    [
        (None, None, {}),
        ("a >= 8", "not a < 8", {}),
        ("a >= 8", "a > 7", {}),
        ("a in (1, 2)", "a = 2 or a = 1", {}),
        ("a > 3 and a < 5", "a = 4", {}),
        ("a >= 8", "a >= 8 and a < 18", {"range": (0, 17)}),
        ("a = 1", "a != 0", {"kind": "select_one", "choices": YES_NO}),
        ("a > 1", "a in (2, 3)", {"kind": "select_one", "choices": COLOURS}),
        ("a = 'x'", "not a != 'x'", {"kind": "text"}),
        ("answered(a)", "not not answered(a)", {"kind": "date"}),
        ("a + 1 > 8 and a < 9", "a < 9 and 1 + 1 * a > 8 and a + 1 > 8", {}),
        ("a * 2 > 8", "not a * 2 <= 8", {}),
    ],
)
def test_conditions_that_mean_the_same(first, second, gate):
    same = one_gate(first, second, **gate)
    if "1 * a" in str(second):
        assert "cannot be shown" in same[0].message
    else:
        assert same == []


@pytest.mark.parametrize(
    ("first", "second", "gate", "example"),
    [
        ("a >= 8", "a >= 9", {}, "a = 8: asked in w1, not asked in w2"),
        ("a >= 8", "a > 7", {"kind": "decimal"}, "a = 7.5: not asked in w1, asked in w2"),
        ("a >= 8", None, {}, "a = 7: not asked in w1, asked in w2"),
        ("a != 'x'", "a = 'y'", {"kind": "text"}, "a another text: asked in w1, not asked in w2"),
        ("a = 1", "a = 1 and answered(a)", {}, "a missing: unknown in w1, not asked in w2"),
        (
            "a = 2",
            "a < 3",
            {"kind": "select_one", "choices": COLOURS},
            "a = 1: not asked in w1, asked in w2",
        ),
    ],
)
def test_for_whom_two_conditions_differ(first, second, gate, example):
    (finding,) = one_gate(first, second, **gate)
    assert example in finding.examples
    assert finding.wave == "w2"
    assert finding.line == 3
    there, here = first or "everybody", second or "everybody"
    assert finding.message == (
        f"status identical, but the universe is not that of wave w1: {there} there, {here} here"
    )
    assert "compatible" in finding.advice
    assert finding.count is None


def test_codes_count_by_what_they_become():
    first = [asks("a", "select_one", choices=YES_NO), asks("q", ask_if="a = 0")]
    second = [asks("b", "select_one", choices=NO_YES), asks("q", ask_if="b = 5")]
    rows = [("away", "w1", "a", "map", "identical"), ("away", "w2", "b", "map", "compatible")]
    maps = {("away", "w1"): {"1": "1", "0": "0"}, ("away", "w2"): {"1": "1", "5": "0"}}
    assert found(first, second, rows=rows, maps=maps) == []
    maps["away", "w2"] = {"1": "0", "5": "1"}
    (finding,) = found(first, second, rows=rows, maps=maps)
    assert (
        finding.examples
        == (
            "a = 1 (in w2: b = 5): not asked in w1, asked in w2",
            "a = 0 (in w2: b = 1): asked in w1, not asked in w2",
        )[::-1]
    )


def test_codes_that_become_nothing_count_by_their_wording():
    first = [asks("a", "select_one", choices=YES_NO, concept="c"), asks("q", ask_if="a = 0")]
    second = [asks("b", "select_one", choices=NO_YES, concept="c"), asks("q", ask_if="b != 1")]
    assert found(first, second) == []
    other = asks("b", "select_one", choices={"1": "No", "5": "Yes"}, concept="c")
    (finding,) = found(first, [other, second[1]])
    assert "a = 1 (in w2: b = 5): not asked in w1, asked in w2" in finding.examples
    assert found(first, [asks("b", "select_one", choices=NO_YES), second[1]])


def test_an_answer_that_only_one_wave_has_makes_a_difference_where_it_is_asked():
    wider = {**COLOURS, "4": "Black"}
    first = [asks("a", "select_one", choices=COLOURS), asks("q", ask_if="a = 3")]
    second = [asks("a", "select_one", choices=wider), asks("q", ask_if="a = 3")]
    assert found(first, second) == []
    (finding,) = found(first, [second[0], asks("q", ask_if="a in (3, 4)")])
    assert finding.examples == ("a = 4 (in w2 only): not asked in w1, asked in w2",)


def test_selections_count_by_the_wording_of_their_codes():
    turned = {"3": "Red", "2": "Green", "1": "Blue"}
    first = [asks("a", "select_multiple", choices=COLOURS), asks("q", ask_if="selected(a, 1)")]
    second = [asks("a", "select_multiple", choices=turned), asks("q", ask_if="selected(a, 3)")]
    assert found(first, second) == []
    (finding,) = found(first, [second[0], first[1]])
    assert "a = 1 (in w2: 3): asked in w1, not asked in w2" in finding.examples


def test_several_codes_of_one_value_may_be_any_of_the_other_waves_codes():
    first = [asks("a", "select_one", choices=COLOURS), asks("q", ask_if="a in (1, 2)")]
    second = [asks("a", "select_one", choices={"7": "Warm"}), asks("q", ask_if="a = 7")]
    rows = [("hue", wave, "a", "map", "compatible") for wave in ("w1", "w2")]
    maps = {("hue", "w1"): {"1": "1", "2": "1", "3": "2"}, ("hue", "w2"): {"7": "1"}}
    assert found(first, second, rows=rows, maps=maps) == []
    (finding,) = found([first[0], asks("q", ask_if="a = 1")], second, rows=rows, maps=maps)
    assert finding.examples == ("a = 2 (in w2: 7): not asked in w1, asked in w2",)
    again = [first[0], asks("q", ask_if="a = 1")]
    maps["hue", "w2"] = maps["hue", "w1"]
    assert found(again, again, rows=rows, maps=maps) == []


def test_numbers_count_by_their_factor():
    first = [asks("m", "decimal"), asks("q", ask_if="m >= 1.5")]
    second = [asks("cm", "decimal"), asks("q", ask_if="cm >= 150")]
    rows = [
        ("height", "w1", "m", "same", "identical"),
        ("height", "w2", "cm", "scale 0.01", "identical"),
    ]
    assert found(first, second, rows=rows) == []
    (finding,) = found(first, [second[0], asks("q", ask_if="cm >= 160")], rows=rows)
    assert finding.examples == ("m = 1.5 (in w2: cm = 150): asked in w1, not asked in w2",)
    (finding,) = found(first, second)
    assert "asked" in finding.examples[0]


def test_numbers_count_by_their_unit():
    first = [asks("kg", "decimal", unit="kg"), asks("q", ask_if="kg >= 30")]
    second = [asks("jin", "decimal", unit="jin"), asks("q", ask_if="jin >= 60")]
    rows = [("mass", "w1", "kg", "same", "identical"), ("mass", "w2", "jin", "unit", "compatible")]
    assert found(first, second, rows=rows) == []
    (finding,) = found(first, [second[0], asks("q", ask_if="jin >= 30")], rows=rows)
    assert any("not asked in w1, asked in w2" in example for example in finding.examples)
    unnamed = [asks("jin", "decimal"), second[1]]
    said = [rows[0], ("mass", "w2", "jin", "unit jin", "compatible")]
    assert found(first, unnamed, rows=said) == []
    nobody_knows = [asks("kg", "decimal"), first[1]]
    (finding,) = found(nobody_knows, second, rows=rows)
    assert "cannot be shown" in finding.message


def test_numbers_that_stand_for_months_count_as_such_only_in_one_format():
    first = [asks("since"), asks("q", ask_if="since > 201407")]
    rows = [("start", wave, "since", "month YYYYMM", "identical") for wave in ("w1", "w2")]
    assert found(first, [first[0], asks("q", ask_if="since >= 201408")], rows=rows) == []
    other = [rows[0], ("start", "w2", "since", "month stata", "identical")]
    (finding,) = found(first, first, rows=other)
    assert "cannot be shown" in finding.message


def test_codes_taken_together_may_be_any_of_the_other_waves_codes():
    first = [asks("a", "select_one", choices=COLOURS), asks("q", ask_if="a in (1, 2)")]
    second = [
        asks("a", "select_one", choices={"1": "Warm", "0": "Cold"}),
        asks("q", ask_if="a = 1"),
    ]
    rows = [("warm", "w1", "a", "any 1 2", "compatible"), ("warm", "w2", "a", "same", "compatible")]
    assert found(first, second, rows=rows) == []
    assert found([first[0], asks("q", ask_if="a = 2")], second, rows=rows)


def test_a_gate_whose_values_are_only_approximately_the_same_is_not_the_same_gate():
    first = [asks("a", concept="x"), asks("q", ask_if="a >= 8")]
    second = [asks("b", concept="y"), asks("q", ask_if="b >= 8")]
    rows = [("age", "w1", "a", "same", "identical"), ("age", "w2", "b", "same", "compatible")]
    assert found(first, second, rows=rows) == []
    assert found(first, second, rows=[rows[0], ("age", "w2", "b", "same", "approximate")])


def test_units_tell_gates_apart_that_only_share_a_concept():
    first = [asks("a", unit="years"), asks("q", ask_if="a >= 8")]
    assert found(first, [asks("a", unit="years"), first[1]]) == []
    assert found(first, [asks("a", unit="months"), first[1]])


def test_a_gates_own_gates_count():
    away = {"kind": "select_one", "choices": YES_NO}
    last = asks("q", ask_if="away = 1")
    first = [asks("age"), asks("away", ask_if="age < 18", **away), last]
    everybody = [asks("away", **away), last]
    (finding,) = found(first, everybody)
    assert "away = 1 and age = 18: not asked in w1, asked in w2" in finding.examples
    assert "away = 1 (asked away if age < 18) there, away = 1 here" in finding.message
    inside = [
        asks("age"),
        asks("away", ask_if="age < 18", **away),
        asks("q", ask_if="away = 1 and age < 18"),
    ]
    assert found(first, inside) == []
    unless = [*first[:2], asks("q", ask_if="not away = 0")]
    assert found(first, unless) == []


def test_arithmetic_counts_as_it_is_written():
    gates = [asks("a"), asks("b")]
    first = [*gates, asks("q", ask_if="a - b > 3 and a < 9")]
    assert found(first, [*gates, asks("q", ask_if="not (a > 8 or a - b <= 3)")]) == []
    (finding,) = found(first, [*gates, asks("q", ask_if="a > 3 + b and a < 9")])
    assert "cannot be shown to be the same universe as in wave w1" in finding.message
    assert finding.examples == ()


def test_too_many_combinations_count_as_they_are_written():
    gates = [asks(name) for name in "abcdefgh"]
    text = " and ".join(f"{name} > {place}" for place, name in enumerate("abcdefgh"))
    turned = " and ".join(f"{name} >= {place + 1}" for place, name in enumerate("abcdefgh"))
    first = [*gates, asks("q", ask_if=text)]
    assert found(first, [*gates, asks("q", ask_if=text)]) == []
    (finding,) = found(
        first, [*gates, asks("q", ask_if=turned.replace(" and ", " and b > -9 and ", 1))]
    )
    assert "cannot be shown" in finding.message


def test_what_several_sources_make_is_asked_of_those_who_are_asked_one_of_them():
    first = [asks("a"), asks("b", ask_if="a < 3"), asks("c", ask_if="a >= 3"), asks("q")]
    codebook, questionnaires = study(first, first)
    row = codebook.crosswalk["child", "y", "w2"]
    both = CrosswalkRow(*("child", "y", "w2"), ("b", "c"), row.rule, "identical", "", "", 1)
    readers = readers_of(codebook)
    questions = questions_of(questionnaires["w2"])
    after = asked_of(both, questions, readers)
    before = asked_of(codebook.crosswalk["child", "y", "w1"], questions, readers)
    assert after is not None
    assert before is not None
    verdict = judge(before, after, codebook.codes)
    assert verdict.examples == ("a missing: asked in w1, unknown in w2",)


def test_every_variable_that_is_asked_of_other_people_is_told_by_its_own_row():
    asked = [{"q": "a = 1", "r": "a = 1", "s": "a = 1"}, {"q": "a = 2", "r": "a = 2", "s": "a = 1"}]
    waves = [[asks("a"), *(asks(name, ask_if=text) for name, text in w.items())] for w in asked]
    rows = [
        (f"of_{name}", wave, name, "same", "identical") for name in "rs" for wave in ("w1", "w2")
    ]
    told = found(*waves, rows=rows)
    assert [(one.variable, one.wave, one.line) for one in told] == [
        ("child.y", "w2", 3),
        ("child.of_r", "w2", 5),
    ]
    assert told[0].examples == told[1].examples != ()


def test_every_wave_is_held_to_the_first_and_only_identical_rows_are():
    gate = asks("a")
    waves = [[gate, asks("q", ask_if=f"a > {cut}")] for cut in (1, 2, 1)]
    (finding,) = found(*waves)
    assert (finding.wave, finding.line) == ("w2", 3)
    codebook, questionnaires = study(*waves[:2])
    for key, row in codebook.crosswalk.items():
        other = CrosswalkRow(*key, row.sources, row.rule, "compatible", "", "", row.line)
        changed = Codebook({}, {**codebook.crosswalk, key: other}, codebook.codes)
        assert list(check_universes(changed, questionnaires)) == []


def test_a_changed_gate_of_the_reference_panel_is_found_with_file_and_line(tmp_path):
    for name in ("study.yaml", "questionnaires", "codebooks"):
        source = PANEL / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, tmp_path / name)
    path = tmp_path / "questionnaires" / "w5.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count("ask_if: s_still = 5") == 1
    path.write_text(text.replace("ask_if: s_still = 5", "ask_if: s_still = 1"), encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        check(tmp_path)
    (finding,) = caught.value.findings
    assert (finding.variable, finding.wave) == ("spell.end_month", "w5")
    assert finding.file == "codebooks/crosswalk.csv"
    assert finding.message.endswith("s_still = 0 there, s_still = 1 here")
    assert "s_still = 0 (in w5: 5): asked in w1, not asked in w5" in finding.examples


# Any conditions: in shared words, written for each wave, and read answer by answer.

MISSING, ROUTED = "missing", "routed"
AGES, AWAY, PLACES = (0, 1, 2, 3, 4), ("1", "0"), ("home", "town", "city")
CODES = {
    "w1": {"away": {"1": 1, "0": 0}, "place": {"home": 1, "town": 2, "city": 3}},
    "w2": {"away": {"1": 1, "0": 5}, "place": {"home": 3, "town": 2, "city": 1}},
}
LEAVES = st.one_of(
    st.tuples(
        st.just("age"),
        st.sampled_from(["=", "!=", "<", "<=", ">", ">="]),
        st.sampled_from(AGES[1:4]),
    ),
    st.tuples(st.just("away"), st.sampled_from(["=", "!="]), st.sampled_from(AWAY)),
    st.tuples(st.just("place"), st.just("in"), st.sets(st.sampled_from(PLACES), min_size=1)),
    st.tuples(st.just("answered"), st.sampled_from(["age", "away", "place"])),
)
CONDITIONS = st.recursive(
    LEAVES,
    lambda part: st.one_of(
        st.tuples(st.just("not"), part), st.tuples(st.sampled_from(["and", "or"]), part, part)
    ),
    max_leaves=5,
)
AGE_CONDITIONS = st.one_of(st.none(), LEAVES.filter(lambda leaf: leaf[0] == "age"))


def written(node, wave):
    if node[0] == "not":
        return f"not ({written(node[1], wave)})"
    if node[0] in ("and", "or"):
        return f"({written(node[1], wave)}) {node[0]} ({written(node[2], wave)})"
    if node[0] == "answered":
        return f"answered({node[1]})"
    name, sign, value = node
    codes = CODES[wave].get(name)
    if sign == "in":
        return f"{name} in ({', '.join(str(codes[v]) for v in sorted(value))})"
    return f"{name} {sign} {codes[value] if codes else value}"


def reading(node, cells, negated=False):
    """True, False or None (unknown) for one person."""
    if node[0] == "not":
        return reading(node[1], cells, not negated)
    if node[0] in ("and", "or"):
        parts = [reading(part, cells, negated) for part in node[1:]]
        decisive = (node[0] == "or") is not negated
        return decisive if decisive in parts else None if None in parts else not decisive
    if node[0] == "answered":
        return (cells[node[1]] not in (MISSING, ROUTED)) is not negated
    name, sign, value = node
    if cells[name] in (MISSING, ROUTED):
        return None if cells[name] == MISSING else False
    cell = cells[name]
    holds = {
        "=": lambda: cell == value,
        "!=": lambda: cell != value,
        "<": lambda: cell < value,
        "<=": lambda: cell <= value,
        ">": lambda: cell > value,
        ">=": lambda: cell >= value,
        "in": lambda: cell in value,
    }[sign]()
    return holds is not negated


def asked_of_one(node, own, cells):
    """Whether somebody is asked, where `away` is asked under a condition of its own."""
    if own is not None:
        asked = reading(own, cells)
        if asked is not True:
            cells = {**cells, "away": MISSING if asked is None else ROUTED}
    return reading(node, cells)


@given(CONDITIONS, CONDITIONS, AGE_CONDITIONS, AGE_CONDITIONS, st.booleans())
def test_any_two_conditions_are_the_same_exactly_when_they_agree_for_everybody(
    one, two, own, other, alike
):
    if alike:
        two, other = ("not", ("not", one)) if one[0] != "and" else ("and", one[2], one[1]), own
    people = [
        dict(zip(("age", "away", "place"), cells, strict=True))
        for cells in itertools.product((*AGES, MISSING), (*AWAY, MISSING), (*PLACES, MISSING))
    ]
    same = all(asked_of_one(one, own, p) is asked_of_one(two, other, p) for p in people)
    waves = []
    for wave, node, gate in (("w1", one, own), ("w2", two, other)):
        away = {str(CODES[wave]["away"][value]): value for value in AWAY}
        place = {str(CODES[wave]["place"][said]): said for said in PLACES}
        routing = written(gate, wave) if gate is not None else None
        waves.append(
            [
                asks("age", range=(0, 4)),
                asks("away", "select_one", ask_if=routing, choices=away),
                asks("place", "select_one", choices=place),
                asks("q", ask_if=written(node, wave)),
            ]
        )
    rows = [("gone", wave, "away", "map", "compatible") for wave in ("w1", "w2")]
    maps = {
        ("gone", wave): {str(CODES[wave]["away"][value]): value for value in AWAY}
        for wave in ("w1", "w2")
    }
    assert (found(*waves, rows=rows, maps=maps) == []) is same
