"""Fixtures that tests of several folders share: the reference study, simulated and ingested."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from kinpanel.pipeline.handle import Study
from kinpanel.pipeline.ingest import ingest
from kinpanel.pipeline.simulate import simulate

# No test asserts on time, and in continuous integration no test draws new examples.
settings.register_profile("kinpanel", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("kinpanel")

ROOT = Path(__file__).parents[1]
PANEL = Path(__file__).parent / "cases" / "panel"
"""The core of the reference panel: its child, roster and spell files, in five waves."""


def copy_definitions(target: Path) -> Path:
    """The definitions of that study, and the notebooks, without any data."""
    ignore = shutil.ignore_patterns("output", ".ipynb_checkpoints")
    shutil.copytree(PANEL, target, ignore=ignore, dirs_exist_ok=True)
    shutil.copytree(ROOT / "notebooks", target / "notebooks", ignore=ignore)
    return target


@pytest.fixture(scope="session")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The core study, simulated and ingested once for all workers; not to be written to."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    folder = shared / "reference-study"
    with FileLock(shared / "reference-study.lock"):
        if not (folder / "data" / "processed" / "release.lock").exists():
            shutil.rmtree(folder, ignore_errors=True)
            study = Study.open(copy_definitions(folder))
            simulate(study, scenario="homogeneous")
            ingest(study)
    return folder


@pytest.fixture
def own_study(ingested: Path, tmp_path: Path) -> Path:
    """A copy of the ingested core study that the test may change."""
    # Another worker may be reading a delivery of the shared study in such a folder right now.
    passing = shutil.ignore_patterns(".reading-*")
    return Path(shutil.copytree(ingested, tmp_path / "study", ignore=passing))


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real files; the test is skipped, visibly, where there is none."""
    folder = os.environ.get("KINPANEL_REAL_DATA")
    if not folder:
        pytest.skip("KINPANEL_REAL_DATA names no folder of real files")
    return Path(folder)
