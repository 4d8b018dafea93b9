"""Who may see what: sensitivities of variables, and of the questions they are made from."""

from __future__ import annotations

from kinpanel.codebook.model import Codebook, Sensitivity
from kinpanel.questionnaire import Question, Questionnaires

ORDER: tuple[Sensitivity, ...] = ("public", "restricted", "identifier")
RESTRICTIONS: dict[Sensitivity, str] = {
    "restricted": "Variables that are not released to the public; their values are not described.",
    "identifier": "Variables that identify persons, households or places; never released.",
}
"""What `useStmt/restrctn` says of the variables that are not public."""

WEIGHTS = frozenset(
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

study.yaml declares no weights, so that only these words count, and only without a unit or with
the unit `weight`: a weight in kg is that of a body.
"""


def is_weight(meaning: str, kind: str, unit: str | None) -> bool:
    """Whether a question or variable holds survey weights, judged by its concept and unit."""
    return meaning in WEIGHTS and kind in ("integer", "decimal") and unit in (None, "", "weight")


class Access:
    """Sensitivity of questions: that of the strictest variable made from them."""

    def __init__(self, questionnaires: Questionnaires, codebook: Codebook) -> None:
        self._strictest: dict[tuple[str, str], Sensitivity] = {}
        for row in codebook.crosswalk.values():
            table = codebook.tables.get(row.table)
            variable = table.variable(row.variable) if table is not None else None
            if variable is None or row.wave not in questionnaires.waves:
                continue
            for source in row.sources:
                known = self._strictest.get((row.wave, source), "public")
                self._strictest[row.wave, source] = max(
                    known, variable.sensitivity, key=ORDER.index
                )

    def of(self, question: Question) -> Sensitivity | None:
        """The question's sensitivity; None when no harmonised variable is made from it."""
        return self._strictest.get((question.wave, question.id))


def described(sensitivity: Sensitivity | None) -> bool:
    """Whether categories and ranges may be described: of public variables and unused questions."""
    return sensitivity in (None, "public")
