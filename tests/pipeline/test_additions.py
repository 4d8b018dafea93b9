"""What a draft adds to a study: a file that was not there, and sets below those that were."""

from __future__ import annotations

import pytest

from kinpanel.documents import read_tree
from kinpanel.errors import DefinitionError, RefusedError
from kinpanel.pipeline.additions import additions_to

ADDED = "  b@1:\n    - {code: 2, label: {en: y}}\n"


@pytest.fixture
def choices(tmp_path):
    (tmp_path / "questionnaires").mkdir()
    return tmp_path / "questionnaires" / "choices.yaml"


@pytest.mark.parametrize("indent", ["  ", "    "])
def test_sets_are_added_in_the_indentation_of_the_file(tmp_path, choices, indent):
    before = f"# kept\nchoices:\n{indent}a@1:\n{indent}  - {{code: 1, label: {{en: x}}}}\n"
    choices.write_text(before, encoding="utf-8")
    text = additions_to(tmp_path).choices(ADDED)
    assert text.startswith(before)
    choices.write_text(text, encoding="utf-8")
    assert list(read_tree(choices, "c").value["choices"]) == ["a@1", "b@1"]
    assert additions_to(tmp_path).choices("") == ""


def test_a_file_that_cannot_be_added_to_is_refused(tmp_path, choices):
    choices.write_text("choices: {a@1: [{code: 1, label: {en: x}}]}\n", encoding="utf-8")
    with pytest.raises(RefusedError, match="cannot stand at the end"):
        additions_to(tmp_path).choices(ADDED)
    choices.write_text("choices: 3\n", encoding="utf-8")
    with pytest.raises(DefinitionError):
        additions_to(tmp_path)


def test_no_questionnaire_is_overwritten(tmp_path, choices):
    additions = additions_to(tmp_path)
    text = additions.choices(ADDED)
    assert additions.write("w1", "wave: w1\n", text) == (
        "questionnaires/choices.yaml",
        "questionnaires/w1.yaml",
    )
    with pytest.raises(RefusedError, match="is not overwritten"):
        additions.write("w1", "wave: w1\n", text)
