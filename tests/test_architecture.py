"""The shape of the source: one-way layers, one door per dependency, files of one noun."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "kinpanel"

DOORS = {
    "pyreadstat": {
        "ingest/foreign.py",
        "simulate/writing/rawfile.py",
        "report/export/readstat.py",
    },
    "openpyxl": {"questionnaire/xlsform/workbook.py"},
    "pydantic": {
        "documents/",
        "labels.py",
        "roles/",
        "study.py",
        "instruments/",
        "presets/",
        "questionnaire/model.py",
        "questionnaire/slots.py",
        "codebook/model.py",
        "report/specs.py",
        "tables/history.py",
        "tables/release.py",
        "tables/store.py",
    },
    "ruamel": {"documents/events.py"},
    "yaml": {"documents/quick.py"},
    "matplotlib": {
        "report/figures/beside.py",
        "report/figures/canvas.py",
        "report/figures/coefficients.py",
        "report/figures/published.py",
        "report/figures/shares.py",
        "report/fonts.py",
    },
    "docx": {"report/docx.py"},
    "typer": {"cli/"},
    "rich": {"cli/"},
    "filelock": {"tables/files.py"},
    "pyarrow": {
        "ingest/readers.py",
        "ingest/reader_process.py",
        "ingest/texts.py",
        "tables/columns.py",
        "tables/conformity.py",
        "tables/schema.py",
    },
    "scipy": {"estimation/"},
    "linearmodels": {"estimation/"},
    "statsmodels": {"estimation/"},
    "pygrowup": {"derived/growth/package.py"},
}
"""Third-party packages and the files or folders that may import them."""

EVALUATORS = {"eval", "exec", "compile", "__import__"}


def modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


def test_layers_are_kept():
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_dependency_has_its_door():
    for path in modules():
        place = path.relative_to(SOURCE).as_posix()
        for package in imported(path) & DOORS.keys():
            assert any(place.startswith(door) for door in DOORS[package]), (place, package)


def test_nothing_is_evaluated_or_unpickled():
    for path in modules():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        called = {
            node.func.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert not called & EVALUATORS, path
        assert not imported(path) & {"pickle", "patsy", "formulaic"}, path


def test_yaml_makes_events_and_no_values():
    tree = ast.parse((SOURCE / "documents" / "quick.py").read_text(encoding="utf-8"))
    used = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "yaml"
    }
    assert {"parse", "CSafeLoader"} <= used
    allowed = {"parse", "CSafeLoader", "YAMLError", "__with_libyaml__", "Event"}
    assert all(name in allowed or name.endswith("Event") for name in used), used
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert not any((node.module or "").split(".")[0] == "yaml" for node in imports)


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_files_and_functions_stay_small(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 250
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 60, node.name


def test_no_file_is_called_by_a_name_that_says_nothing():
    empty = {"utils", "util", "helpers", "helper", "common", "misc", "shared"}
    assert not {path.stem for path in modules()} & empty
    assert not {path.parent.name for path in modules()} & empty


def test_the_lock_pins_hashes_and_names_no_index():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "--hash=sha256:" in text
    assert "://" not in text
    assert "--index-url" not in text
