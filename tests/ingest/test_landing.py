"""Whole ingests of the tiny study: what lands, what does not, and that nothing moves when not."""

from __future__ import annotations

import itertools
import stat

import numpy as np
import pandas as pd
import pytest

from kinpanel.errors import DataError, ExitCode, StoreError

CANARY = "CNRY7f3a"


def fails_to_land(landed, *waves):
    """The error of an ingest that must not land; every file of the store stays as it was."""
    before = landed.bytes()
    with pytest.raises(DataError) as caught:
        landed.ingest(*waves)
    assert landed.bytes() == before
    assert caught.value.exit_code == ExitCode.BAD_DATA
    assert "the tables are what they were" in caught.value.message
    assert CANARY not in str(caught.value)
    assert CANARY not in repr([finding.as_dict() for finding in caught.value.findings])
    return caught.value.findings


def test_both_waves_land(landed):
    child = landed.study.table("child", labels=None)
    assert child["wave"].tolist() == ["w1"] * 3 + ["w2"] * 3
    assert child["girl"].astype(object).tolist()[:2] == [False, True]
    assert child["girl"].astype(object).tolist()[3:5] == [True, False]
    reasons = landed.study.reasons("child")
    missing = child.isna()
    for name in child.columns.drop("wave"):
        assert (reasons[name].notna() == missing[name]).all(), name
    assert reasons["gloom"].astype(object).tolist()[3] == "not_asked"
    assert reasons["read"].astype(object).tolist()[0] == "inapplicable"


def test_files_are_for_their_owner_only(landed):
    for path in landed.store.rglob("*"):
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), path.name


def test_one_undeclared_code(landed):
    landed.deliver("w1/child.dta", landed.child(2, sex=[1.0, 2.0, 7.0]))
    landed.register()
    (finding,) = fails_to_land(landed)
    assert (finding.rule, finding.file) == ("undeclared-code", "data/raw/w1/child.dta")
    assert (finding.wave, finding.variable) == ("w1", "sex")
    assert (finding.examples, finding.count) == (("7",), 1)


def test_a_missing_column(landed):
    landed.deliver("w2/child.sav", landed.child(2).drop(columns=["read", "sad"]))
    landed.register()
    (finding,) = fails_to_land(landed)
    assert (finding.rule, finding.file) == ("missing-column", "data/raw/w2/child.sav")
    assert (finding.variable, finding.wave) == ("read", "w2")


def test_a_duplicated_key(landed):
    landed.deliver("w1/child.dta", landed.child(2, pid=[f"{CANARY}1", f"{CANARY}2", f"{CANARY}1"]))
    landed.register()
    (finding,) = fails_to_land(landed)
    assert (finding.rule, finding.variable) == ("duplicate-key", "pid")
    assert (finding.examples, finding.count) == (("row 1", "row 3"), 2)


@pytest.mark.parametrize("share", [0.3, 0.9])
def test_a_truncated_file_that_somebody_registered(landed, share):
    path = landed.deliver("w1/child.dta", landed.child(2))
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    landed.register()
    (finding,) = fails_to_land(landed)
    assert (finding.rule, finding.file) == ("unreadable", "data/raw/w1/child.dta")


def test_a_changed_sha256(landed):
    path = landed.raw / "w2" / "child.sav"
    content = bytearray(path.read_bytes())
    content[-9] ^= 1
    path.write_bytes(content)
    (finding,) = fails_to_land(landed)
    assert (finding.rule, finding.file) == ("changed-file", "data/raw/w2/child.sav")


def test_a_file_nobody_registered(landed):
    (landed.raw / "MANIFEST.csv").unlink()
    findings = fails_to_land(landed)
    assert {finding.rule for finding in findings} == {"unregistered"}
    assert len(findings) == 4


def test_a_wrong_wave_that_looks_right(landed):
    """w2 delivered as w1 again: its sav cannot match the declared pattern."""
    (landed.raw / "w1" / "child.dta").unlink()
    (finding,) = fails_to_land(landed)
    assert (finding.rule, finding.wave) == ("delivery", "w1")


