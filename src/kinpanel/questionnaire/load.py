"""questionnaires/*.yaml to resolved questionnaires, every problem found at once."""

from __future__ import annotations

from pathlib import Path

from kinpanel.errors import DefinitionError
from kinpanel.questionnaire.like import by_address
from kinpanel.questionnaire.model import Questionnaire, Questionnaires
from kinpanel.questionnaire.resolve import resolve
from kinpanel.questionnaire.written import read_written
from kinpanel.study import StudyDefinition


def load_questionnaires(root: Path, study: StudyDefinition) -> Questionnaires:
    """Read questionnaires/*.yaml of the study in `root`.

    A wave without a file has no questionnaire. Raises DefinitionError with every problem of form,
    inheritance, response sets and routing.
    """
    reading = read_written(root, study)
    findings = list(reading.findings)
    known = by_address(reading)
    waves: dict[str, Questionnaire] = {}
    for wave in study.wave_ids:
        if wave in reading.waves:
            waves[wave] = resolve(reading.waves[wave], known, reading, study)
            findings += reading.waves[wave].findings
    if findings:
        raise DefinitionError("the questionnaires cannot be used", findings)
    return Questionnaires(waves)
