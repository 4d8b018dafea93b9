from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests import folders

from kinpanel.errors import DefinitionError, UsageError
from kinpanel.pipeline.handle import Study
from kinpanel.pipeline.publish import publish


def output(study: Path) -> dict[str, bytes]:
    folder = study / "paper" / "output"
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def edit(study: Path, old: str, new: str) -> None:
    folders.edit(study, "paper/tables.yaml", old, new)


def test_every_table_in_every_format_and_a_figure(own_study):
    built = publish(Study.open(own_study))
    assert {out.status for out in built} == {"built"}
    names = set(output(own_study))
    for table in ("descriptives", "transitions", "effects"):
        assert {f"{table}.{ending}" for ending in ("tex", "html", "docx", "md")} <= names
    assert {"coefficients.png", "coefficients.svg", "coefficients.pdf"} <= names


def test_a_second_run_builds_nothing_and_a_forced_one_gives_the_same_bytes(own_study):
    publish(Study.open(own_study))
    before = output(own_study)
    assert {out.status for out in publish(Study.open(own_study))} == {"current"}
    assert {out.status for out in publish(Study.open(own_study), force=True)} == {"built"}
    assert output(own_study) == before


def test_another_process_gives_the_same_bytes(own_study):
    publish(Study.open(own_study))
    before = output(own_study)
    code = "import sys; from kinpanel.cli.app import main; main()"
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai"}
    subprocess.run(
        [sys.executable, "-c", code, "tables", "--force", "--study", str(own_study)],
        env=environment,
        check=True,
        capture_output=True,
    )
    assert output(own_study) == before


def test_only_what_changed_is_rebuilt_and_says_why(own_study):
    publish(Study.open(own_study))
    edit(own_study, "variables: [dep, cog, age, girl", "variables: [cog, dep, age, girl")
    (own_study / "paper" / "output" / "effects.tex").unlink()
    outcomes = {out.name: out for out in publish(Study.open(own_study))}
    built = {name for name, out in outcomes.items() if out.status == "built"}
    assert built == {"descriptives", "effects"}
    assert outcomes["descriptives"].why == ("specification changed",)
    assert outcomes["effects"].why == ("effects.tex is gone",)


def test_another_language_rebuilds_with_its_labels(own_study):
    publish(Study.open(own_study))
    publish(Study.open(own_study), ["effects"], language="zh")
    assert "双亲外出" in output(own_study)["effects.md"].decode()
    with pytest.raises(UsageError, match="language"):
        publish(Study.open(own_study), language="fr")


def test_unknown_names_and_variables_are_refused_before_anything_is_written(own_study):
    with pytest.raises(UsageError, match="did you mean 'effects'"):
        publish(Study.open(own_study), ["effect"])
    edit(own_study, "variables: [dep, cog, age, girl", "variables: [depp, cog, age, girl")
    with pytest.raises(DefinitionError) as caught:
        publish(Study.open(own_study))
    assert "depp" in str(caught.value)
    assert not (own_study / "paper" / "output").exists()
