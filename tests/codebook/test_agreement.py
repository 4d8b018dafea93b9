from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.codebook.agreement import check_agreement
from kinpanel.codebook.codes import CodeGrid, Target
from kinpanel.codebook.crosswalk import CrosswalkRow
from kinpanel.codebook.model import Codebook
from kinpanel.codebook.rules import parse_rule
from kinpanel.errors import DefinitionError
from kinpanel.pipeline.check import check
from kinpanel.questionnaire import Choice, Question, Questionnaire, Questionnaires

PANEL = Path(__file__).parents[1] / "cases" / "panel"
WORDS = ("Never", "Rarely", "Sometimes", "Often", "Always")


def asked(wave: str, words: list[str]) -> Questionnaire:
    """A wave that asks one question; its answers are coded 0, 1, ... in the order of `words`."""
    choices = tuple(Choice(code=str(place), label={"en": word}) for place, word in enumerate(words))
    question = Question(
        "mood", wave, "child", "Q", "select_one", {"en": "Mood"}, "mood", choices, "mood@1"
    )
    return Questionnaire(wave, f"questionnaires/{wave}.yaml", {}, (question,))


def found(first: dict[str, str], second: dict[str, str], status: str = "identical") -> list[str]:
    """Messages on a variable that leads each wording to a value, in two waves."""
    rule = parse_rule("map")
    assert not isinstance(rule, str)
    rows, maps, waves = {}, {}, {}
    for place, (wave, targets) in enumerate((("w1", first), ("w2", second)), start=2):
        key = ("child", "mood", wave)
        rows[key] = CrosswalkRow(*key, ("mood",), rule, status, "", "crosswalk.csv", place)
        maps[key] = {str(code): Target(to, 1) for code, to in enumerate(targets.values())}
        waves[wave] = asked(wave, list(targets))
    codebook = Codebook({}, rows, CodeGrid("codes.csv", maps))
    return [f.message for f in check_agreement(codebook, Questionnaires(waves), "en")]


def scale(values: list[int]) -> dict[str, str]:
    return {word: str(value) for word, value in zip(WORDS, values, strict=False)}


def test_same_wording_same_value_is_agreement_whatever_the_codes():
    first = scale([0, 1, 2, 3])
    assert found(first, dict(reversed(first.items()))) == []


def test_a_reversed_scale_is_named():
    (message,) = found(scale([0, 1, 2, 3]), scale([3, 2, 1, 0]))
    assert message.endswith("than in wave w1: the scale is reversed")


def test_a_scale_that_starts_at_one_is_named():
    (message,) = found(scale([0, 1, 2, 3]), scale([1, 2, 3, 4]))
    assert message.endswith("the scale is shifted by +1")


def test_single_answers_that_swapped_are_told_without_a_pattern():
    (message,) = found(scale([0, 1, 2, 3]), scale([0, 2, 1, 3]))
    assert message.endswith("than in wave w1")


def test_other_wordings_and_missing_reasons_say_nothing():
    assert found({"No": "0", "Yes": "1"}, {"Never": "1", "Often": "0"}) == []
    assert found({"No": "0", "Refused": "missing:refused"}, {"No": "0", "Refused": "2"}) == []


@pytest.mark.parametrize("status", ["approximate", "impossible", "undetermined"])
def test_a_status_that_promises_nothing_is_not_held_to_it(status):
    assert found(scale([0, 1]), scale([1, 0]), status) == []


@given(st.permutations(range(5)))
def test_every_other_order_of_values_is_found(order):
    messages = found(scale([0, 1, 2, 3, 4]), scale(order))
    assert bool(messages) == (order != [0, 1, 2, 3, 4])
    assert any("reversed" in m for m in messages) == (order == [4, 3, 2, 1, 0])


def test_a_reversed_item_of_the_reference_panel_is_found_with_file_and_line(tmp_path):
    for name in ("study.yaml", "questionnaires", "codebooks"):
        source = PANEL / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, tmp_path / name)
    path = tmp_path / "codebooks" / "codes.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    places = [n for n, line in enumerate(lines) if line.startswith("child.cesd1,")]
    codes = [lines[n].split(",") for n in places]
    for n, cells, other in zip(places, codes, reversed(codes), strict=True):
        lines[n] = ",".join([*cells[:5], other[5], *cells[6:]])  # the codes of w3, turned round
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        check(tmp_path)
    (finding,) = caught.value.findings
    assert finding.wave == "w3"
    assert finding.variable == "child.cesd1"
    assert finding.file == "codebooks/crosswalk.csv"
    assert "the scale is reversed" in finding.message
    assert finding.count == 4


REASONS = ("Work", "Study", "Care")


def reasons(wave: str, codes: list[str], kind: str = "select_multiple") -> Questionnaire:
    """A wave that asks for reasons; `codes` in the order of REASONS."""
    choices = tuple(
        Choice(code=code, label={"en": word}) for code, word in zip(codes, REASONS, strict=True)
    )
    question = Question("mood", wave, "child", "Q", kind, {}, "mood", choices, "r@1")  # type: ignore[arg-type]
    return Questionnaire(wave, f"questionnaires/{wave}.yaml", {}, (question,))


@pytest.mark.parametrize(
    ("rules", "codes", "expected"),
    [
        (("any 1", "any 1"), (["1", "2", "3"], ["1", "2", "3"]), 0),
        (("any 1", "any 2"), (["1", "2", "3"], ["2", "1", "3"]), 0),
        (("any 1", "any 1"), (["1", "2", "3"], ["2", "1", "3"]), 1),
        (("any 1", "any 1 3"), (["1", "2", "3"], ["1", "2", "3"]), 1),
        (("mention 1", "mention 1"), (["1", "2", "3"], ["2", "1", "3"]), 1),
        (("count", "count"), (["1", "2", "3"], ["2", "1", "3"]), 0),
    ],
)
@pytest.mark.parametrize("kinds", [("select_multiple",) * 2, ("select_multiple", "select_one")])
def test_the_same_reason_counts_in_every_wave(rules, codes, expected, kinds):
    rows, waves = {}, {}
    for wave, rule, those, kind in zip(("w1", "w2"), rules, codes, kinds, strict=True):
        key, parsed = ("child", "mood", wave), parse_rule(rule)
        assert not isinstance(parsed, str)
        rows[key] = CrosswalkRow(*key, ("mood",), parsed, "identical", "", "crosswalk.csv", 2)
        waves[wave] = reasons(wave, those, kind)
    codebook = Codebook({}, rows, CodeGrid("codes.csv", {}))
    assert len(list(check_agreement(codebook, Questionnaires(waves), "en"))) == expected
