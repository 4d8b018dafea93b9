"""No variable is shown more freely than what it is made from."""

from __future__ import annotations

from collections.abc import Iterator

from kinpanel.codebook.crosswalk import FOLDER
from kinpanel.codebook.model import Codebook, TableCodebook, Variable
from kinpanel.errors import Finding
from kinpanel.questionnaire import Questionnaires
from kinpanel.study import SENSITIVITIES, Sensitivity


def stricter(one: Sensitivity, other: Sensitivity) -> bool:
    """Whether fewer people may see the first than the second."""
    return SENSITIVITIES.index(one) > SENSITIVITIES.index(other)


def check_secrecy(codebook: Codebook, questionnaires: Questionnaires) -> Iterator[Finding]:
    """Variables less sensitive than a question they are made from, and scores than an item."""
    for row in codebook.crosswalk.values():
        table = codebook.tables.get(row.table)
        variable = table.variable(row.variable) if table is not None else None
        if variable is None or row.wave not in questionnaires.waves:
            continue
        for source in row.sources:
            question = questionnaires[row.wave].question(source)
            if question is not None and stricter(question.sensitivity, variable.sensitivity):
                yield row.finding(
                    f"is {variable.sensitivity}, but {source!r} is {question.sensitivity}",
                    f"declare the variable {question.sensitivity}, "
                    f"or the question {variable.sensitivity}",
                )
    for table in codebook.tables.values():
        for variable in table.variables:
            yield from _score(variable, table)


def _score(variable: Variable, table: TableCodebook) -> Iterator[Finding]:
    items = variable.score.inputs if variable.score is not None else ()
    known = [item for name in items if (item := table.variable(name)) is not None]
    hidden = [item for item in known if stricter(item.sensitivity, variable.sensitivity)]
    if hidden:
        strictest = max((item.sensitivity for item in hidden), key=SENSITIVITIES.index)
        yield Finding(
            rule="contract",
            message=f"is {variable.sensitivity}, but made from variables that are {strictest}",
            file=f"{FOLDER}/{table.table}.yaml",
            variable=f"{table.table}.{variable.name}",
            examples=tuple(item.name for item in hidden),
            count=len(hidden),
            advice=f"declare the score {strictest}, or its items {variable.sensitivity}",
        )
