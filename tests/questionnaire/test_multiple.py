"""Multi-response questions as written: what they become, and every way of being wrong."""

from __future__ import annotations

import pytest

SETS = """\
  reasons@1:
    [{code: 1, label: {en: Work}}, {code: 2, label: {en: Study}}, {code: -1, label: {en: R}}]
  odd@1: [{code: a b, label: {en: A}}, {code: c, label: {en: C}}]
  comma@1: [{code: "1,2", label: {en: A}}, {code: "3", label: {en: C}}]
  alike@1: [{code: -1, label: {en: A}}, {code: _1, label: {en: B}}]
"""


@pytest.fixture(autouse=True)
def sets(root):
    many = ", ".join(f"{{code: {code}, label: {{en: x{code}}}}}" for code in range(201))
    with (root / "questionnaires" / "choices.yaml").open("a", encoding="utf-8") as stream:
        stream.write(f"{SETS}  many@1: [{many}]\n")


def question(name="q", raw="child.Q", **keys):
    written = {"type": "select_multiple reasons@1", "label": "{en: Q}", **keys}
    pairs = [f"{key}: {value}" for key, value in written.items() if value]
    return "{" + ", ".join([f"id: {name}", f'raw: "{raw}"', *pairs]) + "}"


@pytest.mark.parametrize(
    ("written", "layout", "columns", "options"),
    [
        ({}, "text", ("Q",), (" ", "1", "0")),
        ({"separator": "'|'"}, "text", ("Q",), ("|", "1", "0")),
        (
            {"raw": "child.Q_{choice}"},
            "indicators",
            ("Q_1", "Q_2", "Q__1"),
            (" ", "1", "0"),
        ),
        (
            {"raw": "child.Q_{choice}", "chosen": "Yes", "unchosen": '"."'},
            "indicators",
            ("Q_1", "Q_2", "Q__1"),
            (" ", "Yes", "."),
        ),
        ({"raw": "child.Q{1-2}"}, "mentions", ("Q1", "Q2"), (" ", "1", ".")),
        ({"raw": "child.Q{1-2}", "unchosen": "0"}, "mentions", ("Q1", "Q2"), (" ", "1", "0")),
    ],
)
def test_the_three_layouts(load, written, layout, columns, options):
    q = load(w1=[question(**written)])["w1"].question("q")
    assert (q.kind, q.response_set, q.layout, q.columns) == (
        *("select_multiple", "reasons@1"),
        *(layout, columns),
    )
    assert (q.separator, q.chosen, q.unchosen) == options
    assert q.column == written.get("raw", "child.Q").removeprefix("child.")


def test_other_questions_have_one_column(load):
    pid = load(w1=[question()])["w1"].question("pid")
    assert (pid.columns, pid.layout) == (("PID",), "text")


ADVICE = 'raw: "file.q5" of codes, "file.q5_{choice}" of indicators, "file.q5m{1-3}" of mentions'
ONE = {"type": "select_one reasons@1"}
PROBLEMS = {
    "placeholder on a choice": (
        {"raw": "child.Q_{choice}", **ONE},
        "{choice} in the name of a column, but the type is select_one",
        "type select_multiple, or the name of one column",
    ),
    "span on a number": (
        {"raw": "child.Q_{1-3}", "type": "integer"},
        "{1-3} in the name of a column, but the type is integer",
        "type select_multiple, or the name of one column",
    ),
    "separator of a choice": (
        {"separator": "','", **ONE},
        "separator says nothing of a select_one question",
        "leave it out, or make it select_multiple",
    ),
    "separator of indicators": (
        {"raw": "child.Q_{choice}", "separator": "','"},
        "separator says nothing of a column for each code",
        f"there it is chosen and unchosen; {ADVICE}",
    ),
    "separator of mentions": (
        {"raw": "child.Q_{1-3}", "separator": "','"},
        "separator says nothing of a column for each mention",
        f"there it is unchosen; {ADVICE}",
    ),
    "chosen of a text": (
        {"chosen": "1"},
        "chosen says nothing of one column of codes",
        f"there it is separator; {ADVICE}",
    ),
    "unchosen of a text": (
        {"unchosen": "0"},
        "unchosen says nothing of one column of codes",
        f"there it is separator; {ADVICE}",
    ),
    "chosen of mentions": (
        {"raw": "child.Q_{1-3}", "chosen": "1"},
        "chosen says nothing of a column for each mention",
        f"there it is unchosen; {ADVICE}",
    ),
    "chosen as unchosen": (
        {"raw": "child.Q_{choice}", "unchosen": "1"},
        "chosen and unchosen are both 1",
        "write both, e.g. 1 and 2",
    ),
    "chosen is blank": (
        {"raw": "child.Q_{choice}", "chosen": '"."'},
        "a blank cannot mean chosen",
        "chosen: the code of a chosen answer",
    ),
    "unchosen is a choice": (
        {"raw": "child.Q_{1-3}", "unchosen": "2"},
        "unchosen is 2, a code of the response set",
        "unchosen: what stands where there is no further mention",
    ),
    "unknown placeholder": (
        {"raw": "child.Q_{choise}"},
        "'{choise}' in the name of a column stands for nothing",
        None,
    ),
    "two placeholders": (
        {"raw": "child.Q_{choice}_{1-3}"},
        "two placeholders: {choice} and {1-3}",
        ADVICE,
    ),
    "backward span": (
        {"raw": "child.Q_{3-1}"},
        "{3-1} is no span of mentions",
        "e.g. {1-3}, the first to the third",
    ),
    "long span": (
        {"raw": "child.Q_{1-201}"},
        "{1-201} has more than 200 mentions",
        "shorten the span",
    ),
    "long set": (
        {"type": "select_multiple many@1"},
        "201 answers are more than 200",
        "a shorter response set, or type text",
    ),
    "a space in a code": (
        {"type": "select_multiple odd@1"},
        "code 'a b' cannot be told from several: it holds ' '",
        "give it another code, or declare another separator",
    ),
    "a space in a code of indicators": (
        {"type": "select_multiple odd@1", "raw": "child.Q_{choice}"},
        "code 'a b' cannot be told from several: it holds ' '",
        "give it another code, or declare another separator",
    ),
    "a separator in a code": (
        {"type": "select_multiple comma@1", "separator": "','"},
        "code '1,2' cannot be told from several: it holds ','",
        "give it another code, or declare another separator",
    ),
    "one column for two codes": (
        {"type": "select_multiple alike@1", "raw": "child.Q_{choice}"},
        "codes -1 and _1 lead to one column, 'Q__1'",
        "a sign that no name can have becomes _; change a code",
    ),
    "no set": (
        {"type": "select_multiple"},
        "unknown response set ''",
        None,
    ),
}


