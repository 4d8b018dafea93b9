"""No variable is shown more freely than what it is made from."""

from __future__ import annotations

import pytest

CHILD, W1 = "child.yaml", "w1.yaml"
CASH = "  - {id: cash, raw: child.CASH, type: decimal, concept: income, label: {en: Cash}%s}"
INCOME = "  - {name: income, type: decimal, range: [0, 100], label: {en: Income}%s}"
TWICE = (
    "  - {name: twice, type: decimal, label: {en: Twice}%s, "
    "score: {rule: sum, items: [income, income]}}"
)


def changes(question: str, variable: str, score: str) -> dict[str, dict[int, str | None]]:
    def say(word: str) -> str:
        return f", sensitivity: {word}"

    return {
        W1: {7: CASH % say(question)},
        CHILD: {10: INCOME % say(variable), 11: TWICE % say(score)},
    }


LEVELS = ("public", "restricted", "identifier")


@pytest.mark.parametrize("question", LEVELS)
@pytest.mark.parametrize("variable", LEVELS)
def test_every_pair(load, problems, question, variable):
    change = changes(question, variable, "identifier")
    if LEVELS.index(variable) >= LEVELS.index(question):
        load(change)
        return
    (finding,) = problems(change)
    assert (finding.rule, finding.file, finding.line) == ("contract", "codebooks/crosswalk.csv", 5)
    assert finding.message == f"is {variable}, but 'cash' is {question}"
    assert finding.advice == f"declare the variable {question}, or the question {variable}"


@pytest.mark.parametrize("variable", LEVELS)
@pytest.mark.parametrize("score", LEVELS)
def test_scores_and_their_items(load, problems, variable, score):
    change = changes("public", variable, score)
    if LEVELS.index(score) >= LEVELS.index(variable):
        load(change)
        return
    (finding,) = problems(change)
    assert finding.variable == "child.twice"
    assert finding.message == f"is {score}, but made from variables that are {variable}"
    assert finding.advice == f"declare the score {variable}, or its items {score}"
