"""What was asked: questionnaires, response sets and routing."""

from kinpanel.questionnaire.load import load_questionnaires, read_questionnaires
from kinpanel.questionnaire.model import (
    Choice,
    FileSpec,
    Question,
    Questionnaire,
    Questionnaires,
)

__all__ = [
    "Choice",
    "FileSpec",
    "Question",
    "Questionnaire",
    "Questionnaires",
    "load_questionnaires",
    "read_questionnaires",
]
