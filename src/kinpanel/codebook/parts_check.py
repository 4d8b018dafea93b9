"""Whether the sources of rule `parts` can make the date that the variable wants."""

from __future__ import annotations

from collections.abc import Iterator

from kinpanel.codebook.crosswalk import CrosswalkRow
from kinpanel.codebook.model import Variable
from kinpanel.codebook.parts import parse_lunar
from kinpanel.errors import Finding, nearest
from kinpanel.questionnaire import Questionnaire
from kinpanel.study import INAPPLICABLE, NOT_ASKED, StudyDefinition

FIRST_YEAR = 1850
"""No date of a survey is older."""


def check_parts(
    row: CrosswalkRow, variable: Variable, questionnaire: Questionnaire, study: StudyDefinition
) -> Iterator[Finding]:
    """Too few or too many sources, years of two digits, a flag or reason that cannot be.

    Nothing is said of rows under another rule, nor of a flag that is no question.
    """
    if row.rule is None or row.rule.spec.name != "parts":
        return
    lunar = parse_lunar(row.rule.argument)
    dated = len(row.sources) - (lunar is not None)
    order = "year month day" + (" flag" if lunar is not None else "")
    if variable.type == "date" and dated != 3:
        yield row.finding(f"rule parts makes a day of 3 sources, not of {dated}", f"write {order}")
    elif dated not in (2, 3):
        message = f"rule parts makes a month of 2 or 3 sources, not of {dated}"
        yield row.finding(message, f"write {order}, or leave the day out")
    year = questionnaire.question(row.sources[0]) if row.sources else None
    if year is not None and year.range is not None and year.range[1] < FIRST_YEAR:
        message = f"the first source, {year.id!r}, ranges to {year.range[1]:g}: no year of a date"
        yield row.finding(message, f"write {order}; years have four digits")
    if lunar is None:
        return
    reasons = [*study.missing, INAPPLICABLE, NOT_ASKED]
    if lunar.reason not in reasons:
        advice = nearest(lunar.reason, reasons)
        yield row.finding(f"unknown reason {lunar.reason!r}", advice)
    flag = questionnaire.question(row.sources[-1]) if row.sources else None
    if flag is None:
        return
    codes = [choice.code for choice in flag.choices]
    if flag.kind != "select_one":
        message = f"the last source, {flag.id!r}, is {flag.kind} and tells no lunar dates"
        yield row.finding(message, "a select_one question as the last source")
    elif lunar.code not in codes:
        message = f"{flag.id!r} has no answer {lunar.code!r}"
        yield row.finding(message, nearest(lunar.code, codes))
