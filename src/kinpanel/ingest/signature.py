"""How well the columns of a delivered file fit each file that the questionnaires declare."""

from __future__ import annotations

from dataclasses import dataclass

from kinpanel.ingest.raw import RawColumn, RawFile
from kinpanel.questionnaire import Question, Questionnaire, Questionnaires
from kinpanel.questionnaire.model import SELECTS
from kinpanel.questionnaire.repeat import columns_read


@dataclass(frozen=True)
class Fit:
    """A delivered file held against one declared file, by exact column names.

    Of `declared` columns `present` are there, and `folded` when upper and lower case are one. Of
    those that are there and could contradict their question, `judged` in number, `agreeing` have
    the storage of its type and label none but its codes.
    """

    wave: str
    file: str
    declared: int
    present: int
    folded: int
    judged: int
    agreeing: int

    @property
    def share(self) -> float:
        """Declared columns that are there, as a share; 0 where none is declared."""
        return self.present / self.declared if self.declared else 0.0

    @property
    def agreement(self) -> float:
        """Judged columns that agree, as a share; 1 where none could be judged."""
        return self.agreeing / self.judged if self.judged else 1.0

    @property
    def name(self) -> str:
        """The declared file as messages call it."""
        return f"{self.wave}'s {self.file} file"


def fit(raw: RawFile, file: str, questionnaire: Questionnaire) -> Fit:
    """The fit of a delivered file with one declared file and the repeats unfolded from it."""
    declared = columns_read(questionnaire, file)
    folded = {name.casefold() for name in raw.columns}
    verdicts = [
        verdict
        for question in questionnaire.in_file(file)
        for name in question.columns
        if name in raw.columns
        for verdict in _agrees(question, raw.columns[name])
    ]
    return Fit(
        questionnaire.wave,
        file,
        len(declared),
        len(declared & raw.columns.keys()),
        sum(name.casefold() in folded for name in declared),
        len(verdicts),
        sum(verdicts),
    )


def fits(raw: RawFile, questionnaires: Questionnaires) -> list[Fit]:
    """The fit with every delivered file of the study, best first; ties in the study's order."""
    found = [
        fit(raw, file, questionnaire)
        for questionnaire in questionnaires.waves.values()
        for file in questionnaire.paths
    ]
    return sorted(found, key=lambda one: (-one.share, -one.agreement, -one.present))


def _agrees(question: Question, column: RawColumn) -> list[bool]:
    """Whether storage and labels are what the question leads to expect; empty if neither tells."""
    verdicts = []
    if question.kind in ("integer", "decimal") and not column.missing.all():
        verdicts.append(column.storage != "text")
    if question.kind in SELECTS and column.value_labels and question.layout == "text":
        known = {choice.code for choice in question.choices}
        given = column.value_labels.keys() - question.missing_codes.keys()
        verdicts.append(len(known & given) * 2 >= len(known))
    return verdicts
