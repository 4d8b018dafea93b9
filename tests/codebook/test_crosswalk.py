"""The crosswalk: one row per variable and wave, each well formed or a finding."""

from __future__ import annotations

import pytest

from kinpanel.codebook.crosswalk import COLUMNS, STATUSES, WITHOUT_SOURCE, read_crosswalk
from kinpanel.codebook.rules import RULES

HEAD = ",".join(COLUMNS)


@pytest.fixture
def read(tmp_path):
    def _read(*rows: str):
        path = tmp_path / "crosswalk.csv"
        path.write_text("\n".join([HEAD, *rows]), encoding="utf-8")
        return read_crosswalk(path, "codebooks/crosswalk.csv")

    return _read


def test_a_row_in_full(read):
    (row,), findings = read("child.x,w1,a b,first,approximate,other period,me,2026-01-01")
    assert findings == []
    assert (row.table, row.variable, row.wave, row.sources) == ("child", "x", "w1", ("a", "b"))
    assert (str(row.rule), row.status, row.why) == ("first", "approximate", "other period")
    assert (row.file, row.line) == ("codebooks/crosswalk.csv", 2)


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_has_its_form(read, status):
    made, bare = f"child.x,w1,a,same,{status},,,", f"child.x,w1,,,{status},,,"
    (full, wrong_full), (empty, wrong_empty) = read(made), read(bare)
    if status in WITHOUT_SOURCE:
        assert [f.message for f in wrong_full] == [
            f"status {status} must have no source and no rule"
        ]
        assert empty[0].rule is None
    else:
        assert full[0].rule.spec.name == "same"
        assert bool(wrong_empty) == (status != "undetermined")


@pytest.mark.parametrize(
    ("row", "message", "advice"),
    [
        (
            "x,w1,a,same,identical,,,",
            "variable 'x' is not table.variable",
            "the name of its table and a point before it: child.x",
        ),
        (
            "child.x,w1,a,same,identicle,,,",
            "unknown status 'identicle'",
            "did you mean 'identical'?",
        ),
        (
            "child.x,w1,,same,identical,,,",
            "no source: which question is it made from?",
            "the id of a question; without one the status is not_asked or impossible",
        ),
        (
            "child.x,w1,a b,same,identical,,,",
            "rule same takes one source",
            "keep one source, or write rule first, which takes several",
        ),
        (
            "child.x,w1,a,eval(a),identical,,,",
            f"unknown rule 'eval(a)'; known: {', '.join(RULES)}",
            "write one of these",
        ),
        (
            "child.x,w1,a,scale,identical,,,",
            "rule scale needs a factor, e.g. scale 0.5",
            "The number is multiplied by a factor that changes its unit.",
        ),
        (
            "child.x,w1,,same,not_asked,,,",
            "status not_asked must have no source and no rule",
            "leave source and rule empty, or write the status that holds",
        ),
        (
            "child.x,w1,a,,impossible,,,",
            "status impossible must have no source and no rule",
            "leave source and rule empty, or write the status that holds",
        ),
    ],
)
def test_every_kind_of_finding(read, row, message, advice):
    rows, (finding,) = read("child.y,w1,b,same,identical,,,", row)
    assert [r.variable for r in rows] == ["y"]
    assert (finding.rule, finding.file, finding.line) == (
        "crosswalk",
        "codebooks/crosswalk.csv",
        3,
    )
    assert (finding.wave, finding.variable) == ("w1", row.split(",")[0])
    assert (finding.message, finding.advice) == (message, advice)


def test_everything_wrong_with_a_row_is_reported_at_once(read):
    _, findings = read("x,w1,,sme,identicle,,,")
    assert [f.message.split(" ")[0] for f in findings] == ["variable", "unknown", "unknown", "no"]


def test_a_crosswalk_must_be_there(tmp_path):
    rows, (finding,) = read_crosswalk(tmp_path / "gone.csv", "codebooks/crosswalk.csv")
    assert rows == []
    assert str(finding) == "codebooks/crosswalk.csv:1: cannot be read: No such file or directory"
