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
