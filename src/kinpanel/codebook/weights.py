"""Which variable weights the rows of a table, and which question those of a file."""

from __future__ import annotations

from collections.abc import Iterator

from kinpanel.codebook.model import Codebook, TableCodebook
from kinpanel.documents.tree import Tree
from kinpanel.errors import Finding, nearest
from kinpanel.questionnaire import Questionnaire, Questionnaires

NUMBERS = ("integer", "decimal")
WORDS = frozenset(
    {
        "weight",
        "design_weight",
        "sampling_weight",
        "survey_weight",
        "cross_section_weight",
        "longitudinal_weight",
        "panel_weight",
    }
)
"""Concepts (or names, where no concept is declared) of survey weights.

They count where a table or file declares no `weight`, and only without a unit or with the unit
`weight`: a weight in kg is that of a body.
"""


def table_weights(table: TableCodebook) -> tuple[str, ...]:
    """The variable that is declared to weight a table, or those that are weights by their words."""
    if table.weight is not None:
        return (table.weight,)
    return tuple(v.name for v in table.variables if _is_weight(v.meaning, v.type, v.unit))


def file_weights(questionnaire: Questionnaire, file: str) -> tuple[str, ...]:
    """The question that is declared to weight a file, or those that are weights by their words."""
    declared = questionnaire.files[file].weight
    if declared is not None:
        return (declared,)
    asked = questionnaire.in_file(file)
    return tuple(q.id for q in asked if _is_weight(q.concept, q.kind, q.unit))


def check_weight(table: TableCodebook, tree: Tree) -> list[Finding]:
    """Whether the declared weight of a table is a numeric variable of it."""
    if table.weight is None:
        return []
    variable = table.variable(table.weight)
    message, advice = "", ""
    if variable is None:
        message = f"weight {table.weight!r} is not a variable"
        numeric = [v.name for v in table.variables if v.type in NUMBERS]
        advice = nearest(table.weight, numeric) or "declare it, type: decimal"
    elif variable.type not in NUMBERS:
        message = f"weight {table.weight!r} is {variable.type}, not a number"
        advice = "type: decimal"
    if not message:
        return []
    return [tree.finding("weight", ("weight",), message, advice)]


def check_agreeing_weights(codebook: Codebook, questionnaires: Questionnaires) -> Iterator[Finding]:
    """Declared weights of tables that are made from another question than their file's weight.

    Only where both are declared, and where the variable has a source in the wave.
    """
    for row in codebook.crosswalk.values():
        table = codebook.tables.get(row.table)
        if table is None or table.weight != row.variable or row.wave not in questionnaires.waves:
            continue
        questionnaire = questionnaires[row.wave]
        asked = [q for name in row.sources if (q := questionnaire.question(name)) is not None]
        declared = {questionnaire.files[question.file].weight for question in asked} - {None}
        other = sorted(str(name) for name in declared if name not in row.sources)
        if other:
            yield row.finding(
                f"weights the table, but is not made from {other[0]!r}, the weight of the file",
                "make it from that question, or declare one weight for both",
            )


def _is_weight(meaning: str, kind: str, unit: str | None) -> bool:
    return meaning in WORDS and kind in NUMBERS and unit in (None, "", "weight")
