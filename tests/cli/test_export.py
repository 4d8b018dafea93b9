from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

CANARY = "CNRY-"


def kinpanel(*arguments: object, key: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if k != "KINPANEL_PSEUDONYM_KEY_FILE"}
    if key is not None:
        environment["KINPANEL_PSEUDONYM_KEY_FILE"] = str(key)
    return subprocess.run(
        [sys.executable, "-m", "kinpanel", "export", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )


@pytest.fixture
def key(tmp_path) -> Path:
    """A key whose text can be searched for: nothing that is printed may hold it."""
    path = tmp_path / "panel.key"
    assert kinpanel("--make-key", path).returncode == 0
    return path


def test_a_key_is_made_and_its_text_never_said(ingested, tmp_path):
    path = tmp_path / "panel.key"
    done = kinpanel("--make-key", path, "--json", "--study", ingested)
    assert done.returncode == 0
    assert set(json.loads(done.stdout)) == {"key_id", "file"}
    assert path.read_text().strip() not in done.stdout + done.stderr
    again = kinpanel("--make-key", path)
    assert again.returncode == 77
    assert path.read_text().strip() not in again.stdout + again.stderr


def test_an_export_says_what_it_holds_and_what_it_leaves_out(ingested, tmp_path, key):
    target = tmp_path / "child.dta"
    done = kinpanel(target, "--study", ingested, "--language", "zh", key=key)
    assert done.returncode == 0, done.stderr
    for words in ("child.dta: child", ".d refused", "pid, hhid, village", "county"):
        assert words in done.stdout
    said = kinpanel(target, "--study", ingested, "--key", key, "--force", "--json")
    answer = json.loads(said.stdout)
    assert answer["missing"][".d"] == "refused"
    assert answer["left_out"] == {"restricted": ["county", "interview_month"]}
    assert key.read_text().strip() not in done.stdout + done.stderr + said.stdout + said.stderr


def test_without_a_key_77_over_a_file_77_without_a_name_2(ingested, tmp_path, key):
    target = tmp_path / "child.csv"
    for code, arguments, advice in (
        (77, (target,), "--make-key"),
        (2, (), "FILE"),
        (2, (tmp_path / "child.txt", "--key", key), ".parquet"),
        (2, (target, "--key", key, "--include", "all"), "restricted"),
    ):
        done = kinpanel(*arguments, "--study", ingested)
        assert done.returncode == code, done.stderr
        assert advice in done.stderr
        assert "Traceback" not in done.stderr
    target.write_text("mine")
    assert kinpanel(target, "--study", ingested, "--key", key).returncode == 77
    (tmp_path / "file").write_text("")
    place = tmp_path / "file" / "child.csv"
    assert kinpanel(place, "--study", ingested, "--key", key).returncode == 74


def test_an_error_of_the_writer_tells_no_cell(ingested, tmp_path, key, monkeypatch, capsys):
    import pyreadstat

    from kinpanel.cli import app

    def broken(*arguments, **named):
        raise pyreadstat.ReadstatError(CANARY)

    monkeypatch.setattr(pyreadstat, "write_dta", broken)
    target = tmp_path / "child.dta"
    arguments = ["kinpanel", "export", str(target), "--study", str(ingested), "--key", str(key)]
    monkeypatch.setattr(sys, "argv", arguments)
    with pytest.raises(SystemExit) as stopped:
        app.main()
    assert stopped.value.code == 74
    said = capsys.readouterr()
    assert CANARY not in said.out + said.err
    assert not target.exists()
