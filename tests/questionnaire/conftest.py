"""A study of two waves in a few lines, and its questionnaires as loaded or as refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from kinpanel.errors import DefinitionError, Finding
from kinpanel.questionnaire import Questionnaires, load_questionnaires
from kinpanel.study import load_study

STUDY = """\
title: {en: Panel}
languages: [en]
missing:
  inapplicable: {kind: design, label: {en: Routed}}
  not_asked: {kind: design, label: {en: Not asked}}
  refused: {kind: item, label: {en: Refused}}
waves: [{id: w1, year: 2014}, {id: w2, year: 2016}, {id: w3, year: 2018}]
"""
CHOICES = """\
choices:
  yesno@1: [{code: 1, label: {en: "Yes"}}, {code: 0, label: {en: "No"}}]
  sex@1: [{code: m, label: {en: Boy}}, {code: f, label: {en: Girl}}]
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A study without any questionnaire."""
    (tmp_path / "study.yaml").write_text(STUDY, encoding="utf-8")
    (tmp_path / "questionnaires").mkdir()
    (tmp_path / "questionnaires" / "choices.yaml").write_text(CHOICES, encoding="utf-8")
    return tmp_path


@pytest.fixture
def load(root: Path) -> Callable[..., Questionnaires]:
    """Questionnaires from lists of questions by wave (`w1=[...]`) or from whole files (text).

    Questions start in line 4: the first three hold the wave, the file and its key `pid`, the
    first question.
    """

    def _load(**waves: str | Sequence[str]) -> Questionnaires:
        for name, content in waves.items():
            head = f"wave: {name}\nfiles: {{child: {{path: x.dta, unit: child, key: [pid]}}}}\n"
            first = "{id: pid, raw: child.PID, type: text, label: {en: Id}}"
            text = (
                content
                if isinstance(content, str)
                else "\n  - ".join([f"{head}questions:", first, *content])
            )
            (root / "questionnaires" / f"{name}.yaml").write_text(text, encoding="utf-8")
        return load_questionnaires(root, load_study(root))

    return _load


@pytest.fixture
def problems(load: Callable[..., Questionnaires]) -> Callable[..., tuple[Finding, ...]]:
    """The findings with which the questionnaires are refused."""

    def _problems(**waves: str | Sequence[str]) -> tuple[Finding, ...]:
        with pytest.raises(DefinitionError, match="the questionnaires cannot be used") as caught:
            load(**waves)
        return caught.value.findings

    return _problems
