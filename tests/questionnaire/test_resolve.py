"""One questionnaire to its questions: every way in which a question can be wrong."""

from __future__ import annotations

import pytest

SEX = "{id: sex, raw: child.SEX, type: select_one sex@1, label: {en: Sex}}"


def question(name: str = "x", **keys: str) -> str:
    written = {"raw": "child.X", "type": "integer", "label": "{en: X}", **keys}
    pairs = [f"{key}: {value}" for key, value in written.items() if value]
    return "{" + ", ".join([f"id: {name}", *pairs]) + "}"


def test_a_complete_question(load):
    q = load(
        w1=[
            SEX,
            question(
                ask_if="sex = 'f'",
                range="[0, 6]",
                unit="years",
                concept="c",
                missing_codes="{-8: inapplicable}",
            ),
        ]
    )["w1"]
    sex, x = q.question("sex"), q.question("x")
    assert (sex.kind, sex.response_set, sex.concept) == ("select_one", "sex@1", "sex")
    assert [choice.code for choice in sex.choices] == ["m", "f"]
    assert (x.file, x.column, x.kind, x.choices, x.response_set) == (
        "child",
        "X",
        "integer",
        (),
        None,
    )
    assert (x.range, x.unit, x.concept, x.line) == ((0.0, 6.0), "years", "c", 6)
    assert (x.missing_codes, x.ask_if.names) == ({"-8": "inapplicable"}, {"sex"})
    assert [known.id for known in q.questions] == ["pid", "sex", "x"]


def test_a_column_may_have_any_name_and_dots(load):
    assert load(w1=[question(raw="child.年龄.1")])["w1"].question("x").column == "年龄.1"


PROBLEMS = {
    "unknown file": (
        [question(raw="chld.X")],
        ("raw", "unknown file 'chld'", "did you mean 'child'?"),
    ),
    "unknown type": (
        [question(type="interger")],
        ("type", "unknown type 'interger'", "did you mean 'integer'?"),
    ),
    "no type": (
        [question(type="")],
        (
            "type",
            "the question has no type",
            "known: integer, decimal, text, date, month, select_one",
        ),
    ),
    "unknown response set": (
        [question(type="select_one yesno@2")],
        ("type", "unknown response set 'yesno@2'", "did you mean 'yesno@1'?"),
    ),
    "no response set": (
        [question(type="select_one")],
        ("type", "unknown response set ''", "known: sex@1, yesno@1"),
    ),
    "a response set too many": (
        [question(type="integer yesno@1")],
        ("type", "type integer takes no response set ('yesno@1')", "select_one?"),
    ),
    "no label": ([question(label="")], ("label", "the question has no label", "")),
    "empty label": ([question(label="{}")], ("label", "the question has no label", "")),
    "language": ([question(label="{fr: X}")], ("label", "no wording in language 'en'", "")),
    "reason": (
        [question(missing_codes="{-8: refusd}")],
        ("missing-codes", "unknown missing reason 'refusd'", "did you mean 'refused'?"),
    ),
    "code": (
        [question(missing_codes="{'- 8': refused}")],
        ("missing-codes", "'- 8' cannot be a raw code", ""),
    ),
    "id twice": ([question("pid")], ("id", "question 'pid' stands twice", "")),
    "column twice": ([question(raw="child.PID")], ("raw", "'pid' already reads this column", "")),
    "routing": (
        [question(ask_if="pid == 1")],
        ("routing", "ask_if does not parse, character 6: expected a number or a quoted text", ""),
    ),
    "no such gate": (
        [question(ask_if="pidd = 1")],
        (
            "routing",
            "ask_if names 'pidd', which is not asked before it in file 'child'",
            "did you mean 'pid'?",
        ),
    ),
    "its own gate": (
        [question(ask_if="x = 1")],
        (
            "routing",
            "ask_if names 'x', which is not asked before it in file 'child'",
            "known: pid",
        ),
    ),
}


@pytest.mark.parametrize("case", PROBLEMS)
def test_every_kind_of_finding(problems, case):
    questions, (rule, message, advice) = PROBLEMS[case]
    (finding,) = problems(w1=questions)
    assert (finding.file, finding.line) == ("questionnaires/w1.yaml", 5)
    assert (finding.rule, finding.message, finding.advice) == (rule, message, advice)
    assert finding.severity == "error"
    if rule != "missing-codes":
        assert (finding.wave, finding.variable) == ("w1", "pid" if case == "id twice" else "x")


def test_a_gate_asked_later_or_in_another_file_is_none(problems):
    text = """\
wave: w1
files:
  child: {path: a.dta, unit: child, key: [pid]}
  home: {path: b.dta, unit: home, key: [hid]}
questions:
  - {id: pid, raw: child.PID, type: text, label: {en: Id}}
  - {id: hid, raw: home.HID, type: text, label: {en: Id}}
  - {id: x, raw: child.X, type: text, label: {en: X}, ask_if: answered(hid)}
  - {id: y, raw: child.Y, type: text, label: {en: Y}, ask_if: answered(z)}
  - {id: z, raw: child.Z, type: text, label: {en: Z}}
"""
    assert [(f.line, f.message.split(",")[0]) for f in problems(w1=text)] == [
        (8, "ask_if names 'hid'"),
        (9, "ask_if names 'z'"),
    ]


@pytest.mark.parametrize(
    ("key", "advice"), [("[pd]", "did you mean 'pid'?"), ("[pid, hid]", "did you mean 'pid'?")]
)
def test_a_key_must_be_a_question_of_its_file(problems, key, advice):
    text = f"""\
wave: w1
files:
  child: {{path: a.dta, unit: child, key: {key}}}
  home: {{path: b.dta, unit: home, key: [hid], missing_codes: {{-1: refused}}}}
questions:
  - {{id: pid, raw: child.PID, type: text, label: {{en: Id}}}}
  - {{id: hid, raw: home.HID, type: text, label: {{en: Id}}}}
"""
    (finding,) = problems(w1=text)
    assert (finding.rule, finding.line, finding.advice) == ("key", 3, advice)
    assert "is not a question of file 'child'" in finding.message


def test_missing_codes_of_a_file_are_checked(problems):
    text = """\
wave: w1
files:
  child: {path: a.dta, unit: child, key: [pid],
    missing_codes: {-1: nobody}}
questions:
  - {id: pid, raw: child.PID, type: text, label: {en: Id}}
"""
    (finding,) = problems(w1=text)
    assert (finding.rule, finding.line) == ("missing-codes", 4)


def test_one_mistake_is_one_finding(problems):
    """A gate or a key that is itself wrong is still a question to those that name it."""
    found = problems(
        w1=[question("g", type="wrong"), question("x", raw="child.Y", ask_if="g = 1")],
    )
    assert [finding.variable for finding in found] == ["g"]


def test_everything_wrong_is_reported_at_once(problems):
    found = problems(
        w1=[question("a", type="x", label="", ask_if="(", missing_codes="{-1: y}")],
        w3=[question("b", raw="c.X", range="[2, 2]", type="select_one z@1")],
    )
    assert [(f.wave, f.rule) for f in found] == [
        ("w1", "routing"),
        ("w1", "type"),
        ("w1", "label"),
        (None, "missing-codes"),
        ("w3", "raw"),
        ("w3", "type"),
    ]
