"""Fixed-effects models side by side, with what a referee needs to judge them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from kinpanel.report.disclosure import shown_count, suppressed
from kinpanel.report.estimate import (
    Estimate,
    Within,
    children,
    chosen_terms,
    coefficients,
    refuse_small,
)
from kinpanel.report.notes import suppression_note
from kinpanel.report.numbers import count, decimal, stars
from kinpanel.report.setting import Setting
from kinpanel.report.table import Column, Row, Table

N = TypeVar("N", int, float)

CONSTANT = "(Intercept)"
FEW_SWITCHERS = 50
"""Below this many children switching in a direction, the table says so in a note."""


def regression_table(
    models: Mapping[str, Estimate],
    *,
    name: str,
    title: str,
    setting: Setting,
    headings: Mapping[str, str] | None = None,
    terms: Sequence[str] = (),
    exposures: Sequence[str] = (),
    star: bool = False,
) -> Table:
    """Coefficients with standard errors beneath, then what each model rests on.

    `models` go into columns in their order, headed by number and heading (their name without
    one) under their outcome; `terms` chooses and orders coefficients, all by default; switchers are
    shown for `exposures` among them, for all by default. Rows after
    the coefficients: observations, children, clusters, switchers per term (children that ever
    change, and in each direction), mean of the outcome, within R², effects. Blank: the model has
    no such thing. Raises UsageError for no model or an unknown term, RefusedError for a model
    that rests on fewer than `setting.threshold` children.
    """
    refuse_small(models, setting.threshold)
    shown = chosen_terms(models, terms)
    exposed = tuple(term for term in shown if not exposures or term in exposures)
    fits = tuple(models.values())
    rows = (
        *_coefficients(fits, shown, setting, star),
        *_sizes(fits, setting),
        *_switchers(fits, exposed, setting),
        *_effects(fits, setting),
    )
    heads = {model: (headings or {}).get(model, model) for model in models}
    columns = tuple(
        Column(f"({place}) {heads[model]}".rstrip(), setting.label(fit.outcome))
        for place, (model, fit) in enumerate(models.items(), start=1)
    )
    return Table(
        name=name,
        title=title,
        columns=columns,
        rows=rows,
        notes=_notes(fits, rows, exposed, setting, star),
        stub="",
        language=setting.language,
        align="center",
    )


def _coefficients(
    fits: Sequence[Estimate], terms: Sequence[str], setting: Setting, star: bool
) -> list[Row]:
    rows = []
    found = [coefficients(fit) for fit in fits]
    for term in terms:
        estimates, errors = [], []
        for record in (of.get(term) for of in found):
            if record is None:
                estimates.append("")
                errors.append("")
                continue
            mark = stars(record["p_value"]) if star else ""
            estimates.append(decimal(record["estimate"]) + mark)
            errors.append(f"({decimal(record['std_error'])})")
        label = setting.word("constant") if term == CONSTANT else setting.label(term)
        rows += [Row(label, tuple(estimates)), Row("", tuple(errors))]
    return rows


def _sizes(fits: Sequence[Estimate], setting: Setting) -> list[Row]:
    group = setting.word("sample")
    lines: list[tuple[str, Callable[[Estimate], str]]] = [
        ("observations", lambda fit: count(fit.n_obs)),
        ("children", lambda fit: _maybe(children(fit), count)),
        ("clusters", lambda fit: _maybe(fit.n_clusters, count)),
        ("outcome_mean", lambda fit: decimal(fit.outcome_mean)),
        ("within_r2", lambda fit: _maybe(fit.within_r2, decimal)),
    ]
    return [Row(setting.word(key), tuple(map(show, fits)), group) for key, show in lines]


def _maybe(value: N | None, show: Callable[[N], str]) -> str:
    return "" if value is None else show(value)


def _switchers(fits: Sequence[Estimate], terms: Sequence[str], setting: Setting) -> list[Row]:
    rows = []
    for term in terms:
        cells = tuple(_switched(_within(fit, term), children(fit), setting) for fit in fits)
        if any(cells):
            label = setting.word("switchers", name=setting.label(term))
            rows.append(Row(label, cells, setting.word("identified")))
    return rows


def _within(fit: Estimate, term: str) -> Within | None:
    """Switchers of a term, where they are children."""
    return fit.switchers.get(term) if children(fit) is not None else None


def _switched(within: Within | None, of: int | None, setting: Setting) -> str:
    """Switchers, and in each direction where nothing about few children follows from them."""
    if within is None or within.switchers is None or of is None:
        return ""
    limit, n = setting.threshold, within.switchers
    shown = shown_count(n, n, limit, hidden=suppressed(of - n, limit))
    up, down = within.switchers_up, within.switchers_down
    if up is None or down is None or suppressed(n, limit):
        return shown
    # Only up, only down, both ways: each follows by subtraction.
    derived = (up, down, n - up, n - down, up + down - n)
    hidden = any(suppressed(k, limit) for k in derived)
    ways = [shown_count(k, k, limit, hidden=hidden and k > 0) for k in (up, down)]
    return setting.word("up_down", n=shown, up=ways[0], down=ways[1])


def _effects(fits: Sequence[Estimate], setting: Setting) -> list[Row]:
    names = dict.fromkeys(effect for fit in fits for effect in fit.effects)
    group = setting.word("effects_group")
    rows = []
    for name in names:
        parts = " × ".join(setting.label(part) for part in name.split("^"))
        cells = (setting.word("yes" if name in fit.effects else "no") for fit in fits)
        rows.append(Row(setting.word("effects", name=parts), tuple(cells), group))
    if any(fit.weights for fit in fits):
        weights = (setting.label(fit.weights) if fit.weights else "" for fit in fits)
        rows.append(Row(setting.word("weights"), tuple(weights), group))
    return rows


def _notes(
    fits: Sequence[Estimate],
    rows: Sequence[Row],
    terms: Sequence[str],
    setting: Setting,
    star: bool,
) -> tuple[str, ...]:
    notes = [setting.word("note_sample"), _variances(fits, setting)]
    if {"f", "m", "fm"} & set(terms):
        notes.append(setting.word("note_reference", name=setting.word("B")))
    few = [setting.label(term) for term in terms if any(_few(_within(fit, term)) for fit in fits)]
    if few:
        notes.append(setting.word("note_few", limit=FEW_SWITCHERS, name=", ".join(few)))
    if star:
        notes.append(setting.word("note_stars"))
    return (*notes, *suppression_note(rows, setting))


def _few(within: Within | None) -> bool:
    if within is None:
        return False
    counts = (within.switchers, within.switchers_up, within.switchers_down)
    return any(n is not None and n < FEW_SWITCHERS for n in counts)


def _variances(fits: Sequence[Estimate], setting: Setting) -> str:
    """One sentence on the standard errors, or one for each set of columns where they differ."""
    said = []
    for fit in fits:
        by = fit.vcov.cluster
        cluster = setting.word("clustered_by", name=setting.label(by)) if by else ""
        said.append(
            setting.word("note_vcov", kind=fit.vcov.kind, cluster=cluster, ssc=fit.vcov.ssc)
        )
    if len(set(said)) == 1:
        return said[0]
    places = {
        sentence: [str(at) for at, other in enumerate(said, start=1) if other == sentence]
        for sentence in dict.fromkeys(said)
    }
    return " ".join(
        setting.word("in_columns", name=", ".join(at)) + sentence for sentence, at in places.items()
    )
