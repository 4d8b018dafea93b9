from __future__ import annotations

import pytest

from kinpanel.codebook.accepted import Accepted, read_accepted
from kinpanel.codebook.model import TableCodebook
from kinpanel.documents import Unusable

TABLE = TableCodebook.model_validate_json(
    '{"table": "child", "label": {"en": "c"}, "unit": "child", "key": ["pid"],'
    ' "variables": [{"name": "pid", "type": "text", "label": {"en": "id"}}]}'
)
HEADER = "rule,table,key,wave,variable,why,by,date\n"


def read(tmp_path, text, unusable=None):
    path = tmp_path / "accepted.csv"
    path.write_text(text, encoding="utf-8")
    known = ("L01", "sex-differs")
    return read_accepted(
        path, "codebooks/accepted.csv", known, {"child": TABLE}, ("w1",), unusable or Unusable()
    )


def test_no_file_accepts_nothing(tmp_path):
    assert read_accepted(tmp_path / "accepted.csv", "x", (), {}, (), Unusable()) == ([], [])


def test_a_row_is_read(tmp_path):
    rows, findings = read(tmp_path, HEADER + 'L01,child,"a,b",w1,,twins,Li Na,2024-05-02\n')
    assert rows == [Accepted("L01", "child", "a,b", "w1", "", "twins")]
    assert findings == []


def test_the_column_of_variables_may_be_left_out(tmp_path):
    text = "rule,table,key,wave,why,by,date\nsex-differs,child,a,w1,twins,Li Na,\n"
    rows, findings = read(tmp_path, text)
    assert (rows[0].variable, findings) == ("", [])


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("L1,child,a,w1,,why,me,", "unknown rule 'L1'"),
        ("L01,chld,a,w1,,why,me,", "unknown table 'chld'"),
        ("L01,child,a,w7,,why,me,", "unknown wave 'w7'"),
        ("L01,child,a,w1,pdi,why,me,", "unknown variable 'pdi'"),
        ("L01,child,a,w1,,,me,", "why is empty"),
        ("L01,child,a,w1,,why,,", "by is empty"),
    ],
)
def test_rows_that_mean_nothing_are_findings(tmp_path, row, message):
    rows, (finding,) = read(tmp_path, HEADER + row + "\n")
    assert rows == []
    assert (finding.message, finding.line) == (message, 2)


def test_nothing_is_said_of_what_has_a_fault_of_its_own(tmp_path):
    unusable = Unusable()
    unusable.add("table", "chld")
    unusable.add("table", "child", "pdi")
    text = HEADER + "L01,chld,a,w1,,why,me,\nL01,child,a,w1,pdi,why,me,\n"
    assert read(tmp_path, text, unusable)[1] == []
