"""`catgry`: answers and levels, and missing codes with their reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element

from kinpanel.codebook.ddi.element import add, add_texts
from kinpanel.labels import Labels
from kinpanel.questionnaire import Question, Questionnaire
from kinpanel.questionnaire.model import SELECTS
from kinpanel.study import StudyDefinition


def missing_codes(
    question: Question, questionnaire: Questionnaire, study: StudyDefinition
) -> dict[str, str]:
    """Codes that stand for a missing answer to this question, with their reasons.

    The question's own first; then those of its file and of the wave, without codes that are
    choices of the question, lie in its range or stand in `not_missing`: there they are answers.
    """
    spec = questionnaire.files[question.file]
    wide = {**study.wave(question.wave).missing_codes, **spec.missing_codes}
    others = {
        code: reason
        for code, reason in wide.items()
        if code not in question.missing_codes and not _is_answer(code, question)
    }
    return {**question.missing_codes, **others}


def _is_answer(code: str, question: Question) -> bool:
    if code in question.not_missing:
        return True
    if question.kind in SELECTS or question.range is None:
        return question.choice(code) is not None
    try:
        value = float(code)
    except ValueError:
        return False
    return question.range[0] <= value <= question.range[1]


def add_category(
    variable: Element,
    code: str,
    labels: Mapping[str, str],
    languages: Sequence[str],
    reason: str | None = None,
) -> None:
    """One category; with a reason, its code stands for a missing answer."""
    category = add(variable, "catgry", missing="Y" if reason else None, missType=reason)
    add(category, "catValu", code)
    add_texts(category, "labl", labels, languages)


def add_missing(
    variable: Element,
    codes: Mapping[str, str],
    own: Mapping[str, Labels],
    study: StudyDefinition,
) -> None:
    """Missing codes, labelled by the wording of their choice (`own`) or else by the reason."""
    for code, reason in codes.items():
        labels = own.get(code) or study.reasons.get(reason, {})
        add_category(variable, code, labels, study.languages, reason)
