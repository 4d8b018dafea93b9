"""The Frictionless descriptor: what the specification wants, and what the codebook says.

`problems` checks the rules of Data Package, Data Resource and Table Schema (version 1) that bear
on what we write: required properties, forms of names and paths, types, constraints that go with
a type, keys that are fields.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.codebook.datapackage import data_package, texts
from kinpanel.pipeline.handle import Study
from kinpanel.questionnaire import load_questionnaires
from kinpanel.study import load_study
from kinpanel.tables.release import Release

ROOT = Path(__file__).parents[2]
PANEL = ROOT / "tests" / "cases" / "panel"
NLSY = ROOT / "examples" / "nlsy-children"

NAME = r"[-a-z0-9._/]+"
TYPES = {"string", "integer", "number", "boolean", "date", "yearmonth"}
CONSTRAINTS = {
    "required": TYPES,
    "enum": TYPES,
    "minimum": {"integer", "number"},
    "maximum": {"integer", "number"},
}


def problems(package: dict[str, Any]) -> list[str]:
    """Everything in which a descriptor departs from the specification."""
    found = []
    if package["profile"] not in ("data-package", "tabular-data-package"):
        found.append("profile")
    if not re.fullmatch(NAME, package["name"]) or not package["resources"]:
        found.append("package")
    names = [resource["name"] for resource in package["resources"]]
    if len(set(names)) < len(names):
        found.append("resource names")
    for resource in package["resources"]:
        paths = resource["path"] if isinstance(resource["path"], list) else [resource["path"]]
        if not paths or any(p.startswith(("/", "~")) or ".." in p.split("/") for p in paths):
            found.append("path")
        if not re.fullmatch(NAME, resource["name"]):
            found.append("name")
        if package["profile"] == "tabular-data-package" and (
            resource["profile"] != "tabular-data-resource" or resource["format"] != "csv"
        ):
            found.append("tabular")
        hashed = [resource, *resource.get("parts", [])]
        found += ["hash" for h in hashed if not _is_hash(h.get("hash"))]
        found += _schema_problems(resource["schema"])
    return found


def _is_hash(value: str | None) -> bool:
    return value is None or re.fullmatch(r"sha256:[0-9a-f]{64}", value) is not None


def _schema_problems(schema: dict[str, Any]) -> list[str]:
    found = []
    fields = [field["name"] for field in schema["fields"]]
    if len(set(fields)) < len(fields):
        found.append("fields")
    if not set(schema["primaryKey"]) <= set(fields):
        found.append("primaryKey")
    for field in schema["fields"]:
        if field["type"] not in TYPES:
            found.append(f"type {field['type']}")
        constraints = field.get("constraints", {})
        for constraint in constraints:
            if field["type"] not in CONSTRAINTS.get(constraint, set()):
                found.append(f"{constraint} of {field['type']}")
        if "enum" in constraints and len(set(constraints["enum"])) < len(constraints["enum"]):
            found.append("enum")
        if constraints.get("minimum", 0) > constraints.get("maximum", float("inf")):
            found.append("range")
    return found


@pytest.fixture(scope="module", params=[PANEL, NLSY], ids=["panel", "nlsy"])
def study(request: pytest.FixtureRequest) -> Study:
    return Study.open(request.param)


def export(study: Study, release: Release | None = None) -> dict[str, Any]:
    return data_package(study.definition, study.questionnaires, study.codebook, release)


def field_of(package: dict[str, Any], table: str, variable: str) -> dict[str, Any]:
    schema = next(r["schema"] for r in package["resources"] if r["name"] == table)
    found: dict[str, Any] = next(f for f in schema["fields"] if f["name"] == variable)
    return found


def test_structure(study):
    assert problems(export(study)) == []
    assert problems(export(study, study.store.release())) == []
    assert json.loads(json.dumps(export(study))) == export(study)


def test_one_resource_per_table_and_one_field_per_variable(study):
    package = export(study)
    tables = study.codebook.tables
    assert [resource["name"] for resource in package["resources"]] == list(tables)
    for resource, table in zip(package["resources"], tables.values(), strict=True):
        fields = [field["name"] for field in resource["schema"]["fields"]]
        assert fields == ["wave", *(variable.name for variable in table.variables)]
        assert resource["schema"]["primaryKey"] == [*table.key, "wave"]
        assert "foreignKeys" not in resource["schema"]
        required = [
            field["name"]
            for field in resource["schema"]["fields"]
            if field.get("constraints", {}).get("required")
        ]
        assert set(required) == {*table.key, "wave"}


def test_fields_of_the_reference_panel():
    package = export(Study.open(PANEL))
    age = field_of(package, "child", "age")
    assert age["constraints"] == {"minimum": 3, "maximum": 17}
    assert (age["title"], age["title@zh"]) == ("Age in completed years", "周岁年龄")
    sex = field_of(package, "person", "sex")
    assert sex["constraints"] == {"enum": ["1", "2"]}
    assert sex["levels"][0] == {"value": "1", "label": "Male", "label@zh": "男"}
    assert field_of(package, "child", "interview_month")["type"] == "yearmonth"
    assert field_of(package, "child", "dep")["score"]["items"][-1] == "cesd8"
    assert field_of(package, "child", "girl")["reasons"] == "girl__why"
    assert field_of(package, "child", "girl")["origin"][0] == {
        "wave": "w1",
        "status": "identical",
        "why": "1 male 0 female in this wave",
        "rule": "map",
        "questions": [{"id": "c_sex", "column": "child.tca1"}],
    }


def test_missing_reasons_by_kind_and_language():
    reasons = export(Study.open(PANEL))["missingReasons"]
    assert reasons["refused"] == {"title": "Refused", "title@zh": "拒绝回答", "kind": "item"}
    assert list(reasons)[-1] == "unexplained"


def test_objects_of_the_release(ingested):
    study = Study.open(ingested)
    release = study.store.release()
    package = export(study, release)
    assert package["profile"] == "data-package"
    resource = next(r for r in package["resources"] if r["name"] == "child")
    records = {wave: record.tables["child"] for wave, record in release.waves.items()}
    assert resource["path"] == [record.file for record in records.values()]
    for part in resource["parts"]:
        record = records[part["wave"]]
        payload = (study.root / "data" / "processed" / part["path"]).read_bytes()
        assert part["hash"] == f"sha256:{hashlib.sha256(payload).hexdigest()}"
        assert part["rows"] == record.rows
    one = Release(waves={"w1": release.waves["w1"]})
    resource = next(r for r in export(study, one)["resources"] if r["name"] == "child")
    assert (resource["path"], resource["hash"]) == (
        records["w1"].file,
        f"sha256:{records['w1'].sha256}",
    )
    assert export(study, one)["version"] != package["version"]
    assert export(study, Release()) == export(study)


HIDDEN = """\
table: child
label: {en: Children}
unit: child x wave
key: [pid]
variables:
  - {name: pid, type: text, sensitivity: identifier, label: {en: Id}}
  - {name: girl, concept: gender, type: boolean, label: {en: Girl}}
  - name: mood
    type: ordinal
    sensitivity: restricted
    label: {en: Mood}
    levels: [{code: 1, label: {en: Bad}}, {code: 3, label: {en: Good}}]
  - {name: income, type: decimal, range: [0, 100], sensitivity: restricted, label: {en: Income}}
