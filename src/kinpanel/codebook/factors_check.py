"""Whether the flags of rule `factors` have a factor for every answer that they can be given."""

from __future__ import annotations

from collections.abc import Iterator

from kinpanel.codebook.crosswalk import CrosswalkRow
from kinpanel.codebook.factors import parse_factors
from kinpanel.errors import MAX_EXAMPLES, Finding, nearest
from kinpanel.questionnaire import Questionnaire
from kinpanel.questionnaire.model import Question


def check_factors(row: CrosswalkRow, questionnaire: Questionnaire) -> Iterator[Finding]:
    """A number of sources that is not that of the flags, sources of the wrong kind, codes amiss,
    a status that promises too much.

    Nothing is said of rows under another rule, nor of sources that are no questions.
    """
    flags = None
    if row.rule is not None and row.rule.spec.name == "factors":
        flags = parse_factors(row.rule.argument)
    if flags is None:
        return
    if len(row.sources) != len(flags) + 1:
        wanted = f"a number and {len(flags)} flag{'s' if len(flags) > 1 else ''}"
        message = f"rule factors needs {wanted}, not {len(row.sources)} sources"
        yield row.finding(message, "a group of factors for every source after the first")
        return
    if row.status == "identical":
        message = "status identical, but the number depends on its flags"
        yield row.finding(message, "status compatible, and say why")
    amount = questionnaire.question(row.sources[0])
    if amount is not None and amount.kind not in ("integer", "decimal"):
        message = f"the first source, {amount.id!r}, is {amount.kind} and no number"
        yield row.finding(message, "the number first, its flags after it")
    for source, factors in zip(row.sources[1:], flags, strict=True):
        flag = questionnaire.question(source)
        if flag is not None:
            yield from _flag(row, flag, list(factors))


def _flag(row: CrosswalkRow, flag: Question, codes: list[str]) -> Iterator[Finding]:
    if flag.kind != "select_one":
        message = f"{flag.id!r} is {flag.kind} and flags no unit"
        yield row.finding(message, "select_one questions after the number")
        return
    answers = [c.code for c in flag.choices if c.code not in flag.missing_codes]
    lacking = [code for code in answers if code not in codes]
    if lacking:
        message = f"answers of {flag.id!r} have no factor"
        yield row.finding(message, "a factor for every answer", lacking[:MAX_EXAMPLES])
    for code in codes:
        if code not in answers:
            yield row.finding(f"{flag.id!r} has no answer {code!r}", nearest(code, answers))
