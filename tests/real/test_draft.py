"""Every real .dta, .sav and .zsav becomes a draft that the loaders accept, or is refused."""

from __future__ import annotations

import os
from pathlib import Path

import pyreadstat
import pytest

from kinpanel.errors import DataError
from kinpanel.labels import code_text
from kinpanel.pipeline.draft import draft
from kinpanel.pipeline.handle import Study
from kinpanel.questionnaire import load_questionnaires
from kinpanel.study import load_study

pytestmark = pytest.mark.real

FOLDER = os.environ.get("KINPANEL_REAL_DATA")
if not FOLDER:
    pytest.skip("KINPANEL_REAL_DATA names no folder of real data", allow_module_level=True)
FILES = sorted(path for path in Path(FOLDER).rglob("*") if path.suffix in {".dta", ".sav", ".zsav"})
STUDY = """\
title: {en: Any}
languages: [en]
missing:
  inapplicable: {kind: design, label: {en: Routed}}
  not_asked: {kind: design, label: {en: Not asked}}
  no_answer: {kind: item, label: {en: No answer}}
waves: [{id: w1, year: 2020}]
"""


def test_there_are_files():
    assert len(FILES) > 100


@pytest.mark.parametrize("path", FILES, ids=[f"{p.parent.name}/{p.name}" for p in FILES])
def test_the_draft_is_accepted_or_the_file_is_refused(path, tmp_path):
    (tmp_path / "study.yaml").write_text(STUDY, encoding="utf-8")
    study = Study.open(tmp_path)
    try:
        result = draft(study, path, "w1", write=True)
    except DataError as error:
        assert {finding.rule for finding in error.findings} <= {"unreadable", "draft"}
        assert not (tmp_path / "questionnaires").exists()
        pytest.skip(f"refused: {error.findings[0].message}")
    read = pyreadstat.read_dta if path.suffix == ".dta" else pyreadstat.read_sav
    _, meta = read(str(path), metadataonly=True)
    questions = load_questionnaires(tmp_path, load_study(tmp_path))["w1"].questions
    assert [q.column for q in questions] == list(meta.column_names)
    assert result.questions == len(questions)
    assert result.findings == ()
    for question in questions:
        codes = {choice.code for choice in question.choices}
        assert not codes & question.missing_codes.keys()
        labels = meta.variable_value_labels.get(question.column, {})
        labelled = {str(code_text(code)).rstrip() for code in labels}
        if codes - labelled:  # a scale with labelled ends
            assert min(map(int, labelled & codes)) == min(map(int, codes))
            assert max(map(int, labelled & codes)) == max(map(int, codes))
