"""Questionnaire files as read: response sets, waves, and what is wrong with their form."""

from __future__ import annotations

import pytest

from kinpanel.questionnaire.written import read_written
from kinpanel.study import load_study

Q = "questions: [{id: pid, raw: child.PID, type: text, label: {en: Id}}]\n"
HEAD = "files: {child: {path: x.dta, unit: child, key: [pid]}}\n"


@pytest.fixture
def read(root):
    def _read(**files):
        for name, text in files.items():
            (root / "questionnaires" / f"{name}.yaml").write_text(text, encoding="utf-8")
        return read_written(root, load_study(root))

    return _read


def test_files_by_wave_whatever_they_are_called(read):
    reading = read(b=f"wave: w1\n{HEAD}{Q}", a=f"wave: w2\n{HEAD}{Q}")
    assert {w: e.tree.file for w, e in reading.waves.items()} == {
        "w1": "questionnaires/b.yaml",
        "w2": "questionnaires/a.yaml",
    }
    assert (reading.findings, reading.unread) == ([], set())
    assert [c.label["en"] for c in reading.choices["yesno@1"]] == ["Yes", "No"]


def test_a_study_needs_no_response_sets(read, root):
    (root / "questionnaires" / "choices.yaml").unlink()
    assert read().choices == {}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (
            {"a": f"wave: w11\n{HEAD}{Q}"},
            ("wave", "a.yaml", 1, "unknown wave 'w11'", "did you mean 'w1'?"),
        ),
        (
            {"a": f"wave: w1\n{HEAD}{Q}", "b": f"{HEAD}{Q}wave: w1\n"},
            (
                "wave",
                "b.yaml",
                3,
                "wave 'w1' has two questionnaires",
                "see questionnaires/a.yaml; one file per wave",
            ),
        ),
        (
            {
                "choices": "choices:\n  a@1:\n    - {code: 1, label: {en: A}}\n"
                "    - {code: '1', label: {en: B}}\n"
            },
            (
                "duplicate-code",
                "choices.yaml",
                4,
                "code 1 stands twice in a@1",
                "every answer has a code of its own",
            ),
        ),
        (
            {"choices": "choices:\n  yesno: [{code: 1, label: {en: A}}]\n"},
            (
                "response-set",
                "choices.yaml",
                2,
                "'yesno' cannot name a response set",
                "a name in small letters and a version, e.g. yesno@1",
            ),
        ),
        (
            {"choices": "choices:\n  a@1: []\n"},
            (
                "form",
                "choices.yaml",
                2,
                "choices.a@1: Tuple should have at least 1 item",
                "name at least one",
            ),
        ),
        (
            {"a": f"wave: w1\nfiles: {{child: {{path: ../x.dta, unit: c, key: [pid]}}}}\n{Q}"},
            (
                "form",
                "a.yaml",
                2,
                "files.child.path: String should match pattern",
                "what may stand there is in the schema of the file: kinpanel schemas DIR",
            ),
        ),
        (
            {"a": f"wave: w1\nfiles: {{child: {{path: '..', unit: c, key: [pid]}}}}\n{Q}"},
            (
                "form",
                "a.yaml",
                2,
                "files.child.path: String should match pattern",
                "what may stand there is in the schema of the file: kinpanel schemas DIR",
            ),
        ),
        (
            {"a": f"wave: w1\n{HEAD}questions: []\n"},
            (
                "form",
                "a.yaml",
                3,
                "questions: Tuple should have at least 1 item",
                "name at least one",
            ),
        ),
        (
            {"a": f"wave: w1\n{HEAD}questions:\n  - {{id: a, raw: x}}\n"},
            (
                "form",
                "a.yaml",
                4,
                "questions.0.raw: String should match pattern",
                "what may stand there is in the schema of the file: kinpanel schemas DIR",
            ),
        ),
        (
            {"a": f"wave: w1\n{HEAD}questions:\n  - {{id: a, raw: c.x, askif: b}}\n"},
            ("form", "a.yaml", 4, "unknown key 'askif'", "did you mean 'ask_if'?"),
        ),
    ],
)
def test_every_kind_of_finding(read, files, expected):
    (finding,) = read(**files).findings
    rule, file, line, message, advice = expected
    assert (finding.rule, finding.file) == (rule, f"questionnaires/{file}")
    assert (finding.line, finding.advice) == (line, advice)
    assert finding.message.startswith(message)


def test_what_cannot_be_read_is_known_by_wave_and_by_file_name(read):
    reading = read(w1="wave: w2\nx: 1\n", w3="wave: [")
    assert reading.unread == {"w1", "w2", "w3", "None"}
    assert read(choices="x: 1").choices is None


def test_a_folder_is_not_a_questionnaire(read, root):
    (root / "questionnaires" / "old.yaml").mkdir()
    (finding,) = read().findings
    assert str(finding) == "questionnaires/old.yaml:1: is not a file\n    -> rename the folder"


def test_answers_that_lack_a_language_are_one_finding_per_response_set(read):
    choices = (
        "choices:\n  yesno@1: [{code: 1, label: {en: Yes}}, {code: 0, label: {zh: 否}}]\n"
        "  often@1:\n    - {code: 1, label: {}}\n    - {code: 2, label: {en: ' '}}\n"
    )
    first, second = read(choices=choices, w1=f"wave: w1\n{HEAD}{Q}").findings
    assert (first.rule, first.file, first.line) == ("language", "questionnaires/choices.yaml", 2)
    assert first.message == "answers of yesno@1: no label in language 'en'"
    assert (first.examples, first.count) == (("0",), 1)
    assert (second.examples, second.count) == (("1", "2"), 2)
    assert second.advice == "add en: ..."
