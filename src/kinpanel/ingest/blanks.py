"""Blanks and answers against the routing: skipped by rule, unexplained, or answered out of turn."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kinpanel.errors import Finding
from kinpanel.ingest.decode import Decoded
from kinpanel.ingest.raw import Mask
from kinpanel.questionnaire.routing import Condition
from kinpanel.questionnaire.universe import Answers, universe
from kinpanel.study import INAPPLICABLE, UNEXPLAINED

Named = Callable[[str, Mask], str]
"""What messages call a column when they speak of some rows."""


def explain_blanks(
    answers: Mapping[str, Decoded],
    file: str,
    above: Mapping[str, Decoded] | None = None,
    named: Named = lambda column, _: column,
) -> list[Finding]:
    """Turn unexplained blanks of questions that were not asked into `inapplicable`, in place.

    `answers` holds the questions of a file in the order asked, so that a gate is explained before
    what it opens; `above` holds gates of the file that a repeat is unfolded from, explained and
    row by row as here. Blanks that stay unexplained and answers out of turn are warnings.
    """
    gates = {**(above or {}), **answers}
    findings: list[Finding] = []
    for decoded in answers.values():
        condition = decoded.question.ask_if
        if condition is not None and condition.names <= gates.keys():
            findings += _route(decoded, condition, gates, file, named)
        blank = decoded.why.at(UNEXPLAINED)
        if blank.any():
            findings.append(
                _finding(
                    decoded,
                    file,
                    "unexplained-blank",
                    "blank without a declared reason",
                    "declare the code `.`, or the routing in ask_if",
                    blank,
                    named,
                )
            )
    return findings


def _route(
    decoded: Decoded,
    condition: Condition,
    answers: Mapping[str, Decoded],
    file: str,
    named: Named,
) -> list[Finding]:
    gates = {name: _as_answers(answers[name]) for name in condition.names}
    who = universe(condition, gates)
    decoded.why.put(decoded.why.at(UNEXPLAINED) & who.skipped, INAPPLICABLE)
    out_of_turn = who.skipped & ~decoded.missing
    if not out_of_turn.any():
        return []
    message = f"answered although not asked (ask_if: {condition.text})"
    advice = "the answers are kept; check the routing"
    return [_finding(decoded, file, "out-of-turn", message, advice, out_of_turn, named)]


def _finding(
    decoded: Decoded, file: str, rule: str, message: str, advice: str, rows: Mask, named: Named
) -> Finding:
    return Finding(
        rule=rule,
        severity="warning",
        message=message,
        file=file,
        wave=decoded.question.wave,
        variable=named(decoded.question.column, rows),
        count=int(rows.sum()),
        advice=advice,
    )


def _as_answers(decoded: Decoded) -> Answers:
    # A text that the file stores as a number is compared as the text it stands for.
    values = decoded.codes if decoded.question.kind == "text" else decoded.values
    return Answers(values, decoded.missing, decoded.why.at(INAPPLICABLE))
