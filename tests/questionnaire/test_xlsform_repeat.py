"""A questionnaire with repeats as a form: pyxform takes it, it comes back with the same counts."""

from __future__ import annotations

import pytest
from pyxform.xls2xform import convert

from kinpanel.questionnaire.model import Choice, FileSpec, Question, Questionnaire
from kinpanel.questionnaire.routing import parse_condition
from kinpanel.questionnaire.xlsform import read_xlsform, write_xlsform
from kinpanel.questionnaire.xlsform.draft import draft_from_form
from kinpanel.questionnaire.xlsform.questionnaire import to_form
from kinpanel.questionnaire.xpath import from_xpath, to_xpath

SEX = (Choice(code="1", label={"en": "Male"}), Choice(code="2", label={"en": "Female"}))


def question(name, kind, file="home", column=None, **more):
    gate = more.pop("ask_if", None)
    condition = parse_condition(gate) if gate else None
    label = {"en": f"{name}?"}
    return Question(name, "w1", file, column or name, kind, label, name, ask_if=condition, **more)


def questionnaire(slots="1-12", **gates):
    person = {"file": "person"}
    return Questionnaire(
        wave="w1",
        source="questionnaires/w1.yaml",
        files={
            "home": FileSpec(path="h.dta", unit="household", key=("hid",)),
            "person": FileSpec(repeat="home", slots=slots, unit="person", key=("p_hid", "line")),
            "child": FileSpec(path="c.dta", unit="child", key=("cid",)),
        },
        questions=(
            question("hid", "text"),
            question("p_hid", "text", column="hid", **person),
            question("line", "integer", column="{slot}", **person),
            question("size", "integer"),
            question("name", "text", column="name_{slot}", **person),
            question("end", "text"),
            question(
                *("sex", "select_one", "person", "sex_{slot}"),
                **{"choices": SEX, "response_set": "sex@1", "ask_if": gates.get("sex")},
            ),
            question("cid", "text", file="child"),
        ),
    )


def form(slots="1-12", file=None, **gates):
    return to_form(questionnaire(slots, **gates), ["en"], title="W", relevant=to_xpath, file=file)


def outline(made):
    return [row.name or row.cell("type") for row in made.survey.rows]


def converted(made):
    payload = write_xlsform(made)
    again, findings = read_xlsform(payload, "w1.xlsx")
    assert again == made
    assert not [finding for finding in findings if finding.severity == "error"]
    warnings: list[str] = []
    xform = convert(payload, file_type=".xlsx", warnings=warnings).xform
    assert warnings == []
    return xform


def test_a_repeat_stands_where_its_first_question_is_asked_without_slot_and_copies():
    made = form()
    assert outline(made) == [
        *("hid", "size", "person", "name", "sex", "end_repeat", "end", "cid"),
    ]
    assert made.survey.rows[2].cell("type") == "begin_repeat"
    assert len(made.questions) == 6


@pytest.mark.parametrize("file", ["home", "person"])
def test_the_form_of_a_file_holds_its_repeats(file):
    assert outline(form(file=file)) == outline(form())[:-1]
    assert outline(form(file="child")) == ["cid"]


def test_only_slots_with_names_are_counted():
    assert "repeat_count" not in form().survey.columns
    (begin,) = [row for row in form(("ma", "pa")).survey.rows if row.name == "person"]
    assert begin.cell("repeat_count") == "2"


def test_pyxform_takes_it_and_it_comes_back_with_the_same_counts():
    made = form(sex="size > 1 and answered(name)")
    xform = converted(made)
    assert 'repeat nodeset="/data/person"' in xform
    assert "/data/person/sex" in xform
    draft = draft_from_form(made, "w1", ["en"], name="w1.xlsx", alias="home", relevant=from_xpath)
    assert draft.findings == ()
    assert draft.text.count("- id:") == len(made.questions)
    assert draft.text.count('\n    raw: "person.') == 2
    assert "# TODO: a repeat in the form" in draft.text
    assert 'raw: "person.age_{slot}"' in draft.text
    assert 'ask_if: "size > 1 and answered(name)"' in draft.text
    converted(form(("ma", "pa")))


def test_a_slot_that_routing_needs_is_counted_by_the_form():
    made = form(sex="line = 1")
    (line,) = [row for row in made.survey.rows if row.name == "line"]
    assert (line.cell("type"), line.calculation) == ("calculate", "position(..)")
    assert outline(made)[2:4] == ["person", "line"]
    assert "position(..)" in converted(made)


def test_a_repeat_is_not_called_as_a_question_is():
    made = questionnaire()
    questions = (*made.questions, question("person", "text"))
    same = Questionnaire(made.wave, made.source, made.files, questions)
    names = outline(to_form(same, ["en"], title="W"))
    assert "person_" in names
    assert names.count("person") == 1
