"""Scores of a table proved against the registry of instruments, before any data are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kinpanel.codebook.band_check import check_band
from kinpanel.codebook.item_check import Problem, check_items
from kinpanel.codebook.model import TableCodebook, Variable
from kinpanel.codebook.score import BandScore, ScaleScore, SumScore
from kinpanel.documents.tree import Tree
from kinpanel.errors import Finding, UsageError, nearest
from kinpanel.instruments import instrument, instrument_ids, scoring_key
from kinpanel.study import MissingReason

NUMBERS = ("integer", "decimal")


def check_scores(
    table: TableCodebook, tree: Tree, reasons: Mapping[str, MissingReason]
) -> list[Finding]:
    """Everything wrong with the scores of one table, with its line; nothing is raised."""
    return [
        tree.finding(
            *("codebook", ("variables", place, *path), f"{variable.name}: {message}"),
            *(advice, examples),
        )
        for place, variable in enumerate(table.variables)
        for path, message, advice, *examples in _problems(variable, table, reasons)
    ]


def _problems(
    variable: Variable, table: TableCodebook, reasons: Mapping[str, MissingReason]
) -> Iterator[Problem]:
    score = variable.score
    if score is None:
        return
    if isinstance(score, BandScore):
        yield from check_band(variable, score, table)
    else:
        if variable.type not in NUMBERS:
            yield ("type",), "a score is an integer or a decimal", "type: integer, or decimal"
        if isinstance(score, SumScore):
            yield from _sum(score, table)
        else:
            yield from _scale(variable, score, table, reasons)
    if variable.range is not None:
        message = "a score's range follows from its items, leave it out"
        yield ("range",), message, "take `range` away"


def _sum(score: SumScore, table: TableCodebook) -> Iterator[Problem]:
    numeric = [v.name for v in table.variables if v.score is None and v.type in NUMBERS]
    for item in score.items:
        known = table.variable(item)
        if known is None or known.score is not None or known.type not in NUMBERS:
            advice = nearest(item, numeric) or "declare it as integer or decimal"
            yield ("score", "items"), f"item {item!r} is not a numeric variable", advice


def _scale(
    variable: Variable,
    score: ScaleScore,
    table: TableCodebook,
    reasons: Mapping[str, MissingReason],
) -> Iterator[Problem]:
    names = list(_names(score))
    yield from names
    if names:
        return  # items, range and type follow from a key that these names do not give
    key, scale = score.key, score.scale_key
    if variable.type == "integer" and not key.whole(scale):
        message = f"{scale.id} of {score.instrument} is prorated, so that it can be a fraction"
        yield ("type",), message, "type: decimal"
    validity = key.instrument.validity
    ruled = validity is not None and scale.id != validity.scale
    if ruled and score.invalid is None:
        message = f"the validity scale of {score.instrument} rules answers out: no reason is named"
        yield ("score",), message, f"invalid: one of {', '.join(reasons)}"
    elif score.invalid is not None and not ruled:
        yield ("score", "invalid"), "no validity scale rules this score out", "leave it out"
    elif score.invalid is not None and score.invalid not in reasons:
        message = f"unknown missing reason {score.invalid!r}"
        yield ("score", "invalid"), message, nearest(score.invalid, reasons)
    yield from check_items(score, table)


def _names(score: ScaleScore) -> Iterator[Problem]:
    """Names that the registry does not have."""
    if score.instrument not in instrument_ids():
        message = f"unknown instrument {score.instrument!r}"
        yield ("score", "instrument"), message, nearest(score.instrument, instrument_ids())
        return
    found = instrument(score.instrument)
    wrong = False
    for name, given, ids in (
        ("form", score.form, [form.id for form in found.forms]),
        ("variant", score.variant, [variant.id for variant in found.variants]),
        ("scale", score.scale, [scale.id for scale in found.scales]),
    ):
        if given is not None and given not in ids:
            wrong = True
            advice = nearest(given, ids) or "leave it out"
            yield ("score", name), f"{found.id} has no {name} {given!r}", advice
    if wrong:
        return
    try:
        scoring_key(found, form=score.form, variant=score.variant)
    except UsageError:
        message = f"{found.id} was fielded in forms that score differently"
        listed = ", ".join(form.id for form in found.forms)
        yield ("score",), message, f"name one, form: {listed}"
