"""Fixtures that tests of several folders share: the reference study, simulated and ingested."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import asdict
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from kinpanel.errors import Finding
from kinpanel.pipeline.audit import audit
from kinpanel.pipeline.handle import Study
from kinpanel.pipeline.ingest import ingest
from kinpanel.pipeline.simulate import simulate
from kinpanel.simulate.traps import ALL_TRAPS

# No test asserts on time, and in continuous integration no test draws new examples.
settings.register_profile("kinpanel", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("kinpanel")

ROOT = Path(__file__).parents[1]
SMALL = (20, 10)
"""Villages, and households in each, of the small reference panel."""
LINES_REUSED = 3
"""Number of the trap that gives the line, and so the id, of one person to another."""
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
            simulate(study, scenario="homogeneous", traps=sorted(ALL_TRAPS - {LINES_REUSED}))
            ingest(study)
    return folder


@pytest.fixture(scope="session")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small reference panel with all its traps, ingested once for all workers; read only.

    Baseline, seed 1, `SMALL`; findings.json has what its ingest found.
    """
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    folder = shared / "reference-panel"
    with FileLock(shared / "reference-panel.lock"):
        if not (folder / "findings.json").exists():
            shutil.rmtree(folder, ignore_errors=True)
            for name in ("questionnaires", "codebooks", "paper"):
                ignore = shutil.ignore_patterns("output")
                shutil.copytree(ROOT / name, folder / name, ignore=ignore)
            shutil.copy(ROOT / "study.yaml", folder)
            study = Study.open(folder)
            simulate(study, scenario="baseline", seed=1, villages=SMALL[0], households=SMALL[1])
            found = [asdict(one) for wave in ingest(study) for one in wave.findings]
            (folder / "findings.json").write_text(json.dumps(found), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def found_by_reference(reference: Path) -> list[Finding]:
    """What the ingest of the small reference panel found."""
    rows = json.loads((reference / "findings.json").read_text(encoding="utf-8"))
    return [Finding(**{**row, "examples": tuple(row["examples"])}) for row in rows]


@pytest.fixture
def own_study(ingested: Path, tmp_path: Path) -> Path:
    """A copy of the ingested core study that the test may change."""
    # Another worker may be reading a delivery of the shared study in such a folder right now.
    passing = shutil.ignore_patterns(".reading-*")
    return Path(shutil.copytree(ingested, tmp_path / "study", ignore=passing))


@pytest.fixture
def settled(own_study: Path) -> Path:
    """The core study with the absences that households forgot accepted: nothing else is found."""
    (dropped,) = audit(Study.open(own_study), ["spell-dropped"]).rules
    rows = [
        f'L54,spell,"{key}",{wave},,forgotten by the household,test,'
        for key, wave in zip(dropped.failures["key"], dropped.failures["wave"], strict=True)
    ]
    header = "rule,table,key,wave,variable,why,by,date"
    accepted = own_study / "codebooks" / "accepted.csv"
    accepted.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    return own_study


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real files; the test is skipped, visibly, where there is none."""
    folder = os.environ.get("KINPANEL_REAL_DATA")
    if not folder:
        pytest.skip("KINPANEL_REAL_DATA names no folder of real files")
    return Path(folder)
