"""questionnaires/*.yaml to resolved questionnaires, every problem found at once."""

from __future__ import annotations

from pathlib import Path

from kinpanel.documents import Unusable
from kinpanel.errors import DefinitionError, Finding
from kinpanel.questionnaire.like import by_address
from kinpanel.questionnaire.model import Questionnaire, Questionnaires
from kinpanel.questionnaire.resolve import resolve
from kinpanel.questionnaire.written import Reading, read_written
from kinpanel.study import StudyDefinition


def load_questionnaires(root: Path, study: StudyDefinition) -> Questionnaires:
    """Read questionnaires/*.yaml of the study in `root`.

    A wave without a file has no questionnaire. Raises DefinitionError with every problem of form,
    inheritance, response sets and routing.
    """
    questionnaires, findings, _ = read_questionnaires(root, study)
    if findings:
        raise DefinitionError("the questionnaires cannot be used", findings)
    return questionnaires


def read_questionnaires(
    root: Path, study: StudyDefinition
) -> tuple[Questionnaires, list[Finding], Unusable]:
    """What could be read of the questionnaires, what is wrong, and what is therefore left out.

    Raises nothing. Questionnaires that come with findings are good for checking codebooks against
    them, and for nothing else.
    """
    reading = read_written(root, study)
    known = by_address(reading)
    waves: dict[str, Questionnaire] = {}
    for wave in dict.fromkeys(study.wave_ids):
        if wave in reading.waves:
            waves[wave] = resolve(reading.waves[wave], known, reading, study)
    findings = [*reading.findings, *_of_questions(reading)]
    return Questionnaires(waves), findings, reading.unusable


def _of_questions(reading: Reading) -> list[Finding]:
    """The findings on all questions; those on routing taken over, where its origin is in order."""
    entries = reading.waves.values()
    own = [finding for entry in entries for finding in entry.findings]
    wrong = {f"{finding.wave}.{finding.variable}" for finding in own if finding.rule == "routing"}
    return [
        finding
        for entry in entries
        for finding in [
            *entry.findings,
            *(leaning for origin, leaning in entry.leaning if origin not in wrong),
        ]
    ]
