"""The plan and the summary of ingest, as people and programs read them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.canary_study import build


def kinpanel(study: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kinpanel", *arguments, "--study", str(study)],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def small(tmp_path: Path) -> Path:
    root = build(tmp_path / "study")
    assert kinpanel(root, "register").returncode == 0
    return root


def test_plan_then_apply(small):
    plan = kinpanel(small, "ingest", "--dry-run")
    assert (plan.returncode, plan.stderr) == (0, "")
    for word in ("w1/child.dta", "sha256", "would land", "against", "gone"):
        assert word in plan.stdout
    assert not (small / "data/processed/release.lock").exists()
    done = kinpanel(small, "ingest")
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 4
    status = json.loads(kinpanel(small, "ingest", "--json").stdout)
    assert [wave["status"] for wave in status["waves"]] == ["up to date"] * 2


def test_many_findings_are_told_by_rule_and_all_in_json(small):
    path = small / "questionnaires" / "w1.yaml"
    text = path.read_text(encoding="utf-8")
    for name in ("remark", "name", "village", "hhid"):
        text = text.replace(f"child.{name},", f"child.{name}_x,")
    path.write_text(text, encoding="utf-8")
    done = kinpanel(small, "ingest", "--json")
    assert done.returncode == 65
    assert "missing-column: 4 findings" in done.stderr
    assert "1 more; --json for all" in done.stderr
    assert len(json.loads(done.stdout)["findings"]) == 4
