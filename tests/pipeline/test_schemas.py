from __future__ import annotations

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from kinpanel.documents import read_tree
from kinpanel.pipeline.schemas import KINDS, published, schema_text, write_schemas

ROOT = Path(__file__).parents[2]
STUDIES = (ROOT, ROOT / "examples" / "nlsy-children", ROOT / "src" / "kinpanel" / "starter")


def kind_of(path: Path) -> str:
    folder = path.parent.name
    if path.name in ("study.yaml", "choices.yaml"):
        return path.stem
    return {"questionnaires": "questionnaire", "codebooks": "codebook", "paper": "paper"}[folder]


FILES = [
    path
    for study in STUDIES
    for pattern in ("study.yaml", "questionnaires/*.yaml", "codebooks/*.yaml", "paper/*.yaml")
    for path in sorted(study.glob(pattern))
]


def problems(kind: str, value: object) -> list[str]:
    import json

    validator = Draft202012Validator(json.loads(published(kind)))
    return [error.message for error in validator.iter_errors(value)]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_shipped_is_what_the_model_says(kind):
    assert published(kind) == schema_text(kind), "run: kinpanel schemas src/kinpanel/schemas"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_files_of_the_repository_are_accepted(path):
    tree = read_tree(path, path.name)
    assert not tree.findings
    assert problems(kind_of(path), tree.value) == []


def test_every_kind_is_met_by_some_file():
    assert {kind_of(path) for path in FILES} == set(KINDS)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("study", {"title": {"en": "T"}, "languages": ["en"], "missing": {}, "waves": []}),
        ("study", {"titel": {"en": "T"}}),
        ("choices", {"choices": {"yesno@1": [{"code": 1, "label": "Yes"}]}}),
        ("questionnaire", {"wave": "w1", "files": {}, "questions": []}),
        ("codebook", {"table": "child", "label": {}, "unit": "child", "key": ["pid"]}),
        ("paper", {"tables": {"t": {"kind": "histogram", "title": {}}}}),
    ],
)
def test_what_the_loader_refuses_for_its_form_is_refused(kind, value):
    assert problems(kind, value)


def test_writing_them(tmp_path):
    paths = write_schemas(tmp_path)
    assert {path.stem for path in paths} == set(KINDS)
    assert all(path.read_text(encoding="utf-8") == schema_text(path.stem) for path in paths)
