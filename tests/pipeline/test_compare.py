from __future__ import annotations

from pathlib import Path

import pytest

from kinpanel.errors import UsageError
from kinpanel.pipeline.compare import (
    QUESTION_COLUMNS,
    WAVE_COLUMNS,
    compare_waves,
    describe_questions,
)
from kinpanel.pipeline.handle import Study

PANEL = Path(__file__).parents[1] / "cases" / "panel"


@pytest.fixture(scope="module")
def study():
    return Study.open(PANEL)


def test_a_shifted_scale_shows_where_it_bites(study):
    rows = describe_questions(study, "cesd_sad").set_index("wave")
    assert tuple(describe_questions(study, "cesd_sad").columns) == QUESTION_COLUMNS
    assert list(rows.index) == ["w1", "w2", "w3", "w4", "w5"]
    assert rows.loc["w2", "differences"] == "codes shifted by 1: 1-4 versus 0-3"
    assert rows.loc["w3", "differences"] == "codes shifted by -1: 0-3 versus 1-4"
    assert rows.loc["w2", "type"] == "select_one frequency@2"
    assert rows.loc["w4", "differences"] == ""


def test_wordings_are_shown_in_the_language_asked_for(study):
    first = describe_questions(study, "sex", language="zh").iloc[0]
    assert first["wording"] == "孩子的性别是？"
    assert describe_questions(study, "sex").iloc[0]["wording"].startswith("Is the child")


def test_two_waves(study):
    rows = compare_waves(study, "w1", "w2")
    assert tuple(rows.columns) == WAVE_COLUMNS
    assert len(rows) == len(study.questionnaires["w1"].questions)
    changed = rows[rows["status"] == "changed"]
    cesd = [c for c in rows["concept"] if c.startswith("cesd_")]
    assert set(changed["concept"]) == {"sex", *cesd}
    assert set(changed["kinds"]) == {"codes"}
    assert (compare_waves(study, "w1", "w1")["status"] == "unchanged").all()


def test_unknown_names_are_refused_with_the_nearest(study):
    with pytest.raises(UsageError, match="did you mean 'cesd_sad'"):
        describe_questions(study, "cesd_sat")
    with pytest.raises(UsageError, match="language 'fr'"):
        describe_questions(study, "sex", language="fr")
    with pytest.raises(UsageError, match="wave 'w9' has no questionnaire"):
        compare_waves(study, "w1", "w9")
