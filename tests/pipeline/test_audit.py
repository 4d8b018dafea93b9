from __future__ import annotations

import csv
import json
import stat
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from kinpanel.errors import DefinitionError, InputMissingError, RefusedError, UsageError
from kinpanel.pipeline.audit import audit
from kinpanel.pipeline.check import check
from kinpanel.pipeline.handle import Study
from kinpanel.simulate import seed_of, simulate
from kinpanel.tables.store import Store

PLANTED = {"id-returns", "spell-longer-than-life", "straight-line"}
"""Notes on the reference panel: children who were away or not reached for a wave, parents away
since before a child was born, and children who answer everything alike."""


@pytest.fixture
def spoilt(own_study, monkeypatch) -> Study:
    """The reference study, read with the sex of one child turned round in its last wave."""
    read = Store.read

    def turned(store: Store, table: str, columns=None) -> pd.DataFrame:
        frame = read(store, table, columns)
        if table == "person":
            seen = frame.groupby("pid")["wave"].transform("size")
            place = frame.index[(seen == 5) & (frame["wave"] == "w5")][0]
            frame.loc[place, "sex"] = "1" if frame.loc[place, "sex"] == "2" else "2"
        return frame

    monkeypatch.setattr(Store, "read", turned)
    return Study.open(own_study)


def accept(study: Path, row: str) -> None:
    header = "rule,table,key,wave,variable,why,by,date\n"
    (study / "codebooks" / "accepted.csv").write_text(header + row + "\n", encoding="utf-8")


def test_all_that_is_wrong_in_the_reference_panel_are_absences_that_were_forgotten(ingested):
    result = audit(Study.open(ingested))
    (dropped,) = result.failing
    assert (dropped.rule.name, dropped.rule.severity) == ("spell-dropped", "warning")
    absences = simulate(seed_of("homogeneous"), "homogeneous").spells
    forgetting = set(absences.loc[absences["forgotten"], "parent_pid"])
    found = dropped.failures["key"].str.split(",").str[0]
    assert 50 < len(found) < len(forgetting)
    assert set(found) <= forgetting
    others = {one.rule.name for one in result.rules if one.failed} - {"spell-dropped"}
    assert others <= PLANTED
    run = [one for one in result.rules if not one.lacking]
    assert len(run) >= 45
    assert all(one.checked for one in run)


def test_what_does_not_apply_says_what_it_lacks(ingested):
    lacking = {one.rule.number: one.lacking for one in audit(Study.open(ingested)).rules}
    assert lacking["L33"] == ("person.died or death_month",)
    assert lacking["L75"] == ("checks: constant_within",)


def test_one_turned_sex_is_found_and_its_correction_proposed(spoilt, tmp_path):
    target = spoilt.root / "data" / "processed" / "proposed.csv"
    result = audit(spoilt, ["L01"], corrections=target, html=tmp_path / "audit.html")
    (one,) = result.rules
    assert (one.failed, one.by_wave) == (1, {"w5": 1})
    (row,) = csv.DictReader(target.read_text(encoding="utf-8").splitlines())
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert {row["was"], row["now"]} == {"1", "2"}
    assert (row["wave"], row["variable"], row["reason"]) == ("w5", "sex", "L01 sex-differs")
    page = (tmp_path / "audit.html").read_text(encoding="utf-8")
    assert "sex-differs" in page
    assert row["key"] not in page + json.dumps(result.as_dict())


def test_corrections_stay_in_the_data_folder(ingested, tmp_path):
    study = Study.open(ingested)
    for target in (
        tmp_path / "proposed.csv",
        ingested / "proposed.csv",
        ingested / "data" / "raw" / "w1" / "proposed.csv",
        ingested / "data" / ".." / "proposed.csv",
    ):
        with pytest.raises(RefusedError, match="data/"):
            audit(study, corrections=target)
        assert not target.exists()
    with pytest.raises(UsageError, match=r"\.csv"):
        audit(study, corrections=ingested / "data" / "processed" / "release.lock")
    with pytest.raises(UsageError, match=r"\.html"):
        audit(study, html=ingested / "study.yaml")


def test_an_unknown_rule_is_named(ingested):
    with pytest.raises(UsageError, match="did you mean 'sex-differs'"):
        audit(Study.open(ingested), ["sex-difers"])


def test_before_the_first_ingest_there_is_nothing_to_audit(own_study):
    for path in (own_study / "data" / "processed").glob("*.lock"):
        path.unlink()
    with pytest.raises(InputMissingError, match="kinpanel ingest"):
        audit(Study.open(own_study))


def test_check_reports_roles_and_accepted_findings_that_cannot_be(own_study):
    path = own_study / "study.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("place: village", "place: vilage"), encoding="utf-8")
    accept(own_study, "L00,child,a,w1,,why,me,")
    with pytest.raises(DefinitionError) as caught:
        check(own_study)
    role, accepted = caught.value.findings
    assert (role.file, role.advice) == ("study.yaml", "did you mean 'village'?")
    assert "place: vilage" in path.read_text(encoding="utf-8").splitlines()[(role.line or 0) - 1]
    assert (accepted.file, accepted.line) == ("codebooks/accepted.csv", 2)
    with pytest.raises(DefinitionError):
        audit(Study.open(own_study))


def test_accepting_a_finding_makes_no_table_stale(own_study):
    before = Study.open(own_study).definitions_digest()
    accept(own_study, "L61,child,,w3,county,two counties joined,me,2024-05-02")
    assert Study.open(own_study).definitions_digest() == before


def test_an_accepted_finding_is_counted_apart(spoilt):
    (one,) = audit(spoilt, ["L01"]).rules
    key = one.failures["key"].iloc[0]
    accept(spoilt.root, f"L01,person,{key},w5,,the register has both,me,")
    result = audit(Study.open(spoilt.root), ["L01"])
    assert (result.rules[0].failed, result.rules[0].accepted) == (0, 1)
    assert result.failing == ()


def test_another_process_writes_the_same_page(settled, tmp_path):
    audit(Study.open(settled), html=tmp_path / "one.html")
    command = [sys.executable, "-m", "kinpanel", "audit", "--study", str(settled)]
    done = subprocess.run(
        [*command, "--html", str(tmp_path / "two.html")], capture_output=True, check=False
    )
    assert done.returncode == 0
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()
