"""`not_missing`: codes that the wave or the file calls missing and that are values here."""

from __future__ import annotations

from collections.abc import Mapping

from kinpanel.errors import nearest
from kinpanel.questionnaire.model import QuestionEntry
from kinpanel.questionnaire.written import Written


def check_not_missing(
    full: QuestionEntry, entry: Written, place: int, wide: Mapping[str, str]
) -> None:
    """Report codes that nobody calls missing, or that the question itself does.

    `wide` holds the missing codes of wave and file. Codes that were taken over by `like` may have
    no meaning in this wave; only those written here are held against it.
    """
    path = ("questions", place, "not_missing")
    own = "not_missing" in entry.file.questions[place].model_fields_set
    for code in dict.fromkeys(full.not_missing):
        if code in full.missing_codes:
            message = f"{code} is in missing_codes of this question, too"
            entry.report(path, "not-missing", message, "keep one of them")
        elif code.startswith("."):
            message = f"{code} is a missing tag and holds no value"
            entry.report(path, "not-missing", message, "leave it out")
        elif own and code not in wide:
            message = f"{code} is no missing code of the wave or the file"
            entry.report(path, "not-missing", message, nearest(code, wide) or "leave it out")
