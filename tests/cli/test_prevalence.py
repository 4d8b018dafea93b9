"""`describe prevalence` and `describe overlap` at the command line."""

from __future__ import annotations

import json

from typer.testing import CliRunner

from kinpanel.cli.app import app


def told(ingested, *arguments):
    run = CliRunner().invoke(app, ["describe", *arguments, "--study", str(ingested), "--json"])
    assert run.exit_code == 0, run.output
    return json.loads(run.stdout)


def test_one_definition(ingested):
    (row,) = told(ingested, "prevalence", "--definition", "mca_2016", "--wave", "w2")
    assert row["definition"] == "mca_2016"
    assert row["unverified"].startswith("min_months")


def test_all_and_their_overlap(ingested):
    rows = told(ingested, "prevalence", "--definition", "all")
    assert len(rows) == 12
    matrix = told(ingested, "overlap")
    assert [row["definition"] for row in matrix] == [row["definition"] for row in rows]


def test_several_waves_and_groups(ingested):
    rows = told(ingested, "prevalence", "--definition", "mca_2016", "--wave", "w1", "--wave", "w3")
    assert [row["wave"] for row in rows] == ["w1", "w3"]
    every = told(ingested, "prevalence", "--definition", "cfps_prolonged", "--wave", "all")
    assert len(every) == 5
    groups = told(ingested, "prevalence", "--definition", "cfps_prolonged", "--by-group")
    assert [row["group"] for row in groups] == ["all", "father", "mother"]


def test_overlap_is_of_one_wave(ingested):
    given = ["describe", "overlap", "--wave", "w1", "--wave", "w2", "--study", str(ingested)]
    run = CliRunner().invoke(app, given)
    assert run.exit_code != 0
