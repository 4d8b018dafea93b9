from __future__ import annotations

import openpyxl
import pytest
from pyxform.xls2xform import convert

from kinpanel.errors import DataError, InputMissingError, RefusedError, UsageError
from kinpanel.pipeline.form import draft_form, export_form
from kinpanel.pipeline.handle import Study
from kinpanel.questionnaire import load_questionnaires
from kinpanel.questionnaire.xlsform import read_xlsform


@pytest.mark.filterwarnings("ignore")
def test_every_wave_becomes_a_form_that_pyxform_takes(ingested, tmp_path):
    study = Study.open(ingested)
    for wave, questionnaire in study.questionnaires.waves.items():
        target = tmp_path / f"{wave}.xlsx"
        assert export_form(study, wave, target, file="child") == len(questionnaire.in_file("child"))
        converted = convert(xlsform=target.read_bytes(), file_type=".xlsx").xform
        for question in questionnaire.in_file("child"):
            assert f"/{question.id}" in converted


def test_routing_goes_out_as_xpath_and_comes_back_as_it_was(ingested, tmp_path):
    study = Study.open(ingested)
    export_form(study, "w1", tmp_path / "w1.xlsx", file="child")
    form, findings = read_xlsform((tmp_path / "w1.xlsx").read_bytes(), "w1.xlsx")
    assert not [f for f in findings if f.severity == "error"]
    asked = next(q for q in form.questions if q.name == "d_depressed")
    assert asked.relevant == "${c_age} >= 8"
    draft = draft_form(study, tmp_path / "w1.xlsx", "w1")
    assert 'ask_if: "c_age >= 8"' in draft.text
    assert draft.text.count("- id:") == len(study.questionnaires["w1"].in_file("child"))


def test_same_questionnaire_same_bytes_and_nothing_is_overwritten(ingested, tmp_path):
    study = Study.open(ingested)
    export_form(study, "w2", tmp_path / "a.xlsx")
    export_form(study, "w2", tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    with pytest.raises(RefusedError, match="there already"):
        export_form(study, "w2", tmp_path / "a.xlsx")


def form_of(path, *choices):
    book = openpyxl.Workbook()
    survey, listed = book.active, book.create_sheet("choices")
    survey.title = "survey"
    survey.append(["type", "name", "label::中文 (zh)"])
    survey.append(["text", "pid", "编码"])
    survey.append(["select_one away", "away", "父亲在外吗？"])
    listed.append(["list_name", "name", "label::中文 (zh)"])
    for code, said in choices:
        listed.append(["away", code, said])
    book.save(path)
    return path


def test_a_draft_from_a_form_is_written_beside_what_there_is(own_study, tmp_path):
    folder = own_study / "questionnaires"
    (folder / "w5.yaml").unlink()
    study = Study.open(own_study)
    choices = (folder / "choices.yaml").read_text(encoding="utf-8")
    said = [(1, "是"), (5, "否"), (77, "不知道"), (-2, "拒绝回答")]
    path = form_of(tmp_path / "f.xlsx", *said)
    printed = draft_form(study, path, "w5")
    assert printed.written == ()
    assert not (folder / "w5.yaml").exists()
    result = draft_form(study, path, "w5", write=True)
    assert result.written == ("questionnaires/choices.yaml", "questionnaires/w5.yaml")
    text = (folder / "w5.yaml").read_text(encoding="utf-8")
    assert text == result.text == printed.text
    assert (folder / "choices.yaml").read_text(encoding="utf-8") == choices + result.choices
    with pytest.raises(RefusedError, match="is not overwritten"):
        draft_form(study, path, "w5", write=True)
    filled = text.replace(
        'path: "TODO", unit: TODO, key: [TODO]', "path: a.dta, unit: c, key: [pid]"
    )
    (folder / "w5.yaml").write_text(filled, encoding="utf-8")
    away = load_questionnaires(own_study, study.definition)["w5"].question("away")
    assert away is not None
    assert [choice.code for choice in away.choices] == ["1", "5"]
    assert away.missing_codes == {"77": "dont_know", "-2": "refused"}
    assert text.count("# TODO: confirm, the form says") == 2


def test_unknown_names_and_files_that_are_no_forms(ingested, tmp_path):
    study = Study.open(ingested)
    with pytest.raises(UsageError, match="w9"):
        export_form(study, "w9", tmp_path / "x.xlsx")
    with pytest.raises(UsageError, match="did you mean 'child'"):
        export_form(study, "w1", tmp_path / "x.xlsx", file="chld")
    with pytest.raises(InputMissingError):
        draft_form(study, tmp_path / "x.xlsx", "w1")
    (tmp_path / "x.xlsx").write_bytes(b"not a workbook")
    with pytest.raises(DataError, match="not a form"):
        draft_form(study, tmp_path / "x.xlsx", "w1")
