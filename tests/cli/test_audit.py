from __future__ import annotations

import json
import re

import pandas as pd
import pytest
from typer.testing import CliRunner

from kinpanel.cli.app import app
from kinpanel.cli.output import VOICE
from kinpanel.derived.audit import RULES
from kinpanel.tables.store import Store


@pytest.fixture(autouse=True)
def own_voice(monkeypatch):
    monkeypatch.setattr(VOICE, "json", False)
    monkeypatch.setattr(VOICE, "quiet", False)


@pytest.fixture
def younger(monkeypatch):
    """Everybody in w5 is a year old."""
    read = Store.read

    def spoilt(store: Store, table: str, columns=None) -> pd.DataFrame:
        frame = read(store, table, columns)
        if table == "child":
            frame.loc[frame["wave"] == "w5", "age"] = 1
        return frame

    monkeypatch.setattr(Store, "read", spoilt)


def call(*arguments: str):
    return CliRunner().invoke(app, ["audit", *arguments])


def test_a_clean_panel_exits_with_0_and_tells_every_rule(settled):
    done = call("--study", str(settled))
    assert done.exit_code == 0
    assert "0 errors, 0 warnings" in done.stdout
    assert "not applicable" in done.stdout


def test_errors_exit_with_1_and_show_rows_but_no_ids(ingested, younger):
    done = call("--study", str(ingested), "--rule", "age-falls")
    assert done.exit_code == 1
    assert "L03" in done.stdout
    assert not re.search(r"\d{10}", done.stdout + done.stderr)


def test_json_tells_the_same(ingested, younger):
    done = call("--study", str(ingested), "--rule", "L03", "--json")
    assert done.exit_code == 1
    told = json.loads(done.stdout)
    (rule,) = told["rules"]
    assert told["errors"] == rule["failed"] > 100
    assert set(rule["by_wave"]) == {"w5"}
    assert not re.search(r"\d{10}", done.stdout)


def test_the_list_needs_no_study(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert "**L01** sex-differs" in call("--list").stdout
    listed = json.loads(call("--list", "--json").stdout)["rules"]
    assert [one["rule"] for one in listed] == list(RULES)
