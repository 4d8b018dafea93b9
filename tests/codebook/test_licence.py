"""What leaves the study: no wording that a licence keeps back, and who may see what."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from tests.folders import write

from kinpanel.codebook.datapackage import data_package
from kinpanel.codebook.ddi import ddi_codebook
from kinpanel.pipeline.handle import Study
from kinpanel.questionnaire.xlsform.questionnaire import to_form

SPACE = "{ddi:codebook:2_5}"
OWN, ANSWER, MEAN = "Cried a great deal", "Quite untrue of me", "Felt low all day"
FILES = {
    "study.yaml": """\
title: {en: Panel}
languages: [en]
missing:
  inapplicable: {kind: design, label: {en: Routed}}
  not_asked: {kind: design, label: {en: Not asked}}
  refused: {kind: item, label: {en: Refused}}
waves: [{id: w1, year: 2014, missing_codes: {9: refused}}]
""",
    "questionnaires/choices.yaml": f"""\
choices:
  true@1:
    - {{code: 0, label: {{en: {ANSWER}}}}}
    - {{code: 1, label: {{en: Somewhat}}}}
    - {{code: 2, label: {{en: Wholly}}}}
    - {{code: 8, label: {{en: Never heard of it}}}}
  often@1:
    - {{code: 0, label: {{en: Rarely}}}}
    - {{code: 1, label: {{en: Some days}}}}
    - {{code: 2, label: {{en: Often}}}}
    - {{code: 3, label: {{en: Most days}}}}
""",
    "questionnaires/w1.yaml": f"""\
wave: w1
files: {{child: {{path: a.dta, unit: child, key: [pid], weight: w}}}}
questions:
  - {{id: pid, raw: child.PID, type: text, sensitivity: identifier, label: {{en: Id}}}}
  - {{id: w, raw: child.W, type: decimal, label: {{en: Weight of the child}}}}
  - {{id: a, raw: child.A, type: select_one true@1, item: sdq.13, missing_codes: {{8: refused}}}}
  - {{id: b, raw: child.B, type: integer, range: [0, 2], item: smfq.6, label: {{en: {OWN}}}}}
  - {{id: c, raw: child.C, type: select_one often@1, item: cesd8.1, label: {{en: {MEAN}}}}}
  - {{id: d, raw: child.D, type: integer, range: [3, 4], sensitivity: restricted, label: {{en: D}}}}
""",
    "codebooks/child.yaml": """\
table: child
label: {en: Children}
unit: child
key: [pid]
weight: own
variables:
  - {name: pid, type: text, sensitivity: identifier, label: {en: Id}}
  - {name: own, type: decimal, concept: w, label: {en: Own}}
  - {name: weight, type: decimal, concept: w, label: {en: Another}}
""",
    "codebooks/crosswalk.csv": """\
variable,wave,source,rule,status,why,by,reviewed
child.pid,w1,pid,same,identical,,,
child.own,w1,w,same,identical,,,
child.weight,w1,w,same,identical,,,
""",
}


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return Study.open(write(tmp_path, FILES))


def exported(study: Study) -> bytes:
    return ddi_codebook(study.definition, study.questionnaires, study.codebook)


@pytest.fixture
def variables(study: Study) -> dict[str, ElementTree.Element]:
    root = ElementTree.fromstring(exported(study))  # noqa: S314
    return {str(one.get("ID")): one for one in root.iter(f"{SPACE}var")}


def test_no_wording_that_is_kept_back_is_in_any_export(study):
    package = data_package(study.definition, study.questionnaires, study.codebook)
    for payload in (exported(study).decode(), json.dumps(package)):
        assert OWN not in payload
        assert ANSWER not in payload
    assert MEAN in exported(study).decode()


def test_neutral_labels_and_the_item_stand_in_the_archive(variables):
    sdq = variables["V.w1.a"]
    name = "Item 13 of Strengths and Difficulties Questionnaire (SDQ)"
    assert sdq.findtext(f"{SPACE}labl") == name
    assert sdq.findtext(f"{SPACE}qstn/{SPACE}qstnLit") == name
    (note,) = [n for n in sdq.findall(f"{SPACE}notes") if n.get("type") == "instrument item"]
    assert (note.text, note.get("subject")) == (name, "sdq.13")
    smfq = variables["V.w1.b"].findtext(f"{SPACE}labl")
    assert smfq == "Item 6 of Short Mood and Feelings Questionnaire (SMFQ): crying"


def test_answers_of_a_forbidden_item_are_codes_alone_and_reasons_keep_their_words(variables):
    found = {
        c.findtext(f"{SPACE}catValu"): c.findtext(f"{SPACE}labl")
        for c in variables["V.w1.a"].findall(f"{SPACE}catgry")
    }
    assert found == {"0": None, "1": None, "2": None, "8": "Refused", "9": "Refused"}


def test_the_form_for_the_field_carries_the_wording(study):
    form = to_form(study.questionnaires["w1"], ["en"], title="T")
    labels = {row.cells["name"]: row.cells["label::English (en)"] for row in form.questions}
    assert (labels["b"], labels["c"]) == (OWN, MEAN)
    assert labels["a"].startswith("Item 13 of ")


def test_a_sensitive_question_that_nothing_is_made_from_is_not_described(variables):
    hidden = variables["V.w1.d"]
    assert hidden.findtext(f"{SPACE}security") == "restricted"
    assert hidden.get("access") == "A.restricted"
    assert hidden.find(f"{SPACE}valrng") is None
    assert variables["V.w1.b"].find(f"{SPACE}valrng") is not None
    assert variables["V.w1.b"].find(f"{SPACE}security") is None


def test_the_conditions_of_access_are_told(study):
    root = ElementTree.fromstring(exported(study))  # noqa: S314
    told = {one.get("ID") for one in root.iter(f"{SPACE}useStmt")}
    assert told == {"A.restricted", "A.identifier"}


def test_declared_weights_count_alone(study, variables):
    assert variables["V.w1.w"].get("wgt") == "wgt"
    assert variables["V.w1.a"].get("wgt-var") == "V.w1.w"
    assert variables["H.child.own"].get("wgt") == "wgt"
    assert variables["H.child.weight"].get("wgt") is None
    assert variables["H.child.weight"].get("wgt-var") == "H.child.own"
    (child,) = data_package(study.definition, study.questionnaires, study.codebook)["resources"]
    assert child["weight"] == "own"
