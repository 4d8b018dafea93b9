"""`kinpanel new` makes a study that `make` runs at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kinpanel.errors import RefusedError
from kinpanel.pipeline.check import check
from kinpanel.pipeline.scaffold import new_study

KINPANEL = Path(sys.executable).with_name("kinpanel")


def make(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", f"KINPANEL={KINPANEL}"],
        cwd=folder,
        env={**os.environ, "MAKEFLAGS": ""},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_new_study_runs_and_a_second_make_does_nothing(tmp_path):
    folder = tmp_path / "my-panel"
    new_study(folder)
    assert check(folder).outputs > 0
    first = make(folder)
    assert first.returncode == 0, first.stderr
    built = sorted((folder / "paper" / "output").iterdir())
    assert any(path.suffix == ".docx" for path in built)
    before = {path: path.stat().st_mtime_ns for path in built}
    second = make(folder)
    assert second.returncode == 0, second.stderr
    assert "kinpanel" not in second.stdout
    assert {path: path.stat().st_mtime_ns for path in built} == before


def test_a_folder_that_holds_something_is_refused(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(RefusedError, match="not empty"):
        new_study(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
