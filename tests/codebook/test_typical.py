"""Where the median of a wave is expected: of measured numbers, in known units, inside the range."""

from __future__ import annotations

import pytest


def income(more):
    text = f"  - {{name: income, type: decimal, range: [0, 100], label: {{en: I}}, {more}}}"
    return {"child.yaml": {10: text}}


@pytest.mark.parametrize(
    ("more", "message", "advice"),
    [
        ("typical: [1, 9]", "needs a unit that can be converted", "known: kg"),
        ("typical: [1, 9], unit: yuans", "needs a unit", "did you mean 'yuan'?"),
        ("typical: [0, 9], unit: yuan", "begins at or below 0", "positive"),
        ("typical: [50, 101], unit: yuan", "leaves the range", "inside the range"),
        ("typical: [9, 1], unit: yuan", "the lower end stands first", ""),
    ],
)
def test_what_cannot_be_typical(problems, more, message, advice):
    (finding,) = problems(income(more))
    assert (finding.file, finding.line) == ("codebooks/child.yaml", 10)
    assert message in finding.message
    assert advice in finding.advice


def test_only_numbers_that_were_measured(problems):
    text = "  - {name: girl, concept: gender, type: boolean, label: {en: G}, typical: [1, 2]}"
    (finding,) = problems({"child.yaml": {7: text}})
    assert finding.message.endswith("a number that was measured, not boolean")


def test_a_typical_interval_loads(load):
    variable = load(income("typical: [1, 9], unit: yuan")).tables["child"].variable("income")
    assert variable is not None
    assert variable.typical == (1, 9)