"""


def test_restricted_fields_have_no_values(load, tmp_path):
    codebook = load({"child.yaml": HIDDEN})
    definition = load_study(tmp_path)
    package = data_package(definition, load_questionnaires(tmp_path, definition), codebook)
    assert problems(package) == []
    for name in ("mood", "income"):
        field = field_of(package, "child", name)
        assert field["sensitivity"] == "restricted"
        assert not {"constraints", "levels"} & field.keys()


def test_no_identifier_of_anybody(ingested):
    study = Study.open(ingested)
    text = json.dumps(export(study, study.store.release()), ensure_ascii=False)
    words = set(re.findall(r"\w+", text))
    for table in study.codebook.tables.values():
        frame = study.table(table.table)
        for variable in table.variables:
            if variable.sensitivity == "identifier":
                assert not words & set(frame[variable.name].dropna().astype(str))


def test_same_text_in_every_process(study):
    program = (
        "import json, sys; from kinpanel.pipeline.handle import Study; "
        "from kinpanel.codebook.datapackage import data_package; s = Study.open(sys.argv[1]); "
        "print(json.dumps(data_package(s.definition, s.questionnaires, s.codebook)))"
    )
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", program, str(study.root)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == json.dumps(export(study))


@given(st.dictionaries(st.sampled_from(["en", "zh", "fr"]), st.text(st.characters())))
def test_hostile_titles_become_text_that_json_and_utf8_can_carry(labels):
    made = texts("title", labels, ("zh", "en"))
    assert json.loads(json.dumps(made, ensure_ascii=False).encode().decode()) == made
    assert all("\0" not in text and text.strip() for text in made.values())
    assert ("title" in made) == bool(made)


def test_tables_that_differ_in_case_only_have_names_of_their_own(load, tmp_path):
    codebook = load()
    child = codebook.tables["child"]
    twins = {"child": child, "CHILD": child.model_copy(update={"table": "CHILD"})}
    definition = load_study(tmp_path)
    made = data_package(
        definition,
        load_questionnaires(tmp_path, definition),
        type(codebook)(twins, codebook.crosswalk, codebook.codes),
    )
    assert [(r["name"], r["path"]) for r in made["resources"]] == [
        ("child", "child.csv"),
        ("child-2", "child-2.csv"),
    ]
    assert problems(made) == []
