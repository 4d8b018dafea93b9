"""Labels that lack a language: one finding for all, with names and a count."""

from __future__ import annotations

from kinpanel.documents.languages import check_languages
from kinpanel.documents.tree import Tree

TREE = Tree("x.yaml", lines={(): 1, ("choices",): 2, ("choices", "a"): 3})


def test_nothing_lacks():
    assert check_languages(TREE, ("choices",), "x", {"1": {"en": "A", "zh": "甲"}}, ["en"]) == []
    assert check_languages(TREE, ("choices",), "x", {}, ["en"]) == []
    assert check_languages(TREE, ("choices",), "x", {"1": {}}, []) == []


def test_one_finding_with_examples_count_and_advice():
    labels = {"1": {"en": "A"}, "2": {"en": "B", "zh": "乙"}, "3": {"zh": " ", "en": "C"}}
    (finding,) = check_languages(TREE, ("choices", "a", 7), "answers of a", labels, ["en", "zh"])
    assert (finding.rule, finding.file, finding.line) == ("language", "x.yaml", 3)
    assert finding.message == "answers of a: no label in language 'zh'"
    assert (finding.examples, finding.count) == (("1", "3"), 2)
    assert finding.advice == "add zh: ..."


def test_several_languages_are_named_in_the_order_of_the_study():
    labels = {"1": {}, "2": {"zh": "乙"}}
    (finding,) = check_languages(TREE, ("choices",), "x", labels, ["zh", "en"])
    assert finding.message == "x: no label in language 'zh', 'en'"
    assert finding.advice == "add zh: ... and en: ..."


def test_a_single_label_needs_no_example():
    (finding,) = check_languages(TREE, (), "table t", {"t": {}}, ["en"])
    assert (finding.examples, finding.count) == ((), None)
