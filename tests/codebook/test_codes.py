"""The grid of codes: raw codes of all waves side by side."""

from __future__ import annotations

import pytest

from kinpanel.codebook.codes import CodeGrid, Target, read_codes

HEAD = "variable,target,label,w1,w2\n"


@pytest.fixture
def read(tmp_path):
    def _read(text: str):
        path = tmp_path / "codes.csv"
        path.write_text(text, encoding="utf-8")
        return read_codes(path, "codebooks/codes.csv", ("w1", "w2", "w3"))

    return _read


def test_cells_hold_codes_parted_by_spaces(read):
    grid, findings = read(HEAD + "child.x,1,Yes, 1  01 .a,5\nchild.x,missing:refused,No,-8,\n")
    assert findings == []
    assert grid.map_of("child", "x", "w1") == {
        "1": Target("1", 2),
        "01": Target("1", 2),
        ".a": Target("1", 2),
        "-8": Target("missing:refused", 3),
    }
    assert grid.map_of("child", "x", "w2") == {"5": Target("1", 2)}
    assert grid.map_of("child", "x", "w3") == grid.map_of("child", "y", "w1") == {}


@pytest.mark.parametrize(
    ("code", "reason"), [("missing:refused", "refused"), ("missing:", ""), ("1", None), ("", None)]
)
def test_a_target_is_a_value_or_a_reason(code, reason):
    assert Target(code, 1).reason == reason


def test_one_code_under_two_targets(read):
    _, findings = read(HEAD + "child.x,1,Yes,1,1\nchild.x,0,No,0 1,0\nchild.y,0,No,1,1\n")
    (finding,) = findings
    assert (finding.rule, finding.file, finding.line) == ("codes", "codebooks/codes.csv", 3)
    assert (finding.wave, finding.variable) == ("w1", "child.x")
    assert finding.message == "raw code 1 leads to two targets (1 in line 2)"


def test_unknown_waves_are_unknown_columns(read):
    _, findings = read("variable,target,label,wave1\n")
    assert [(f.line, f.message) for f in findings] == [(1, "unknown column 'wave1'")]


def test_a_study_without_the_file_has_an_empty_grid(tmp_path):
    assert read_codes(tmp_path / "gone.csv", "g.csv", ("w1",)) == (CodeGrid("g.csv", {}), [])
