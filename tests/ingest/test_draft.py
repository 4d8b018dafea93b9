from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.ingest.draft import Source, draft_wave
from kinpanel.ingest.draft.column import guess
from kinpanel.ingest.draft.likeness import answer_likeness, label_likeness, name_likeness
from kinpanel.ingest.draft.missing import missing_class, reasons_of
from kinpanel.ingest.draft.names import question_ids, stems
from kinpanel.ingest.raw import RawColumn, RawFile
from kinpanel.questionnaire import load_questionnaires
from kinpanel.study import NAME, load_study

STUDY = """\
title: {en: Panel, zh: 追踪调查}
languages: [en, zh]
missing:
  inapplicable: {kind: design, label: {en: Routed, zh: 不适用}}
  not_asked: {kind: design, label: {en: Not asked, zh: 未问}}
  dont_know: {kind: item, label: {en: Don't know, zh: 不知道}}
  refused: {kind: item, label: {en: Refused, zh: 拒答}}
waves: [{id: w1, year: 2014}, {id: w2, year: 2016, missing_codes: {-1: dont_know}}]
"""
CHOICES = """\
# Sets of the study.
choices:
  sex@1:
    - {code: 2, label: {en: Girl, zh: 女}}
    - {code: 1, label: {en: Boy, zh: 男}}
"""


@pytest.fixture
def study(tmp_path):
    (tmp_path / "questionnaires").mkdir()
    (tmp_path / "study.yaml").write_text(STUDY, encoding="utf-8")
    (tmp_path / "questionnaires" / "choices.yaml").write_text(CHOICES, encoding="utf-8")
    return load_study(tmp_path)


def column(values, name="q1", **meta):
    """A column as read: None and ".a" are missing, texts make it text."""
    missing = [v is None or (isinstance(v, str) and re.fullmatch(r"\.[a-z]", v)) for v in values]
    tags = [(v or ".") if gone else "" for v, gone in zip(values, missing, strict=True)]
    text = any(isinstance(v, str) for v, gone in zip(values, missing, strict=True) if not gone)
    kept = [("" if text else 0.0) if g else v for v, g in zip(values, missing, strict=True)]
    return RawColumn.of(
        name=name,
        label=meta.get("label", ""),
        storage="text" if text else meta.get("storage", "double"),
        format=meta.get("format", ""),
        values=np.array(kept, dtype=object if text else float),
        tags=np.array(tags, dtype=object),
        value_labels=meta.get("labels", {}),
        declared=meta.get("declared", ()),
    )


def drafted(tmp_path, study, columns, wave="w2", choices=None):
    """The draft, and its questionnaire as the project's own loader reads it."""
    raw = RawFile("x.sav", "", len(columns[0].tags), {c.name: c for c in columns})
    known = {} if choices is None else choices
    draft = draft_wave([Source(raw, "child", "child")], wave, study, known)
    assert not isinstance(draft, list)
    folder = tmp_path / "questionnaires"
    (folder / f"{wave}.yaml").write_text(draft.text, encoding="utf-8")
    sets = draft.sets.text()
    if sets:
        (folder / "choices.yaml").write_text(f"choices:\n{sets}", encoding="utf-8")
    return draft, load_questionnaires(tmp_path, study)[wave]


SCALE = [1.0, 2.0, 3.0, 1.0]


@pytest.mark.parametrize(
    ("made", "kind"),
    [
        (column([1.0, 2.0, None]), "integer"),
        (column([1.0, 2.5]), "decimal"),
        (column(["a", "b"]), "text"),
        (column([606.0, 607.0], format="%tm"), "month"),
        (column([20000.0], format="%td"), "date"),
        (column([13.0e9], format="DATE11"), "date"),
        (column([13.0e9], format="DATETIME20"), "date"),
        (column([1.0], format="%tcHH:MM:SS"), "decimal"),
        (column([201607.0, 201608.0, 201609.0]), "month"),
        (column([201607.0, 201608.0, 201613.0]), "integer"),
        (column(["2016-07-01", "2016-07-02", "2016-07-03"]), "date"),
        (column([None, None], format="F8.2"), "decimal"),
        (column([None, None], format="F8.0"), "integer"),
        (column([1.0, 2.0, -1.0], labels={"1": "Yes", "2": "No"}), "select_one"),
        (column(["m", "f"], labels={"m": "Boy", "f": "Girl"}), "select_one"),
        (column(SCALE, labels={"1": "Never", "3": "Always"}), "select_one"),
        (column([*range(1, 90)], labels={"90": "90 or older"}), "integer"),
        (column([12.0, 13.0], labels={"-1": "Don't know", "99": "Refused"}), "integer"),
    ],
)
def test_types_come_from_storage_format_and_labels(study, made, kind):
    assert guess(made, reasons_of(study, "w2")).kind == kind


def test_a_partly_labelled_scale_gets_its_codes_from_end_to_end(tmp_path, study):
    made = column(SCALE, labels={"1": "Never", "5": "Always"})
    draft, questionnaire = drafted(tmp_path, study, [made])
    (question,) = questionnaire.questions
    assert [c.code for c in question.choices] == ["1", "2", "3", "4", "5"]
    assert [c.label["en"] for c in question.choices] == ["Never", "TODO", "TODO", "TODO", "Always"]
    assert "only some codes of the scale have labels" in draft.text
    assert "codes that never occur in this file: 5" in draft.text


