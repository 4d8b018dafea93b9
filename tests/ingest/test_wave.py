"""A wave as a whole: one error anywhere and there are no tables."""

from __future__ import annotations

import numpy as np
import pytest

from kinpanel.ingest.raw import RawFile
from kinpanel.ingest.wave import harmonise_wave


@pytest.fixture
def wave(tiny, column):
    """Harmonise w1 of the tiny study, some columns of the child file replaced."""
    study = tiny.study

    def run(**changed):
        def file(name, frame):
            columns = {}
            for title, cells in frame.items():
                given = ["." if cell != cell else cell for cell in cells]  # noqa: PLR0124
                columns[title] = column(changed.get(title, given), title)
            return RawFile(name, "", len(frame), columns)

        files = {
            "child": file("data/raw/w1/child.dta", tiny.child()),
            "person": file("data/raw/w1/person.dta", tiny.person()),
        }
        return harmonise_wave(study.definition, study.questionnaires["w1"], study.codebook, files)

    return run


def test_tables_of_a_wave(wave):
    result = wave()
    assert result.wave == "w1"
    assert list(result.tables) == ["child", "person"]
    assert result.findings == ()
    child = result.tables["child"]
    assert "gloom" not in child
    assert child["girl"].astype(object).tolist()[:2] == [False, True]
    assert child["read__why"].astype(object).tolist()[0] == "inapplicable"
    assert child["read__why"].isna().tolist() == [False, True, True]


def test_warnings_do_not_stop(wave):
    result = wave(read=[1.0, ".", 2.0])
    assert {f.rule for f in result.findings} == {"out-of-turn", "unexplained-blank"}
    assert list(result.tables) == ["child", "person"]


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"sex": [1.0, 2.0, 5.0]}, "undeclared-code"),
        ({"pid": ["a", "a", "b"]}, "duplicate-key"),
        ({"age": ["five", "six", "ten"]}, "type"),
        ({"round": [1.0, 2.0**54, 1.0]}, "digits-lost"),
        ({"sad": [np.inf, 1.0, 1.0]}, "out-of-range"),
    ],
)
def test_one_error_and_there_are_no_tables(wave, changed, rule):
    result = wave(**changed)
    assert rule in {f.rule for f in result.findings if f.severity == "error"}
    assert result.tables == {}