@pytest.mark.parametrize("case", PROBLEMS)
def test_every_way_of_being_wrong(problems, case):
    written, message, advice = PROBLEMS[case]
    (finding,) = problems(w1=[question(**written)])
    assert (finding.file, finding.line, finding.variable) == ("questionnaires/w1.yaml", 5, "q")
    assert (finding.message, finding.severity) == (message, "error")
    assert advice is None or finding.advice == advice


def test_a_separator_of_another_kind_is_refused(problems):
    (finding,) = problems(w1=[question(separator="/")])
    assert finding.line == 5
    assert "separator" in str(finding)


def test_a_key_has_one_answer(problems):
    text = """\
wave: w1
files: {child: {path: a.dta, unit: child, key: [q]}}
questions:
  - {id: q, raw: child.Q, type: select_multiple reasons@1, label: {en: Q}}
"""
    (finding,) = problems(w1=text)
    assert finding.message == "'q' has several answers and cannot be a key"


def test_columns_of_two_questions(problems):
    one = "{id: x, raw: child.Q_2, type: integer, label: {en: X}}"
    (finding,) = problems(w1=[one, question(raw="child.Q_{choice}")])
    assert (finding.line, finding.variable) == (6, "q")
    assert finding.message == "'x' already reads column 'Q_2'"
    (finding,) = problems(w1=[question(raw="child.Q_{choice}"), one])
    assert (finding.line, finding.variable) == (6, "x")
    spans = [question(raw="child.Q_{choice}"), question("r", raw="child.Q_{1-3}")]
    (finding,) = problems(w1=spans)
    assert finding.message == "'q' already reads column 'Q_1' and 1 more"
    (finding,) = problems(w1=[question(), question("r")])
    assert finding.message == "'q' already reads this column"


def test_the_split_columns_beside_a_string_may_be_questions_of_their_own(load):
    others = ["{id: x, raw: child.Q_1, type: integer, label: {en: X}}", question()]
    assert load(w1=others)["w1"].question("q").columns == ("Q",)


def test_what_is_taken_over_and_does_not_fit_is_left_aside(load):
    first = question(raw="child.Q_{choice}", chosen="5", unchosen="6")
    waves = load(
        w1=[first],
        w2=["{id: q, raw: child.Q, like: w1.q, separator: ';'}"],
        w3=["{id: q, raw: 'child.Q{1-2}', like: w2.q, chosen: }"],
    )
    two, three = waves["w2"].question("q"), waves["w3"].question("q")
    assert (two.layout, two.separator, two.chosen, two.unchosen) == ("text", ";", "1", "0")
    assert (three.layout, three.separator, three.unchosen) == ("mentions", " ", "6")


def test_selected_is_no_id(problems):
    (finding,) = problems(w1=[question("selected")])
    assert finding.message == "no question can be called 'selected': it is a word of ask_if"
