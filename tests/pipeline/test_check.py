from __future__ import annotations

from pathlib import Path

import pytest

from kinpanel.errors import DefinitionError
from kinpanel.pipeline.check import check

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("folder", [".", "examples/nlsy-children", "src/kinpanel/starter"])
def test_the_studies_of_the_repository_are_consistent(folder):
    result = check(ROOT / folder)
    assert result.waves
    assert result.tables


def test_problems_of_questionnaires_and_paper_are_told_together(own_study):
    for name, old, new in (
        ("questionnaires/w3.yaml", "select_one frequency@1", "select_one frequncy@1"),
        ("paper/tables.yaml", "kind: transitions", "kind: transition"),
    ):
        path = own_study / name
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    (own_study / "questionnaires" / "w1.yaml").write_text("wave: w1\n", encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        check(own_study)
    files = {finding.file for finding in caught.value.findings}
    assert {"questionnaires/w1.yaml", "paper/tables.yaml"} <= files
