"""Our own questionnaire as a form: types, lists, labels, routing and ranges."""

from __future__ import annotations

from pyxform.xls2xform import convert

from kinpanel.questionnaire.model import Choice, FileSpec, Question, Questionnaire
from kinpanel.questionnaire.routing import parse_condition
from kinpanel.questionnaire.xlsform import read_xlsform, write_xlsform
from kinpanel.questionnaire.xlsform.questionnaire import to_form
from kinpanel.questionnaire.xpath import from_xpath, to_xpath

YESNO = (
    Choice(code="1", label={"en": "Yes", "zh": "是"}),
    Choice(code="0", label={"en": "No", "zh": "否"}),
)


def question(name, kind, file="child", **more):
    label = {"en": f"{name}?", "zh": f"{name}？"}
    return Question(name, "w1", file, name.upper(), kind, label, name, **more)


QUESTIONNAIRE = Questionnaire(
    wave="w1",
    source="questionnaires/w1.yaml",
    files={
        "child": FileSpec(path="c.csv", unit="child", key=("pid",)),
        "home": FileSpec(path="h.csv", unit="household", key=("hid",)),
    },
    questions=(
        question("pid", "text"),
        question("age", "integer", range=(0.0, 17.5), missing_codes={"-8": "x", ".a": "y"}),
        question("weight", "decimal", range=(1.0, 200.0)),
        question("born", "month"),
        question("away", "select_one", choices=YESNO, response_set="yesno@2"),
        question("since", "date", ask_if=parse_condition("away = 1")),
        question("ill", "select_one", choices=YESNO, response_set="yesno@2"),
        question("hid", "text", file="home"),
    ),
)
WHY = Questionnaire(
    wave="w1",
    source="questionnaires/w1.yaml",
    files={"child": FileSpec(path="c.csv", unit="child", key=("pid",))},
    questions=(
        question("pid", "text"),
        question("why", "select_multiple", choices=YESNO, response_set="yesno@2"),
        question("one", "select_one", choices=YESNO, response_set="yesno@2"),
        question("more", "text", ask_if=parse_condition("selected(why, 1) and one = 1")),
    ),
)


def form(**more):
    return to_form(QUESTIONNAIRE, ["en", "zh"], title="Wave 1", **more)


def test_each_kind_has_its_type():
    rows = {row.name: row.cell("type") for row in form().survey.rows}
    assert rows == {
        **{"pid": "text", "age": "integer", "weight": "decimal", "born": "date"},
        **{"away": "select_one yesno_v2", "since": "date", "ill": "select_one yesno_v2"},
        "hid": "text",
    }
    born = form().survey.rows[3]
    assert born.cell("appearance") == "month-year"


def test_labels_stand_in_all_languages_and_a_shared_list_once():
    assert form().languages == ("English (en)", "中文 (zh)")
    assert form().survey.rows[0].labels == {"English (en)": "pid?", "中文 (zh)": "pid？"}
    assert [(c.list_name, c.name, c.labels["中文 (zh)"]) for c in form().choices.rows] == [
        ("yesno_v2", "1", "是"),
        ("yesno_v2", "0", "否"),
    ]


def test_a_range_lets_missing_codes_pass():
    rows = {row.name: row.constraint for row in form().survey.rows}
    assert rows["age"] == "(. >= 0 and . <= 17.5) or . = -8"
    assert rows["weight"] == ". >= 1 and . <= 200"


def test_routing_goes_through_the_function_given():
    routed = form(relevant=lambda condition: f"${{away}} = 1 or '{condition.text}' = ''")
    rows = {row.name: row.relevant for row in routed.survey.rows}
    assert rows["since"] == "${away} = 1 or 'away = 1' = ''"
    assert {name for name, text in rows.items() if text} == {"since"}
    assert not any(row.relevant for row in form().survey.rows)


def test_one_file_alone():
    assert [row.name for row in form(file="home").survey.rows] == ["hid"]
    assert form(file="home").choices.rows == ()


def test_pyxform_takes_it_and_it_comes_back():
    made = form(relevant=lambda condition: "${away} = 1")
    payload = write_xlsform(made)
    again, findings = read_xlsform(payload, "w1.xlsx")
    assert again == made
    assert {finding.rule for finding in findings} <= {"xlsform-duplicate-label"}
    warnings: list[str] = []
    result = convert(payload, file_type=".xlsx", warnings=warnings)
    assert warnings == []
    assert '/away  = 1"' in result.xform


def test_several_answers_go_out_and_come_back():
    made = to_form(WHY, ["en", "zh"], title="Wave 1", relevant=to_xpath)
    rows = {row.name: row for row in made.survey.rows}
    assert rows["why"].cell("type") == "select_multiple yesno_v2"
    assert [choice.name for choice in made.choices.rows] == ["1", "0"]
    assert rows["more"].relevant == "selected(${why}, '1') and ${one} = 1"
    back = from_xpath(rows["more"].relevant, multiple={"why"})
    assert back == WHY.questions[3].ask_if
    payload = write_xlsform(made)
    assert read_xlsform(payload, "w1.xlsx")[0] == made
    warnings: list[str] = []
    xform = convert(payload, file_type=".xlsx", warnings=warnings).xform
    assert warnings == []
    assert "/why , '1')" in xform
