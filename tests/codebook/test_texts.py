"""Labels of tables and levels in every language of the study."""

from __future__ import annotations

CHILD, STUDY = "child.yaml", "study.yaml"
LEVELS = "     levels: [{code: 1, label: {%s}}, {code: 3, label: {%s}}]}"


def test_levels_without_a_language(problems):
    (finding,) = problems({CHILD: {9: LEVELS % ("fr: Mal", "en: Good")}})
    assert (finding.rule, finding.file, finding.line) == ("language", "codebooks/child.yaml", 9)
    assert finding.message == "levels of mood: no label in language 'en'"
    assert (finding.examples, finding.count) == (("1",), 1)
    assert finding.advice == "add en: ..."


def test_a_table_without_a_language(problems):
    (finding,) = problems({CHILD: {2: "label: {fr: Enfants}"}})
    assert (finding.rule, finding.line) == ("language", 2)
    assert finding.message == "table child: no label in language 'en'"