def test_values_of_respondents_are_never_written(tmp_path, study):
    columns = [
        column(["4417", "4418"], name="pid"),
        column([31337.0, 271828.0], name="income", labels={"0": "none"}),
        column([9417.5, 8.25], name="z", declared=((9000.0, 9999.0),)),
        column([1.0] * 40 + [77.0], name="almost", labels={"1": "Yes", "2": "No"}),
    ]
    draft, _ = drafted(tmp_path, study, columns)
    for value in ("4417", "4418", "31337", "271828", "9417", "8.25", "77"):
        assert value not in draft.text + draft.sets.text()
    assert "codes without a label in the file: 1; ingest stops" in draft.text
    assert "9000.0 to 9999.0" in draft.text


def test_missing_codes_of_tags_ranges_and_labels(tmp_path, study):
    labels = {"-8": "不适用", "-1": "不知道", "1": "是", "2": "否", "9": "Partner refused?"}
    columns = [
        column([1.0, 2.0], name="a", labels=labels),
        column([3.0, ".a", ".b"], name="b", labels={".a": "Refused", ".b": "Owns no land"}),
        column([3.0, 99.0], name="c", declared=((99.0, 99.0),)),
        column([3.0, 7.0], name="d", labels={"7": "Don’t know"}, declared=((7.0, 7.0),)),
    ]
    draft, questionnaire = drafted(tmp_path, study, columns)
    a, b, c, d = questionnaire.questions
    assert a.missing_codes == {"-8": "inapplicable"}  # the wave declares -1
    assert [choice.code for choice in a.choices] == ["1", "2", "9"]
    assert b.missing_codes == {".a": "refused"}
    assert "TODO: .b looks missing, the file says Owns no land; no reason" in draft.text
    assert c.missing_codes == {}
    assert "TODO: 99 looks missing, the file declares it missing; no reason" in draft.text
    assert d.missing_codes == {"7": "dont_know"}
    assert len(re.findall(r"\w: \w+  # TODO: confirm, the file says", draft.text)) == 3


@pytest.mark.parametrize(
    ("label", "found"),
    [
        ("Refused", "refused"),
        ("拒答", "refused"),
        ("拒绝回答", "refused"),
        ("-2. REFUSAL", "refused"),
        (".d. don't know", "dont_know"),
        ("不知道/拒绝回答", "dont_know"),
        ("Not applicable (routing)", "inapplicable"),
        ("N/A", "inapplicable"),
        ("缺失", "no_answer"),
        ("Missing", "no_answer"),
        ("Refused to lend us money, so we left", None),
        ("Missing father", None),
        ("None", None),
        ("No", None),
        ("无", None),
        ("School refused/closed", None),
        ("", None),
    ],
)
def test_labels_that_look_missing(label, found):
    assert missing_class(label) == found


def test_sets_are_told_apart_by_content_and_named_by_their_first_question(tmp_path, study):
    yes, sex, size = {"1": "Yes", "5": "No"}, {"1": "男", "2": "女"}, {"1": "small", "2": "big"}
    choices = load_choices(tmp_path)
    columns = [
        column([1.0, 5.0], name="Farm", labels=yes),
        column([1.0, 5.0], name="Shop", labels=dict(reversed(yes.items()))),
        column([1.0, 2.0], name="Sex", labels=sex),
        column([1.0, 2.0], name="Plot", labels=size),
        column([1.0, 2.0], name="Flat", labels=size),
        column([2.0, 1.0], name="House", labels={"1": "big", "2": "small"}),
    ]
    raw = RawFile("x.dta", "", 2, {c.name: c for c in columns})
    draft = draft_wave([Source(raw, "child")], "w2", study, choices)
    assert not isinstance(draft, list)
    assert [q.response_set for q in draft.questions] == [
        *("yesno@1", "yesno@1", "sex@1", "plot@1", "plot@1", "house@1")
    ]
    assert list(draft.sets.added) == ["yesno@1", "plot@1", "house@1"]


def test_files_of_one_wave_share_sets_and_no_id(tmp_path, study):
    yes = {"1": "Yes", "5": "No"}
    files = [
        [column([1, 2], "Pid"), column([1, 5], "farm", labels=yes), column([1, 2], "roster_pid")],
        [column([1, 2], "pid"), column([1, 5], "shop", labels=yes), column([1, 2], "line")],
    ]
    sources = [
        Source(RawFile(f"{name}.dta", "", 2, {c.name: c for c in columns}), name, "person")
        for name, columns in zip(("Child", "roster"), files, strict=True)
    ]
    draft = draft_wave(sources, "w2", study, load_choices(tmp_path))
    assert not isinstance(draft, list)
    (tmp_path / "questionnaires" / "w2.yaml").write_text(draft.text, encoding="utf-8")
    (tmp_path / "questionnaires" / "choices.yaml").write_text(
        f"choices:\n{draft.sets.text()}", encoding="utf-8"
    )
    wave = load_questionnaires(tmp_path, study)["w2"]
    assert [(q.id, f"{q.file}.{q.column}") for q in wave.questions] == [
        ("child_pid", "Child.Pid"),
        ("farm", "Child.farm"),
        ("roster_pid", "Child.roster_pid"),
        ("roster_pid_2", "roster.pid"),
        ("shop", "roster.shop"),
        ("line", "roster.line"),
    ]
    assert {name: spec.key for name, spec in wave.files.items()} == {
        "Child": ("child_pid",),
        "roster": ("roster_pid_2",),
    }
    assert list(draft.sets.added) == ["yesno@1"]
    assert draft.text.startswith("# Draft of wave w2, made from Child.dta, roster.dta: confirm")


