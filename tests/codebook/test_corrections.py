from __future__ import annotations

import pytest
from tests.codebook.conftest import FILES
from tests.folders import write

from kinpanel.codebook import Codebook, load_codebook
from kinpanel.codebook.corrections import COLUMNS, read_corrections
from kinpanel.derived.audit.result import CORRECTION_COLUMNS
from kinpanel.documents import Unusable
from kinpanel.questionnaire import load_questionnaires
from kinpanel.study import load_study

RIGHT = "child,0001,w1,income,5,6,typed wrong,form 3,Li Na,2024-05-02"


@pytest.fixture
def study(tmp_path):
    return load_study(write(tmp_path, FILES))


@pytest.fixture
def read(tmp_path, study):
    codebook = load_codebook(tmp_path, study, load_questionnaires(tmp_path, study))

    def run(*rows, unusable=None, known=study):
        text = "\n".join([",".join(COLUMNS), *rows]) + "\n"
        (tmp_path / "codebooks" / "corrections.csv").write_text(text, encoding="utf-8")
        bare = Codebook(codebook.tables, codebook.crosswalk, codebook.codes)
        return read_corrections(tmp_path, bare, known, unusable or Unusable())

    return run


def test_the_columns_are_those_that_the_audit_proposes():
    assert COLUMNS == CORRECTION_COLUMNS


def test_no_file_and_no_rows_correct_nothing(tmp_path, study, read):
    assert read() == ([], [])
    (tmp_path / "codebooks" / "corrections.csv").unlink()
    assert read_corrections(tmp_path, Codebook({}, {}, None), study, Unusable()) == ([], [])


def test_a_row_is_read(read):
    (row,), findings = read(RIGHT)
    assert findings == []
    assert (row.key, row.was, row.now, row.line) == ("0001", "5", "6", 2)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("child,", "chld,", "unknown table 'chld'"),
        (",w1,", ",w9,", "unknown wave 'w9'"),
        (",income,", ",incme,", "unknown variable 'incme'"),
        (",income,", ",twice,", "is a score and follows from its items"),
        (",0001,", ",,", "key is not that of a row"),
        (",5,", ",,", "was: is empty"),
        (",6,", ",,", "now: is empty"),
        (",6,", ",600,", "now: is outside the variable's range"),
        (",6,", ",missing:refusd,", "now: unknown missing reason 'refusd'"),
        (",6,", ",5,", "was and now are the same"),
        ("typed wrong", "", "reason is empty"),
        ("Li Na", "", "by is empty"),
        ("2024-05-02", "May", "date is no day"),
    ],
)
def test_rows_that_mean_nothing_are_findings(read, old, new, message):
    rows, (finding,) = read(RIGHT.replace(old, new, 1))
    assert rows == []
    assert (finding.message, finding.line, bool(finding.advice)) == (message, 2, True)
    assert "0001" not in str(finding)
    assert "600" not in str(finding)


def test_two_rows_on_one_cell(read):
    rows, (finding,) = read(RIGHT, RIGHT.replace(",5,6,", ",5,7,"))
    assert len(rows) == 1
    assert finding.message == "a second row on one cell (first in line 2)"


def test_nothing_is_said_of_what_has_a_fault_of_its_own(read):
    unusable = Unusable()
    unusable.add("table", "chld")
    unusable.add("table", "child", "gone")
    unusable.add("wave", "w9")
    rows = (RIGHT.replace("child,", "chld,"), RIGHT.replace("income", "gone"))
    assert read(*rows, RIGHT.replace(",w1,", ",w9,"), unusable=unusable)[1] == []


def test_without_a_study_the_form_is_looked_at(read):
    assert read(RIGHT.replace(",w1,", ",w9,"), known=None)[1] == []
    (finding,) = read(RIGHT.replace(",6,", ",600,"), known=None)[1]
    assert finding.message == "now: is outside the variable's range"
