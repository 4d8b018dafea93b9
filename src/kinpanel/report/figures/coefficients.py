"""Coefficients with their intervals, one line per term."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinpanel.errors import UsageError
from kinpanel.labels import Labels
from kinpanel.report.estimate import Estimate, chosen_terms, coefficients, refuse_small
from kinpanel.report.figures.canvas import (
    COLOURS,
    MARKERS,
    NARROW,
    WIDE,
    check_format,
    drawable,
    rendered,
)
from kinpanel.report.setting import Setting
from kinpanel.report.table import plain
from kinpanel.report.wrap import broken

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class _Texts:
    """Every text of the figure, in the language that can be drawn."""

    title: str
    axis: str
    terms: Mapping[str, str]
    models: Mapping[str, str]
    remark: str = ""

    def every(self) -> list[str]:
        return [self.title, self.axis, self.remark, *self.terms.values(), *self.models.values()]


def coefficient_plot(
    models: Mapping[str, Estimate],
    *,
    title: Labels,
    setting: Setting,
    terms: Sequence[str] = (),
    headings: Mapping[str, Labels] | None = None,
    format: str = "png",  # noqa: A002 - the word people use
) -> bytes:
    """Estimates with 95 % intervals, one line per term, side by side for several models.

    Units are those of the outcome. A model without a term leaves its place empty. Where no
    installed font has the characters of the language, labels are shown in another language of
    the setting, or as names, and the figure says so. The same input gives the same bytes, given
    the same fonts and version of matplotlib. Raises UsageError for an unknown format or term or
    no model, RefusedError for a model of fewer than `setting.threshold` children.
    """
    check_format(format)
    if len(models) > len(COLOURS):
        raise UsageError(f"a coefficient figure shows up to {len(COLOURS)} models")
    refuse_small(models, setting.threshold)
    shown = chosen_terms(models, terms)
    labels = headings or {}

    def made(tried: Setting, remark: str) -> _Texts:
        return _Texts(
            title=plain(tried.text(title)),
            axis=tried.word("interval"),
            terms={term: plain(tried.label(term)) for term in shown},
            models={m: plain(tried.text(labels[m]) if m in labels else m) for m in models},
            remark=remark,
        )

    def named(tried: Setting, remark: str) -> _Texts:
        """Names instead of labels, for want of a font."""
        names = {model: model for model in models}
        return _Texts("", tried.word("interval"), {term: term for term in shown}, names, remark)

    texts, fonts = drawable(made, named, setting)
    return rendered(lambda: _draw(models, shown, texts), fonts, format)


def _draw(models: Mapping[str, Estimate], terms: Sequence[str], texts: _Texts) -> Figure:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    labels = [broken(texts.terms[term]) for term in terms]
    lines = sum(max(label.count("\n") + 1, len(models)) for label in labels)
    figure = Figure(figsize=(6.4, 1.5 + 0.26 * lines + 0.12 * len(terms)), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    # Models of one term stand nearer to each other than to the next term.
    step = min(0.24, 0.6 / max(len(models) - 1, 1))
    for place, (model, fit) in enumerate(models.items()):
        shift = step * (place - (len(models) - 1) / 2)
        _points(axes, fit, terms, shift, place, broken(texts.models[model], WIDE))
    axes.axvline(0.0, color="0.4", linewidth=0.8, linestyle="--", zorder=1.5)
    axes.set_yticks(range(len(terms)), labels)
    axes.set_ylim(len(terms) - 0.4, -0.6)
    axes.set_xlabel(texts.axis)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color="0.9", linewidth=0.6)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    figure.suptitle(broken(texts.title, WIDE), fontsize=10.5, x=0.01, ha="left")
    if len(models) > 1:
        figure.legend(loc="outside lower left", frameon=False, ncols=1)
    if texts.remark:
        axes.set_title(broken(texts.remark, NARROW), color="#A00000", fontsize=8, loc="left")
    return figure


def _points(
    axes: Axes, fit: Estimate, terms: Sequence[str], shift: float, place: int, label: str
) -> None:
    found = coefficients(fit)
    here = [(at + shift, found[term]) for at, term in enumerate(terms) if term in found]
    middle = [record["estimate"] for _, record in here]
    axes.errorbar(
        middle,
        [height for height, _ in here],
        xerr=[
            [record["estimate"] - record["conf_low"] for _, record in here],
            [record["conf_high"] - record["estimate"] for _, record in here],
        ],
        fmt=MARKERS[place],
        color=COLOURS[place],
        markersize=5.5,
        elinewidth=1.6,
        label=label,
    )