def load_choices(root):
    from kinpanel.questionnaire.written import read_written

    return read_written(root, load_study(root)).choices


@pytest.mark.parametrize(
    ("columns", "identity"),
    [
        ([column([1, 1], "hhid"), column([2, 3], "pid")], ["pid"]),
        ([column(["a", "a"], "hhid"), column([1, 2], "line_no")], ["line_no"]),
        ([column([1, 1, 2], "hhid"), column([4, 5, 4], "person")], ["hhid", "person"]),
        ([column([1, None], "pid"), column([7, 8], "serial", label="Serial number")], ["serial"]),
        ([column([1, 1], "x"), column([7, 8], "y")], ["y"]),
        ([column([1, 1], "x"), column([7, 7], "y")], ["x"]),
    ],
)
def test_the_key_is_unique_never_missing_and_named_like_an_id(tmp_path, study, columns, identity):
    draft, questionnaire = drafted(tmp_path, study, columns)
    assert list(questionnaire.files["child"].key) == identity
    assert "# TODO" in draft.text.splitlines()[3]


def test_ids_are_legal_and_told_apart(tmp_path, study):
    names = ["Q1", "q1", "Q1_2", "1st", "年龄", "a" * 40, "a" * 41, "not", "Größe", "x.y", "_"]
    ids = question_ids(names)
    assert list(ids.values())[:5] == ["q1", "q1_2", "q1_2_2", "q_1st", "q_5"]
    assert ids["not"] == "q_not"
    columns = [column([1.0], name=name) for name in names]
    _, questionnaire = drafted(tmp_path, study, columns)
    assert [q.column for q in questionnaire.questions] == names


@given(st.lists(st.text(max_size=50), unique=True, max_size=30))
def test_any_names_become_legal_ids_each_once(names):
    ids = list(question_ids(names).values())
    assert len(set(ids)) == len(names)
    assert all(re.fullmatch(NAME, name) and name == name.lower() for name in ids)


def test_a_file_without_columns_is_refused_and_a_name_with_spaces_is_told(study):
    empty = draft_wave([Source(RawFile("x.dta", "", 0, {}), "child")], "w2", study, {})
    assert isinstance(empty, list)
    assert [finding.file for finding in empty] == ["x.dta"]
    columns = {"a b": column([1.0], name="a b"), "c": column([1.0], name="c")}
    draft = draft_wave([Source(RawFile("x.dta", "", 1, columns), "child")], "w2", study, {})
    assert not isinstance(draft, list)
    assert [f.variable for f in draft.findings] == ["a b"]
    assert [q.id for q in draft.questions] == ["c"]


@pytest.mark.parametrize("text", ["No", "0101", "a: b", 'say "x" # y', "\\n", "是，否", "[1]", "~"])
def test_texts_are_read_back_as_they_stand(tmp_path, study, text):
    made = column([1.0, 2.0], label=text, labels={"1": text, "2": "other"})
    _, questionnaire = drafted(tmp_path, study, [made])
    (question,) = questionnaire.questions
    assert text in question.label.values()
    assert text in question.choices[0].label.values()


def test_names_lose_the_marks_of_their_wave():
    assert stems(["wq2pid", "wq2age", "wq2d401"]) == {
        "wq2pid": "pid",
        "wq2age": "age",
        "wq2d401": "d401",
    }
    assert stems(["educat17", "w3_sex", "hhid_w3"], 2017) == {
        "educat17": "educat",
        "w3_sex": "sex",
        "hhid_w3": "hhid",
    }


def test_likeness_orders_what_people_would_order():
    asked = "In the past week, how often did you feel sad?"
    assert label_likeness(asked, "I felt sad") > label_likeness(asked, "I felt lonely")
    assert label_likeness("过去一周，你感到悲伤难过？", "我感到悲伤难过") > 0.5
    assert label_likeness("", "x") == 0
    assert name_likeness("pid", "pid") == 1 > name_likeness("county", "country") > 0
    assert name_likeness("d1", "d2") == 0
    known = {"0": "never", "1": "often"}
    assert answer_likeness(known, known) == 1
    assert answer_likeness(known, {"1": "Never", "2": "often"}) == 0.9
    assert 0 < answer_likeness(known, {"0": "never", "1": "daily"}) < 0.7
    assert answer_likeness({}, known) == 0
