from __future__ import annotations

import pytest
from pyxform.xls2xform import convert

from kinpanel.errors import DataError, InputMissingError, RefusedError, UsageError
from kinpanel.pipeline.form import draft_form, export_form
from kinpanel.pipeline.handle import Study
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
