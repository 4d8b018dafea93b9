"""Real answers: three waves of American children, from Stata 14, SPSS and Stata 8."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "nlsy-children"
FORMULA = "anti ~ self + pov | pid + wave"

pytestmark = pytest.mark.real


def kinpanel(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kinpanel", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def study(real_data, tmp_path_factory):
    folder = tmp_path_factory.mktemp("nlsy") / "study"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("processed"))
    done = kinpanel("ingest", "--study", str(folder))
    assert done.returncode == 0, done.stderr
    return folder


def test_fixed_effects_equal_the_published_stata_output(study):
    done = kinpanel("estimate", FORMULA, "--study", str(study), "--vcov", "iid", "--json")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    terms = {row["term"]: row for row in result["coefficients"]}
    assert round(terms["self"]["estimate"], 7) == -0.0551514
    assert round(terms["self"]["std_error"], 4) == 0.0105
    assert round(terms["pov"]["estimate"], 7) == 0.1124749
    assert round(terms["pov"]["std_error"], 4) == 0.0934
    assert (result["n_obs"], result["n_entities"]) == (1743, 581)
    assert result["n_clusters"] is None
    keys = {"term", "estimate", "std_error", "statistic", "p_value", "conf_low", "conf_high"}
    assert set(terms["self"]) == keys
    assert {"sample", "switchers", "vcov"} <= set(result)


def test_variables_asked_once_are_missing_by_design_in_the_other_waves(study):
    import kinpanel as kp

    reasons = kp.Study.open(study).reasons("child")
    later = reasons["wave"] != "w1990"
    assert (reasons.loc[later, "girl"] == "not_asked").all()
    assert reasons.loc[~later, "girl"].isna().all()
