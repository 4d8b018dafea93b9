"""What can be wrong with raw cells, in words, without showing an answer that somebody gave."""

from __future__ import annotations

import re
from collections import Counter

from kinpanel.errors import Finding
from kinpanel.questionnaire import Question

_CODE = re.compile(r"-?[0-9]{1,4}(\.[0-9]{1,2})?|-?([7-9])\2{3,}[0-9]|\.[a-z]|[A-Za-z]{1,2}")
_OF_CODES = frozenset({"undeclared-code", "missing-and-chosen", "missing-twice", "chosen-twice"})
_WARNINGS = frozenset({"partly-blank", "chosen-twice", "mention-after-blank"})
LEAKED = (2_147_483_621, 2_147_483_647)
"""The system missing and the extended ones of Stata, as a long holds them."""
MAX_CODES = 20
"""A column with more undeclared codes than this holds answers or ids, which are not shown."""

_PROBLEMS: dict[str, tuple[str, str]] = {
    "undeclared-code": (
        "codes are neither answers nor declared missing",
        "add them to the response set or to missing_codes, or have the file corrected",
    ),
    "missing-and-chosen": (
        "missing codes stand beside chosen answers",
        "which of them counts? have the file corrected; or, if the code is an answer among "
        "others, declare it as a choice, or in not_missing",
    ),
    "missing-twice": (
        "two missing codes of different meaning stand in one answer",
        "which of them counts? have the file corrected",
    ),
    "partly-blank": (
        "some indicators are blank beside others that are not: nobody can tell what was chosen",
        'the answers count as missing; if a blank means not chosen, declare unchosen: "."',
    ),
    "chosen-twice": (
        "codes are mentioned twice in one answer",
        "they count once; check how the file was made",
    ),
    "mention-after-blank": (
        "an answer is mentioned after a blank one",
        "the order of mention is kept; check how the file was made",
    ),
    "leaked-missing": (
        "numbers from 2147483621 to 2147483647 are how Stata stores its missings . and .a to .z",
        "have the file exported again with its missings; or declare each number as a missing "
        "code (2147483622 is .a)",
    ),
    "out-of-range": (
        "values lie outside the question's range and are not declared missing",
        "widen the range, declare the missing code, or have the file corrected",
    ),
    "not-whole": ("values are not whole numbers", "type decimal?"),
    "not-a-number": ("values are not numbers", "type text?"),
}


def shown_code(problem: str, text: str) -> str:
    """Codes may be shown; numbers and words that people gave may not."""
    if problem == "leaked-missing":
        return text
    return text if problem in _OF_CODES and _CODE.fullmatch(text) else ""


def problem_finding(kind: str, counter: Counter[str], question: Question, file: str) -> Finding:
    """One finding on all cells of a question that are wrong in one way; counts by code."""
    message, advice = _PROBLEMS[kind]
    shown = sorted(code for code in counter if code)
    return Finding(
        rule=kind,
        severity="warning" if kind in _WARNINGS else "error",
        message=message,
        file=file,
        wave=question.wave,
        variable=question.column,
        examples=tuple(shown) if len(shown) <= MAX_CODES else (),
        count=sum(counter.values()),
        advice=advice,
    )
