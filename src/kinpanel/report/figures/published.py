"""Published counts of children, one line per definition and none across definitions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinpanel.labels import Labels
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
from kinpanel.report.specs import PublishedCount, PublishedSeries
from kinpanel.report.table import plain
from kinpanel.report.wrap import broken

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_TICKS = (1, 2, 5, 10, 20, 50, 100, 200, 500)


@dataclass(frozen=True)
class _Texts:
    title: str
    axis: str
    series: Mapping[str, str]
    unverified: str
    remark: str

    def every(self) -> list[str]:
        return [self.title, self.axis, self.unverified, self.remark, *self.series.values()]


def published_plot(
    series: Mapping[str, PublishedSeries],
    *,
    title: Labels,
    setting: Setting,
    format: str = "png",  # noqa: A002 - the word people use
) -> bytes:
    """Counts by year in millions, on a logarithmic scale, a colour and a marker per definition.

    Only counts of one definition are joined by a line; counts that nobody has verified are hollow
    and joined to nothing. Labels, fonts and bytes are those of every figure. Raises UsageError
    for an unknown format.
    """
    check_format(format)

    def made(tried: Setting, remark: str) -> _Texts:
        return _Texts(
            title=plain(tried.text(title)),
            axis=tried.word("children_millions"),
            series={name: plain(tried.text(one.label)) for name, one in series.items()},
            unverified=tried.word("unverified"),
            remark=remark,
        )

    def named(tried: Setting, remark: str) -> _Texts:
        names = {name: name for name in series}
        return _Texts("", tried.word("children_millions"), names, tried.word("unverified"), remark)

    texts, fonts = drawable(made, named, setting)
    return rendered(lambda: _draw(series, texts), fonts, format)


def _draw(series: Mapping[str, PublishedSeries], texts: _Texts) -> Figure:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.4, 3.6 + 0.22 * len(series)), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    for place, (name, one) in enumerate(series.items()):
        counts_of_one(axes, one.counts, place, broken(texts.series[name], WIDE))
    if any(not count.verified for one in series.values() for count in one.counts):
        axes.plot([], [], "o", color="0.4", markerfacecolor="none", label=texts.unverified)
    millions_axis(axes, [count for one in series.values() for count in one.counts])
    years = [count.year for one in series.values() for count in one.counts]
    step = 1 if max(years) - min(years) < 9 else 2
    axes.set_xticks(range(min(years), max(years) + 1, step))
    axes.set_xlim(min(years) - 0.7, max(years) + 0.7)
    axes.set_ylabel(texts.axis)
    axes.grid(axis="y", color="0.9", linewidth=0.6)
    axes.set_axisbelow(True)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    figure.suptitle(broken(texts.title, WIDE), fontsize=10.5, x=0.01, ha="left")
    figure.legend(loc="outside lower left", frameon=False, ncols=1)
    if texts.remark:
        axes.set_title(broken(texts.remark, NARROW), color="#A00000", fontsize=8, loc="left")
    return figure


def millions_axis(axes: Axes, counts: Sequence[PublishedCount], room: float = 1.5) -> None:
    """A logarithmic axis of millions, up to `room` times the largest of these counts."""
    millions = [count.children / 1e6 for count in counts]
    axes.set_yscale("log")
    low, high = min(millions) / 1.5, max(millions) * room
    axes.set_ylim(low, high)
    ticks = [tick for tick in _TICKS if low <= tick <= high]
    axes.set_yticks(ticks, [str(tick) for tick in ticks])
    axes.minorticks_off()


def counts_of_one(
    axes: Axes, counts: Sequence[PublishedCount], place: int, label: str = ""
) -> None:
    """One definition: verified counts joined, the others hollow, each with its number."""
    colour, marker = COLOURS[place % len(COLOURS)], MARKERS[place % len(MARKERS)]
    known = [count for count in counts if count.verified]
    axes.plot(
        [count.year for count in known],
        [count.children / 1e6 for count in known],
        color=colour,
        marker=marker,
        markersize=6,
        linewidth=1.4,
        label=label,
    )
    doubtful = [count for count in counts if not count.verified]
    axes.plot(
        [count.year for count in doubtful],
        [count.children / 1e6 for count in doubtful],
        color=colour,
        marker=marker,
        markersize=6,
        markerfacecolor="none",
        linestyle="none",
    )
    for count in counts:
        axes.annotate(
            f"{count.children / 1e6:.3g}",
            (count.year, count.children / 1e6),
            xytext=(0, 7),
            textcoords="offset points",
            ha="center",
            fontsize=8,
            color=colour,
        )