def test_ids_in_a_column_of_numbers(landed):
    ids = [f"{CANARY}{i}" for i in range(3)]
    landed.deliver("w1/child.dta", landed.child(2, age=ids, sex=ids, read=ids))
    landed.register()
    findings = fails_to_land(landed)
    assert {f.variable for f in findings} == {"age", "sex", "read"}
    assert all(f.count is None or f.count == 3 for f in findings)
    assert all(f.examples == () for f in findings)


def test_one_bad_wave_keeps_the_good_one_out_too(landed):
    landed.deliver("w1/child.dta", landed.child(2))
    landed.deliver("w2/child.sav", landed.child(2, sex=[9.0, 9.0, 9.0]).drop(columns="sad"))
    landed.register()
    (finding,) = fails_to_land(landed)
    assert (finding.wave, finding.count) == ("w2", 3)


def test_the_second_ingest_changes_no_byte(landed):
    before = landed.bytes()
    stamps = {path: path.stat().st_mtime_ns for path in landed.store.rglob("*.parquet")}
    assert [outcome.status for outcome in landed.ingest()] == ["up to date"] * 2
    assert landed.bytes() == before
    assert {path: path.stat().st_mtime_ns for path in landed.store.rglob("*.parquet")} == stamps


def test_made_again_from_nothing_the_bytes_are_the_same(landed):
    before = landed.bytes()
    (landed.store / "release.lock").unlink()
    assert [outcome.status for outcome in landed.ingest()] == ["landed"] * 2
    assert landed.bytes() == before


@pytest.mark.parametrize("order", list(itertools.permutations(["w1", "w2"])))
def test_the_order_of_waves_does_not_matter(landed, tiny, order):
    """One call per wave, in any order, gives the release of one call for all."""
    assert landed.root == tiny.root
    expected = landed.current()
    for path in landed.store.rglob("*"):
        if path.is_file():
            path.unlink()
    for wave in order:
        landed.ingest(wave)
    assert landed.current() == expected


def test_a_dry_run_writes_nothing(landed):
    landed.deliver("w1/person.dta", landed.person(2))
    landed.register()
    before = landed.bytes()
    outcomes = landed.ingest(dry_run=True)
    assert [outcome.status for outcome in outcomes] == ["would land", "up to date"]
    assert landed.bytes() == before


def test_a_wave_alone_leaves_the_other(landed):
    landed.deliver("w1/person.dta", landed.person(2))
    landed.register()
    before = landed.bytes()
    assert [outcome.wave for outcome in landed.ingest("w1")] == ["w1"]
    assert landed.study.table("person")["round"].tolist() == [2, 2, 1, 1]
    assert {n for n in before if "w2" in n} <= set(landed.bytes())


@pytest.mark.parametrize("harm", ["gone", "changed", "lock damaged"])
def test_the_advice_on_a_harmed_store_works(landed, harm):
    expected = landed.bytes()
    hurt = next(landed.store.glob("child/*.parquet"))
    if harm == "gone":
        hurt.unlink()
    elif harm == "changed":
        hurt.chmod(0o600)
        hurt.write_bytes(hurt.read_bytes()[:-1] + b"x")
    else:
        (landed.store / "release.lock").write_text("{", encoding="utf-8")
    with pytest.raises(StoreError, match="run: kinpanel ingest") as told:
        landed.study.table("child")
    if "move it away" in str(told.value):
        (landed.store / "release.lock").rename(landed.root / "away.lock")
    landed.ingest()
    assert landed.bytes() == expected


def test_empty_and_absent_answers(landed):
    """Nobody answered a question, and no person was listed: types stay what they are."""
    child = landed.child(2, sad=[-1.0] * 3, read=[np.nan] * 3, age=[1.0, 2.0, 3.0])
    landed.deliver("w1/child.dta", child)
    landed.deliver("w1/person.dta", pd.DataFrame({"pid": ["a"], "round": [1.0]}).iloc[:0])
    landed.register()
    (finding,) = fails_to_land(landed, "w1")
    assert (finding.rule, "no rows" in finding.message) == ("wrong-file", True)
    landed.ingest("w1", accept=["w1/person"])
    table = landed.study.table("child", labels=None)
    assert str(table["sad"].dtype) == "Int64"
    assert table["sad"].isna().all()
    assert len(landed.study.table("person")) == 2
    assert landed.study.reasons("child")["gloom"].astype(object).tolist()[:3] == ["dont_know"] * 3
