"""One fault in a questionnaire is one finding, however much leans on it; the rest is still read."""

from __future__ import annotations

import pytest

from kinpanel.questionnaire import read_questionnaires
from kinpanel.study import load_study

SEX = "{id: sex, raw: child.SEX, type: select_one sex@1, label: {en: Sex}}"
LIKE = "{id: x, raw: child.X, like: w1.x}"


def x(**keys: str) -> str:
    written = {"raw": "child.X", "type": "integer", "label": "{en: X}", **keys}
    return (
        "{id: x, " + ", ".join(f"{key}: {value}" for key, value in written.items() if value) + "}"
    )


FAULTS = {
    "unknown type": x(type="interger"),
    "no type": x(type=""),
    "unknown response set": x(type="select_one nobody@1"),
    "no label": x(label=""),
    "routing": x(ask_if="sex =="),
    "unknown gate": x(ask_if="sexx = 'm'"),
    "no such code": x(ask_if="sex = 'q'"),
    "never": x(ask_if="sex = 'm' and sex = 'f'"),
    "reason": x(missing_codes="{-1: refusd}"),
    "form": x(range="[0, ten]"),
    "unknown key": x(askif="sex = 'm'"),
    "unknown like": "{id: x, raw: child.X, like: w3.y}",
    "unknown file": x(raw="chld.X"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_what_is_taken_over_is_told_where_it_is_written(problems, case):
    gated = "{id: g, raw: child.G, type: text, label: {en: G}, ask_if: answered(x)}"
    (finding,) = problems(w1=[SEX, FAULTS[case], gated], w2=[SEX, LIKE, gated])
    assert (finding.file, finding.line) == ("questionnaires/w1.yaml", 6)


def test_a_fault_of_a_wave_of_its_own_is_told_beside_that_of_the_origin(problems):
    """The gate is not asked in w2 at all: that is not what is wrong in w1."""
    found = problems(w1=[SEX, x(ask_if="sex = 'm'")], w2=[LIKE])
    assert [(f.wave, f.rule) for f in found] == [("w2", "routing")]


def test_a_form_fault_hides_no_fault_of_another_question(problems):
    found = problems(w1=[x(range="[0, ten]"), "{id: y, raw: child.Y, type: txt, label: {en: Y}}"])
    assert [(f.line, f.rule) for f in found] == [(5, "form"), (6, "type")]


@pytest.mark.parametrize("name", ["yesno", "Yesno@1"])
def test_a_response_set_with_a_wrong_name_is_told_once(problems, name):
    choices = f"choices:\n  {name}: [{{code: 1, label: {{en: A}}}}]\n"
    (finding,) = problems(choices=choices, w1=[x(type="select_one yesno@1")])
    assert finding.rule == "response-set"


def test_what_can_be_read_is_read_and_the_rest_is_known_by_name(root):
    folder = root / "questionnaires"
    head = "files: {child: {path: x.dta, unit: child, key: [pid]}}\nquestions:\n"
    pid = "  - {id: pid, raw: child.PID, type: text, label: {en: Id}}\n"
    (folder / "w1.yaml").write_text(f"wave: w1\n{head}{pid}  - {x(type='interger')}\n", "utf-8")
    (folder / "w2.yaml").write_text("wave: [\n", "utf-8")
    (folder / "w3.yml").write_text(f"wave: w3\n{head}{pid}", "utf-8")
    questionnaires, findings, unusable = read_questionnaires(root, load_study(root))
    assert [q.id for q in questionnaires["w1"].questions] == ["pid"]
    assert unusable.covers("wave", "w1", "x")
    assert unusable.named("wave") >= {"w2", "w3"}
    assert {f.file for f in findings} == {
        f"questionnaires/{n}" for n in ("w1.yaml", "w2.yaml", "w3.yml")
    }


def test_choices_called_yml_are_told_once(problems, root):
    folder = root / "questionnaires"
    (folder / "choices.yaml").rename(folder / "choices.yml")
    (finding,) = problems(w1=[SEX])
    assert finding.advice == "rename to choices.yaml"
