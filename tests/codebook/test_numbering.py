"""An item of a score is made from the question that is that item, whatever the printed order."""

from __future__ import annotations

import pytest
from tests.folders import write

from kinpanel.codebook import load_codebook
from kinpanel.errors import DefinitionError
from kinpanel.questionnaire import load_questionnaires
from kinpanel.study import load_study

ORDER_B = (7, 3, 9, 4, 5, 10, 1, 8, 6, 2)
"""Item numbers by printed position in the order that begins with the person of worth."""

STUDY = """\
title: {en: Panel}
languages: [en]
missing:
  inapplicable: {kind: design, label: {en: Routed}}
  not_asked: {kind: design, label: {en: Not asked}}
waves: [{id: w1, year: 2014}]
"""
CHOICES = """\
choices:
  agree@1: [{code: 0, label: {en: A}}, {code: 1, label: {en: B}}, {code: 2, label: {en: C}},
            {code: 3, label: {en: D}}]
"""


@pytest.fixture
def findings(tmp_path):
    """What is wrong with ten questions that are `numbers` of `instrument`, scored by `score`."""

    def _findings(score, numbers, instrument="rses"):
        asked = "".join(
            f"  - {{id: q{place}, raw: child.Q{place}, type: select_one agree@1, "
            f"concept: i{place}, item: {instrument}.{number}, label: {{en: X}}}}\n"
            for place, number in enumerate(numbers, 1)
        )
        held = "".join(
            f"  - {{name: v{place}, concept: i{place}, type: integer, range: [0, 3], "
            "label: {en: X}}\n"
            for place in range(1, len(numbers) + 1)
        )
        files = {
            "study.yaml": STUDY,
            "questionnaires/choices.yaml": CHOICES,
            "questionnaires/w1.yaml": "wave: w1\nfiles: {child: {path: a.dta, unit: child, "
            "key: [pid]}}\nquestions:\n"
            "  - {id: pid, raw: child.PID, type: text, label: {en: Id}}\n" + asked,
            "codebooks/child.yaml": "table: child\nlabel: {en: C}\nunit: child\nkey: [pid]\n"
            "variables:\n  - {name: pid, type: text, label: {en: Id}}\n"
            f"  - {{name: est, type: decimal, label: {{en: E}}, score: {score}}}\n" + held,
            "codebooks/crosswalk.csv": "variable,wave,source,rule,status,why,by,reviewed\n"
            "child.pid,w1,pid,same,identical,,,\n"
            + "".join(
                f"child.v{n},w1,q{n},same,identical,,,\n" for n in range(1, len(numbers) + 1)
            ),
        }
        study = load_study(write(tmp_path, files))
        try:
            load_codebook(tmp_path, study, load_questionnaires(tmp_path, study))
        except DefinitionError as error:
            return error.findings
        return ()

    return _findings


LISTED = "[" + ", ".join(f"v{place}" for place in range(1, 11)) + "]"


def test_the_order_that_the_form_says(findings):
    score = f"{{instrument: rses, form: order_b, items: {LISTED}}}"
    assert findings(score, ORDER_B) == ()


def test_the_order_of_another_form(findings):
    score = f"{{instrument: rses, form: order_a, items: {LISTED}}}"
    found = findings(score, ORDER_B)
    moved = [place for place, number in enumerate(ORDER_B, 1) if place != number]
    assert len(found) == len(moved) == 7
    first = found[0]
    assert (first.rule, first.file, first.line) == ("contract", "codebooks/crosswalk.csv", 3)
    assert first.message == (
        "question 'q1' is item 7 of rses, but score 'est' takes 'v1' for item 1 of rses"
    )
    assert "printed order" in first.advice


def test_by_number_whatever_the_order(findings):
    pairs = ", ".join(f"{number}: v{place}" for place, number in enumerate(ORDER_B, 1))
    assert findings(f"{{instrument: rses, form: order_a, items: {{{pairs}}}}}", ORDER_B) == ()


def test_an_item_of_another_instrument(findings):
    score = "{instrument: cesd8, variant: prorate, items: [v1, v2, v3, v4, v5, v6, v7, v8]}"
    found = findings(score, range(1, 9), "rses")
    assert len(found) == 8
    assert "question 'q1' is item 1 of rses" in found[0].message


def test_a_short_form_and_what_it_was_taken_from_share_their_items(findings):
    score = "{instrument: cesd8, variant: prorate, items: [v1, v2, v3, v4, v5, v6, v7, v8]}"
    of_twenty = (6, 7, 11, 12, 14, 16, 18, 20)
    assert findings(score, of_twenty, "cesd20") == ()
    found = findings(score, (7, 6, *of_twenty[2:]), "cesd20")
    assert [finding.message.split(",")[0] for finding in found] == [
        "question 'q1' is item 7 of cesd20",
        "question 'q2' is item 6 of cesd20",
    ]
