from __future__ import annotations

import json

import pandas as pd
import pytest
from typer.testing import CliRunner

from kinpanel.cli.app import app
from kinpanel.codebook.links import COLUMNS
from kinpanel.errors import InputMissingError, RefusedError, UsageError
from kinpanel.pipeline.handle import Study
from kinpanel.pipeline.ingest import ingest
from kinpanel.pipeline.link import PROPOSED, link


def test_who_was_unlinked_is_proposed_again(own_study):
    """Three persons of w1 get another id in w2; the proposals lead back to their own."""
    study = Study.open(own_study)
    person = study.table("person", labels=None)
    held = set(person.loc[person["wave"] == "w1", "pid"])
    both = [pid for pid in person.loc[person["wave"] == "w2", "pid"] if pid in held]
    chosen = both[:: len(both) // 3][:3]
    rows = [f"person,{pid},new,,Li Na,2024-05-02" for pid in chosen]
    folder = own_study / "codebooks" / "links"
    folder.mkdir()
    text = "\n".join([",".join(COLUMNS), *rows]) + "\n"
    (folder / "w2.csv").write_text(text, encoding="utf-8")
    study = Study.open(own_study)
    ingest(study, ["w2"])
    out = own_study / "data" / "processed" / "links-w2.csv"
    before = (own_study / "data" / "processed" / "release.lock").read_bytes()
    call = ["link", "--wave", "w2", "--out", str(out), "--study", str(own_study)]
    shown = CliRunner().invoke(app, [*call, "--json"])
    assert shown.exit_code == 0
    counts = json.loads(shown.stdout)
    assert counts["table"] == "person"
    assert counts["strangers"] >= 3
    table = pd.read_csv(out, dtype="string", keep_default_na=False)
    assert tuple(table.columns) == PROPOSED
    assert len(table) == counts["pairs"]
    best = table.drop_duplicates("raw_id").set_index("raw_id")
    assert best.loc[chosen, "uid"].tolist() == chosen
    assert (table["status"] == "").all()
    assert (own_study / "data" / "processed" / "release.lock").read_bytes() == before
    spoken = CliRunner().invoke(app, call).output
    assert not any(pid in shown.output + spoken for pid in held)


def test_proposals_stay_inside_the_data_of_the_study(ingested, tmp_path):
    study = Study.open(ingested)
    with pytest.raises(RefusedError, match="proposals carry keys"):
        link(study, "w2", out=tmp_path / "links.csv")
    with pytest.raises(RefusedError):
        link(study, "w2", out=ingested / "data" / "raw" / "links.csv")


def test_waves_without_anybody_to_compare(ingested, tmp_path):
    study = Study.open(ingested)
    with pytest.raises(UsageError, match="no wave 'w9'"):
        link(study, "w9")
    with pytest.raises(UsageError, match="is the first wave"):
        link(study, "w1")
    bare = Study(tmp_path)
    bare.__dict__["definition"] = study.definition
    with pytest.raises(InputMissingError, match="has not landed"):
        link(bare, "w2")
