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
            "known: integer, decimal, text, date, month, select_one, select_multiple",
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
    "no label": (
        [question(label="")],
        ("label", "the question has no label", "label: the wording, one text per language"),
    ),
    "empty label": (
        [question(label="{}")],
        ("label", "the question has no label", "label: the wording, one text per language"),
    ),
    "language": (
        [question(label="{fr: X}")],
        ("label", "no wording in language 'en'", "add en: to the label"),
    ),
    "reason": (
        [question(missing_codes="{-8: refusd}")],
        ("missing-codes", "unknown missing reason 'refusd'", "did you mean 'refused'?"),
    ),
    "code": (
        [question(missing_codes="{'- 8': refused}")],
        (
            "missing-codes",
            "'- 8' cannot be a raw code",
            "a code is a number, a word or .a to .z, without spaces",
        ),
    ),
    "id twice": (
        [question("pid")],
        ("id", "question 'pid' stands twice", "give it another id, or leave it out"),
    ),
    "column twice": (
        [question(raw="child.PID")],
        ("raw", "'pid' already reads this column", "one question per column: correct one"),
    ),
    "routing": (
        [question(ask_if="pid == 1")],
        (
            "routing",
            "ask_if does not parse, character 6: expected the id of a question, "
            "a number or a quoted text",
            "write it as in: sex = 2 and (age >= 6 or answered(school))",
        ),
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


@pytest.mark.parametrize("word", ["and", "or", "not", "in", "answered", "selected"])
def test_a_question_that_routing_could_not_name(problems, word):
    (finding,) = problems(w1=[question(word)])
    assert (finding.line, finding.variable) == (5, word)
    assert finding.message == f"no question can be called {word!r}: it is a word of ask_if"


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


GATES = {
    "a code that is none": ("sex = 'g'", "'g' is no code of sex@1, the answers to sex"),
    "a missing code of the file": ("sex != -8", "-8 is a missing code of sex"),
    "a missing code of the wave": ("age = -1", "-1 is a missing code of age"),
    "a missing code of the question": ("age in (3, 99)", "99 is a missing code of age"),
    "a text for a number": ("age > '3'", "age is a number, '3' is a text"),
    "an order of texts": ("pid < 'b'", "pid is a text, which < cannot order"),
    "out of range": ("age = 30", "30 lies outside the range of age, 0 to 17"),
    "never": ("age < 5 and age > 10", "ask_if can never hold"),
    "always": ("sex in ('m', 'f')", "ask_if holds whatever the answer is"),
}


@pytest.mark.parametrize("case", GATES)
def test_routing_is_checked_against_the_questions_it_names(root, problems, case):
    study = root / "study.yaml"
    waves = study.read_text(encoding="utf-8")
    study.write_text(
        waves.replace("year: 2014", "year: 2014, missing_codes: {-1: refused}"), encoding="utf-8"
    )
    condition, message = GATES[case]
    text = f"""\
wave: w1
files:
  child: {{path: a.dta, unit: child, key: [pid], missing_codes: {{-8: inapplicable}}}}
questions:
  - {{id: pid, raw: child.PID, type: text, label: {{en: Id}}}}
  - {SEX}
  - {question("age", raw="child.A", range="[0, 17]", missing_codes="{99: refused}")}
  - id: x
    raw: child.X
    type: integer
    label: {{en: X}}
    ask_if: {condition}
"""
    (finding,) = problems(w1=text)
    assert (finding.rule, finding.line, finding.variable) == ("routing", 12, "x")
    assert finding.message.startswith(message)


def test_a_question_whose_gate_is_never_asked_is_one_mistake(problems):
    gate = question("g", ask_if="sex = 'm' and sex = 'f'")
    (finding,) = problems(w1=[SEX, gate, question("x", raw="child.Y", ask_if="g = 1")])
    assert (finding.variable, finding.line) == ("g", 6)


def test_a_question_that_its_own_gates_shut_out(problems):
    gate = question("g", ask_if="sex = 'm'")
    shut = question("x", raw="child.Y", ask_if="g = 1 and sex = 'f'")
    (finding,) = problems(w1=[SEX, gate, shut])
    assert (finding.variable, finding.line) == ("x", 7)
    assert finding.message == "nobody is asked: ask_if excludes all who are asked g"


def test_routing_taken_over_may_hold_for_everybody_but_not_for_nobody(load, problems):
    def wave(low, high):
        return [
            question("age", raw="child.A", range=f"[{low}, {high}]"),
            "{id: x, raw: child.X, like: w1.x}",
        ]

    first = [
        question("age", raw="child.A", range="[0, 17]"),
        question("x", ask_if="age >= 8"),
    ]
    assert load(w1=first, w2=wave(8, 17))["w2"].question("x").ask_if.text == "age >= 8"
    (finding,) = problems(w1=first, w2=wave(0, 7))
    assert (finding.wave, finding.line, finding.rule) == ("w2", 6, "routing")
    assert "can never hold" in finding.message


def test_nothing_is_said_of_codes_that_cannot_be_read(root, problems):
    choices = root / "questionnaires" / "choices.yaml"
    choices.write_text("choices: {sex@1: 3}", encoding="utf-8")
    found = problems(w1=[SEX, question(ask_if="sex = 'g'")])
    assert {finding.file for finding in found} == {"questionnaires/choices.yaml"}


def test_a_condition_is_judged_by_the_gates_before_it_wherever_else_it_stands(problems):
    early = question("early", ask_if="a = 1")
    found = problems(
        w1=[
            early,
            question("a", raw="child.A", range="[1, 2]"),
            question("late", raw="child.L", ask_if="a = 1"),
        ]
    )
    assert [(f.variable, f.rule) for f in found] == [("early", "routing")]


def test_what_may_hold_for_everybody_where_it_is_inherited_may_not_where_it_is_written(problems):
    always = "a >= 3"
    old = [question("a", raw="child.A", range="[0, 9]"), question("x", ask_if=always)]
    new = [
        question("a", raw="child.A", range="[3, 9]"),
        question("x", like="w1.x", type="", label=""),
        question("y", raw="child.Y", ask_if=always),
        question("z", raw="child.Z", ask_if=always),
    ]
    found = problems(w1=old, w2=new)
    assert [(f.wave, f.variable) for f in found] == [("w2", "y"), ("w2", "z")]
    assert all("holds whatever the answer is" in f.message for f in found)
