from __future__ import annotations

import shutil

from kinpanel.pipeline.handle import Study
from kinpanel.pipeline.status import status


def states(study) -> dict[str, tuple[str, tuple[str, ...]]]:
    return {wave.wave: (wave.state, wave.why) for wave in status(Study.open(study))}


def test_current_after_ingest_with_the_rows_that_landed(ingested):
    waves = status(Study.open(ingested))
    assert {wave.state for wave in waves} == {"current"}
    child = Study.open(ingested).table("child")
    assert [wave.rows["child"] for wave in waves] == child.groupby("wave").size().tolist()


def test_stale_says_why(own_study):
    raw = own_study / "data" / "raw"
    (raw / "w1" / "w1_child.dta").unlink()
    path = raw / "w2" / "w2_child.sav"
    path.write_bytes(path.read_bytes() + b" ")
    found = states(own_study)
    assert found["w1"][0] == "stale"
    assert found["w1"][1] == ("no such file for 'child': w1_child.dta",)
    assert found["w2"] == ("stale", ("w2/w2_child.sav is not the file that was ingested",))
    assert found["w3"][0] == "current"


def test_changed_definitions_make_every_wave_stale(own_study):
    with (own_study / "codebooks" / "codes.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    assert {state for state, _ in states(own_study).values()} == {"stale"}


def test_not_ingested_and_not_delivered(own_study):
    shutil.rmtree(own_study / "data" / "processed")
    shutil.rmtree(own_study / "data" / "raw" / "w5")
    found = states(own_study)
    assert found["w1"][0] == "not ingested"
    assert found["w5"][0] == "not delivered"
