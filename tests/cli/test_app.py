from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kinpanel.errors import ExitCode
from kinpanel.simulate.parameters import SCENARIO_WORDS, SCENARIOS

VERBS = (
    "new",
    "check",
    "register",
    "simulate",
    "ingest",
    "status",
    "describe",
    "estimate",
    "tables",
    "trace",
    "draft",
    "compare",
    "codebook",
    "schemas",
    "form",
    "audit",
    "diff",
    "tag",
    "fsck",
    "export",
)


def kinpanel(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kinpanel", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )


def refused(code: int, *arguments: str, cwd: Path | None = None) -> str:
    """Run, expect that exit code, a message and no traceback; the message."""
    done = kinpanel(*arguments, cwd=cwd)
    assert done.returncode == code, (done.stdout, done.stderr)
    assert "Traceback" not in done.stdout + done.stderr
    assert done.stderr.strip()
    return done.stderr


def test_help_names_every_verb_and_the_exit_codes():
    text = kinpanel("--help").stdout
    for verb in VERBS:
        assert f" {verb} " in text
    for code in ExitCode:
        assert str(int(code)) in text


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_an_example(verb):
    done = kinpanel(verb, "--help")
    assert done.returncode == 0
    assert f"Example: kinpanel {verb}" in done.stdout
    assert "--json" in done.stdout
    assert "--quiet" in done.stdout


def test_help_of_simulate_has_a_line_for_every_scenario():
    done = kinpanel("simulate", "--help")
    assert list(SCENARIO_WORDS) == list(SCENARIOS)
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    for name, words in SCENARIO_WORDS.items():
        assert f"{name} {words}" in lines


def test_the_command_line_starts_without_heavy_libraries():
    code = (
        "import sys, kinpanel.cli.app\n"
        "heavy = {'numpy', 'pandas', 'pyarrow', 'matplotlib', 'scipy', 'pyreadstat', 'pydantic'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_version():
    assert kinpanel("--version").stdout.startswith("kinpanel 0.")


def test_every_report_is_json_when_asked_and_nothing_else_on_standard_output(own_study):
    for arguments in (
        ("check",),
        ("status",),
        ("tag", "one"),
        ("diff", "one", "current"),
        ("fsck",),
        ("ingest",),
        ("register",),
        ("tables",),
        ("describe", "states"),
        ("describe", "missingness"),
        ("describe", "questions", "sex"),
        ("compare", "w1", "w2"),
        ("codebook", "ddi"),
        ("draft", "w2_child.sav", "--wave", "w2"),
        ("estimate", "dep_z ~ fm | pid + wave"),
    ):
        done = kinpanel(*arguments, "--json", cwd=own_study)
        assert done.returncode == 0, done.stderr
        json.loads(done.stdout)


def test_trace_prints_both_languages(ingested):
    import kinpanel as kp

    child = kp.Study.open(ingested).table("child")
    pid = child.loc[(child["wave"] == "w1") & child["dep"].notna(), "pid"].iloc[0]
    done = kinpanel("trace", "child", "dep", pid, "w1", "--study", str(ingested))
    assert done.returncode == 0, done.stderr
    for word in (
        "w1_child.dta, row",
        "column tcd1",
        "(en):",
        "(zh):",
        "rule map",
        "crosswalk.csv:",
    ):
        assert word in done.stdout
    answer = json.loads(
        kinpanel("trace", "child", "dep", pid, "w1", "--study", str(ingested), "--json").stdout
    )
    assert len(answer["items"]) == 8


def test_quiet_says_nothing_but_the_result(own_study):
    done = kinpanel("ingest", "--quiet", cwd=own_study)
    assert (done.returncode, done.stderr) == (0, "")


def test_status_exits_with_1_when_something_is_stale(own_study):
    (own_study / "data" / "raw" / "w1" / "w1_child.dta").unlink()
    assert kinpanel("status", cwd=own_study).returncode == 1


def test_status_tells_a_damaged_tag_and_prints_the_rest(own_study):
    assert kinpanel("tag", "one", cwd=own_study).returncode == 0
    assert kinpanel("tag", "two", cwd=own_study).returncode == 0
    (own_study / "data" / "processed" / "tags" / "one.lock").write_text("{")
    done = kinpanel("status", cwd=own_study)
    assert done.returncode == 1
    assert "tag two: the current release" in done.stdout
    assert "w1" in done.stdout
    assert "tags/one.lock: one.lock is damaged" in done.stderr
    said = json.loads(kinpanel("status", "--json", cwd=own_study).stdout)
    assert [tag["name"] for tag in said["tags"]] == ["two"]
    (finding,) = said["findings"]
    assert (finding["file"], finding["rule"]) == ("tags/one.lock", "release")


def test_usage_errors(ingested):
    assert "did you mean" in refused(2, "estimate", "depz ~ f | pid", "--study", str(ingested))
    assert "status" in refused(2, "statu").lower()
    refused(2, "describe", "nothing", "--study", str(ingested))
    refused(2, "estimate", "dep_z ~ __import__('os').system('true')", "--study", str(ingested))
    refused(2, "ingest", "w9", "--study", str(ingested))


def test_no_study_no_tables_no_input(tmp_path, own_study):
    assert "kinpanel new" in refused(66, "status", cwd=tmp_path)
    (own_study / "data" / "processed" / "release.lock").unlink()
    assert "kinpanel ingest" in refused(66, "tables", cwd=own_study)


def test_bad_definitions_with_file_and_line_and_as_json(own_study):
    path = own_study / "study.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("year: 2014", "yaer: 2014"), "utf-8")
    message = refused(78, "check", cwd=own_study)
    assert "study.yaml:" in message
    assert "did you mean 'year'" in message
    done = kinpanel("check", "--json", cwd=own_study)
    assert json.loads(done.stdout)["exit_code"] == 78


def test_a_new_study_over_an_old_one_is_refused(own_study):
    assert "not empty" in refused(77, "new", str(own_study))


def test_a_folder_that_cannot_be_written_to(own_study):
    processed = own_study / "data" / "processed"
    for path in sorted(processed.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    processed.rmdir()
    processed.write_text("a file where a folder should be")
    refused(74, "ingest", cwd=own_study)


def test_an_internal_error_tells_the_place_and_nothing_of_the_data(own_study, monkeypatch, capsys):
    from kinpanel.cli import app
    from kinpanel.pipeline import check

    def broken(path):
        raise KeyError("CNRY-secret")

    monkeypatch.setattr(check, "check", broken)
    monkeypatch.setattr(sys, "argv", ["kinpanel", "check", "--study", str(own_study)])
    with pytest.raises(SystemExit) as stopped:
        app.main()
    assert stopped.value.code == 70
    said = capsys.readouterr()
    assert "CNRY" not in said.out + said.err
    assert "KeyError in broken" in said.err
