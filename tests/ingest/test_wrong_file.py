"""Whole ingests of a file that is not what it should be: told once, accepted only by name."""

from __future__ import annotations

import json

import pytest

from kinpanel.errors import DataError, UsageError


@pytest.fixture
def swapped(landed):
    """The child file of w1 under the name of its person file."""
    landed.deliver("w1/person.dta", landed.child(2).drop(columns=["pid", "round"]))
    landed.register()
    return landed


@pytest.fixture
def empty(landed):
    """A person file of w1 without a person."""
    landed.deliver("w1/person.dta", landed.person(2).iloc[:0])
    landed.register()
    return landed


def recorded(study) -> str:
    lock = json.loads((study.store / "release.lock").read_text(encoding="utf-8"))
    return lock["waves"]["w1"]["raw"]["person"].get("accepted", "")


def test_another_file_is_told_once_and_nothing_else(swapped):
    before = swapped.bytes()
    with pytest.raises(DataError) as caught:
        swapped.ingest()
    (finding,) = caught.value.findings
    assert (finding.rule, finding.file, finding.wave) == (
        "wrong-file",
        "data/raw/w1/person.dta",
        "w1",
    )
    assert "0 of 2 columns of w1's person file are here" in finding.message
    assert swapped.bytes() == before


def test_accepting_does_not_make_columns_appear(swapped):
    with pytest.raises(DataError) as caught:
        swapped.ingest(accept=["w1/person"])
    assert {finding.rule for finding in caught.value.findings} == {"missing-column"}


def test_what_was_accepted_is_recorded_and_told_again(empty):
    with pytest.raises(DataError):
        empty.ingest("w1", accept=["w1/child"])
    (outcome,) = empty.ingest("w1", accept=["w1/person"])
    assert outcome.files["person"].accepted == "an empty file"
    assert recorded(empty) == "an empty file"
    empty.edit("study.yaml", "Tiny", "Small")
    (outcome,) = empty.ingest("w1")
    assert outcome.status == "landed"
    assert [f.rule for f in outcome.findings if f.severity == "warning"] == ["wrong-file"]
    assert recorded(empty) == "an empty file"


def test_a_right_file_afterwards_is_not_marked(empty):
    empty.ingest("w1", accept=["w1/person"])
    empty.deliver("w1/person.dta", empty.person(3))
    empty.register()
    empty.ingest("w1")
    assert recorded(empty) == ""
    assert "accepted" not in (empty.store / "release.lock").read_text(encoding="utf-8")


def test_a_dry_run_accepts_nothing_for_good(empty):
    before = empty.bytes()
    (outcome,) = empty.ingest("w1", dry_run=True, accept=["w1/person"])
    assert outcome.status == "would land"
    assert empty.bytes() == before
    with pytest.raises(DataError):
        empty.ingest("w1")


def test_an_unknown_name_to_accept(landed):
    with pytest.raises(UsageError, match="did you mean 'w1/person'"):
        landed.ingest(accept=["w1/persn"])


def test_what_changes_is_told_by_table(landed):
    landed.deliver("w2/child.sav", landed.child(2, pid=["a", "b", "CNRY7f3a3"]).drop(columns="sad"))
    landed.register()
    (outcome,) = landed.ingest("w2", dry_run=True)
    change = outcome.tables["child"]
    assert (change.rows, change.before, change.against) == (3, 3, "w1")
    assert (change.new, change.gone) == (2, 2)
    # pid, age and round of three children, girl of three without a code for one, read of the two
    # who were asked: 14 answers were due, and one is missing
    assert change.missing == pytest.approx(1 / 14)
    assert outcome.as_dict()["files"]["child"]["rows"] == 3
