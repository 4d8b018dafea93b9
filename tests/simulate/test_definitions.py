"""The definitions of the reference panel and of the starter load, and fit the exports."""

from __future__ import annotations

from pathlib import Path

import pytest

import kinpanel
from kinpanel.codebook import load_codebook
from kinpanel.documents import read_tree
from kinpanel.questionnaire import Questionnaires, load_questionnaires
from kinpanel.simulate import WAVES
from kinpanel.simulate.files import layouts_of
from kinpanel.simulate.layouts import Layout
from kinpanel.simulate.sections import SECTIONS
from kinpanel.study import StudyDefinition, load_study

ROOT = Path(__file__).parents[2]
STARTER = Path(kinpanel.__file__).parent / "starter"
STUDIES = pytest.mark.parametrize("root", [ROOT, STARTER], ids=["reference panel", "starter"])


def loaded(root: Path) -> tuple[StudyDefinition, Questionnaires]:
    study = load_study(root)
    return study, load_questionnaires(root, study)


@STUDIES
def test_definitions_load_without_a_finding(root):
    study, questionnaires = loaded(root)
    codebook = load_codebook(root, study, questionnaires)
    sections = {section.table for section in SECTIONS} if root == ROOT else set()
    assert set(codebook.tables) == {"child", "person", "spell"} | sections
    assert tuple(questionnaires.waves) == study.wave_ids
    assert codebook.tables["spell"].key == ("parent_pid", "start_month")
    assert study.panel.absence is not None
    for table in codebook.tables.values():
        for name in ("pid", "hhid", "father_pid", "mother_pid", "parent_pid"):
            variable = table.variable(name)
            assert variable is None or variable.sensitivity == "identifier"


def exported(wave: str) -> dict[str, Layout]:
    return {layout.file: layout for layout in layouts_of(wave)}


@STUDIES
def test_every_question_reads_a_column_of_the_exports(root):
    study, questionnaires = loaded(root)
    for wave, questionnaire in questionnaires.waves.items():
        assert WAVES[wave] == study.wave(wave).year
        files = exported(wave)
        for question in questionnaire.questions:
            layout = files[questionnaire.files[question.file].path]
            columns = [known for known in layout.columns if known.name in question.columns]
            assert len(columns) == len(question.columns)
            column = columns[0]
            if question.kind == "select_one":
                assert {choice.code for choice in question.choices} == {
                    str(code) for code in column.labels
                }
            assert (question.kind == "month") == (column.style in ("yyyymm", "stata_month"))


def test_the_reference_panel_declares_every_column_of_the_exports():
    _, questionnaires = loaded(ROOT)
    for wave, questionnaire in questionnaires.waves.items():
        declared = {
            (questionnaire.files[question.file].path, column)
            for question in questionnaire.questions
            for column in question.columns
        }
        columns = {
            (layout.file, column.name) for layout in layouts_of(wave) for column in layout.columns
        }
        assert declared == columns


@STUDIES
def test_every_missing_code_of_the_exports_is_declared_with_its_reason(root):
    study, questionnaires = loaded(root)
    for wave, questionnaire in questionnaires.waves.items():
        own = {spec.path: spec.missing_codes for spec in questionnaire.files.values()}
        for layout in (one for one in layouts_of(wave) if one.file in own):
            declared = {**study.wave(wave).missing_codes, **own[layout.file]}
            for reason, code in layout.missing.codes.items():
                written = f".{code}" if isinstance(code, str) else str(code)
                assert declared[written] == reason


@STUDIES
def test_the_paper_asks_for_models_that_exist(root):
    tree = read_tree(root / "paper" / "tables.yaml", "paper/tables.yaml")
    assert tree.findings == []
    shown = [*tree.value["tables"].values(), *tree.value["figures"].values()]
    used = {model for entry in shown for model in entry.get("models", [])}
    assert used == set(tree.value["models"])


def test_the_starter_is_complete_and_holds_no_program():
    names = {path.relative_to(STARTER).as_posix() for path in STARTER.rglob("*") if path.is_file()}
    assert {"study.yaml", "README.md", "Makefile", "gitignore", "paper/tables.yaml"} <= names
    assert not any(name.endswith(".py") for name in names)
