"""Who may see what: sensitivities of variables, and of the questions they are made from."""

from __future__ import annotations

from kinpanel.codebook.model import Codebook
from kinpanel.questionnaire import Question, Questionnaires
from kinpanel.study import SENSITIVITIES, Sensitivity

RESTRICTIONS: dict[Sensitivity, str] = {
    "restricted": "Variables that are not released to the public; their values are not described.",
    "identifier": "Variables that identify persons, households or places; never released.",
}
"""What `useStmt/restrctn` says of the variables that are not public."""


class Access:
    """Sensitivity of questions: their own, or that of the strictest variable made from them."""

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
                    known, variable.sensitivity, key=SENSITIVITIES.index
                )
        for questionnaire in questionnaires.waves.values():
            for question in questionnaire.questions:
                if question.sensitivity != "public":
                    address = (question.wave, question.id)
                    known = self._strictest.get(address, "public")
                    self._strictest[address] = max(
                        known, question.sensitivity, key=SENSITIVITIES.index
                    )
        variables = (v for table in codebook.tables.values() for v in table.variables)
        self.used = {*self._strictest.values(), *(v.sensitivity for v in variables)}

    def of(self, question: Question) -> Sensitivity | None:
        """The sensitivity; None of a public question that no harmonised variable is made from."""
        return self._strictest.get((question.wave, question.id))


def described(sensitivity: Sensitivity | None) -> bool:
    """Whether categories and ranges may be described: of public variables and unused questions."""
    return sensitivity in (None, "public")
