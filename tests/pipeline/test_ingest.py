"""A wave that is not as declared does not land: exit 65, what and where, tables untouched."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pyreadstat
import pytest

from kinpanel.pipeline.handle import Study
from kinpanel.pipeline.ingest import ingest
from kinpanel.pipeline.register import register


def processed(study: Path) -> dict[str, bytes]:
    folder = study / "data" / "processed"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def current(files: dict[str, bytes]) -> dict[str, bytes]:
    """Without the history, which tells in which order waves came."""
    return {name: content for name, content in files.items() if not name.startswith("releases/")}


def rewrite(study: Path, change, *, on_record: bool = True) -> None:
    """Change the child file of w1 as a survey team might, and put it on record."""
    path = study / "data" / "raw" / "w1" / "w1_child.dta"
    frame, meta = pyreadstat.read_dta(path, disable_datetime_conversion=True)
    change(frame)
    pyreadstat.write_dta(
        frame.reset_index(drop=True),
        path,
        column_labels=[meta.column_names_to_labels[name] for name in frame.columns],
        variable_value_labels={
            name: labels
            for name, labels in meta.variable_value_labels.items()
            if name in frame.columns
        },
    )
    if on_record:
        register(Study.open(study), ["w1/w1_child.dta"], replace=True)


def one_undeclared_code(frame):
    frame.loc[[3, 7], "tcd1"] = 8


def a_missing_column(frame):
    frame.drop(columns="tcd3", inplace=True)


def a_duplicated_key(frame):
    frame.loc[5, "tcpid"] = frame.loc[4, "tcpid"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (one_undeclared_code, ("tcd1", "8", "2 in all")),
        (a_missing_column, ("tcd3", "no such column")),
        (a_duplicated_key, ("tcpid", "share a key", "row 5, row 6", "2 in all")),
    ],
)
def test_content_that_was_not_declared(own_study, change, said):
    rewrite(own_study, change)
    refused(own_study, said)


def test_a_truncated_file(own_study):
    path = own_study / "data" / "raw" / "w1" / "w1_child.dta"
    path.write_bytes(path.read_bytes()[:-2000])
    refused(own_study, ("sha256", "registered"))
    register(Study.open(own_study), ["w1/w1_child.dta"], replace=True)
    refused(own_study, ("cannot be read", "cut off"))


def test_a_changed_file(own_study):
    rewrite(own_study, lambda frame: None, on_record=False)
    refused(own_study, ("sha256", "registered"))


def refused(study: Path, said: tuple[str, ...]) -> None:
    before = processed(study)
    done = subprocess.run(
        [sys.executable, "-m", "kinpanel", "ingest", "--json", "--study", str(study)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 65, (done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    for word in ("w1/w1_child.dta", *said):
        assert word in done.stderr
    (finding,) = json.loads(done.stdout)["findings"]
    assert finding["file"].endswith("w1/w1_child.dta")
    assert processed(study) == before


def test_every_wave_with_a_problem_is_reported_in_one_run(own_study):
    rewrite(own_study, one_undeclared_code)
    path = own_study / "data" / "raw" / "w3" / "w3_roster.dta"
    path.write_bytes(path.read_bytes()[:-500])
    register(Study.open(own_study), ["w3/w3_roster.dta"], replace=True)
    done = subprocess.run(
        [sys.executable, "-m", "kinpanel", "ingest", "--study", str(own_study)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 65
    assert "w1_child.dta" in done.stderr
    assert "w3_roster.dta" in done.stderr


def test_a_dry_run_writes_nothing(own_study):
    (own_study / "data" / "processed" / "release.lock").unlink()
    before = processed(own_study)
    outcomes = ingest(Study.open(own_study), dry_run=True)
    assert {outcome.status for outcome in outcomes} == {"would land"}
    assert processed(own_study) == before


def test_ingesting_again_changes_no_byte(own_study):
    before = processed(own_study)
    assert {o.status for o in ingest(Study.open(own_study))} == {"up to date"}
    assert processed(own_study) == before
    (own_study / "data" / "processed" / "release.lock").unlink()
    for wave in ("w4", "w1", "w5", "w3", "w2"):
        ingest(Study.open(own_study), [wave])
    assert current(processed(own_study)) == current(before)
