"""Figures as bytes: the only file that draws. No global state is touched, no file is written."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from kinpanel.errors import UsageError, nearest
from kinpanel.labels import Labels
from kinpanel.report.estimate import Estimate, chosen_terms, coefficients, refuse_small
from kinpanel.report.fonts import BASE, families
from kinpanel.report.setting import Setting
from kinpanel.report.table import plain
from kinpanel.report.wrap import broken

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_METADATA: dict[str, dict[str, Any]] = {
    "png": {"Software": None},
    "svg": {"Date": None, "Creator": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}
FIGURE_FORMATS = tuple(_METADATA)

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
"""Okabe and Ito's colours, told apart by colour-blind readers; markers differ as well."""
MARKERS = ("o", "s", "D", "^", "v", "P", "X")
_WIDE = 76
"""Columns of a line as wide as the figure."""
_NARROW = 52
_NAME = {"zh": "Chinese"}


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
    if format not in _METADATA:
        raise UsageError(f"unknown figure format {format!r}; {nearest(format, FIGURE_FORMATS)}")
    if len(models) > len(COLOURS):
        raise UsageError(f"a coefficient figure shows up to {len(COLOURS)} models")
    refuse_small(models, setting.threshold)
    shown = chosen_terms(models, terms)
    texts, fonts = _drawable(shown, tuple(models), title, headings or {}, setting)
    with _settings(fonts):
        figure = _draw(models, shown, texts)
        buffer = io.BytesIO()
        figure.savefig(
            buffer, format=format, dpi=200, bbox_inches="tight", metadata=_METADATA[format]
        )
    return buffer.getvalue()


def _drawable(
    terms: Sequence[str],
    models: Sequence[str],
    title: Labels,
    headings: Mapping[str, Labels],
    setting: Setting,
) -> tuple[_Texts, list[str]]:
    """The texts in the first language that can be drawn, else names; and the fonts for them."""
    for language in dict.fromkeys((setting.language, *setting.others, "en")):
        tried = replace(setting, language=language)
        texts = _Texts(
            title=plain(tried.text(title)),
            axis=tried.word("interval"),
            terms={term: plain(tried.label(term)) for term in terms},
            models={m: plain(tried.text(headings[m]) if m in headings else m) for m in models},
        )
        if language != setting.language:
            name = _NAME.get(setting.language, setting.language)
            texts = replace(texts, remark=tried.word("no_font", name=name))
        fonts = families(texts.every())
        if fonts is not None:
            return texts, fonts
    return _names(terms, models, replace(setting, language="en")), [BASE]


def _names(terms: Sequence[str], models: Sequence[str], setting: Setting) -> _Texts:
    """Names instead of labels, for want of a font."""
    return _Texts(
        title="",
        axis=setting.word("interval"),
        terms={term: term for term in terms},
        models={model: model for model in models},
        remark=setting.word("no_font", name="all labels"),
    )


def _settings(fonts: list[str]) -> AbstractContextManager[None]:
    """matplotlib as shipped, whatever the user's own settings, plus ours; undone afterwards."""
    import matplotlib as mpl

    ours: dict[str, Any] = {
        "font.family": fonts,
        "font.size": 9.0,
        "text.parse_math": False,
        "svg.hashsalt": "kinpanel",
        "svg.fonttype": "path",
        "pdf.fonttype": 42,
    }
    settings: dict[Any, Any] = {**mpl.rcParamsDefault, **ours}
    del settings["backend"]
    return mpl.rc_context(settings)


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
        _points(axes, fit, terms, shift, place, broken(texts.models[model], _WIDE))
    axes.axvline(0.0, color="0.4", linewidth=0.8, linestyle="--", zorder=1.5)
    axes.set_yticks(range(len(terms)), labels)
    axes.set_ylim(len(terms) - 0.4, -0.6)
    axes.set_xlabel(texts.axis)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color="0.9", linewidth=0.6)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    figure.suptitle(broken(texts.title, _WIDE), fontsize=10.5, x=0.01, ha="left")
    if len(models) > 1:
        figure.legend(loc="outside lower left", frameon=False, ncols=1)
    if texts.remark:
        axes.set_title(broken(texts.remark, _NARROW), color="#A00000", fontsize=8, loc="left")
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
