"""A small study of two waves: right as it stands, and loaded again with single lines changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kinpanel.codebook import Codebook, load_codebook
from kinpanel.errors import DefinitionError, Finding
from kinpanel.questionnaire import load_questionnaires
from kinpanel.study import load_study

FILES = {
    "study.yaml": """\
title: {en: Panel}
languages: [en]
missing:
  inapplicable: {kind: design, label: {en: Routed}}
  not_asked: {kind: design, label: {en: Not asked}}
  refused: {kind: item, label: {en: Refused}}
waves:
  - {id: w1, year: 2014, missing_codes: {9: refused}}
  - {id: w2, year: 2016, missing_codes: {9: refused}}
""",
    "questionnaires/choices.yaml": """\
choices:
  yesno@1: [{code: 1, label: {en: "Yes"}}, {code: 0, label: {en: "No"}}]
  sex@1: [{code: 1, label: {en: Boy}}, {code: 2, label: {en: Girl}}]
  mood@1: [{code: 1, label: {en: Bad}}, {code: 2, label: {en: Fair}}, {code: 3, label: {en: Good}}]
  mood@2: [{code: 1, label: {en: Bad}}, {code: 3, label: {en: Good}}, {code: 9, label: {en: None}}]
""",
    "questionnaires/w1.yaml": """\
wave: w1
files: {child: {path: a.dta, unit: child, key: [pid]}, home: {path: b.dta, unit: home, key: [hid]}}
questions:
  - {id: pid, raw: child.PID, type: integer, label: {en: Id}}
  - {id: sex, raw: child.SEX, type: select_one sex@1, concept: gender, label: {en: Sex}}
  - {id: mood, raw: child.MOOD, type: select_one mood@1, label: {en: Mood}}
  - {id: cash, raw: child.CASH, type: decimal, concept: income, label: {en: Cash}}
  - {id: hid, raw: home.HID, type: integer, label: {en: Home}}
  - {id: note, raw: child.NOTE, type: text, concept: income, label: {en: Note}}
""",
    "questionnaires/w2.yaml": """\
wave: w2
files: {child: {path: a.sav, unit: child, key: [pid]}}
questions:
  - {id: pid, raw: child.PID, like: w1.pid}
  - {id: sex, raw: child.SEX, like: w1.sex}
  - {id: mood, raw: child.MOOD, like: w1.mood, type: select_one mood@2, missing_codes: {9: refused}}
""",
    "codebooks/child.yaml": """\
table: child
label: {en: Children}
unit: child x wave
key: [pid]
variables:
  - {name: pid, type: text, label: {en: Id}}
  - {name: girl, concept: gender, type: boolean, label: {en: Girl}}
  - {name: mood, type: ordinal, label: {en: Mood},
     levels: [{code: 1, label: {en: Bad}}, {code: 3, label: {en: Good}}]}
  - {name: income, type: decimal, range: [0, 100], label: {en: Income}}
  - {name: twice, type: decimal, label: {en: Twice}, score: {rule: sum, items: [income, income]}}
""",
    "codebooks/crosswalk.csv": """\
variable,wave,source,rule,status,why,by,reviewed
child.pid,w1,pid,pad 4,identical,,,
child.girl,w1,sex,map,identical,,,
child.mood,w1,mood,map,compatible,asked otherwise,,
child.income,w1,cash,same,identical,,,
child.pid,w2,pid,pad 4,identical,,,
child.girl,w2,sex,map,identical,,,
child.mood,w2,mood,same,identical,,,
child.income,w2,,,not_asked,,,
""",
    "codebooks/codes.csv": """\
variable,target,label,w1,w2
child.girl,1,Girl,2,2
child.girl,0,Boy,1,1
child.mood,1,Bad,1 2,
child.mood,3,Good,3,
""",
}


@pytest.fixture
def load(tmp_path: Path) -> Callable[..., Codebook]:
    """The codebook, with lines replaced: `load({"codes.csv": {2: "child.girl,1,Girl,,"}})`.

    None leaves a line out; line 0 is put behind the last; bytes or text replace a whole file.
    """

    def _load(changes: dict[str, dict[int, str | None] | str | bytes] | None = None) -> Codebook:
        for name, text in FILES.items():
            change = (changes or {}).get(name.split("/")[-1], {})
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            if isinstance(change, dict):
                lines: list[str | None] = text.splitlines()
                for line, replacement in change.items():
                    if line:
                        lines[line - 1] = replacement
                    else:
                        lines.append(replacement)
                change = "".join(f"{line}\n" for line in lines if line is not None)
            path.write_bytes(change.encode() if isinstance(change, str) else change)
        study = load_study(tmp_path)
        return load_codebook(tmp_path, study, load_questionnaires(tmp_path, study))

    return _load


@pytest.fixture
def problems(load: Callable[..., Codebook]) -> Callable[..., tuple[Finding, ...]]:
    """The findings with which the codebooks are refused."""

    def _problems(changes: dict[str, dict[int, str | None] | str | bytes]) -> tuple[Finding, ...]:
        with pytest.raises(DefinitionError, match="the codebooks cannot be used") as caught:
            load(changes)
        return caught.value.findings

    return _problems
